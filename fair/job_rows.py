"""One row of an employer list, read as a job."""

from dataclasses import dataclass
from typing import assert_never

from fair.adverts import Finding, lint_job
from fair.characters import one_line, says_nothing
from fair.contacts import BadPhone, read_phone
from fair.lists import Row, is_filled, is_running_number, text_of
from fair.openings import BadOpenings, Openings, OpeningsUnknown, read_openings, read_reserved
from fair.trades import ANY, trades_of
from fair.wages import BadWage, read_wage

# Columns of the employer, not of one job.
EMPLOYER_COLUMNS = frozenset({"employer", "uscc", "industry", "booth"})
FIELDS = frozenset(
    {
        "title", "openings", "reserved", "wage", "place", "requirements", "education", "age",
        "contact", "phone",
    }
)  # fmt: skip
Saying = tuple[str, str]  # a reason and its column


@dataclass(frozen=True, slots=True)
class Advert:
    """What a row says of a job; texts as typed.

    `openings` is None when unknown. `others` has further texts, by our names, or "?" and header;
    `findings` what the linter objects to and what it only shows to the organizer.
    """

    title: str
    openings: int | None
    reserved: int
    wage: str
    place: str
    requirements: str
    education: str
    age: str
    contact: str
    phone: str
    others: tuple[tuple[str, str], ...]
    trades: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ReadJob:
    """An advert and the reasons to reject it, hold it and warn of it, each with its column."""

    advert: Advert
    rejected: tuple[Saying, ...]
    held: tuple[Saying, ...]
    warnings: tuple[Saying, ...]


def read_job(row: Row) -> ReadJob:
    """Read a row as a job, whoever its employer is."""
    rejected: list[Saying] = []
    warnings: list[Saying] = []
    title = one_line(text_of(row, "title"))
    if says_nothing(title):
        rejected.append(("missing_title", "title"))
    openings = _openings(row, rejected, warnings)
    reserved = 0 if is_filled(row, "reserved") else read_reserved(text_of(row, "reserved"))
    if openings is not None and reserved > openings:
        warnings.append(("reserved_exceeds_openings", "reserved"))
        reserved = openings
    texts = {
        column: cell.text
        for column, cell in row.cells.items()
        if column not in EMPLOYER_COLUMNS and not is_running_number(column)
    }
    findings = lint_job(texts)
    held: list[Saying] = []
    for finding in findings:
        into = warnings if finding.kind == "restrictive_advert" else held
        into.append((finding.kind, finding.column))
    if not is_filled(row, "wage") and isinstance(read_wage(text_of(row, "wage")), BadWage):
        warnings.append(("bad_wage", "wage"))
    if not is_filled(row, "phone") and isinstance(read_phone(text_of(row, "phone")), BadPhone):
        warnings.append(("bad_phone", "phone"))
    advert = Advert(
        title=title,
        openings=openings,
        reserved=reserved,
        wage=one_line(text_of(row, "wage")),
        place=one_line(text_of(row, "place") or text_of(row, "address")),
        requirements=text_of(row, "requirements"),
        education=one_line(text_of(row, "education")),
        age=one_line(text_of(row, "age")),
        contact=one_line(text_of(row, "contact")),
        phone=one_line(text_of(row, "phone")),
        others=tuple(
            (column, text.strip())
            for column, text in texts.items()
            if column not in FIELDS and text.strip()
        ),
        trades=tuple(code for code in trades_of(title) if code != ANY),
        findings=findings,
    )
    return ReadJob(advert, tuple(rejected), tuple(held), tuple(warnings))


def _openings(row: Row, rejected: list[Saying], warnings: list[Saying]) -> int | None:
    # A number that is merged over several jobs counts once, with the first.
    text = "" if is_filled(row, "openings") else text_of(row, "openings")
    read = read_openings(text)
    match read:
        case Openings(count=count, rough=rough):
            if rough:
                warnings.append(("openings_range", "openings"))
            return count
        case OpeningsUnknown():
            warnings.append(("openings_unknown", "openings"))
        case BadOpenings():
            rejected.append(("bad_openings", "openings"))
        case _:
            assert_never(read)
    return None
