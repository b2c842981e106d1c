"""The subcommands of `window-clerk`: one module each, found by name.

A module offers
    SUMMARY: str                                        one line for `window-clerk --help`
    def arguments(parser: argparse.ArgumentParser) -> None
    def run(options: argparse.Namespace) -> int         the exit status
and imports Qt, the store and anything slow only inside `run`. `ui/__main__.py` imports only the module that
was asked for.
"""

from __future__ import annotations

from typing import Final

COMMANDS: Final = ("desk", "tour", "catalogue", "init", "doctor", "backup", "restore")
