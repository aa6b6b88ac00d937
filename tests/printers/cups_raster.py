"""Looks at PWG raster with CUPS' own library (cups/raster.h), by ctypes."""

import ctypes
import os
import struct
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

import pytest

from printers import Dots

NAME = find_library("cups")
HEADER, READ = 1796, 0
needs_cups = pytest.mark.skipif(
    NAME is None, reason="libcups2 is not installed, so CUPS itself doesn't read the PWG raster"
)


@dataclass(frozen=True, slots=True)
class Read:
    dots: Dots
    resolution: tuple[int, int]
    page: tuple[int, int]  # points
    bits: tuple[int, int]  # per colour, per pixel
    colour_space: int


def read_raster(path: Path) -> Read:
    """Read one page, as a printer does that is made with CUPS."""
    cups = ctypes.CDLL(NAME)
    cups.cupsRasterOpen.restype = ctypes.c_void_p
    file = os.open(path, os.O_RDONLY)
    raster = ctypes.c_void_p(cups.cupsRasterOpen(file, READ))
    assert raster, "CUPS does not know this as raster"
    try:
        header = ctypes.create_string_buffer(HEADER)
        assert cups.cupsRasterReadHeader2(raster, header) == 1
        number = struct.Struct("I").unpack_from  # as this machine counts: CUPS has turned it
        (width,), (height,) = number(header, 372), number(header, 376)
        (across,) = number(header, 392)
        pixels = ctypes.create_string_buffer(across * height)
        for row in range(height):
            at = ctypes.byref(pixels, row * across)
            assert cups.cupsRasterReadPixels(raster, at, across) == across
        another = ctypes.create_string_buffer(HEADER)
        assert cups.cupsRasterReadHeader2(raster, another) == 0, "more than one page"
    finally:
        cups.cupsRasterClose(raster)
        os.close(file)
    return Read(
        Dots(width, height, pixels.raw),
        (number(header, 276)[0], number(header, 280)[0]),
        (number(header, 352)[0], number(header, 356)[0]),
        (number(header, 384)[0], number(header, 388)[0]),
        number(header, 400)[0],
    )
