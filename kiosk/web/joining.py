"""Joining a fair on the first-start page: an invite that was typed, pasted, scanned or shot."""

import socket
from typing import IO

from kiosk.actions.join_fair import OtherFair
from kiosk.neighbours import Neighbours
from kiosk.pairing import NotPaired, pair
from kiosk.talk_told import OTHER, WHY
from kiosk.web.mistake import BadForm
from kiosk.web.photo import Unreadable, texts_in
from pages.locale import _, mark

LONGEST = 600  # an invite


def join(neighbours: Neighbours, typed: str, photo: IO[bytes] | None) -> None:
    """Join the fair that the invite names. Raises BadForm."""
    text = typed or (text_in(photo) if photo is not None else "")
    if not text:
        raise BadForm("invite", NOTHING)
    try:
        pair(neighbours, text, name=socket.gethostname())
    except NotPaired as why:
        name, detail = _("The inviting machine"), why.detail or why.code
        raise BadForm("invite", WHY.get(why.code, OTHER), name=name, detail=detail) from None
    except OtherFair:
        raise BadForm("invite", WHY["other_fair"]) from None


def text_in(photo: IO[bytes]) -> str:
    """Find the invite in a photo of its code; "" where no file was chosen. Raises BadForm."""
    try:
        if not photo.read(1):
            return ""
        photo.seek(0)
        found = texts_in(photo)
    except Unreadable:
        raise BadForm("invite", NO_CODE_SEEN) from None
    if not found:
        raise BadForm("invite", NO_CODE_SEEN)
    return found[0]


NOTHING = mark("Paste the invite first, or take a photo of its code.")
NO_CODE_SEEN = mark("No code was found in the photo. Hold the camera closer, or paste the invite.")
