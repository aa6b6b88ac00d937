"""The one list that is being imported on the page: read aside, looked at by a person, then kept.

A thread of its own does the work, so that no request waits; the page asks how far it is. What a
person uploaded lies in the data folder, readable by this account only, until it is put away.
"""

import logging
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Literal

import sheets.refused
from kiosk.actions.import_list import CutOff, NoFairYet, import_list
from kiosk.store.badges import SeriesFull
from kiosk.store.station import Station
from pages.locale import mark

Phase = Literal["reading", "read", "keeping", "kept", "refused"]
RUNNING = ("reading", "keeping")
FOLDER = "uploads"
LIST, REJECTS = "list", "rejects.csv"

log = logging.getLogger(__name__)


class Busy(Exception):
    """Another list is being read or kept."""


@dataclass(frozen=True, slots=True)
class Import:
    """One list on its way. `result` is the JSON of `kiosk import` once the list was read; `why`
    and `values` are the sentence where it was refused.
    """

    id: str
    what: str
    name: str
    actor: str
    language: str
    phase: Phase = "reading"
    done: int = 0
    of: int = 0
    result: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        return self.phase in RUNNING

    @property
    def version(self) -> str:
        return f"{self.id}-{self.phase}-{self.done}"


class Imports:
    """The place where the one list lies. Emptied at start: what a crash left behind is gone."""

    def __init__(self, station: Station, say: Callable[[str], Callable[[str], str]]) -> None:
        self._station = station
        self._say = say  # gives what translates into a language
        self._folder = station.folder / FOLDER
        self._lock = threading.Lock()
        self._current: Import | None = None
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def current(self) -> Import | None:
        return self._current

    @property
    def rejects(self) -> Path:
        return self._folder / REJECTS

    def read(self, new: Import, stream: IO[bytes]) -> None:
        """Take an upload in and read it, keeping nothing of it yet. Raises Busy and OSError."""
        with self._lock:
            if self._current is not None and self._current.running:
                raise Busy
            self._empty()
            self._folder.mkdir(mode=0o700)
            private = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(self._folder / LIST, private, 0o600), "wb") as file:
                shutil.copyfileobj(stream, file)
            self._current = new
        self._start(new, dry_run=True)

    def keep(self, id_: str) -> None:
        """Keep the list that was looked at; nothing where it isn't there any more, or kept."""
        with self._lock:
            if self._current is None or self._current.id != id_ or self._current.phase != "read":
                return
            self._current = keeping = replace(self._current, phase="keeping", done=0, of=0)
        self._start(keeping, dry_run=False)

    def put_away(self) -> None:
        """Forget the list and its file. Raises Busy."""
        with self._lock:
            if self._current is not None and self._current.running:
                raise Busy
            self._empty()

    def _empty(self) -> None:
        self._current = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, about: Import, *, dry_run: bool) -> None:
        work = threading.Thread(target=self._work, args=(about, dry_run), daemon=True)
        work.start()

    def _work(self, about: Import, dry_run: bool) -> None:
        try:
            for event in self._events(about, dry_run):
                match event:
                    case {"progress": [done, of]}:
                        self._tell(done=done, of=of)
                    case {"result": result}:
                        self._tell(phase="read" if dry_run else "kept", result=result)
                        if not dry_run:
                            (self._folder / LIST).unlink(missing_ok=True)
        except sheets.refused.Refused as why:
            self._refuse(why.msgid, why.values)
        except CutOff as cut:
            log.error("import: %s", cut)
            self._refuse(CUT_OFF, {"done": cut.done, "of": cut.of})
        except SeriesFull:
            self._refuse(SERIES_FULL, {})
        except (NoFairYet, OSError, sqlite3.Error, MemoryError) as error:
            log.error("import: %s", error)
            self._refuse(STOPPED, {})
        except Exception:
            log.exception("import")
            self._refuse(STOPPED, {})

    def _events(self, about: Import, dry_run: bool) -> Iterator[dict[str, Any]]:
        return import_list(
            self._station,
            about.what,
            self._folder / LIST,
            actor=about.actor,
            name=about.name,
            dry_run=dry_run,
            rejects_to=self.rejects,
            language=about.language,
            say=self._say(about.language),
        )

    def _refuse(self, why: str, values: Mapping[str, object]) -> None:
        self._tell(phase="refused", why=why, values=values)
        (self._folder / LIST).unlink(missing_ok=True)

    def _tell(self, **news: Any) -> None:
        with self._lock:
            if self._current is not None:
                self._current = replace(self._current, **news)


CUT_OFF = mark(
    "The import stopped after %(done)s of %(of)s. What was taken is kept whole. "
    "Make room on the disk, then import the same file again to finish."
)
SERIES_FULL = mark(
    "All 32,767 badge numbers of this station are given out. The rows before are kept whole."
)
STOPPED = mark(
    "The list couldn't be read to its end. What was taken is kept whole. "
    "Import the same file again to finish."
)
