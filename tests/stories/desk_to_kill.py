"""A desk in its own process, worked by keys until somebody kills it: `FOLDER SEED`.

After each key that the window has answered it says what it shows: that much must be there at the next start.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.support import shots
from tests.support.pages import DeskPage, desk_page, open_demo


def say(page: DeskPage) -> None:
    draft = page.draft
    shown = {
        "id": draft.id,
        "phone": draft.applicant.phone,
        "item": draft.item_code,
        "marks": {code: mark.state.value for code, mark in draft.marks.items()},
    }
    sys.stdout.write(json.dumps(shown) + "\n")
    sys.stdout.flush()


def main(folder: Path, seed: int) -> None:
    app = QApplication([])
    shots.dress(app)
    rng = random.Random(seed)
    with desk_page(app, open_demo(folder), folder / "pictures") as page:
        page.press("F2", "Return", "F5")
        page.type("13800000000")
        page.press("Return")
        page.type("yljg")
        page.press("Return")
        while True:
            page.press(rng.choice(("1", "2", "0", "Up", "Down", "Ctrl+Z")))
            say(page)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
