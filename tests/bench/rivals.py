"""The same notice by other people's engines: WeasyPrint from HTML and CSS, typst from its own markup."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import segno
from barcode import Code128
from barcode.writer import SVGWriter

from app.documents.content import NoticeContent
from app.documents.facts import COLUMNS, words
from app.documents.fonts import FontFiles

_STYLE = """
@page { size: A4; margin: 22mm 20mm 20mm; @bottom-right { content: '第 1 页 共 1 页'; font-size: 8pt } }
body { font-family: Notice; font-size: 11.5pt; line-height: 1.55; margin: 0 }
h1 { font-size: 20pt; text-align: center; letter-spacing: .1em; margin: 0 } p { margin: 0; text-indent: 2em }
.none { text-indent: 0 } .right { text-align: right }
table { width: 100%; border-collapse: collapse; margin: 6pt 0 }
td, th { border: .5pt solid #333; padding: 2pt 4pt; font-size: 10pt }
.codes { display: flex; justify-content: space-between } .codes svg { height: 12mm }
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What the notice says, for any engine."""

    codes: tuple[str, str]  # Code 128 and QR as SVG
    title: str
    number: str
    paragraphs: tuple[str, ...]
    pairs: tuple[tuple[str, str, str, str], ...]
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]
    edge: str


def told(content: NoticeContent) -> Told:
    """The acceptance notice of resources/notices, word for word."""
    fact = words(content)
    bars = io.BytesIO()
    Code128(content.case_no, writer=SVGWriter()).write(bars, {"module_height": 9.0, "quiet_zone": 2.0})
    columns = [COLUMNS[name] for name in ("name", "form", "state")]
    return Told(
        codes=(
            bars.getvalue().decode().partition("<svg")[2].join(("<svg", "")),
            segno.make(content.qr, error="m").svg_inline(scale=3),
        ),
        title="受理通知书",
        number=fact["number"],
        paragraphs=(
            f"{fact['applicant']}：",
            f"{fact['you']}于{fact['applied_on']}提出“{fact['item']}”的申请。"
            "经审查，申请材料齐全、符合法定形式，现予受理。",
            f"本机关将于{fact['promised_by']}前办结该事项（如遇特殊环节顺延）。"
            f"届时凭本通知书到{fact['hall']}{fact['counter']}领取办理结果。",
        ),
        pairs=(
            ("申请人", fact["applicant"], "办件号", fact["case_no"]),
            ("证件", fact["applicant_id_masked"], "联系电话", fact["applicant_phone_masked"]),
            ("承办部门", fact["department"], "办件类型", fact["case_type"]),
            ("承诺时限", fact["promised_limit_dated"], "法定时限", fact["legal_limit_dated"]),
            ("受理日期", fact["accepted_on"], "收费", fact["fee"]),
        ),
        caption=f"已收材料（{fact['count_received']}项，其中免提交{fact['count_exempt']}项）",
        heads=("序号", *(column[0] for column in columns)),
        rows=tuple(
            (str(number), *(column[3](line) for column in columns))
            for number, line in enumerate(content.materials, 1)
        ),
        closing=(
            f"{fact['self']}对办理本事项所提交的申请材料实质内容的真实性负责。",
            "申请人（签字）：",
            "窗口经办人（签字）：",
            fact["issuer"],
            "（盖章处）",
            fact["accepted_on"],
            fact["copies_note"],
            f"窗口电话：{fact['phone']}",
            f"监督电话：{fact['complaint_phone']}",
        ),
        edge=f"{fact['counter']}　工号 {content.clerk_number}　演示·不作凭证",
    )


def _html(page: Told) -> str:
    def row(cells: tuple[str, ...], tag: str = "td") -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    def block(texts: tuple[str, ...]) -> str:
        return "".join(f"<p>{html.escape(text)}</p>" for text in texts)

    return (
        f"<div class=codes>{page.codes[0]}{page.codes[1]}</div><h1>{page.title}</h1>"
        f"<p class=right>{page.number}</p>{block(page.paragraphs)}"
        f"<table>{''.join(row(pair) for pair in page.pairs)}</table><p class=none>{page.caption}</p>"
        f"<table>{row(page.heads, 'th')}{''.join(row(each) for each in page.rows)}</table>"
        f"{block(page.closing)}<p class=none>{page.edge}</p>"
    )


def weasyprint(fonts: FontFiles) -> Callable[[NoticeContent], bytes]:
    """WeasyPrint with its fonts and style sheet read once."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: Notice; src: url({path.as_uri()}); font-weight: {weight} }}"
        for path, weight in ((fonts.base, "normal"), (fonts.bold, "bold"))
    )
    style = CSS(string=faces + _STYLE, font_config=configuration)

    def render(content: NoticeContent) -> bytes:
        page = HTML(string=_html(told(content)))
        return bytes(page.write_pdf(stylesheets=[style], font_config=configuration))

    return render


def _typst(page: Told) -> str:
    def text(value: str) -> str:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    def cells(rows: tuple[tuple[str, ...], ...]) -> str:
        return ", ".join(text(cell) for row in rows for cell in row)

    def block(texts: tuple[str, ...]) -> str:
        return "\n".join(f"#par({text(each)})" for each in texts)

    bars, square = (f'#image(bytes({text(code)}), format: "svg", height: 12mm)' for code in page.codes)
    return (
        '#set page("a4", margin: 20mm)\n#set text(font: "Noto Sans SC", size: 11.5pt, lang: "zh")\n'
        f"#set par(first-line-indent: (amount: 2em, all: true))\n{bars}\n{square}\n"
        f"#align(center, text(20pt, weight: 700, {text(page.title)}))\n#align(right, {text(page.number)})\n"
        f"{block(page.paragraphs)}\n#table(columns: (1fr, 2fr, 1fr, 2fr), {cells(page.pairs)})\n"
        f"#strong({text(page.caption)})\n"
        f"#table(columns: (1fr, 5fr, 2fr, 2fr), {cells((page.heads, *page.rows))})\n"
        f"{block(page.closing)}\n#text(8pt, {text(page.edge)})\n"
    )


def typst(fonts: FontFiles, folder: Path) -> Callable[[NoticeContent], bytes]:
    """The typst compiler, kept warm between the notices."""
    import typst as engine

    compiler = engine.Compiler(
        root=str(folder), font_paths=[str(fonts.base.parent)], ignore_system_fonts=True
    )

    def render(content: NoticeContent) -> bytes:
        made = compiler.compile(input=_typst(told(content)).encode())
        if not isinstance(made, bytes):
            raise TypeError(type(made))
        return made

    return render
