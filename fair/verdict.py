"""Verdicts in words: as they are kept beside their `scan_id` and said on the device API."""

import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, get_args, get_type_hints

from fair import check_in, desk, lead, visit

Verdict = (
    check_in.Verdict
    | visit.Verdict
    | lead.Verdict
    | desk.Registering
    | desk.Binding
    | desk.Withdrawing
    | desk.Undoing
    | desk.Printing
    | desk.Released
    | desk.Describing
)
# The API's word where a class is named after what it means for the reader of the code.
WORDS: Mapping[type, str] = {
    desk.Replaced: "withdrawn",
    desk.Released: "kept",
    desk.Noted: "kept",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the `op` of the fact that was kept for it, None where nothing was."""

    verdict: Verdict
    operation: str | None = None


def word(verdict: Verdict) -> str:
    """Give the API's word: `AlreadyIn` is `already_in`."""
    kind = type(verdict)
    return WORDS.get(kind) or re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


KINDS = {kind.__name__: kind for kind in get_args(Verdict)}
HINTS = {kind: get_type_hints(kind) for kind in (*KINDS.values(), desk.Duplicate, desk.Warned)}


def write(answer: Answer) -> dict[str, Any]:
    """Write an answer to be kept."""
    kind = type(answer.verdict).__name__
    return {"kind": kind, "operation": answer.operation, **plain(answer.verdict)}


def read(kept: Mapping[str, Any]) -> Answer:
    """Read an answer that `write` wrote."""
    return Answer(made(KINDS[kept["kind"]], kept), kept["operation"])


def made(kind: type, kept: Mapping[str, Any]) -> Any:
    values = {}
    for name, hint in HINTS[kind].items():
        value = kept[name]
        parts = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        if isinstance(value, list):
            inner = get_args(parts[0])[0]
            value = tuple(made(inner, each) if inner in HINTS else each for each in value)
        elif datetime in parts and value is not None:
            value = datetime.fromisoformat(value)
        values[name] = value
    return kind(**values)
