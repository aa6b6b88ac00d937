"""Bytes to and from a file descriptor that is not to be trusted: a socket, a USB printer, a serial
port. All of them are non-blocking; only whole sentences leave this file."""

import os
import select
import time
from collections.abc import Callable
from errno import EAGAIN, EIO, ENODEV, ENXIO
from typing import Literal

from printers.printer import ANSWER_SECONDS, Language, PrinterError
from printers.status import Status

PATIENCE = 15.0  # seconds without progress: a printer warms up, cuts and feeds in less
# An answer comes in pieces on slow lines. Where its language can't say that it is whole, silence
# of this length ends it.
QUIET = 0.1
READS = 4096
MOST_READS = 16  # of what comes in at one go: whoever sends without end must not hold us
GONE = (ENODEV, ENXIO, EIO)

CLOSED = "The printer ended the connection before it had the whole label."
STALLED = "The printer stopped taking the label: its lid may be open, or its paper out."
BROKEN = "The connection to the printer broke while the label went out."
UNPLUGGED = "The printer was unplugged while the label went out."

Sent = Literal["nothing", "some", "all"]
Whole = Callable[[bytes], bool]  # whether an answer has come to its end


def never_whole(_said: bytes) -> bool:
    """Only silence ends the answer."""
    return False


def pour(fd: int, job: bytes, *, reads: bool = True, ends: bool = True) -> None:
    """Write a whole job. What comes back meanwhile is read and dropped: a full pipe would block the
    printer, and closing with unread input would reset the connection.

    `reads`: whether input is dropped; `ends`: whether an empty read means that the other side is
    gone, as on a socket (a USB printer may send empty packets). Raises PrinterError.
    """
    at, view = 0, memoryview(job)
    poll = select.poll()
    poll.register(fd, select.POLLOUT | (select.POLLIN if reads else 0))
    until = time.monotonic() + PATIENCE
    while at < len(job):
        events = dict(poll.poll(max(0.0, until - time.monotonic()) * 1000)).get(fd, 0)
        try:
            if reads and events & select.POLLIN and dropped(fd) and ends:
                raise PrinterError(CLOSED, permanent=False, sent=sent(at, job))
            if events & (select.POLLOUT | select.POLLERR | select.POLLHUP):
                at += os.write(fd, view[at:])
                until = time.monotonic() + PATIENCE
        except BlockingIOError:
            pass
        except OSError as error:
            why = UNPLUGGED if error.errno in GONE else BROKEN
            raise PrinterError(why, permanent=False, sent=sent(at, job)) from error
        if time.monotonic() >= until:
            raise PrinterError(STALLED, permanent=False, sent=sent(at, job))


def sent(at: int, job: bytes) -> Sent:
    """What a printer may have when so many bytes left this program."""
    if at == 0:
        return "nothing"
    return "some" if at < len(job) else "all"


def dropped(fd: int) -> bool:
    """Read what has come in, and forget it; whether the other side has ended."""
    for _ in range(MOST_READS):
        try:
            if not os.read(fd, READS):
                return True
        except BlockingIOError:
            return False
    return False


def ended(fd: int, seconds: float) -> bool:
    """Drop what comes within the time; whether the other side has ended. Raises OSError when it
    was a reset."""
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    return bool(poll.poll(max(0.0, seconds) * 1000)) and dropped(fd)


def ask(fd: int, question: bytes, seconds: float, whole: Whole) -> bytes:
    """Ask a question; the answer up to the time, as soon as it is whole or has been followed by
    silence. Empty when none comes, also when the line is broken: that is found at sending."""
    try:
        dropped(fd)
        os.write(fd, question)
        return answer(fd, seconds, whole)
    except OSError:
        return b""


def answer(fd: int, seconds: float, whole: Whole) -> bytes:
    said = b""
    poll = select.poll()
    poll.register(fd, select.POLLIN)
    until = time.monotonic() + seconds
    while len(said) < READS and not whole(said):
        rest = until - time.monotonic()
        if rest <= 0 or not poll.poll(min(rest, QUIET if said else rest) * 1000):
            break
        try:
            piece = os.read(fd, READS)
        except OSError as error:
            if error.errno == EAGAIN:
                continue
            break
        if not piece:
            break
        said += piece
    return said


def status(language: Language, asking: Callable[[bytes, float, Whole], bytes]) -> Status:
    """Ask a language's questions one after the other, each until the language understands what has
    come. A printer that is silent at the first is not asked on: silence would cost seconds for
    each label."""
    answers = [b""] * len(language.questions)
    for place, question in enumerate(language.questions):

        def whole(said: bytes, place: int = place) -> bool:
            so_far = [*answers[:place], said, *answers[place + 1 :]]
            return bool(said) and language.status(so_far).condition != "unknown"

        answers[place] = asking(question, ANSWER_SECONDS, whole)
        if not answers[place]:
            break
    return language.status(answers)
