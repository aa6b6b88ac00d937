"""The fair's setup: read from `fair.json` or from the page, refused with the key's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

KINDS = ("city", "special", "roving", "market_day", "online")
LANGUAGES = ("zh-CN", "en")
NEEDED = ("name", "kind", "starts_at", "ends_at", "time_zone", "languages", "entrances", "booths")
OPTIONAL = ("campaign", "place", "region", "retention_days", "address", "central", "directions")
# Under 16: 禁止使用童工规定 (State Council Decree 364), Art. 2.
WORKING_AGE = 16
MOST = 2000  # entrances or booths in one fair; a longer list is a mistake
LONGEST = 200  # characters in one of the setup's texts


class BadSetup(ValueError):
    """The setup can't be taken. `key` is where, `why` a code, `values` what the sentence names."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}")
        self.key = key
        self.why = why


@dataclass(frozen=True, slots=True)
class Setup:
    """What a fair is: its texts by language, its hours, its doors and its tables."""

    name: Mapping[str, str]
    kind: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    languages: tuple[str, ...]
    entrances: tuple[str, ...]
    booths: tuple[str, ...]
    campaign: Mapping[str, str]
    place: Mapping[str, str]
    region: str
    retention_days: int
    address: str
    central: str
    directions: Mapping[str, str]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def day(self) -> date:
        """The fair's first day where it takes place."""
        return self.starts_at.astimezone(self.zone).date()

    @property
    def youngest_birth(self) -> date:
        """The last birth date of somebody who is 16 on the fair's day."""
        day = self.day
        year = day.year - WORKING_AGE
        leap_day = (day.month, day.day) == (2, 29)
        return date(year, 2, 28) if leap_day and year % 4 else day.replace(year=year)

    def text(self, texts: Mapping[str, str], language: str) -> str:
        """Give one of the setup's texts in a language, else in the fair's first."""
        for each in (language, *self.languages):
            if texts.get(each):
                return texts[each]
        return next(iter(texts.values()), "")


def texts(value: Any, key: str) -> dict[str, str]:
    if isinstance(value, str):
        value = {LANGUAGES[0]: value}
    if not isinstance(value, dict) or not set(value) <= set(LANGUAGES):
        raise BadSetup(key, "not_texts")
    if not all(isinstance(each, str) and len(each) <= LONGEST for each in value.values()):
        raise BadSetup(key, "not_texts")
    return {language: text.strip() for language, text in value.items() if text.strip()}


def instant(value: Any, key: str) -> datetime:
    if not isinstance(value, str):
        raise BadSetup(key, "not_a_time")
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise BadSetup(key, "not_a_time") from None
    if read.tzinfo is None or not 1970 < read.year < 9000:
        raise BadSetup(key, "not_a_time")
    return read


def names(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise BadSetup(key, "empty")
    if len(value) > MOST:
        raise BadSetup(key, "too_many")
    cleaned = tuple(each.strip() if isinstance(each, str) else "" for each in value)
    if not all(each and len(each) <= LONGEST and each.isprintable() for each in cleaned):
        raise BadSetup(key, "not_names")
    if len(set(cleaned)) < len(cleaned):
        raise BadSetup(key, "duplicate")
    return cleaned


def text(value: Any, key: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise BadSetup(key, "not_a_text")
    return value.strip()


def read_setup(raw: Any) -> Setup:
    """Read a setup. Raises BadSetup with the key and what is wrong with it."""
    if not isinstance(raw, dict):
        raise BadSetup("", "not_an_object")
    for key in raw:
        if key not in NEEDED and key not in OPTIONAL:
            raise BadSetup(str(key)[:60], "unknown_key")
    for key in NEEDED:
        if key not in raw:
            raise BadSetup(key, "missing")
    name = texts(raw["name"], "name")
    if not name:
        raise BadSetup("name", "empty")
    if raw["kind"] not in KINDS:
        raise BadSetup("kind", "unknown_kind")
    zone = text(raw["time_zone"], "time_zone")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetup("time_zone", "unknown_zone") from None
    languages = names(raw["languages"], "languages")
    if not set(languages) <= set(LANGUAGES):
        raise BadSetup("languages", "unknown_language")
    starts_at, ends_at = instant(raw["starts_at"], "starts_at"), instant(raw["ends_at"], "ends_at")
    if ends_at <= starts_at:
        raise BadSetup("ends_at", "reversed")
    if ends_at - starts_at > timedelta(days=400):
        raise BadSetup("ends_at", "too_long")
    region = text(raw.get("region", ""), "region")
    if region and not (len(region) == 6 and region.isascii() and region.isdigit()):
        raise BadSetup("region", "not_six_digits")
    days = raw.get("retention_days", 90)
    if type(days) is not int or not 0 <= days <= 400:
        raise BadSetup("retention_days", "not_days")
    return Setup(
        name=name,
        kind=raw["kind"],
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=zone,
        languages=languages,
        entrances=names(raw["entrances"], "entrances"),
        booths=names(raw["booths"], "booths"),
        campaign=texts(raw.get("campaign", {}), "campaign"),
        place=texts(raw.get("place", {}), "place"),
        region=region,
        retention_days=days,
        address=text(raw.get("address", ""), "address"),
        central=text(raw.get("central", ""), "central"),
        directions=texts(raw.get("directions", {}), "directions"),
    )


def setup_of(setup: Setup) -> dict[str, Any]:
    """Write a setup as it stands in `fair.json` and in the log."""
    return {
        "name": dict(setup.name),
        "campaign": dict(setup.campaign),
        "place": dict(setup.place),
        "kind": setup.kind,
        "starts_at": setup.starts_at.isoformat(),
        "ends_at": setup.ends_at.isoformat(),
        "time_zone": setup.time_zone,
        "languages": list(setup.languages),
        "region": setup.region,
        "entrances": list(setup.entrances),
        "booths": list(setup.booths),
        "retention_days": setup.retention_days,
        "address": setup.address,
        "central": setup.central,
        "directions": dict(setup.directions),
    }
