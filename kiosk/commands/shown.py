"""How a command's end is shown: a result in words or JSON, or one sentence and exit status 1."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kiosk.commands.verbs import Refused


@dataclass(frozen=True, slots=True)
class Done:
    """What a command gives: `result` as JSON, `sentence` for a person; `status` is its exit.

    `trouble` is a sentence for stderr, where something was done but not all of it.
    """

    result: dict[str, Any] | list[Any]
    sentence: str
    status: int = 0
    trouble: str = ""


def carried_out(function: Callable[..., Done | None]) -> Callable[..., None]:
    """Run a command on the folder that was named, and show how it ended."""
    takes_json = "as_json" in function.__code__.co_varnames[: function.__code__.co_argcount]

    @wraps(function)
    def run(context: click.Context, /, **options: Any) -> None:
        as_json = options.get("as_json", False)
        if not takes_json:
            options.pop("as_json", None)
        folder: Path = context.obj
        try:
            done = function(folder, **options)
        except Refused as refused:
            click.echo(str(refused), err=True)
            sys.exit(1)
        except BrokenPipeError:
            sys.exit(1)
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            click.echo(
                f"{error.strerror or error}{where}; nothing more was done. "
                "Check the path and the free space, then try again.",
                err=True,
            )
            sys.exit(1)
        if done is None:
            return
        text = json.dumps(done.result, ensure_ascii=False) if as_json else done.sentence
        click.echo(text)
        if done.trouble:
            click.echo(done.trouble, err=True)
        sys.exit(done.status)

    return run


def result_of(events: Iterator[dict[str, Any]], what: str) -> Any:
    """Follow a verb's events, with a progress bar on a terminal, and give its result."""
    bar = None
    try:
        for event in events:
            if "result" in event:
                return event["result"]
            if "progress" in event and sys.stderr.isatty():
                done, of = event["progress"]
                if bar is None:
                    from tqdm import tqdm

                    bar = tqdm(total=of, desc=what, unit="rows")
                bar.update(done - bar.n)
    finally:
        if bar is not None:
            bar.close()
    raise Refused("The node ended before it was done. Run the command again to finish it.")
