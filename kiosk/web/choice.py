"""A form with several buttons: the same one again is the same call, another is a new call."""

import hashlib

from kiosk.store.answers import Ask
from kiosk.web import door


def ask_for(path: str, *chosen: str, code: str = "") -> Ask:
    """Name the call by the form's `scan_id` and by what was chosen in it.

    Going back to the page and pressing another button sends the old `scan_id` again; its old
    answer would say "saved" of something that was never kept.
    """
    digest = hashlib.sha256("\n".join(chosen).encode()).hexdigest()[:16]
    return Ask(door.who().place, f"{door.scan_id()}-{digest}", path, code)
