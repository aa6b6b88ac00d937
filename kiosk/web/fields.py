"""The fields of a call's body: read strictly, refused by name, described for `openapi.json`."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from pages.locale import mark

Kind = Literal["text", "bool", "texts", "time", "date", "scan_id"]
SCAN_ID = re.compile(r"^[A-Za-z0-9_-]{16,64}$")
DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
LARGEST = 256 * 1024  # bytes; interfaces.md, Device API
MOST_TEXTS = 40


class Wrong(Exception):
    """A call can't be taken. `message` is a msgid with `values`; nothing of it was kept."""

    def __init__(self, status: int, code: str, message: str, **values: object) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a body. `longest` counts characters, of each text in a list of texts."""

    name: str
    kind: Kind = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()
    longest: int = 500


def read_json(data: bytes) -> Any:
    """Read a body. Raises Wrong(400) for no JSON, nesting too deep, numbers too long."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Wrong(400, "no_json", NO_JSON) from None


def read_fields(raw: Any, known: tuple[Field, ...]) -> dict[str, Any]:
    """Read a body's fields; those that aren't there are left out. Raises Wrong(400 or 422)."""
    if not isinstance(raw, dict):
        raise Wrong(400, "no_object", NO_OBJECT)
    by_name = {field.name: field for field in known}
    for name in raw:
        if name not in by_name:
            shown = name[:40].encode("ascii", "replace").decode()
            raise Wrong(422, "unknown_field", UNKNOWN_FIELD, field=shown)
    read: dict[str, Any] = {}
    for field in known:
        value = raw.get(field.name)
        if value is not None:
            read[field.name] = read_value(value, field)
        elif field.needed:
            raise Wrong(422, "missing_field", MISSING_FIELD, field=field.name)
    return read


def read_value(value: Any, field: Field) -> Any:
    match field.kind:
        case "bool":
            good = isinstance(value, bool)
        case "texts":
            many = isinstance(value, list) and len(value) <= MOST_TEXTS
            good = many and all(is_text(each, field) for each in value)
        case "scan_id":
            good = isinstance(value, str) and SCAN_ID.match(value) is not None
        case "time":
            return read_time(value, field)
        case "date":
            return read_date(value, field)
        case "text":
            good = is_text(value, field)
    if not good:
        raise Wrong(422, "wrong_field", WRONG_FIELD, field=field.name)
    return value


def is_text(value: Any, field: Field) -> bool:
    """Say whether this is a text that can be kept: no NUL, no lone surrogate, not too long."""
    if not isinstance(value, str) or len(value) > field.longest or "\0" in value:
        return False
    if field.choices and value not in field.choices:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in value)


def read_time(value: Any, field: Field) -> datetime:
    """Read ISO 8601 with an offset."""
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is not None and 1970 <= at.astimezone(UTC).year < 9000:
            return at
    except (TypeError, ValueError, OverflowError):
        pass
    raise Wrong(422, "wrong_field", WRONG_TIME, field=field.name)


def read_date(value: Any, field: Field) -> date:
    try:
        if isinstance(value, str) and DATE.match(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Wrong(422, "wrong_field", WRONG_DATE, field=field.name)


def schema(fields: tuple[Field, ...]) -> dict[str, Any]:
    """Describe a body as JSON Schema."""
    properties: Mapping[str, Any] = {field.name: schema_of(field) for field in fields}
    needed = [field.name for field in fields if field.needed]
    described: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return {**described, "required": needed} if needed else described


def schema_of(field: Field) -> dict[str, Any]:
    # A null counts as "not said", as a form's empty field does; a needed one must be there.
    null = [] if field.needed else ["null"]
    text: dict[str, Any] = {"type": ["string", *null] if null else "string"}
    match field.kind:
        case "bool":
            return {"type": ["boolean", *null]}
        case "texts":
            items: dict[str, Any] = {"type": "string", "maxLength": field.longest}
            items |= {"enum": list(field.choices)} if field.choices else {}
            return {"type": ["array", *null], "maxItems": MOST_TEXTS, "items": items}
        case "scan_id":
            return {**text, "pattern": SCAN_ID.pattern}
        case "time":
            return {**text, "format": "date-time"}
        case "date":
            return {**text, "format": "date"}
        case "text":
            if field.choices:
                return {**text, "enum": [*field.choices, *([None] if null else [])]}
            return {**text, "maxLength": field.longest}


NO_JSON = mark("The body is no JSON that can be read; nothing was kept. Send one JSON object.")
NO_OBJECT = mark("The body is no JSON object; nothing was kept. Send an object with fields.")
UNKNOWN_FIELD = mark("The field %(field)s isn't known here; nothing was kept. Leave it out.")
MISSING_FIELD = mark("The field %(field)s is missing; nothing was kept. Send it too.")
WRONG_FIELD = mark("The field %(field)s can't be taken; nothing was kept. See openapi.json.")
WRONG_TIME = mark(
    "The field %(field)s is no time with an offset, such as 2027-01-12T09:05:00+08:00; "
    "nothing was kept."
)
WRONG_DATE = mark("The field %(field)s is no date such as 1980-05-27; nothing was kept.")
