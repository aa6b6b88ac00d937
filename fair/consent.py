"""What a seeker lets an employer see (domain.md, section 3; PIPL Art. 13-14, 17, 23, 28-29)."""

from collections.abc import Mapping
from typing import Literal, get_args

Level = Literal["number_only", "contact", "profile"]
LEVELS: tuple[Level, ...] = get_args(Level)

CONTACT = ("name", "phone")
# What a caseworker needs and an employer doesn't (groups, certificate, identity number, birth
# date, on whose behalf) is in no level: separate consent for sensitive data, PIPL Art. 29.
PROFILE = (*CONTACT, "sex", "village", "wish", "schooling")


def released(seeker: Mapping[str, str], level: Level) -> dict[str, str]:
    """Pick the fields that an employer may see at this level; empty ones are left out."""
    names = {"number_only": (), "contact": CONTACT, "profile": PROFILE}[level]
    return {name: seeker[name] for name in names if seeker.get(name)}
