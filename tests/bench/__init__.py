"""The benchmarks: `make bench`. Ratios in one run; nothing here passes or fails on an absolute time."""
