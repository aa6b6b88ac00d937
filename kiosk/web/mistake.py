"""What is wrong with a form, said at the field; and where a form that was taken leads to."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, redirect

from pages.locale import _
from pages.refusal import into_response


@dataclass(frozen=True, slots=True)
class Mistake:
    """A sentence (a msgid with `values`) about one field, or the whole form where it is ''."""

    field: str
    message: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def sentence(self) -> str:
        """The message in the language of the request."""
        return _(self.message, **self.values)


def said_at(mistake: Mistake | None, field: str) -> str:
    """Give what a field says about itself: '' where it has no mistake."""
    return mistake.sentence() if mistake is not None and mistake.field == field else ""


class BadForm(Exception):
    """What was typed can't be taken."""

    def __init__(self, field: str, message: str, **values: object) -> None:
        super().__init__(field)
        self.mistake = Mistake(field, message, values)


def lead_to(page: str, done: str = "") -> Response:
    """Lead to a page below /organizer/ that says what was done; a reload there sends nothing."""
    return into_response(redirect(f"/organizer/{page}{f'?done={done}' if done else ''}", 303))
