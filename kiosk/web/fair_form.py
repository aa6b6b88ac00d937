"""The fair's setup as a form: what a field shows, what was typed, and what is wrong with it."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from fair.booth_ranges import BadRange, read_ranges, write_ranges
from fair.setup import BadSetup, Setup, read_setup, setup_of
from kiosk.labels import BadAddress, check_address
from kiosk.web.mistake import BadForm
from pages.locale import mark

LONGEST = 20_000  # 2,000 booths by name
TEXTS = ("name", "place", "campaign", "directions")  # each in two languages
SUFFIXES = {"zh": "zh-CN", "en": "en"}
PLAIN = ("kind", "time_zone", "region", "address")
OTHERS = ("day", "last_day", "from", "to", "entrances", "booths", "languages", "retention_days")
FIELDS = (*(f"{text}_{suffix}" for text in TEXTS for suffix in SUFFIXES), *PLAIN, *OTHERS)
USUAL_ZONE = "Asia/Shanghai"
# Where the page asks for one of the setup's keys under another name.
FIELD_OF = {"starts_at": "from", "ends_at": "to", **{text: f"{text}_zh" for text in TEXTS}}
# What is open only on demand; a mistake there opens it.
FOLDED = ("campaign_zh", "campaign_en", "directions_zh", "directions_en", "last_day", "time_zone",
          "region", "retention_days", "address")  # fmt: skip


def blank(now: datetime, entrance: str) -> dict[str, str]:
    """Give the form of a market day: a name is all that is missing."""
    return dict.fromkeys(FIELDS, "") | {
        "kind": "market_day",
        "day": now.astimezone(ZoneInfo(USUAL_ZONE)).date().isoformat(),
        "from": "09:00",
        "to": "12:00",
        "time_zone": USUAL_ZONE,
        "entrances": entrance,
        "booths": "01-20",
        "languages": "zh-CN en",
        "retention_days": "90",
    }


def shown(setup: Setup) -> dict[str, str]:
    """Give the form of a setup as it stands."""
    starts, ends = (at.astimezone(setup.zone) for at in (setup.starts_at, setup.ends_at))
    texts = {
        f"{text}_{suffix}": getattr(setup, text).get(language, "")
        for text in TEXTS
        for suffix, language in SUFFIXES.items()
    }
    return {
        **texts,
        **{key: getattr(setup, key) for key in PLAIN},
        "day": starts.date().isoformat(),
        "last_day": "" if ends.date() == starts.date() else ends.date().isoformat(),
        "from": f"{starts:%H:%M}",
        "to": f"{ends:%H:%M}",
        "entrances": "\n".join(setup.entrances),
        "booths": write_ranges(setup.booths),
        "languages": " ".join(setup.languages),
        "retention_days": str(setup.retention_days),
    }


def read(typed: Mapping[str, str], before: Setup | None = None) -> Setup:
    """Read what was typed; what the form doesn't ask stays as `before`. Raises BadForm."""
    raw: dict[str, Any] = setup_of(before) if before else {}
    known = shown(before) if before else {}
    for text in TEXTS:
        raw[text] = {language: typed[f"{text}_{s}"] for s, language in SUFFIXES.items()}
    raw |= {key: typed[key].strip() for key in PLAIN}
    raw["languages"] = typed["languages"].split()
    raw["entrances"] = [each.strip() for each in typed["entrances"].splitlines() if each.strip()]
    raw["retention_days"] = number(typed["retention_days"])
    if before is None or typed["booths"] != known["booths"]:
        raw["booths"] = booths(typed["booths"])
    hours = ("day", "last_day", "from", "to", "time_zone")
    if before is None or any(typed[each] != known[each] for each in hours):
        raw |= instants(typed)
    if raw["address"]:
        try:
            check_address(raw["address"])
        except BadAddress as bad:
            raise BadForm("address", bad.msgid, **bad.values) from None
    try:
        return read_setup(raw)
    except BadSetup as bad:
        raise BadForm(FIELD_OF.get(bad.key, bad.key), WHY[bad.why]) from None


def number(typed: str) -> object:
    return int(typed) if typed.strip().isdecimal() and len(typed) < 10 else typed


def booths(typed: str) -> list[str]:
    try:
        return read_ranges(typed)
    except BadRange as bad:
        raise BadForm("booths", BAD_RANGE, range=bad.text[:60]) from None


def instants(typed: Mapping[str, str]) -> dict[str, str]:
    """Put days and clock times together, as the fair's own clock shows them."""
    try:
        zone = ZoneInfo(typed["time_zone"].strip() or USUAL_ZONE)
    except (ValueError, OSError, KeyError):  # KeyError: there is no such zone
        raise BadForm("time_zone", WHY["unknown_zone"]) from None
    day = a_date(typed["day"], "day")
    last = a_date(typed["last_day"], "last_day") if typed["last_day"].strip() else day
    starts = datetime.combine(day, a_time(typed["from"], "from"), zone)
    ends = datetime.combine(last, a_time(typed["to"], "to"), zone)
    return {"starts_at": starts.isoformat(), "ends_at": ends.isoformat()}


def a_date(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadForm(field, NO_DATE) from None


def a_time(typed: str, field: str) -> time:
    try:
        return time.fromisoformat(typed.strip().rjust(5, "0")).replace(tzinfo=None)
    except ValueError:
        raise BadForm(field, NO_TIME) from None


KINDS: Mapping[str, str] = {
    "city": mark("City or county fair"),
    "special": mark("Fair for target groups"),
    "roving": mark("Roving fair"),
    "market_day": mark("Market-day fair"),
    "online": mark("Online fair"),
}
# In the order in which the pages offer them; each language has its own name.
LANGUAGES: Mapping[str, str] = {
    "zh-CN en": "中文, English",
    "en zh-CN": "English, 中文",
    "zh-CN": "中文",
    "en": "English",
}
WHY: Mapping[str, str] = {
    "unknown_key": mark("This isn't known here. Leave it out."),
    "missing": mark("This is missing. Add it."),
    "empty": mark("Something must stand here."),
    "duplicate": mark("The same name stands here twice. Leave one out."),
    "not_names": mark("Only short names can stand here, without control characters."),
    "too_many": mark("These are more than 2,000. Shorten the list."),
    "reversed": mark("The end is before the beginning."),
    "too_long": mark("A fair lasts 400 days at most."),
    "not_a_time": mark("This is no time with an offset, such as 2027-01-12T09:00:00+08:00."),
    "unknown_kind": mark("Choose one of the kinds."),
    "unknown_zone": mark("There is no such time zone. Write it as Asia/Shanghai."),
    "unknown_language": mark("The pages speak zh-CN and en only."),
    "not_six_digits": mark("A region has six digits, such as 110000."),
    "not_days": mark("Write a whole number of days, from 0 to 400."),
    "not_texts": mark("Only a text of up to 200 characters can stand here."),
    "not_a_text": mark("Only a text of up to 200 characters can stand here."),
    "not_an_object": mark("This is no setup of a fair."),
}
NO_DATE = mark("This is no date. Write it as 2027-01-12.")
NO_TIME = mark("This is no time of the day. Write it as 09:00.")
BAD_RANGE = mark("%(range)s leads nowhere. Write a range as A01-A20.")
