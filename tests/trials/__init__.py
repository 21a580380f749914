"""Long trials: a seed and a JSON result each; a short version of each runs in `make test`."""
