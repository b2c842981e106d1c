"""`window-central init`: data folder, server key and an up-to-date database; what is there is kept."""

from __future__ import annotations

from collections.abc import Sequence

from app.central.commands import place

SUMMARY = "第一次使用：建立数据文件夹、服务器钥匙和数据库"


def main(argv: Sequence[str]) -> int:
    options = place.parser_for("init", SUMMARY).parse_args(argv)

    def work() -> None:
        from app.central.keys import make_key

        settings = place.settings_of(options)
        key = make_key(settings.data)
        print(f"✓ 服务器钥匙 {key}")
        print("    请另外妥善保存一份：没有它，备份里的扫描件打不开，所有会话作废。")
        with place.opened(options) as server:
            where = settings.database_file if settings.embedded else server.engine.url.render_as_string()
            print(f"✓ 数据库 {where}")
        print("下一步：window-central hall add 大厅代码 大厅名称；window-central serve")

    return place.guarded(work)
