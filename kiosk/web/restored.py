"""What isn't shown in a folder that was restored, until it has news of the other nodes.

Badges are scanned, walk-ins get theirs and booths keep their visits as always; only pages that
show people wait (docs/decisions/0013-a-restored-folder-shows-nobody.md).
"""

from flask import Flask, Response, g, make_response, render_template, request

from kiosk.settings import Kiosk
from kiosk.store import news
from pages.htmx import wants_piece
from pages.locale import mark
from pages.refusal import Refusal, answer

PEOPLE = (
    *("/desk/", "/me/", "/entrance/find", "/api/v1/seekers"),
    *("/organizer/lists", "/organizer/settle", "/organizer/download/", "/booth/visits.xlsx"),
)
# Below those, what shows nobody: the tables without people, and what comes out of the printers.
NOBODY = (
    *("/desk/sign-in", "/desk/printing", "/desk/paper", "/organizer/download/report"),
    *(f"/organizer/download/{table}." for table in ("employers", "jobs", "check-ins")),
)
AGAIN_SECONDS = 20


def install_restored(app: Flask, kiosk: Kiosk) -> None:
    """Refuse what shows people while the folder waits; stands after the gate."""

    @app.before_request
    def withhold() -> Response | None:
        path = request.path
        if not path.startswith(PEOPLE) or path.startswith(NOBODY):
            return None
        if path == "/api/v1/seekers" and request.method == "POST":  # a walk-in
            return None
        if not news.awaited(kiosk.station.reading()):
            return None
        refusal = Refusal(503, "restored", RESTORED, retry=True, retry_after=AGAIN_SECONDS)
        if path.startswith("/api/") or wants_piece(request):
            return answer(refusal)
        who = g.get("who")
        organizer = who is not None and who.role == "organizer"
        page = render_template("restored.html", refusal=refusal, organizer=organizer)
        response = make_response(page)
        response.status_code = refusal.status
        response.headers["Retry-After"] = str(AGAIN_SECONDS)
        return response


RESTORED = mark(
    "This machine was restored from a backup: it waits for news of the others before it shows "
    "people, since somebody may have been erased meanwhile. Checking in goes on."
)
