"""Looks at ZPL with `zpl-renderer-js`, a program of other people. `.ci/run` installs it where there
is npm."""

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
needs_zpl_renderer = pytest.mark.skipif(
    shutil.which("node") is None or not (MODULES / "zpl-renderer-js").is_dir(),
    reason="zpl-renderer-js is not installed (npm install --prefix .venv/renderers), "
    "so no other program looks at the ZPL",
)
PROGRAM = """
const {{ ready }} = require({module});
const zpl = require("fs").readFileSync(0, "latin1");
ready.then(async ({{ api }}) => {{
  console.log(await api.zplToBase64Async(zpl, {width}, {height}, {dots}));
  process.exit(0);
}});
"""


def rendered_zpl(job: bytes, width: int, height: int) -> Dots:
    """What the label looks like, on paper of that many dots."""
    program = PROGRAM.format(
        module=json.dumps(str(MODULES / "zpl-renderer-js")),
        width=width / DOTS_PER_MM,
        height=height / DOTS_PER_MM,
        dots=DOTS_PER_MM,
    )
    run = ["node", "-e", program]
    said = subprocess.run(run, input=job, capture_output=True, check=True, timeout=60).stdout
    with Image.open(BytesIO(base64.b64decode(said))) as image:
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
    black = white.convert("L").point(lambda level: 255 * (level < 128)).convert("1")
    return Dots(black.width, black.height, black.tobytes())
