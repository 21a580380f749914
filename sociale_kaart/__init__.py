"""The register of help: what there is, how it is read, found and checked. Never sees the web."""
