"""The subcommands of `window-central`: one module each, found by name.

A module offers
    SUMMARY: str                             one line for `window-central --help`, in Chinese
    def main(argv: Sequence[str]) -> int     the exit status
and imports the database and the web server only inside `main`.
"""
