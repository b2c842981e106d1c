"""`window-central`: finds the subcommand asked for and imports nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Final

COMMANDS: Final[dict[str, str]] = {
    "init": "init",
    "serve": "serve",
    "hall": "hall",
    "clerk": "clerk",
    "enrol": "enrol",
    "device": "device",
    "import-journal": "import_journal",
    "backup": "backup",
    "restore": "restore",
    "doctor": "doctor",
    "metrics": "metrics",
    "openapi": "openapi",
}


def _module(name: str) -> ModuleType:
    return import_module(f"app.central.commands.{COMMANDS[name]}")


def _help() -> str:
    """One line for each subcommand; only this needs to import them all."""
    lines = "\n".join(f"  {name:<16}{_module(name).SUMMARY}" for name in COMMANDS)
    return f"一窗通 · 中心\n\nwindow-central 命令 [选项]\n\n{lines}\n\nwindow-central 命令 --help\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand; its exit status."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or given[0] in ("-h", "--help"):
        sys.stdout.write(_help())
        return 0
    name = given.pop(0)
    if name not in COMMANDS:
        sys.stderr.write(f"window-central: 没有命令 {name}。看 window-central --help\n")
        return 2
    status: int = _module(name).main(given)
    return status


if __name__ == "__main__":
    sys.exit(main())
