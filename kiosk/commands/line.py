"""The words of the command line and their options; what they do is in the other files here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kiosk.commands import carrying, making, reading, serving, sticks
from kiosk.commands.node_words import add_node_words
from kiosk.commands.printer_words import add_printer_words
from kiosk.commands.shown import carried_out
from sheets.writing import Format

FILE = click.Path(path_type=Path, dir_okay=False)
ROLES = click.Choice(["self_service", "entrance", "booth", "desk", "organizer"])
SIZES = ("50x30", "62x29", "80x50", "roll80", "a4x8")
LANGUAGES = ("png", "pdf", "zpl", "escpos", "tspl", "brother", "pwg")
TABLES = ("employers", "jobs", "seekers", "check-ins", "visits", "leads", "operations")
Function = Callable[..., Any]


def take_data(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    """`--data` may stand before or after the subcommand; the inner one counts."""
    if value is not None:
        context.obj = value


data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    callback=take_data,
    expose_value=False,
    is_eager=True,
    help="The node's folder (default KIOSK_DATA, else ./kiosk-data).",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), envvar="KIOSK_DATA", default=None
)
@click.version_option(package_name="fair-kiosk")
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """Check-in for public job fairs, on one small machine, with the internet off."""
    context.obj = data or Path("kiosk-data")


def command(group: click.Group, name: str) -> Callable[[Function], click.Command]:
    """Declare a subcommand that takes `--data`, and prints what it gives or why it refused."""

    def declare(function: Function) -> click.Command:
        return group.command(name)(data(click.pass_context(carried_out(function))))

    return declare


@main.group("fair")
def fair() -> None:
    """Make a fair."""


@main.group("import")
def import_() -> None:
    """Import employers or seekers from a CSV or XLSX file."""


@main.group("device")
def device() -> None:
    """Let devices in and put them out."""


@main.group("staff")
def staff() -> None:
    """People who sign in with a PIN."""


@main.group("bundle")
def bundle() -> None:
    """Carry the fair between stations on a USB stick."""


@command(fair, "create")
@click.argument("file", type=FILE)
@as_json
def fair_create(folder: Path, file: Path) -> Any:
    """Make a fair from a setup FILE."""
    return making.create(folder, file)


def importing(what: str) -> Function:
    @click.argument("file", type=FILE)
    @click.option("--dry-run", is_flag=True, help="Say what would come of each row, keep nothing.")
    @click.option("--rejects", type=FILE, help="Write the rejected rows here, to be corrected.")
    @as_json
    def run(folder: Path, file: Path, dry_run: bool, rejects: Path | None) -> Any:
        return making.import_list(folder, what, file, dry_run=dry_run, rejects=rejects)

    run.__doc__ = f"Import {what} from FILE; the same file again changes nothing."
    return run


command(import_, "employers")(importing("employers"))
command(import_, "seekers")(importing("seekers"))


@command(main, "serve")
@click.option("--host", default="0.0.0.0", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=None)
@click.option("--address", default=None, help="What badges' QRs point to.")
def serve(folder: Path, host: str, port: int, threads: int | None, address: str | None) -> Any:
    """Serve the fair of this folder."""
    return serving.serve(folder, host=host, port=port, threads=threads, address=address)


@command(main, "demo")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@as_json
def demo(folder: Path, host: str, port: int, as_json: bool) -> Any:
    """Make the demo fair once, in a folder of its own, and serve it."""
    return serving.demo(folder, host=host, port=port, as_json=as_json)


@command(device, "add")
@click.argument("name")
@click.option("--role", type=ROLES, required=True)
@click.option("--entrance", default=None)
@click.option("--booth", default=None)
@as_json
def device_add(folder: Path, name: str, role: str, entrance: str | None, booth: str | None) -> Any:
    """Let a device in; its token is shown once."""
    return making.device_add(folder, name, role=role, entrance=entrance, booth=booth)


@command(device, "revoke")
@click.argument("name")
@as_json
def device_revoke(folder: Path, name: str) -> Any:
    """Take a device's token back."""
    return making.device_revoke(folder, name)


