"""USB sticks that are put in: the folders where systems mount them, looked at when asked."""

import os
import string
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Where desktops and servers mount what is put in: udisks2, older udisks, by hand, macOS.
PLACES = ("/media/*/*", "/run/media/*/*", "/media/*", "/mnt/*", "/Volumes/*")
BUNDLES = "*.fair"
REMOVABLE = 2  # GetDriveTypeW, learn.microsoft.com
MOST = 50  # bundles on one stick: one of each station


@dataclass(frozen=True, slots=True)
class Stick:
    """A stick: where it is, what a person calls it, and the bundles that lie on it."""

    folder: Path
    name: str
    bundles: tuple[Path, ...]


def folders() -> Iterable[Path]:
    """Give the folders where something is mounted that can be taken out."""
    if sys.platform == "win32":
        import ctypes

        drives = (f"{letter}:\\" for letter in string.ascii_uppercase)
        return [
            Path(drive)
            for drive in drives
            if ctypes.windll.kernel32.GetDriveTypeW(drive) == REMOVABLE
        ]
    root = Path("/")
    found = (each for place in PLACES for each in root.glob(place.removeprefix("/")))
    return [each for each in found if os.path.ismount(each)]


def sticks(places: Iterable[Path] | None = None) -> list[Stick]:
    """Give the sticks that are in now, and can be written."""
    found = []
    for folder in sorted(set(folders() if places is None else places)):
        try:
            bundles = tuple(sorted(folder.glob(BUNDLES))[:MOST])
            writable = os.access(folder, os.W_OK)
        except OSError:
            continue  # it was pulled out just now
        if writable:
            found.append(Stick(folder, folder.name or str(folder), bundles))
    return found
