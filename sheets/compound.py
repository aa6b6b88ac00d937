"""A compound file's streams, read strictly: what bends the rules is damaged ([MS-CFB])."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HEADER = struct.Struct("<24xHHHHH6x9I109I")
ENTRY = struct.Struct("<64sHB49xIQ")
LAST = 0xFFFFFFFA  # higher ones mark ends of chains, free and table sectors
SHIFTS = {3: 9, 4: 12}  # by version: sectors of 512 or 4,096 bytes
SHORT, SHORT_SHIFT = 4096, 6  # shorter streams live in the root's stream, in sectors of 64 bytes
STREAM, ROOT = 2, 5


class Damaged(ValueError):
    """The file breaks a rule of its own format."""


@dataclass(frozen=True, slots=True)
class Stream:
    name: str
    data: bytes


def streams(data: bytes) -> Iterator[Stream]:
    """The streams by their last names. Raises Damaged, also for sizes that the file can't hold."""
    try:
        _, version, _, shift, short_shift, *numbers = HEADER.unpack_from(data)
    except struct.error as error:
        raise Damaged("cut off") from error
    directories, fats, directory, _, cutoff, short_fat, short_fats, more, mores = numbers[:9]
    sectors = (len(data) - 1) // (1 << shift) if shift == SHIFTS.get(version) else 0
    if max(directories, fats, short_fats, mores) > sectors or not sectors:
        raise Damaged("sizes")
    if (cutoff, short_shift) != (SHORT, SHORT_SHIFT):
        raise Damaged("short streams")
    tables = [number for number in numbers[9:] if number < LAST]
    for _ in range(mores):
        *listed, more = _numbers(_sector(data, more, shift))
        tables += [number for number in listed if number < LAST]
    fat = [number for table in tables for number in _numbers(_sector(data, table, shift))]
    entries = [*ENTRY.iter_unpack(_chain(data, fat, directory, shift))]
    roots = [_chain(data, fat, start, shift) for *_, kind, start, _ in entries if kind == ROOT]
    short = _numbers(_chain(data, fat, short_fat, shift))
    for spelt, length, kind, start, size in entries:
        if kind == STREAM:
            size &= 0xFFFFFFFF if version == 3 else -1
            inside = size < SHORT
            if inside and not roots:
                raise Damaged("no root")
            whole = (
                _chain(roots[0], short, start, SHORT_SHIFT, first=0)
                if inside
                else _chain(data, fat, start, shift)
            )
            if len(whole) < size:
                raise Damaged("a stream's size")
            yield Stream(spelt[: max(0, length - 2)].decode("utf-16-le", "replace"), whole[:size])


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _sector(data: bytes, number: int, shift: int, *, first: int = 1) -> bytes:
    """Sector 0 comes after the header, which fills the first one."""
    start = (number + first) << shift
    if start >= len(data):
        raise Damaged("a sector beyond the end")
    return data[start : start + (1 << shift)]


def _chain(data: bytes, fat: Sequence[int], number: int, shift: int, *, first: int = 1) -> bytes:
    pieces: list[bytes] = []
    while number < LAST:
        if number >= len(fat) or len(pieces) > len(fat):
            raise Damaged("a chain without end")
        pieces.append(_sector(data, number, shift, first=first))
        number = fat[number]
    return b"".join(pieces)
