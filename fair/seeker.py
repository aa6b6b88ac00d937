"""What is told of a seeker at the door or the desk, read by the same rules as a list's rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fair import contacts, identifiers, names, trades
from fair.characters import says_nothing
from fair.desk import Warned

SEXES = {"male": "male", "female": "female", "男": "male", "女": "female", "": ""}
SURE = ("self_declared", "certificate_seen", "verified")  # how sure a group is


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said or typed, field by field; '' and () are "not said"."""

    name: str = ""
    sex: str = ""  # male | female
    phone: str = ""
    id_number: str = ""
    birth_date: date | None = None
    village: str = ""
    groups: tuple[str, ...] = ()
    certificate: str = ""
    wish: tuple[str, ...] = ()
    schooling: str = ""
    note: str = ""
    on_behalf_of: str = ""
    sure: str = "self_declared"


@dataclass(slots=True)
class Described:
    """Fields as they are kept, and what looked wrong but was kept all the same."""

    fields: dict[str, Any] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)


def describe(told: Told, *, today: date) -> Described:
    """Read what was told; what can't be right is kept as typed, with a warning (domain.md, 4)."""
    said = Described()
    fields = said.fields
    fields["name"] = names.normalised(told.name)
    fields["sex"] = told.sex
    read_phone(told.phone, said)
    for name in ("village", "schooling", "note", "on_behalf_of"):
        fields[name] = getattr(told, name).strip()
    if told.birth_date is not None:
        fields["birth_date"] = told.birth_date.isoformat()
    read_identity(told.id_number, said, today)
    read_certificate(told.certificate, said)
    if told.groups:
        fields["groups"] = dict.fromkeys(sorted(set(told.groups)), told.sure)
    read_wish(told.wish, said)
    said.fields = {name: value for name, value in fields.items() if value}
    return said


def read_phone(typed: str, said: Described) -> None:
    said.fields["phone"] = typed.strip()
    said.fields["phone_digits"] = contacts.phone_digits(typed)
    digits = said.fields["phone_digits"]
    last_four_only = len(digits) == 4 and digits == typed.strip()  # enough at the door
    if isinstance(contacts.read_phone(typed), contacts.BadPhone) and not last_four_only:
        said.warnings.append(Warned("phone", "bad_phone"))


def read_identity(typed: str, said: Described, today: date) -> None:
    match identifiers.read_identity_number(typed, today=today):
        case identifiers.IdentityNumber(digits=digits, birth_date=born, sex=sex):
            said.fields["id_number"] = digits
            said.fields["birth_date"] = born.isoformat()  # a valid number says it better
            said.fields["sex"] = said.fields.get("sex") or sex
        case identifiers.BadNumber(typed=bad):
            said.fields["id_number_unverified"] = bad
            said.warnings.append(Warned("id_number", "bad_id_number"))
        case identifiers.MangledNumber():
            said.warnings.append(Warned("id_number", "mangled_number"))
        case None:
            pass


def read_certificate(typed: str, said: Described) -> None:
    match None if says_nothing(typed) else identifiers.read_certificate(typed):
        case identifiers.Certificate(text=text, identity=identity):
            said.fields["certificate"] = identity
            said.fields["certificate_text"] = text
            if (number := said.fields.get("id_number")) and number != identity:
                said.warnings.append(Warned("certificate", "certificate_mismatch"))
        case identifiers.BadNumber(typed=bad):
            said.fields["certificate_text"] = bad
            said.warnings.append(Warned("certificate", "certificate_mismatch"))
        case identifiers.MangledNumber():
            said.warnings.append(Warned("certificate", "mangled_number"))
        case None:
            pass


def read_wish(wishes: Iterable[str], said: Described) -> None:
    """Take trade codes as such and words by what they mean; the words stay as they were said."""
    codes: dict[str, None] = {}
    words = []
    for wish in wishes:
        if (code := wish.strip().upper()) in CODES:
            codes[code] = None
        elif wish.strip():
            words.append(wish.strip())
            codes.update(dict.fromkeys(trades.trades_of(wish)))
    said.fields["trades"] = list(codes)
    said.fields["wish"] = "、".join([*(trades.trade_of(code).zh for code in codes), *words])


CODES = frozenset(trade.code for trade in trades.COMMON.trades)
