"""Whose row is it: the employers met so far in one list, by code and by name."""

from dataclasses import dataclass, field

from fair.characters import folded, one_line, says_nothing
from fair.identifiers import BadNumber, Uscc, read_uscc
from fair.lists import Place, Row, number_of, text_of

SAME_AS_ABOVE = frozenset({"同上", "〃", "″", '"', "''", "ditto"})


@dataclass(slots=True, eq=False)
class Met:
    """An employer as far as the rows have told; `first_row` is its first imported one."""

    name: str
    code: str = ""
    bad_code: str = ""
    industry: str = ""
    contact: str = ""
    phone: str = ""
    first_row: Place | None = None
    booths: dict[str, None] = field(default_factory=dict)  # in the order in which they were named


@dataclass(slots=True)
class Roster:
    """`known` has the names of employers that the fair has already, by their code."""

    known: dict[str, str]
    sheet: str = ""
    above: Met | None = None
    by_code: dict[str, Met] = field(default_factory=dict)
    by_name: dict[str, Met] = field(default_factory=dict)
    by_both: dict[tuple[str, str], Met] = field(default_factory=dict)
    all: list[Met] = field(default_factory=list)


def employer_of(roster: Roster, row: Row) -> Met | None:
    """The employer of a row; None when nothing there or above says whose it is."""
    if row.sheet != roster.sheet:
        roster.sheet, roster.above = row.sheet, None
    name = _name(text_of(row, "employer"))
    typed = text_of(row, "uscc")
    code = None if _is_blank(typed) else read_uscc(typed, number_of(row, "uscc"))
    match code:
        case Uscc(code=good):
            met = _named_with(roster, name, good) if name else _nameless_with(roster, good)
        case _:
            met = _named(roster, name) if name else roster.above
    if met is not None and isinstance(code, BadNumber):
        met.bad_code = met.bad_code or code.typed
    roster.above = met
    return met


def _named_with(roster: Roster, name: str, code: str) -> Met:
    key = folded(name)
    if met := roster.by_both.get((key, code)):
        return met
    same_name = roster.by_name.get(key)
    if same_name is not None and not same_name.code and code not in roster.by_code:
        return _with_code(roster, same_name, code)
    return _with_code(roster, _new(roster, name), code)


def _nameless_with(roster: Roster, code: str) -> Met | None:
    """A code alone: its employer's row; the one above, when that had no code yet."""
    above = roster.above
    if above is not None and above.code == code:
        return above
    if met := roster.by_code.get(code):
        return met
    if code in roster.known:
        return _named_with(roster, roster.known[code], code)
    if above is not None and not above.code and not above.bad_code:
        return _with_code(roster, above, code)
    return None


def _named(roster: Roster, name: str) -> Met:
    return roster.by_name.get(folded(name)) or _new(roster, name)


def _new(roster: Roster, name: str) -> Met:
    met = Met(name)
    roster.all.append(met)
    roster.by_name[folded(name)] = met
    return met


def _with_code(roster: Roster, met: Met, code: str) -> Met:
    met.code = code
    roster.by_code.setdefault(code, met)
    roster.by_both[folded(met.name), code] = met
    return met


def _name(text: str) -> str:
    return "" if _is_blank(text) else one_line(text)


def _is_blank(text: str) -> bool:
    return says_nothing(text) or folded(text) in SAME_AS_ABOVE
