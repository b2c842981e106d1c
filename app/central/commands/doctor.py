"""`window-central doctor`: what is there, what is missing, how to mend it; changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from app.central.commands import place

SUMMARY = "体检：有什么、缺什么、怎么补"


def main(argv: Sequence[str]) -> int:
    """Print every finding; 1 when something must be mended."""
    parser = place.parser_for("doctor", SUMMARY)
    parser.add_argument("--deep", action="store_true", help="逐页检查数据库、逐块打开扫描件（大库要几分钟）")
    options = parser.parse_args(argv)

    def work() -> int:
        from app.central import checkup
        from app.central.serving import address_of

        settings = place.settings_of(options)
        worst = 0
        running = address_of(settings.data)
        print(f"{'✓' if running else '!'} 服务器：{running or '没有在运行'}")
        with place.opened(options) as server:
            for findings in (checkup.ground(settings), checkup.database(server, deep=options.deep)):
                for finding in findings:
                    print(f"{finding.mark} {finding.what}：{finding.told}")
                    if finding.mend:
                        print(f"    → {finding.mend}")
                    worst = max(worst, finding.mark is checkup.Mark.BAD)
        sys.stdout.flush()
        return int(worst)

    return place.guarded(work)
