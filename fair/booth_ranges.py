"""A fair's booths as a person types them, `A01-A20、政策咨询`, and back again."""

import re
from collections.abc import Iterable

BETWEEN = re.compile(r"[、,，;；\r\n\t]+")
RANGE = re.compile(
    r"(?P<prefix>.*?)(?P<first>[0-9]+)\s*[-~～‐-―−至到]\s*(?P<again>.*?)(?P<last>[0-9]+)"
)
NUMBERED = re.compile(r"(?P<prefix>.*?)(?P<number>[0-9]+)")
LONGEST = 2000  # booths of one range; more is a mistake
SHORTEST = 3  # fewer in a row are written one by one


class BadRange(ValueError):
    """Something like A20-A01 or A01-B05: `text` as it was typed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def read_ranges(text: str) -> list[str]:
    """Read `A01-A20, B01` or one to a line. Raises BadRange."""
    return [booth for part in parts_of(text) for booth in one_or_range(part)]


def parts_of(text: str) -> Iterable[str]:
    """Part at commas and lines; at spaces only where each word is a number (not in "Legal aid")."""
    for part in BETWEEN.split(text):
        joined = re.sub(r"\s*([-~～‐-―−至到])\s*", r"\1", part.strip())
        words = joined.split()
        if len(words) > 1 and all(re.search(r"[0-9]", word) for word in words):
            yield from words
        elif joined:
            yield joined


def one_or_range(part: str) -> list[str]:
    found = RANGE.fullmatch(part)
    if found is None:
        return [part]
    prefix, first, last = found["prefix"], int(found["first"]), int(found["last"])
    if found["again"] not in ("", prefix) or not first < last < first + LONGEST:
        raise BadRange(part)
    width = len(found["first"])
    return [f"{prefix}{number:0{width}}" for number in range(first, last + 1)]


def write_ranges(booths: Iterable[str]) -> str:
    """Write booths shortly, in their order: what `read_ranges` reads again."""
    runs: list[list[str]] = []
    for booth in booths:
        if runs and follows(runs[-1][-1], booth):
            runs[-1].append(booth)
        else:
            runs.append([booth])
    said: list[str] = []
    for run in runs:
        said += run if len(run) < SHORTEST else [f"{run[0]}-{run[-1]}"]
    return ", ".join(said)


def follows(before: str, booth: str) -> bool:
    one, other = NUMBERED.fullmatch(before), NUMBERED.fullmatch(booth)
    if one is None or other is None or one["prefix"] != other["prefix"]:
        return False
    return f"{int(one['number']) + 1:0{len(one['number'])}}" == other["number"]
