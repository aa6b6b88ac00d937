"""How a command's end is shown: a result in words or JSON, or one sentence and exit status 1."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from central.actions.read_after_upgrade import read_after_upgrade
from central.settings import chance
from central.store.connect import NoStore, NotReplicated, Store, first_line, open_store

SENTENCES = {
    "bad_url": "This is no database that central knows ({detail}); nothing was done. "
    "Use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
    "no_driver": "The driver for PostgreSQL isn't installed; nothing was done. "
    "Install it with: pip install 'fair-kiosk[postgres]'",
    "unwritable": "The folder of the database can't be written ({detail}); nothing was done. "
    "Give this account the right to write there, or name another one with --database.",
    "unreachable": "The database doesn't answer ({detail}); nothing was kept. "
    "Start it or correct --database, then try again.",
    "newer": "The database was written by a newer version ({detail}); nothing was changed. "
    "Install that version to go on.",
}


class Refused(Exception):
    """One sentence: what, whether anything was kept, what to do."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command gives: `result` as JSON, `sentence` for a person."""

    result: dict[str, Any]
    sentence: str


def opened(url: str) -> Store:
    """Open the database and take in what an earlier version couldn't read. Raises Refused."""
    try:
        store = open_store(url, chance())
    except NoStore as error:
        sentence = SENTENCES[error.code].format(detail=error.detail or "no reason given")
        raise Refused(sentence) from None
    read_after_upgrade(store)
    return store


def carried_out(function: Callable[..., Done | None]) -> Callable[..., None]:
    """Run a command on the database that was named, and show how it ended."""

    @wraps(function)
    def run(context: click.Context, /, *, as_json: bool = False, **options: Any) -> None:
        try:
            done = function(context.obj, **options)
        except Refused as refused:
            fail(str(refused))
        except NotReplicated:
            fail(
                "The standby database didn't confirm in time, so this counts as not done. "
                "Look after the standby, then try again."
            )
        except DBAPIError as error:
            fail(f"The database refused ({first_line(error)}); nothing was kept. Try again.")
        except BrokenPipeError:
            sys.exit(1)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            fail(
                f"{error.strerror or error}{where}; nothing more was done. "
                "Check the path and the free space, then try again."
            )
        if done is not None:
            click.echo(json.dumps(done.result, ensure_ascii=False) if as_json else done.sentence)

    return run


def fail(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)
