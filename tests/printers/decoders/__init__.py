"""Strict decoders of the printers' languages: a job's bytes → the dots that come out on paper.

Written from the manuals by somebody who had not read the encoders, so that a misreading on either
side shows. `decode` refuses anything that is not exactly one legal job and says what is wrong."""

from types import ModuleType

from printers import Dots
from tests.printers.decoders import brother, escpos, pwg, tspl, zpl
from tests.printers.decoders.reading import Command, NotAJob, Reader, Short

STREAMS: dict[str, ModuleType] = {"escpos": escpos, "zpl": zpl, "tspl": tspl, "brother": brother}
LANGUAGES = (*STREAMS, "pwg")

__all__ = ["LANGUAGES", "STREAMS", "NotAJob", "Short", "decode"]


def decode(language: str, job: bytes, width: int | None = None) -> Dots:
    """The picture of one job. `width` in dots, where the language says only whole bytes or pins:
    what is outside must be white. Raises NotAJob."""
    if language == "pwg":
        return pwg.decode(job, width)
    commands: list[Command] = []
    reader = Reader(job)
    while reader.left:
        commands.append(STREAMS[language].command(reader))
    dots: Dots = STREAMS[language].decode(commands, width)
    if commands:
        raise NotAJob(f"{len(commands)} commands after the job's end")
    return dots
