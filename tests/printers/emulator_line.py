"""The emulated printer's command line."""

import argparse
import json
import random
import sys
import threading
from pathlib import Path
from typing import get_args

from printers import Condition
from printers.dots import to_image
from tests.printers.behaviour import Behaviour
from tests.printers.decoders import STREAMS
from tests.printers.emulator import Emulator
from tests.printers.press import Printed


def main() -> None:
    told = options().parse_args()
    behaviour = Behaviour(
        condition=told.condition,
        answers=told.answers,
        close_after=told.close_after,
        reset_after=told.reset_after,
        stall_after=told.stall_after,
        stall_seconds=told.stall_seconds,
        refuses=told.refuses,
        at_eof=told.at_eof,
        keeps_buffer=told.keeps_buffer,
        prints_late=told.prints_late,
        faulty=told.faulty,
        chance=random.Random(told.seed),
    )
    printer = Emulator(told.language, behaviour, told.port, told.buffer)
    if told.keep:
        printer.on_label = Keeper(told.keep)
    with printer:
        print(printer.uri, flush=True)
        for line in sys.stdin:
            if line.strip() in get_args(Condition):
                printer.becomes(line.strip())  # type: ignore[arg-type]  # it is one of them
        threading.Event().wait()  # nobody types any more: print until ended


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("emulator")
    add = parser.add_argument
    add("--language", choices=list(STREAMS), required=True)
    add("--port", type=int, default=0, help="0: any free one")
    add("--keep", type=Path, metavar="DIR", help="where labels are kept")
    add("--buffer", type=int, help="bytes of the socket's buffer")
    add("--condition", choices=get_args(Condition), default="ready")
    add("--answers", choices=("well", "silent", "late", "nonsense"), default="well")
    add("--close-after", type=int, metavar="BYTES")
    add("--reset-after", type=int, metavar="BYTES")
    add("--stall-after", type=int, metavar="BYTES")
    add("--stall-seconds", type=float, help="then read on")
    add("--refuses", action="store_true", help="take one connection, refuse others")
    add("--at-eof", choices=("close", "stay"), default="close")
    add("--keeps-buffer", action="store_true", help="a torn picture waits for its rest")
    add("--prints-late", type=float, default=0.0, metavar="SECONDS")
    add("--faulty", type=float, default=0.0, help="the chance of a fault in each connection")
    add("--seed", type=int, default=1)
    return parser


class Keeper:
    """Writes each label into a folder: a PNG, and a line of labels.jsonl once the PNG is there."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.number = len(list(folder.glob("*.png")))

    def __call__(self, label: Printed) -> None:
        self.number += 1
        name = f"{self.number:04}.png"
        to_image(label.dots).save(self.folder / name)
        said = {"file": name, "codes": label.codes, "qrs": label.qrs}
        with (self.folder / "labels.jsonl").open("a") as kept:
            kept.write(json.dumps(said) + "\n")
