"""`window-clerk`: finds the subcommand asked for and imports nothing else; the desk when none was."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Final

COMMANDS: Final = (
    "desk",
    "kiosk",
    "display",
    "tour",
    "catalogue",
    "init",
    "doctor",
    "backup",
    "restore",
    "enrol",
    "export-journal",
)


def _module(name: str) -> ModuleType:
    return import_module(f"ui.commands.{name.replace('-', '_')}")


def _help() -> str:
    """One line for each subcommand; only this needs to import them all."""
    lines = "\n".join(f"  {name:<16}{_module(name).SUMMARY}" for name in COMMANDS)
    return f"一窗通 · Window Clerk\n\nwindow-clerk [命令] [选项]\n\n{lines}\n\nwindow-clerk 命令 --help"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand; its exit status."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given and given[0] in ("-h", "--help"):
        print(_help())
        return 0
    name = given.pop(0) if given and not given[0].startswith("-") else "desk"
    if name not in COMMANDS:
        print(f"window-clerk: 没有命令 {name}。看 window-clerk --help", file=sys.stderr)
        return 2
    status: int = _module(name).main(given)
    return status


if __name__ == "__main__":
    sys.exit(main())
