"""Pictures that the languages are tried with."""

from hypothesis import strategies as st

from printers import Dots, Label, Resolution, Size, draw

# Typed by hand: 16 dots wide, 3 high. Both ends; the left half; 1010 0101 0000 1111.
SMALL = Dots(16, 3, bytes.fromhex("8001 FF00 A50F"))

URL = "HTTP://192.168.1.20:8080/B/A049ANA1GVY"
FAIR = "就业援助月 首场招聘会"
# Names that a printer would take for commands, were any text sent as text.
INJECTIONS = [
    "^XA^XZ",
    "~JA",
    "\x1b@",
    "\x1dV0",
    "\x10\x14\x01",
    "! U1 setvar",
    "\r\nPRINT 1,99",
    "%PDF /JS",
]


def badge(size: Size, dpi: int, name: str = "Anna", copy: int = 1) -> Dots:
    return draw(Label(size, "A-0137", URL, (FAIR, name), copy), Resolution(dpi))


@st.composite
def pictures(draw_: st.DrawFn, widest: int = 1300) -> Dots:
    """Any width, a few rows, often equal ones; the padding of each row is white."""
    width = draw_(st.integers(1, widest))
    across, padding = -(-width // 8), -width % 8
    row = st.one_of(
        st.binary(min_size=across, max_size=across),
        st.sampled_from((0, 0xFF, 0x80, 0x55)).map(lambda byte: bytes([byte]) * across),
    ).map(lambda data: data[:-1] + bytes([data[-1] >> padding << padding & 0xFF]))
    some = draw_(st.lists(row, min_size=1, max_size=4))
    rows = [each for each in some for _ in range(draw_(st.sampled_from((1, 2, 130, 300))))]
    return Dots(width, len(rows), b"".join(rows))
