"""What printers say when they are asked how they are, typed from the manuals.

ESC/POS: Epson, DLE EOT n. ZPL: Zebra 45541L-004 p. 171, ~HS. TSPL: TSC, <ESC>!?. Brother: QL-720NW
Raster Command Reference p. 21, ESC i S."""

from printers import Condition

QUESTIONS = {
    "escpos": (b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"),
    "zpl": (b"~HS",),
    "tspl": (b"\x1b!?",),
    "brother": (b"\x1biS",),
}
NONSENSE = b"HTTP/1.1 400 Bad Request\r\n\r\n"


def answer(language: str, question: bytes, condition: Condition) -> bytes:
    match language:
        case "escpos":
            return bytes((escpos(question[2], condition),))
        case "zpl":
            return zpl(condition)
        case "tspl":
            return bytes((tspl(condition),))
        case "brother":
            return brother(condition)
    raise ValueError(language)


def escpos(n: int, condition: Condition) -> int:
    """Bits 1 and 4 are always 1, bits 0 and 7 always 0."""
    offline = condition not in ("ready", "near_end", "hot")
    said: dict[tuple[int, Condition], int] = {
        (2, "cover_open"): 0x04,
        (2, "paper_out"): 0x20,
        (2, "error"): 0x40,
        (4, "near_end"): 0x0C,
        (4, "paper_out"): 0x6C,
    }
    return 0x12 | (0x08 if n == 1 and offline else 0) | said.get((n, condition), 0)


def zpl(condition: Condition) -> bytes:
    paper, pause, hot, head, ribbon = (
        int(condition == each)
        for each in ("paper_out", "paused", "hot", "cover_open", "ribbon_out")
    )
    first = f"030,{paper},{pause},0240,000,0,0,0,000,0,0,{hot}"
    second = f"001,0,{head},{ribbon},0,2,6,0,00000000,1,000"
    return b"".join(b"\x02%s\x03\r\n" % each.encode() for each in (first, second, "1234,0"))


def tspl(condition: Condition) -> int:
    bits: dict[Condition, int] = {
        "cover_open": 0x01,
        "jam": 0x02,
        "paper_out": 0x04,
        "ribbon_out": 0x08,
        "paused": 0x10,
        "error": 0x80,
    }
    return bits.get(condition, 0)


def brother(condition: Condition, *, width: int = 62, length: int = 29) -> bytes:
    said = bytearray(32)
    said[:6] = b"\x80\x20B4\x38\x30"
    said[8] = 0x01 if condition == "paper_out" else 0
    said[9] = {"cover_open": 0x10, "wrong_media": 0x01}.get(condition, 0)
    said[10], said[11], said[17] = width, 0x0B if length else 0x0A, length
    said[18] = 0x02 if said[8] or said[9] else 0
    return bytes(said)
