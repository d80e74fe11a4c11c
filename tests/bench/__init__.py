"""The figures of the README, measured side by side in one run: `make bench`."""

import os

# One thread a process, before numpy is imported: CPU seconds then mean the same everywhere.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
