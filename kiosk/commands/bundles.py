"""What the command line can do with a bundle from a USB stick."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiosk.actions import read_bundle
from kiosk.commands.refused import Refused
from kiosk.store.station import NoFair, Station
from wire.bundle import NoBundle


def take_bundle(station: Station, *, file: str) -> Iterator[dict[str, Any]]:
    """Read a bundle, where the writer is. Raises Refused."""
    try:
        yield from read_bundle.read_bundle(station, Path(file))
    except NoFair:
        raise Refused(NO_FAIR) from None
    except NoBundle as why:
        raise Refused(f"{file} {NO_BUNDLE[why.code]}") from None
    except OSError as error:
        raise Refused(
            f"{error.filename or file} can't be read ({error.strerror}); what was read before is "
            "kept. Put the stick in again and read it once more."
        ) from None


NO_FAIR = (
    "This folder holds no fair yet, so nothing was taken. "
    "Join one first: `kiosk pair`, or the first-start page."
)
NO_BUNDLE = {
    "no_bundle": "is no bundle of a fair, or is damaged everywhere; nothing was taken. "
    "Write it again with `kiosk bundle write`.",
    "not_for_us": "is sealed for other stations, so nothing was taken. "
    "Write it again on a station that has heard of this one.",
    "other_protocol": "was written by another version of this program, so nothing was taken. "
    "Bring both stations to the same version, then write it again.",
    "other_fair": "belongs to another fair, so nothing was taken. "
    "Read it on a station of that fair.",
    "revoked": "was written by a station that was put out of this fair, so nothing was taken. "
    "What it knew before comes from the others.",
}
VERBS: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {"read_bundle": take_bundle}
