"""The subcommands of `window-clerk`: one module each, found by name.

A module offers
    SUMMARY: str                             one line for `window-clerk --help`, in Chinese
    def main(argv: Sequence[str]) -> int     the exit status
and imports Qt, the store and anything slow only inside `main`. `ui/__main__.py` imports only the module that
was asked for.
"""
