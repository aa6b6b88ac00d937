"""Jobs as files: for printing later, or by another program that watches a folder."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from errno import EOPNOTSUPP, EPERM
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
            next(name for name in self.names() if named(Path(beside.name), name))
        with suppress(
            OSError
        ):  # the name too is to outlive a pulled plug, where a disk can do that
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

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


def named(whole: Path, name: Path) -> bool:
    """Give a whole file its name, unless another file has it already."""
    try:
        name.hardlink_to(whole)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in (EPERM, EOPNOTSUPP):
            raise
        # FAT knows no second names: the name is taken by an empty file, which the copy replaces.
        try:
            name.open("xb").close()
        except FileExistsError:
            return False
        copy = whole.with_suffix(".copy")
        copy.write_bytes(whole.read_bytes())
        copy.replace(name)
    return True
