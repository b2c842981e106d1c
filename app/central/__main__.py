"""`window-central`: the central server and what its administrator does."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command."""
    del argv
    sys.stderr.write("window-central: this command does not exist yet\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
