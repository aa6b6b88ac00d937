"""Where the header of a sheet is, and what each of its columns holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sheets.grid import Line, letters
from sheets.names import (
    WHOLE,
    Vocabulary,
    is_numbering,
    known,
    plain,
    resembling,
)
from sheets.stacks import Stack, belongs, goes_on, stacks_of, under

LOOKED_AT = 60  # lines with text; titles and instructions above a list are fewer
HIGHEST = 3  # rows that a header may have
NEARLY = 0.6  # a second list further down may have more columns than the first
FAR_FETCHED = 100  # ranks from here on don't help to find the header
# The columns that a rejects file adds, by language: its row in the list, why it came back.
# They are for people and no part of the list when it is imported again.
SENT_BACK = {"zh-CN": ("原表行号", "退回原因"), "en": ("Row in the list", "Sent back because")}
FOR_PEOPLE = frozenset(plain(text) for texts in SENT_BACK.values() for text in texts)


@dataclass(frozen=True, slots=True)
class Header:
    """`keys` has our name, or "?" and the header's text, by column; `texts` the header by key.

    `spelt` holds every text of the header by column, plain, to know it again further down;
    `above` the lines before it; `numbering` is the column that only counts.
    """

    first: int
    last: int
    keys: Mapping[int, str]
    texts: Mapping[str, str]
    spelt: Mapping[int, frozenset[str]]
    above: frozenset[str]
    numbering: int | None

    @property
    def width(self) -> int:
        return max(self.spelt) + 1


@dataclass(frozen=True, slots=True)
class Claim:
    """A column may be `ours`; the lowest rank has it, and of two equal ones the left."""

    rank: int
    column: int
    ours: str


def find_header(lines: Iterable[Line], words: Vocabulary) -> Header | None:
    """The header with the most known columns among the first lines; None when there is none.

    One known column is enough only where a row has no more than two.
    """
    seen = list(
        islice((line for line in lines if any(cell.text for cell in line.cells)), LOOKED_AT)
    )
    scores: dict[tuple[int, int], int] = {}
    for at in range(len(seen)):
        for height in range(1, HIGHEST + 1):
            block = seen[at : at + height]
            if len(block) < height or not belongs(block, words):
                break
            scores[at, height] = _score(block, words)
    at, height = _chosen(scores)
    if not scores.get((at, height)):
        return None
    while height < HIGHEST and goes_on(seen[at : at + height + 1], words):
        height += 1
    return header_of(seen[at : at + height], words, above=seen[:at])


def _chosen(scores: Mapping[tuple[int, int], int]) -> tuple[int, int]:
    """The first block that knows nearly as much as the best, without a title on top of it."""
    enough = max(scores.values(), default=0) * NEARLY
    at = next((at for (at, _), score in scores.items() if score >= enough), 0)
    height = max(range(1, HIGHEST + 1), key=lambda height: (scores.get((at, height), 0), -height))
    while height > 1 and scores.get((at + 1, height - 1), 0) >= scores[at, height]:
        at, height = at + 1, height - 1
    return at, height


def header_of(block: Sequence[Line], words: Vocabulary, *, above: Sequence[Line] = ()) -> Header:
    """Take these lines as the header, whatever they say."""
    stacks = stacks_of(block)
    ours = _given(stacks, words)
    keys: dict[int, str] = {}
    texts: dict[str, str] = {}
    for column, stack in stacks.items():
        text = " ".join(stack[-1].split())
        if plain(text) in FOR_PEOPLE:
            continue
        key = ours.get(column) or _unknown(text, texts)
        keys[column] = key
        texts[key] = text
    counting = next((column for column, stack in stacks.items() if is_numbering(stack[-1])), None)
    return Header(
        first=block[0].number,
        last=block[-1].number,
        keys=keys,
        texts=texts,
        spelt={column: frozenset(map(plain, stack)) for column, stack in stacks.items()},
        above=frozenset(plain(cell.text) for line in above for cell in line.cells if cell.text),
        numbering=counting if counting is None or keys.get(counting, "?")[0] == "?" else None,
    )


def nameless(column: int) -> str:
    """The key of a column with text but no header: "?" and its letter."""
    return f"?{letters(column)}"


def _unknown(text: str, taken: Mapping[str, str]) -> str:
    key, again = f"?{text}", 1
    while key in taken:
        again += 1
        key = f"?{text} {again}"
    return key


def _score(block: Sequence[Line], words: Vocabulary) -> int:
    stacks = stacks_of(block)
    found = len({claim.ours for claim in _claims(stacks, words) if claim.rank < FAR_FETCHED})
    return found if found > 1 or len(stacks) <= 2 else 0


def _claims(stacks: Mapping[int, Stack], words: Vocabulary) -> Iterator[Claim]:
    for column, stack in stacks.items():
        *over, leaf = stack
        for step, text in enumerate(under(tuple(over), leaf)):
            if found := known(words, text):
                yield Claim(found[0] * 10 + step, column, found[1])
        alone = sum(other[: len(over)] == tuple(over) for other in stacks.values()) == 1
        if over and (alone or plain(leaf) in WHOLE) and (found := known(words, over[-1])):
            yield Claim(FAR_FETCHED - 1, column, found[1])
        if not is_numbering(leaf) and (ours := resembling(words, leaf)):
            yield Claim(FAR_FETCHED, column, ours)


def _given(stacks: Mapping[int, Stack], words: Vocabulary) -> dict[int, str]:
    given: dict[int, str] = {}
    claims = sorted(_claims(stacks, words), key=lambda claim: (claim.rank, claim.column))
    for claim in claims:
        if claim.column not in given and claim.ours not in given.values():
            given[claim.column] = claim.ours
    return given
