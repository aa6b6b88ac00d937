"""The words of `kiosk printer …` and their options."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kiosk.commands.making import run
from kiosk.commands.shown import Done
from printers import LANGUAGES, Size

USUAL_DPI = {"brother": 300, "pwg": 300}
Declare = Callable[[click.Group, str], Callable[[Callable[..., Any]], click.Command]]
Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def add_printer_words(main: click.Group, command: Declare, as_json: Option) -> None:
    @main.group("printer")
    def printer() -> None:
        """Printers of this node, and what waits for them."""

    @command(printer, "add")
    @click.argument("name")
    @click.argument("uri")
    @click.option("--language", type=click.Choice(list(LANGUAGES)), required=True)
    @click.option("--size", type=click.Choice([str(size) for size in Size]), required=True)
    @click.option("--dpi", type=int, default=None, help="203 or 300 (default: the usual one).")
    @click.option("--entrance", default="", help="Whom it serves (default: everybody).")
    @as_json
    def add(
        folder: Path, name: str, uri: str, *, language: str, size: str, dpi: int | None,
        entrance: str,
    ) -> Done:  # fmt: skip
        """Add a printer: tcp://HOST:9100, usb:/dev/usb/lp0, serial:…, ipp://…, file:PATH."""
        result = run(
            folder,
            "printer_add",
            name=name,
            uri=at_home(uri),
            language=language,
            size=size,
            dpi=dpi or USUAL_DPI.get(language, 203),
            entrance=entrance,
        )
        return Done(result, f"{name} is added. Try it: kiosk printer test {name!r}")

    @command(printer, "list")
    @as_json
    def listed(folder: Path) -> Done:
        """Show the printers and how they are."""
        found = run(folder, "printer_list")
        lines = [
            f"{each['name']}: {each['condition'].replace('_', ' ')}, {each['waiting']} waiting, "
            f"{each['language']} {each['size']} {each['dpi']} dpi at {each['uri']}"
            f"{', for ' + each['entrance'] if each['entrance'] else ''}"
            for each in found
        ]
        return Done(found, "\n".join(lines) or "No printer is set up: badges come from a browser.")

    @command(printer, "test")
    @click.argument("name")
    @as_json
    def test(folder: Path, name: str) -> Done:
        """Print a test label with a ruler, now."""
        result = run(folder, "printer_test", name=name)
        says = {
            "confirmed": "and it confirmed it",
            "taken": "which doesn't confirm what it prints; look whether it came out",
        }[result["delivered"]]
        return Done(
            result,
            f"The test label went to {name}, {says}. Is the black frame whole? If not: "
            f"kiosk printer mend {name!r} --size … --right MM --down MM, and test again.",
        )

    @command(printer, "mend")
    @click.argument("name")
    @click.option("--size", type=click.Choice([str(size) for size in Size]), default=None)
    @click.option("--right", type=click.FloatRange(-20, 20), default=None, help="Millimetres.")
    @click.option("--down", type=click.FloatRange(-20, 20), default=None, help="Millimetres.")
    @as_json
    def mend(
        folder: Path, name: str, size: str | None, right: float | None, down: float | None
    ) -> Done:
        """Change the paper's size, and move the picture on it."""
        result = run(folder, "printer_mend", name=name, size=size, right=right, down=down)
        return Done(result, f"Kept. Try it: kiosk printer test {name!r}")

    @command(printer, "loaded")
    @click.argument("name")
    @click.argument("labels", type=click.IntRange(0, 100_000))
    @as_json
    def loaded(folder: Path, name: str, labels: int) -> Done:
        """Say how many labels are in it now; they are counted down."""
        result = run(folder, "printer_loaded", name=name, labels=labels)
        return Done(result, f"{name} has {labels} labels.")

    @command(printer, "instead")
    @click.argument("name")
    @click.argument("other", default="")
    @as_json
    def instead(folder: Path, name: str, other: str) -> Done:
        """Let OTHER print what is meant for NAME; without OTHER, NAME prints again itself."""
        result = run(folder, "printer_instead", name=name, other=other)
        told = f"{other} prints for {name} from now on." if other else f"{name} prints again."
        return Done(result, told)

    @command(printer, "remove")
    @click.argument("name")
    @as_json
    def remove(folder: Path, name: str) -> Done:
        """Take a printer away; what waits stays."""
        result = run(folder, "printer_remove", name=name)
        return Done(result, f"{name} is removed; {result['waiting']} papers wait.")

    @command(printer, "jobs")
    @as_json
    def jobs(folder: Path) -> Done:
        """Show the queue: what waits, what came out, what a person must be asked."""
        found = run(folder, "printer_jobs")
        lines = [
            f"{each['job']:>5}  {each['badge_number']:8} copy {each['copy']}  {each['state']:9} "
            f"{each['printer']}  {each['why']}".rstrip()
            for each in found
        ]
        return Done(found, "\n".join(lines) or "Nothing was queued yet.")

    @command(printer, "resolve")
    @click.argument("job", type=int)
    @click.argument("said", type=click.Choice(["printed", "again"]))
    @as_json
    def resolve(folder: Path, job: int, said: str) -> Done:
        """Say what became of a JOB that is in doubt: it came out, or print it again."""
        result = run(folder, "printer_resolve", job=job, said=said)
        follower = result["follower"]
        more = f"; job {follower} prints the next copy" if follower else ""
        return Done(result, f"Job {job} is {result['state']}{more}.")


def at_home(uri: str) -> str:
    """Write a file's path whole: the node that serves may have started in another folder."""
    kind, _, path = uri.partition(":")
    return f"file:{Path(path).resolve()}" if kind == "file" and path else uri
