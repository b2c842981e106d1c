"""The paper every document test prints on: the product's own fonts, unpacked once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.documents.fonts import FontFiles, prepare
from app.documents.paper import Paper


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontFiles:
    return prepare(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def paper(fonts: FontFiles) -> Paper:
    return Paper(fonts)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where a test leaves a PDF for another program to read."""
    return tmp_path / "notice.pdf"
