"""A window as its own process on a disk that ends: works until the store refuses, then says why.

`python -m tests.db.filling FOLDER LIMIT` with LIMIT bytes for any single file, or 0 for the disk's own end.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from app.clock import FrozenClock
from app.errors import StoreUnavailable
from tests.db.hall import MORNING, accept, case_numbers, opened


def main(folder: Path, limit: int) -> None:
    store = opened(folder, FrozenClock(MORNING))
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    printed = 0
    try:
        while True:
            if printed % 10 == 9:
                store.blobs.put(os.urandom(200_000))
            accept(store)
            printed += 1
    except StoreUnavailable as trouble:
        code = trouble.code
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    # The desk is still there: what was printed can be read in the same process.
    sys.stdout.write(f"{code} {printed} {len(case_numbers(store))}\n")
    sys.stdout.flush()
    os._exit(0)  # without closing, as a person would who pulls the plug now


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
