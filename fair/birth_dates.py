"""Birth dates as lists write them: 1972-02-06, 1972年2月6日, 19720206, a day number."""

import re
from datetime import date, timedelta

from fair.characters import half_width

WRITTEN = re.compile(
    r"([0-9]{4})\s*[-/.年\\]\s*([0-9]{1,2})\s*[-/.月\\]\s*([0-9]{1,2})\s*日?(?:[ T][0-9:.]*)?"
)
CLOSE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0*)?")
# Day 1 is 1 January 1900, and a 29 February 1900 that never was: ECMA-376 part 1, 18.17.4.1.
DAY_ZERO = date(1899, 12, 30)
DAYS = range(61, 100_000)
OLDEST = 1900


def read_birth_date(text: str, number: float | None = None, *, today: date) -> date | None:
    """Read a cell; None for what is no full date, or none that a living person can have."""
    typed = re.sub(r"[‐-―−]", "-", half_width(text)).strip()
    written = WRITTEN.fullmatch(typed) or CLOSE.fullmatch(typed)
    try:
        if written:
            born = date(int(written[1]), int(written[2]), int(written[3]))
        elif number is not None and int(number) in DAYS:
            born = DAY_ZERO + timedelta(days=int(number))
        else:
            return None
    except ValueError:
        return None
    return born if date(OLDEST, 1, 1) <= born <= today else None
