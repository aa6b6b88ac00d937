"""How the tests look at what was printed: by a camera, by eye, by another PDF program."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from printers import Dots
from printers.dots import to_image

needs_poppler = pytest.mark.skipif(
    shutil.which("pdfimages") is None,
    reason="poppler-utils is not installed, so no other program looks at the PDF",
)


def scanned(dots: Dots) -> str:
    """What a camera reads."""
    return scanned_in(to_image(dots))


def scanned_in(image: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(image.convert("L"))
    return str(found.text)


def ink(dots: Dots, left: int, top: int, right: int, bottom: int) -> bool:
    """Whether there is black in a part of the picture."""
    return black(dots).crop((left, top, right, bottom)).getbbox() is not None


def black(dots: Dots) -> Image.Image:
    return Image.frombytes("1", (dots.width, dots.height), dots.rows)


def inked(dots: Dots, left: int = 0, top: int = 0) -> tuple[int, int, int, int]:
    """The box around all black right of a column and under a row: left, top, right, bottom."""
    box = black(dots).crop((left, top, dots.width, dots.height)).getbbox()
    assert box is not None
    return box[0] + left, box[1] + top, box[2] + left, box[3] + top


def pictures_in(pdf: Path) -> list[Dots]:
    """The pictures of a PDF as `pdfimages` takes them out."""
    into = pdf.with_suffix("")
    subprocess.run(["pdfimages", "-png", str(pdf), str(into)], check=True)
    found = []
    for path in sorted(pdf.parent.glob(f"{into.name}-*.png")):
        with Image.open(path) as image:
            inverted = image.convert("L").point(lambda level: 255 - level).convert("1")
        found.append(Dots(inverted.width, inverted.height, inverted.tobytes()))
    return found


def page_sizes(pdf: Path) -> list[tuple[float, float]]:
    """The pages' sizes in millimetres, as `pdfinfo` says them."""
    said = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "999", str(pdf)], check=True, capture_output=True, text=True
    )
    assert not said.stderr
    sizes = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+) pts", said.stdout)
    return [(float(w) * 25.4 / 72, float(h) * 25.4 / 72) for w, h in sizes]


def rendered(pdf: Path, dpi: float) -> Image.Image:
    """The first page as `pdftoppm` draws it."""
    out = pdf.with_suffix("")
    run = ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", str(pdf), str(out)]
    subprocess.run(run, check=True)
    with Image.open(out.with_suffix(".png")) as image:
        return image.convert("L")
