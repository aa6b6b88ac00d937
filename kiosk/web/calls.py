"""All calls of the device API, and making one.

One table serves the routes, the batches and `openapi.json`, so that the three can't disagree.
"""

import re
from typing import Any

from kiosk.actions import change_lead, release_data, undo_check_in
from kiosk.settings import Kiosk
from kiosk.store import badges, operations
from kiosk.store.answers import OtherQuestion
from kiosk.web import answers
from kiosk.web.booth_calls import BOOTH_CALLS
from kiosk.web.called import Called
from kiosk.web.door_calls import DOOR_CALLS
from kiosk.web.fields import WRONG_FIELD, Wrong, read_fields
from pages.gate import Who
from pages.locale import mark

CALLS = (*DOOR_CALLS, *BOOTH_CALLS)
PATTERNS = tuple(
    (re.compile("^" + re.escape(call.path).replace(r"\{id\}", "([^/]{1,200})") + "$"), call)
    for call in CALLS
)


def run(kiosk: Kiosk, who: Who | None, path: str, raw: Any) -> dict[str, Any]:
    """Make one call by its path below /api/v1 and give its answer. Raises Wrong."""
    found, call = next(
        ((found, call) for pattern, call in PATTERNS if (found := pattern.match(path))),
        (None, None),
    )
    if found is None or call is None:
        raise Wrong(404, "not_found", NO_CALL)
    if who is None:
        raise Wrong(401, "no_token", NO_TOKEN)
    if who.role not in call.roles:
        raise Wrong(403, "not_allowed", NOT_ALLOWED)
    about = found[1] if found.groups() else ""
    called = Called(who, path, about, read_fields(raw, call.fields))
    try:
        return answers.said(kiosk, call.make(kiosk, called))
    except OtherQuestion:
        raise Wrong(422, "scan_id_used", SCAN_ID_USED, field="scan_id") from None
    except undo_check_in.NoSuchCheckIn:
        raise Wrong(404, "not_found", NO_CHECK_IN) from None
    except change_lead.NoSuchVisit:
        raise Wrong(404, "not_found", NO_VISIT) from None
    except change_lead.NotTheirJob:
        raise Wrong(422, "wrong_field", WRONG_FIELD, field="job") from None
    except release_data.NoSuchPerson:
        raise Wrong(404, "not_found", NO_PERSON) from None
    except release_data.NoSuchBooth:
        raise Wrong(422, "wrong_field", WRONG_FIELD, field="booth") from None
    except badges.SeriesFull:
        raise Wrong(503, "no_numbers", SERIES_FULL) from None
    except operations.NotHere as why:
        raise Wrong(403, why.code, NOT_HERE[why.code]) from None


NO_CALL = mark("There is no such call; nothing was kept. See openapi.json.")
NO_TOKEN = mark("This needs a device's token; nothing was kept. Ask the organizer for one.")
NOT_ALLOWED = mark("This device may not do that; nothing was kept. Ask the organizer.")
SCAN_ID_USED = mark(
    "This scan_id was already used for something else; nothing was kept. Make a new one."
)
NO_CHECK_IN = mark("There is no check-in with this id; nothing was kept.")
NO_VISIT = mark("This booth has no visit with this id; nothing was kept.")
NO_PERSON = mark("Nobody here has this badge number; nothing was kept.")
SERIES_FULL = mark(
    "All badge numbers of this station are given out; nothing was kept. "
    "Use a pre-printed badge or another station."
)
NOT_HERE = {
    "revoked": mark(
        "This station was put out of the fair; nothing is kept here any more. Ask the organizer."
    ),
    "organizer_only": mark(
        "This is changed on the organizer's machine only; nothing was kept. Do it there."
    ),
    "desk_only": mark(
        "This is done on the desk's or the organizer's machine; nothing was kept. Do it there."
    ),
}
