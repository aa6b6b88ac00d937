"""A badge on paper: one label or one of eight on a sheet, as PDF or PNG, printed by the browser."""

from collections.abc import Callable
from io import BytesIO

from flask import Blueprint, Response, request

from fair.badge import number_of
from kiosk.labels import BadAddress, badge_label
from kiosk.settings import Kiosk
from kiosk.store import addresses, badges, fairs
from kiosk.web import door
from kiosk.web.called import DOOR
from kiosk.web.fields import Wrong
from pages.gate import allow
from pages.locale import AS_WRITTEN, mark
from printers import Pdf, Png, Resolution, Size, draw, write_sheets

RESOLUTION = Resolution(300)
USUAL = Size.LABEL_80X50
TYPES = {"pdf": "application/pdf", "png": "image/png"}


def add_paper(entrance: Blueprint, kiosk: Kiosk) -> None:
    @entrance.get("/badge/<code>.<any(pdf,png):kind>")
    @allow(*DOOR)
    def paper(code: str, kind: str) -> Response:
        """Draw the badge; `?size=a4x8` makes the PDF a sheet of eight, to be cut."""
        kept = badges.by_code(kiosk.station.reading(), code)
        if kept is None or kept.withdrawn:
            door.not_found()
        try:
            size = Size(request.args.get("size", USUAL))
        except ValueError:
            raise Wrong(404, "not_found", NO_SIZE) from None
        response = Response(drawn(kiosk, code, kind, size), mimetype=TYPES[kind])
        response.headers["Content-Disposition"] = f'inline; filename="{number_of(code)}.{kind}"'
        return response


def paper_say(kiosk: Kiosk) -> Callable[[str], str]:
    """Give what translates paper: into the fair's first language, whoever asks for it."""

    def say(sentence: str) -> str:
        setup = fairs.setup(kiosk.station.reading())
        texts = kiosk.texts.get(setup.languages[0], AS_WRITTEN) if setup else AS_WRITTEN
        return texts.texts.get(sentence) or sentence

    return say


def drawn(kiosk: Kiosk, code: str, kind: str, size: Size) -> bytes:
    setup = door.setup_of(kiosk)
    try:
        label = badge_label(
            size,
            number=number_of(code),
            code=code,
            address=addresses.of_paper(kiosk.station.reading()),
            fair_name=setup.text(setup.name, setup.languages[0]),
        )
    except BadAddress as bad:
        raise Wrong(409, "bad_address", bad.msgid, **bad.values) from None
    if kind == "pdf" and size is Size.SHEET_A4X8:
        out = BytesIO()
        write_sheets(out, [label])
        return out.getvalue()
    dots = draw(label, RESOLUTION)
    return Png(RESOLUTION).encode(dots) if kind == "png" else Pdf(size, RESOLUTION).encode(dots)


NO_SIZE = mark("There is no such size of badge.")
