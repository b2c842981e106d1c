"""A notice as PDF, twelve materials, bar code and QR, against WeasyPrint and typst with the same words."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from pypdf import PdfReader

from app.documents.content import NoticeContent
from app.documents.fonts import prepare
from app.documents.paper import Paper
from tests.bench import rivals
from tests.bench.figures import Figure, Report, in_turns, median, ms, quantile, seconds, table
from tests.documents.samples import BASE

ROUNDS: Final = 30
WARM: Final = 3
LONGEST: Final = 0.040
LARGEST: Final = 60_000
TIMES_FASTER: Final = 4.0
Engine = Callable[[NoticeContent], bytes]


def _says_the_same(name: str, pdf: bytes) -> None:
    """Whether an engine's page really carries every material; else its time would compare nothing."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    bare = "".join(text.split())
    lacking = [line.name for line in BASE.materials if line.name not in bare]
    if lacking or BASE.number not in bare:
        raise AssertionError(f"{name} left out {lacking or BASE.number}")


def measure() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        fonts = prepare(Path(folder))
        paper = Paper(fonts)
        paper.warm()
        engines: dict[str, Engine] = {
            "ours (ReportLab)": lambda content: paper.render("acceptance", content).pdf,
            "WeasyPrint": rivals.weasyprint(fonts),
            "typst": rivals.typst(fonts, Path(folder)),
        }
        sizes: dict[str, list[int]] = {name: [] for name in engines}
        serial = iter(range(10**6))

        def once(name: str) -> float:
            # Every notice is another one: no engine may give back the page before.
            content = replace(BASE, case_no=f"ML01-261123-A03-{next(serial) % 10**4:04}-K")
            made: list[bytes] = []
            taken = seconds(lambda: made.append(engines[name](content)))
            sizes[name].append(len(made[0]))
            return taken

        for name, engine in engines.items():
            _says_the_same(name, engine(BASE))
            for _ in range(WARM):
                once(name)
        taken = in_turns(ROUNDS, **{name: lambda name=name: once(name) for name in engines})
    return _told(taken, sizes)


def _told(taken: dict[str, list[float]], sizes: dict[str, list[int]]) -> Report:
    ours, other, third = taken.values()
    name = next(iter(taken))
    middle, largest = median(ours), max(sizes[name])
    faster = median(other) / middle
    rows = [
        (
            engine,
            ms(median(times)),
            ms(quantile(times, 0.95)),
            f"{median(sizes[engine]) / 1000:.1f} KB",
            f"{median(times) / middle:.2f}",
        )
        for engine, times in taken.items()
    ]
    return Report(
        [
            Figure(
                "notice PDF, 12-row table, bar code, QR",
                "≤ 40 ms",
                f"typst {ms(median(third))}",
                ms(middle),
                middle / median(third),
                middle <= LONGEST,
            ),
            Figure("its size", "≤ 60 KB", "", f"{largest / 1000:.1f} KB (largest)", None, largest <= LARGEST),
            Figure(
                "the same against WeasyPrint",
                "≥ 4 × faster",
                f"WeasyPrint {ms(median(other))}",
                f"{faster:.1f} × faster",
                middle / median(other),
                faster >= TIMES_FASTER,
            ),
        ],
        "## Notice PDF, the same words by three engines\n\n"
        + table(("engine", "median", "p95", "size", "÷ ours"), rows)
        + "\n\nEvery engine is warm (fonts, style sheet, compiler kept); each notice is another one.",
    )
