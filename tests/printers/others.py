"""Looks at jobs with programs of other people. `.ci/run` installs them where there is npm."""

import base64
import json
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from printers import Dots

MODULES = Path(__file__).parents[2] / ".venv" / "renderers" / "node_modules"
DOTS_PER_MM = 8


def needs(package: str, language: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        shutil.which("node") is None or not (MODULES / package).is_dir(),
        reason=f"{package} is not installed (npm install --ignore-scripts "
        f"--prefix .venv/renderers {package}), so no other program looks at the {language}",
    )


needs_zpl_renderer = needs("zpl-renderer-js", "ZPL")
needs_escpos_parser = needs("npos", "ESC/POS")
# Prints a label as PNG, base64.
ZPL = """
const {{ ready }} = require({module});
const zpl = require("fs").readFileSync(0, "latin1");
ready.then(async ({{ api }}) => {{
  console.log(await api.zplToBase64Async(zpl, {width}, {height}, {dots}));
  process.exit(0);
}});
"""
# Prints the commands' names, width, height, and a byte for each dot, base64, 0 for black.
ESCPOS = """
const npos = require({module});
npos.parser().parse(require("fs").readFileSync(0)).then((read) => {{
  const [picture] = read.entries.filter((entry) => entry.type === "raster");
  const {{ _width: width, _height: height, _data: data }} = picture.data;
  const commands = read.tree.map((each) => each.ascii + " " + each.fn);
  const dots = Buffer.from(data).toString("base64");
  console.log(JSON.stringify({{ commands, width, height, dots }}));
}});
"""


def said(program: str, job: bytes, package: str, **given: float) -> bytes:
    source = program.format(module=json.dumps(str(MODULES / package)), **given)
    run = ["node", "-e", source]
    return subprocess.run(run, input=job, capture_output=True, check=True, timeout=60).stdout


def rendered_zpl(job: bytes, width: int, height: int) -> Dots:
    """What the label looks like, on paper of that many dots."""
    size = {"width": width / DOTS_PER_MM, "height": height / DOTS_PER_MM}
    png = base64.b64decode(said(ZPL, job, "zpl-renderer-js", dots=DOTS_PER_MM, **size))
    with Image.open(BytesIO(png)) as image:
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
    return black_in(white.convert("L"))


def parsed_escpos(job: bytes) -> tuple[list[str], Dots]:
    """The commands, and the picture that all bands together give."""
    read = json.loads(said(ESCPOS, job, "npos"))
    size = (read["width"], read["height"])
    picture = Image.frombytes("L", size, base64.b64decode(read["dots"]))
    return read["commands"], black_in(picture)


def black_in(image: Image.Image) -> Dots:
    black = image.point(lambda level: 255 * (level < 128)).convert("1")
    return Dots(black.width, black.height, black.tobytes())
