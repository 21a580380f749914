"""The web: the only room that knows people, HTTP and HTML."""

import os

# Small sums, many workers: a thread for each core makes a long text slower, not faster. Before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
