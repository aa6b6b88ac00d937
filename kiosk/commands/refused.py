"""How a command says no."""

from pathlib import Path


class Refused(Exception):
    """One sentence: what, whether anything was kept, what to do."""


def look_at(file: Path) -> None:
    """Refuse to put a new file in the place of a device, a pipe or a folder. Raises Refused."""
    if file.exists() and not file.is_file():
        raise Refused(f"{file} isn't an ordinary file; nothing was written. Choose another name.")