@command(staff, "add")
@click.argument("name")
@click.option("--role", type=click.Choice(["organizer", "desk"]), required=True)
@click.option("--pin", required=True)
@as_json
def staff_add(folder: Path, name: str, role: str, pin: str) -> Any:
    """Add somebody who signs in with a PIN."""
    return making.staff_add(folder, name, role=role, pin=pin)


@command(staff, "reset")
@click.argument("name")
@click.option("--pin", required=True)
@as_json
def staff_reset(folder: Path, name: str, pin: str) -> Any:
    """Give somebody a new PIN."""
    return making.staff_reset(folder, name, pin=pin)


@command(main, "cards")
@click.option("--out", type=FILE, required=True)
@as_json
def cards(folder: Path, out: Path) -> Any:
    """Write the booths' sign-in cards as one PDF."""
    return making.cards(folder, out)


@command(main, "badges")
@click.option("--count", type=click.IntRange(1, 5000), required=True)
@click.option("--out", type=FILE, default=None)
@click.option("--printer", default=None, help="A printer with a roll, instead of a file.")
@as_json
def badges(folder: Path, count: int, out: Path | None, printer: str | None) -> Any:
    """Write pre-printed badges, A4, eight a sheet, or print them on a roll."""
    if printer is not None and out is None:
        return making.badges_printed(folder, count, printer)
    if out is None or printer is not None:
        raise click.UsageError("Give one of --out FILE and --printer NAME.")
    return making.badges(folder, count, out)


add_printer_words(main, command, as_json)
add_node_words(main, command, as_json)


@command(main, "label")
@click.option("--sample", is_flag=True, required=True)
@click.option("--language", type=click.Choice(LANGUAGES), required=True)
@click.option("--out", type=FILE, required=True)
@click.option("--size", help="One of 50x30 (default; brother: 62x29), 80x50, roll80, a4x8.")
@click.option("--dpi", type=int, help="203 (default; brother: 300) or 300.")
@as_json
def label(_folder: Path, *, sample: bool, **given: Any) -> Any:
    """Write the sample badge in one printer language."""
    return reading.label(sample=sample, **given)


@command(main, "export")
@click.argument("table", type=click.Choice(TABLES))
@click.option("--format", "format_", type=click.Choice(["csv", "xlsx", "jsonl"]), required=True)
@click.option("--out", type=FILE, required=True)
@as_json
def export(folder: Path, table: str, format_: Format, out: Path) -> Any:
    """Write one TABLE of the fair."""
    return reading.export(folder, table, format_, out)


@command(main, "report")
@click.option("--out", type=FILE, required=True)
@as_json
def report(folder: Path, out: Path) -> Any:
    """Write the organizer's workbook."""
    return reading.report(folder, out)


@command(main, "backup")
@click.argument("file", type=FILE)
@click.option("--passphrase-file", type=FILE, default=None)
@as_json
def backup(folder: Path, file: Path, passphrase_file: Path | None) -> Any:
    """Write a consistent copy to FILE, also while serving."""
    return carrying.backup(folder, file, passphrase_file)


@command(main, "restore")
@click.argument("file", type=FILE)
@click.option("--passphrase-file", type=FILE, default=None)
@as_json
def restore(folder: Path, file: Path, passphrase_file: Path | None) -> Any:
    """Bring a backup FILE back into an empty folder."""
    return carrying.restore(folder, file, passphrase_file)


@command(bundle, "write")
@click.argument("file", type=FILE)
@as_json
def bundle_write(folder: Path, file: Path) -> Any:
    """Write all this station has to FILE, sealed for the fair's stations."""
    return sticks.write(folder, file)


@command(bundle, "read")
@click.argument("file", type=FILE)
@as_json
def bundle_read(folder: Path, file: Path) -> Any:
    """Take what is new in FILE, as often as you like; what is whole in a damaged one is kept."""
    return sticks.read(folder, file)


@command(main, "verify")
@as_json
def verify(folder: Path) -> Any:
    """Check every hash chain and every derived table."""
    return carrying.verify(folder)


@command(main, "status")
@as_json
def status(folder: Path) -> Any:
    """Count the fair."""
    return reading.status(folder)
