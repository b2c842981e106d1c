"""Reading a notice with somebody else's programs: its text, its pictures, its codes."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image
from pypdf import PdfReader


def squeezed(text: str) -> str:
    """A text without the spaces and line ends a page adds."""
    return "".join(text.split())


def poppler_text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def pypdf_pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def picture(pdf: bytes, folder: Path, dpi: int, page: int = 1) -> Image.Image:
    """One page as a grey picture."""
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    target = folder / f"page-{dpi}"
    command = ["pdftoppm", "-gray", "-singlefile", "-f", str(page), "-r", str(dpi), str(path), str(target)]
    subprocess.run(command, check=True, capture_output=True)
    with Image.open(target.with_suffix(".pgm")) as image:
        image.load()
        return image.copy()


def codes(image: Image.Image) -> dict[str, str]:
    """Format and text of each code a scanner finds."""
    return {str(found.format.name): found.text for found in zxingcpp.read_barcodes(image)}
