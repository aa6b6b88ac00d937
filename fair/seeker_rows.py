"""One row of a seeker list, read as a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, assert_never

from fair.birth_dates import read_birth_date
from fair.characters import folded, one_line, says_nothing
from fair.contacts import BadPhone, phone_digits, read_phone
from fair.group_cells import GroupsRead, read_groups, read_tick
from fair.identifiers import (
    BadNumber,
    Certificate,
    IdentityNumber,
    MangledNumber,
    age_on,
    read_certificate,
    read_identity_number,
)
from fair.lists import Row, is_filled, is_running_number, number_of, text_of
from fair.names import is_too_long, normalised
from fair.profile import Profile, keys_of
from fair.seeker_columns import COLUMNS, TICK
from fair.setup import WORKING_AGE
from fair.trades import trades_of

Saying = tuple[str, str]  # a reason and its column
SEXES: dict[str, Literal["male", "female"]] = dict.fromkeys(
    ("男", "男性", "男士", "m", "male", "1"), "male"
)
SEXES |= dict.fromkeys(("女", "女性", "女士", "f", "female", "2"), "female")


@dataclass(frozen=True, slots=True)
class ReadSeeker:
    """A person with the reasons to reject, hold and warn, and the keys that know the row again."""

    profile: Profile
    rejected: tuple[Saying, ...]
    held: tuple[Saying, ...]
    warnings: tuple[Saying, ...]
    keys: tuple[str, ...]


def read_seeker(row: Row, *, fair_on: date, today: date) -> ReadSeeker:
    """Read a row as a person who comes to the fair on `fair_on`."""
    warnings: list[Saying] = []
    identity = read_identity_number(
        text_of(row, "id_number"), number_of(row, "id_number"), today=today
    )
    valid = identity if isinstance(identity, IdentityNumber) else None
    unverified = _unverified(identity, warnings)
    certificate, certificate_identity = _certificate(row, valid, warnings)
    phone = one_line(text_of(row, "phone"))
    if isinstance(read_phone(phone), BadPhone) and not is_filled(row, "phone"):
        warnings.append(("bad_phone", "phone"))
    groups = _groups(row, warnings)
    typed_birth = text_of(row, "birth_date")
    written = read_birth_date(typed_birth, number_of(row, "birth_date"), today=today)
    born = valid.birth_date if valid else written
    typed_sex = text_of(row, "sex")
    sex = SEXES.get(folded(typed_sex), "" if typed_sex or valid is None else valid.sex)
    others = [
        (column.removeprefix("?"), cell.text.strip())
        for column, cell in row.cells.items()
        if column not in COLUMNS and not is_running_number(column) and not says_nothing(cell.text)
    ]
    if text_of(row, "village") and (address := text_of(row, "address")):
        others.append(("address", address))
    if typed_birth and written is None:
        others.append(("birth_date", typed_birth))
    if typed_sex and not sex and not says_nothing(typed_sex):
        others.append(("sex", typed_sex))
    profile = Profile(
        name=normalised(text_of(row, "name")),
        sex=sex,
        id_number=valid.digits if valid else "",
        id_number_unverified=unverified,
        birth_date=born.isoformat() if born else "",
        phone=phone,
        phone_digits=phone_digits(phone),
        village=one_line(text_of(row, "village") or text_of(row, "address")),
        community=one_line(text_of(row, "community")),
        grid=one_line(text_of(row, "grid")),
        groups=groups.codes,
        other_groups=groups.unknown,
        certificate=certificate,
        certificate_identity=certificate_identity,
        wish=one_line(text_of(row, "wish")),
        trades=trades_of(text_of(row, "wish")),
        schooling=one_line(text_of(row, "schooling")),
        note=text_of(row, "note"),
        on_behalf_of=normalised(text_of(row, "on_behalf_of")),
        others=tuple(others),
    )
    held: list[Saying] = []
    if born is not None and age_on(fair_on, born) < WORKING_AGE:
        held.append(("underage", "id_number" if valid else "birth_date"))
    return ReadSeeker(
        profile,
        tuple(_rejections(profile, row)),
        tuple(held),
        tuple(warnings),
        tuple(keys_of(profile, row)),
    )


def _rejections(profile: Profile, row: Row) -> Iterator[Saying]:
    numbers = (text_of(row, column) for column in ("phone", "id_number", "certificate"))
    if not profile.name and all(says_nothing(number) for number in numbers):
        yield "empty_person", "name"
    if is_too_long(profile.name):
        yield "name_too_long", "name"


def _unverified(
    identity: IdentityNumber | BadNumber | MangledNumber | None, warnings: list[Saying]
) -> str:
    match identity:
        case BadNumber(typed=typed):
            warnings.append(("bad_id_number", "id_number"))
            return typed
        case MangledNumber():
            warnings.append(("mangled_number", "id_number"))
        case IdentityNumber() | None:
            pass
        case _:
            assert_never(identity)
    return ""


def _certificate(row: Row, valid: IdentityNumber | None, warnings: list[Saying]) -> tuple[str, str]:
    """The certificate to keep and its first 18 characters; a text that is none is kept as typed."""
    text = text_of(row, "certificate")
    read = None if says_nothing(text) else read_certificate(text, number_of(row, "certificate"))
    match read:
        case Certificate(text=number, identity=identity):
            if valid is not None and identity != valid.digits:
                warnings.append(("certificate_mismatch", "certificate"))
            return number, identity
        case BadNumber(typed=typed):
            return typed, ""
        case MangledNumber():
            warnings.append(("mangled_number", "certificate"))
        case None:
            pass
        case _:
            assert_never(read)
    return "", ""


def _groups(row: Row, warnings: list[Saying]) -> GroupsRead:
    codes: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for column, cell in row.cells.items():
        if column == "groups":
            read = read_groups(cell.text)
        elif column.startswith(TICK):
            read = read_tick(column.removeprefix(TICK), cell.text)
        else:
            continue
        codes.update(dict.fromkeys(read.codes))
        unknown.update(dict.fromkeys(read.unknown))
        if read.unknown:
            warnings.append(("unknown_group", column))
    return GroupsRead(tuple(codes), tuple(unknown))
