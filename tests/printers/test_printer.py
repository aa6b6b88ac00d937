"""A printer is a language and a transport."""

from pathlib import Path
from typing import get_args

import pytest

from printers import (
    Condition,
    Label,
    Png,
    Printer,
    PrinterError,
    Resolution,
    Size,
    Status,
    Transport,
    draw,
)
from printers.transports.file import File
from printers.transports.memory import Memory

LABEL = Label(Size.LABEL_50X30, "A-0137", "HTTP://192.168.1.20/B/A049ANA1GVY", ("招聘会",))
PNG = Png(Resolution(203))
JOB = PNG.encode(draw(LABEL, Resolution(203)))


def printer(transport: Transport) -> Printer:
    return Printer(Resolution(203), PNG, transport)


def test_a_printer_sends_what_its_language_says() -> None:
    memory = Memory(answer=b"\x12")

    delivery = printer(memory).print(LABEL, "7 copy 1")

    assert delivery == "confirmed"
    assert memory.jobs == [JOB]
    assert memory.find("7 copy 1") == "done"
    assert memory.find("8 copy 1") == "unknown"
    assert memory.ask(b"?", 1) == b"\x12"


@pytest.mark.parametrize(("takes", "sent"), [(0, "nothing"), (10, "some"), (10**6, "all")])
def test_a_printer_that_stops_says_how_much_it_may_have(takes: int, sent: str) -> None:
    memory = Memory(takes=takes)

    with pytest.raises(PrinterError) as stopped:
        printer(memory).print(LABEL)

    assert stopped.value.sent == sent
    assert not stopped.value.permanent
    assert b"".join(memory.jobs) == JOB[:takes]


def test_jobs_as_files_never_overwrite_each_other(tmp_path: Path) -> None:
    to_file = printer(File(tmp_path / "badge.png"))

    for _ in range(3):
        assert to_file.print(LABEL) == "taken"

    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["badge-2.png", "badge-3.png", "badge.png"]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {JOB}


def test_a_missing_folder_is_said_and_nothing_was_sent(tmp_path: Path) -> None:
    file = File(tmp_path / "gone" / "badge.png")

    with pytest.raises(PrinterError, match="can't be written") as stopped:
        printer(file).print(LABEL)

    assert stopped.value.sent == "nothing"
    assert file.ask(b"?", 1) == b""
    assert file.find("7 copy 1") == "unknown"


def test_a_printer_that_says_nothing_about_itself_prints() -> None:
    said = Memory().status(PNG)

    assert said == Status("unknown")
    assert said.may_print


@pytest.mark.parametrize("condition", get_args(Condition))
def test_only_a_printer_that_says_why_not_is_waited_for(condition: Condition) -> None:
    assert Status(condition).may_print == (condition in {"ready", "near_end", "unknown"})
