"""All employers with their jobs as the organizer sees them: what waits for a person comes first."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.store import employers
from kiosk.store.employers import Employer, Job
from kiosk.store.offers import walking_order


@dataclass(frozen=True, slots=True)
class Listed:
    """An employer at its booths, with every job, held and filled ones too."""

    employer: Employer
    booths: tuple[str, ...]
    jobs: tuple[Job, ...]

    @property
    def openings(self) -> int:
        """Openings that count: of jobs that aren't filled."""
        return sum(job.openings or 0 for job in self.jobs if not job.filled)

    @property
    def held(self) -> int:
        """How much of it waits for a person: the employer counts as one."""
        return bool(self.employer.held) + sum(bool(job.held) for job in self.jobs)

    def says(self, words: str) -> bool:
        """Say whether the employer, one of its booths or one of its jobs says these words."""
        told = " ".join([self.employer.name, *self.booths, *(job.title for job in self.jobs)])
        return all(word in told.casefold() for word in words.casefold().split())


def listed(db: sqlite3.Connection) -> list[Listed]:
    """Give all employers in walking order, those without a booth last."""
    jobs: dict[str, list[Job]] = {}
    for job in employers.jobs(db):
        jobs.setdefault(job.employer, []).append(job)
    booths = employers.booths(db)
    made = [
        Listed(each, tuple(booths.get(each.id, ())), tuple(jobs.get(each.id, ())))
        for each in employers.every(db)
    ]
    made.sort(key=lambda each: (not each.booths, [walking_order(b) for b in each.booths]))
    return made


def waiting(tables: Iterable[Listed]) -> list[tuple[Listed, Job | None]]:
    """Give what is held, employer by employer; None stands for the employer itself."""
    held: list[tuple[Listed, Job | None]] = []
    for table in tables:
        if table.employer.held:
            held.append((table, None))
        held += [(table, job) for job in table.jobs if job.held]
    return held
