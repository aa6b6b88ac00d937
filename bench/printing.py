"""Labels: how long one takes in each language, the first one, 10,000 of them, a stack of sheets.

What needs a fresh process (the first label, memory) runs in one: `python -m bench.printing first`.
"""

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import psutil

from bench.figures import Figure, median, percentile, seconds
from printers import (
    LANGUAGES,
    Label,
    Printer,
    Resolution,
    Size,
    language_of,
    write_sheets,
)
from printers.qr import symbol
from printers.transports.memory import Memory

WARM, MANY, SETTLED, SHEETS = 200, 10_000, 500, 500
USUAL = (Size.LABEL_50X30, 203)
PAPER = {"brother": (Size.LABEL_62X29, 300), "escpos": (Size.ROLL_80, 203)}
FAIR = "2026年春风行动暨就业援助月大型现场招聘会"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = [chr(0x4E00 + n) for n in range(0, 20_000, 7)]  # as many glyphs as many names have
OTHERS = (
    "Anna Müller",
    "ئابلىز ئەنۋەر",
    "བསྟན་འཛིན་",
    "ꀊꆀꍏ",
    "ᠪᠠᠶᠠᠷ",
    "阿卜杜热合曼·买买提",
    "\U0002a6a5\U00020019",
)


def labels(count: int, size: Size) -> Iterator[Label]:
    """Different ones: two thirds have a name in Han, the others in one of seven writings."""
    dice = random.Random(1)
    for number in range(1, count + 1):
        name = dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)
        if number % 3 == 0:
            name = dice.choice(OTHERS)
        url = f"HTTP://192.168.1.20:8080/B/A{number:05d}GVYX7"
        yield Label(size, f"A-{number:04d}", url, (FAIR, name))


def printer(language: str, memory: Memory) -> tuple[Printer, Size]:
    size, dpi = PAPER.get(language, USUAL)
    resolution = Resolution(dpi)
    return Printer(resolution, language_of(language, size, resolution), memory), size


def warm(language: str) -> Figure:
    """From label to bytes, once the fonts are open."""
    made, size = printer(language, Memory())
    taken, sizes = [], []
    for label in labels(WARM, size):
        symbol.cache_clear()
        began = perf_counter()
        job = made.job(label)
        taken.append(perf_counter() - began)
        sizes.append(len(job))
    middle, late = median(taken) * 1000, percentile(taken, 0.99) * 1000
    said = f"{middle:.1f} ms, p99 {late:.1f} ms, {median(sizes):,.0f} bytes"
    what = f"label to {language} ({size}, {made.resolution.dpi} dpi)"
    return Figure(what, said, "median ≤ 5 ms", middle <= 5)


def yardstick() -> Figure:
    """What the machine takes for a QR alone: the same work in every run."""
    taken = []
    for label in labels(WARM, Size.LABEL_50X30):
        symbol.cache_clear()
        taken.append(seconds(lambda qr=label.qr: symbol(qr)))  # type: ignore[misc]
    return Figure("… of it the QR alone", f"{median(taken) * 1000:.1f} ms")


def first() -> None:
    """The first label of a process: the fonts are opened."""
    made, size = printer("zpl", Memory())
    (label,) = labels(1, size)
    print(seconds(lambda: made.job(label)))


def memory() -> None:
    """How much a process grows over 10,000 labels, after the first 500."""
    sent = Memory()
    made, size = printer("zpl", sent)
    me = psutil.Process()
    settled = 0
    for number, label in enumerate(labels(MANY, size), 1):
        made.print(label, str(number))
        sent.jobs.clear()
        sent.names.clear()
        if number == SETTLED:
            settled = me.memory_info().rss
    now = me.memory_info().rss
    print((now - settled) / 2**20, now / 2**20)


def in_a_fresh_process(what: str) -> list[float]:
    run = [sys.executable, "-m", "bench.printing", what]
    return [float(each) for each in subprocess.check_output(run, text=True).split()]


def first_label() -> Figure:
    taken = median([in_a_fresh_process("first")[0] for _ in range(5)]) * 1000
    return Figure("the first label of a process", f"{taken:.0f} ms", "≤ 200 ms", taken <= 200)


def many_labels() -> Figure:
    grown, whole = in_a_fresh_process("memory")
    said = f"{grown:+.1f} MiB, to {whole:.0f} MiB"
    return Figure("memory over 10,000 labels, after 500", said, "≤ 5 MiB", grown <= 5)


def sheets() -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheets.pdf"

        def write() -> None:
            with path.open("wb") as out:
                write_sheets(out, labels(SHEETS, Size.SHEET_A4X8))

        taken = seconds(write)
        size = path.stat().st_size / 2**20
    return Figure("PDF of 500 badges", f"{taken:.1f} s, {size:.1f} MiB", "< 10 s", taken < 10)


def run() -> Iterator[Figure]:
    printer("png", Memory())[0].job(next(labels(1, Size.LABEL_50X30)))
    for language in LANGUAGES:
        yield warm(language)
    yield yardstick()
    yield first_label()
    yield many_labels()
    yield sheets()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["first"]:
            first()
        case ["memory"]:
            memory()
        case _:
            for figure in run():
                print(figure, flush=True)
