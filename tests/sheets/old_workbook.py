"""A workbook as Excel 97 wrote it: [MS-CFB] around [MS-XLS], as little of both as is read."""

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_workbook(
    table: Sequence[Sequence[str | float]],
    merged: Sequence[tuple[int, int, int, int]] = (),
    *,
    locked: bool = False,
) -> bytes:
    """`merged`: first row, last row, first column, last column, all from 0."""
    stream = _book(table, merged, _record(0x002F, b"\1" + bytes(53)) if locked else b"")
    stream += bytes(-len(stream) % SECTOR)
    stream += bytes(max(0, 4096 - len(stream)))  # shorter streams live elsewhere
    count = len(stream) // SECTOR
    chain = [*range(3, count + 2), END_OF_CHAIN]
    fat = [FAT_SECTOR, END_OF_CHAIN, *chain]
    fat += [FREE] * (128 - len(fat))
    header = struct.pack(
        "<8s16s5H6s9I109I",
        *(bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6)),
        *(0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0),
        *(0, *[FREE] * 108),
    )
    entries = _entry("Root Entry", 5, 1, END_OF_CHAIN, 0)
    entries += _entry("Workbook", 2, FREE, 2, len(stream))
    entries += bytes(SECTOR - len(entries))
    return header + struct.pack("<128I", *fat) + entries + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    spelt = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBB3I16sI8s8sIQ",
        *(spelt, len(spelt), kind, 1, FREE, FREE, child, bytes(16), 0, bytes(8), bytes(8)),
        *(start, size),
    )


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def _book(
    table: Sequence[Sequence[str | float]],
    merged: Sequence[tuple[int, int, int, int]],
    lock: bytes,
) -> bytes:
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0x0600)
    sheet = _record(0x0809, begin.replace(b"\x05\0", b"\x10\0", 1))
    for row, cells in enumerate(table):
        for column, value in enumerate(cells):
            at = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                spelt = value.encode("utf-16-le")
                label = at + struct.pack("<HB", len(spelt) // 2, 1) + spelt
                sheet += _record(0x0204, label) if value else b""
            else:
                sheet += _record(0x0203, at + struct.pack("<d", value))
    areas = b"".join(struct.pack("<4H", *area) for area in merged)
    sheet += _record(0x00E5, struct.pack("<H", len(merged)) + areas) + _record(0x000A, b"")
    name = "名单".encode("utf-16-le")
    globals_ = _record(0x0809, begin) + lock
    offset = len(globals_) + 4 + 8 + len(name) + 4
    globals_ += _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, 2, 1) + name)
    return globals_ + _record(0x000A, b"") + sheet
