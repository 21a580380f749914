"""The benchmarks: `make bench`. Ratios in one run; nothing here passes or fails on an absolute time."""

import portal  # noqa: F401  one thread for sums, as in the product: said before numpy is imported
