"""Commands that change the fair: they reach the one process that may write."""

import json
from pathlib import Path
from typing import Any

from kiosk.commands.reach import events
from kiosk.commands.shown import Done, result_of
from kiosk.commands.verbs import Refused


def run(folder: Path, verb: str, **arguments: Any) -> Any:
    return result_of(events(folder, verb, arguments), verb)


def create(folder: Path, file: Path) -> Done:
    try:
        setup = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Refused(f"{file} can't be read ({error.strerror}); nothing was kept.") from None
    except (ValueError, RecursionError):
        raise Refused(
            f"{file} is no JSON; nothing was kept. See the example fair.json in the README."
        ) from None
    result = run(folder, "create", setup=setup)
    return Done(result, f"The fair is made in {folder}. Now import lists, or `kiosk serve`.")


def import_list(
    folder: Path, what: str, file: Path, *, dry_run: bool, rejects: Path | None
) -> Done:
    if not file.is_file():
        raise Refused(f"There is no file {file}; nothing was kept. Check the path.")
    result = run(
        folder,
        "import_list",
        what=what,
        file=str(file.resolve()),
        dry_run=dry_run,
        rejects=str(rejects.resolve()) if rejects else None,
    )
    counts = {name: len(result[name]) for name in ("held", "rejected", "warnings", "duplicates")}
    kept = "would be taken" if dry_run else f"taken ({result['unchanged']} of them unchanged)"
    sentence = (
        f"{result['rows']} rows: {result['imported']} {kept}, "
        f"of these {counts['held']} held for a person; {counts['rejected']} rejected; "
        f"{counts['warnings']} warnings, {counts['duplicates']} possible duplicates."
    )
    return Done(result, sentence)


def device_add(
    folder: Path, name: str, *, role: str, entrance: str | None, booth: str | None
) -> Done:
    result = run(folder, "device_add", name=name, role=role, entrance=entrance, booth=booth)
    how = "Type it at /enter on the device, or give it to the program. It is shown this once only."
    return Done(result, f"{result['name']}: {result['token']}\n{how}")


def device_revoke(folder: Path, name: str) -> Done:
    return Done(run(folder, "device_revoke", name=name), f"{name} opens nothing any more.")


def staff_add(folder: Path, name: str, *, role: str, pin: str) -> Done:
    result = run(folder, "staff_add", name=name, role=role, pin=pin)
    return Done(result, f"{name} can sign in now.")


def staff_reset(folder: Path, name: str, *, pin: str) -> Done:
    return Done(run(folder, "staff_reset", name=name, pin=pin), f"{name} has a new PIN.")


def cards(folder: Path, out: Path) -> Done:
    result = run(folder, "cards", out=str(out.resolve()))
    return Done(result, f"{result['cards']} cards are in {out}. They replace earlier ones.")


def badges_printed(folder: Path, count: int, printer: str) -> Done:
    result = run(folder, "badges_printed", count=count, printer=printer)
    return Done(result, f"Badges {result['first']} to {result['last']} wait for {printer}.")


def badges(folder: Path, count: int, out: Path) -> Done:
    result = run(folder, "badges", count=count, out=str(out.resolve()))
    return Done(result, f"Badges {result['first']} to {result['last']} are in {out}.")
