"""What a list says of one person, and how the same person is known in the next list."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from fair.characters import folded
from fair.lists import Row, is_running_number
from fair.names import comparable


@dataclass(frozen=True, slots=True)
class Profile:
    """What a row says of a person; empty where it says nothing.

    `id_number` has 18 characters and is valid; one that isn't is in `id_number_unverified`, as
    typed. `sex` is `male` or `female`, `birth_date` YYYY-MM-DD (of a valid number, else as given).
    `groups` are D-codes, `other_groups` the texts of D99; `others` is what fits nowhere, by header.
    """

    name: str
    sex: str
    id_number: str
    id_number_unverified: str
    birth_date: str
    phone: str
    phone_digits: str
    village: str
    community: str
    grid: str
    groups: tuple[str, ...]
    other_groups: tuple[str, ...]
    certificate: str
    certificate_identity: str
    wish: str
    trades: tuple[str, ...]
    schooling: str
    note: str
    on_behalf_of: str
    others: tuple[tuple[str, str], ...]


def keys_of(profile: Profile, row: Row) -> Iterator[str]:
    """How the next list knows the person again, the strongest first; all cells if nothing else."""
    name, found = comparable(profile.name), False
    village = folded(profile.village or profile.community)
    for kind, parts in (
        ("id", (profile.id_number,)),
        ("certificate", (profile.certificate_identity,)),
        ("phone", (name, profile.phone_digits)),
        ("birth", (name, profile.birth_date, village)),
    ):
        if all(parts):
            yield f"{kind}:{'|'.join(parts)}"
            found = True
    if not found:
        cells = (
            (column, folded(cell.text))
            for column, cell in row.cells.items()
            if not is_running_number(column)
        )
        said = "\n".join(f"{column}={text}" for column, text in sorted(cells) if text)
        yield f"cells:{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()}"
