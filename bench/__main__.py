"""`make bench`: every figure with its limit, printed and kept in docs/benchmarks.md.

What people wrote there below the table stays.
"""

import os
import platform
import sqlite3
import sys
from pathlib import Path

from bench import (
    appending,
    checking_in,
    exchanging,
    ingesting,
    judging,
    long_day,
    meeting,
    printing,
    queueing,
    reporting,
)
from bench.fairs import now
from bench.figures import HEAD

KEPT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
ABOUT = """# Figures

`make bench` measured these on {day}: {cores} cores, Python {python}, SQLite {sqlite}. Medians;
each limit comes from the same run, in turn with what it limits. The machine was shared, so ratios
say more than rates. `python -m bench.serving` compares servers, threads and group commit;
`python -m bench.printing` measures labels alone: every label has a QR of its own, two thirds of the
names are Han, the others of six more writings, and the fair's name is broken into lines once.

{head}
{rows}
"""


def main() -> None:
    figures = []
    for each in (
        *(appending, checking_in, meeting, reporting, long_day),
        *(printing, queueing, exchanging, judging, ingesting),
    ):
        for figure in each.run():
            print(figure, flush=True)
            figures.append(figure)
    _, heading, said = KEPT.read_text(encoding="utf-8").partition("\n## ")
    KEPT.write_text(
        ABOUT.format(
            day=now().date(),
            cores=os.cpu_count(),
            python=platform.python_version(),
            sqlite=sqlite3.sqlite_version,
            head=HEAD,
            rows="\n".join(str(figure) for figure in figures),
        )
        + heading
        + said,
        encoding="utf-8",
    )
    sys.exit(0 if all(figure.holds is not False for figure in figures) else 1)


if __name__ == "__main__":
    main()
