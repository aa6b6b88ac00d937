"""Times, dates and numbers as people say them: relative under an hour, else the clock, else the day
and the clock.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from babel.dates import format_skeleton
from babel.numbers import format_decimal
from flask import Flask

from pages.locale import _, language, ngettext

RECENT = timedelta(hours=1)
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def babel_locale() -> str:
    """Babel's name for the request's language."""
    return language().replace("-", "_")


def clock(at: datetime, zone: tzinfo) -> str:
    """`9:05`, in the fair's zone."""
    local = at.astimezone(zone)
    return f"{local.hour}:{local.minute:02d}"


def day(at: datetime, zone: tzinfo) -> str:
    """`11月23日`, `Nov 23`."""
    return str(format_skeleton("MMMd", at.astimezone(zone), locale=babel_locale()))


def moment(at: datetime, zone: tzinfo) -> str:
    """`11月23日 9:05`."""
    return f"{day(at, zone)} {clock(at, zone)}"


def when(at: datetime, now: datetime, zone: tzinfo) -> str:
    """Relative under an hour, the clock on the same day, else the day too."""
    age = now - at
    if timedelta(0) <= age < RECENT:
        return ago(age)
    same_day = at.astimezone(zone).date() == now.astimezone(zone).date()
    return clock(at, zone) if same_day else moment(at, zone)


def ago(age: timedelta) -> str:
    """`just now`, `5 minutes ago`."""
    minutes = age // timedelta(minutes=1)
    if minutes == 0:
        return _("just now")
    return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes)


def number(n: float) -> str:
    """`1,933`."""
    return str(format_decimal(n, locale=babel_locale()))


def tongue(text: str) -> str:
    """The language of a text that people typed, for its `lang`: Han characters are Chinese."""
    return "zh-CN" if HAN.search(text) else "en"


def install_formats(app: Flask) -> None:
    """Give templates the filters: `{{ at | when(now, zone) }}`, `{{ n | number }}`."""
    for shown in (clock, day, moment, when, number, tongue):
        app.add_template_filter(shown)
