"""The advert linter: which words of a job keep it from being public until a person has looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fair.characters import says_nothing
from fair.charges import charging
from fair.clauses import Article, Said
from fair.discrimination import discriminating
from fair.limits import restricting

Kind = Literal["discriminatory_advert", "scam_advert", "restrictive_advert"]
# These say who offers the job and how many are wanted; a contact's 女士 is no limit.
NOT_THE_ADVERT = frozenset(
    {"employer", "uscc", "industry", "booth", "openings", "reserved", "contact", "phone"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One objection: its kind, its column, the words that stand there, and the article of law."""

    kind: Kind
    column: str
    words: str
    article: Article


def lint_job(columns: Mapping[str, str]) -> tuple[Finding, ...]:
    """Read every text column of a job, keyed by our names, or "?" and the header."""
    return tuple(
        finding
        for column, text in columns.items()
        if column not in NOT_THE_ADVERT
        for finding in lint(text, column)
    )


def lint(text: str, column: str = "requirements") -> list[Finding]:
    """Read one column's text, an unknown column's together with its header (服装费: 300元)."""
    if says_nothing(text):
        return []
    name = column.removeprefix("?")
    if name != column:
        text = f"{name}:{text}"
    return [
        *_findings("discriminatory_advert", name, discriminating(text, name)),
        *_findings("scam_advert", name, charging(text)),
        *_findings("restrictive_advert", name, restricting(text, name)),
    ]


def _findings(kind: Kind, column: str, said: list[Said]) -> list[Finding]:
    return [Finding(kind, column, each.words, each.article) for each in said]
