"""Jobs as files: for printing later, or by another program that watches a folder."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Self

from printers.printer import Delivery, Found, Language, PrinterError, ask_status
from printers.status import Status


@dataclass(frozen=True, slots=True)
class File:
    """Each job gets a file of its own: `badge.bin`, then `badge-2.bin`. None is ever overwritten,
    and nobody sees half of one: it is written beside, flushed to the disk, and takes its name when
    it is whole."""

    path: Path

    def connect(self) -> Self:
        return self

    def find(self, name: str) -> Found:  # noqa: ARG002
        """A folder keeps no list of job names."""
        return "unknown"

    def send(self, job: bytes, name: str) -> Delivery:  # noqa: ARG002
        """Write one job. Raises PrinterError, with nothing sent, when the folder can't be
        written."""
        try:
            self.keep(job)
            return "taken"
        except OSError as error:
            why = f"The file {self.path} can't be written: {error.strerror}."
            raise PrinterError(why, permanent=False, sent="nothing") from error

    def keep(self, data: bytes) -> None:
        with NamedTemporaryFile(dir=self.path.parent, prefix=".job-") as beside:
            beside.write(data)
            beside.flush()
            os.fsync(beside.fileno())
            for name in self.names():
                try:
                    name.hardlink_to(beside.name)
                    return
                except FileExistsError:
                    continue

    def names(self) -> Iterator[Path]:
        yield self.path
        for number in count(2):
            yield self.path.with_stem(f"{self.path.stem}-{number}")

    def ask(self, question: bytes, seconds: float) -> bytes:  # noqa: ARG002
        """A file answers nothing."""
        return b""

    def status(self, language: Language) -> Status:
        return ask_status(self, language)

    def close(self) -> None:
        """Nothing is open between two jobs."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
