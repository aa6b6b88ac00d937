"""The words of `central` and their options; what they do is in the other files here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from central.actions.add_staff import ROLES
from central.commands import inviting, looking, serving, tending
from central.commands.shown import carried_out
from central.store.exports import TABLES
from sheets.writing import Format

FILE = click.Path(path_type=Path, dir_okay=False)
Function = Callable[..., Any]


def take_database(context: click.Context, _: click.Parameter, value: str | None) -> None:
    """`--database` may stand before or after the subcommand; the inner one counts."""
    if value is not None:
        context.obj, context.meta["database"] = value, True


def take_folder(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    """`--data` too; it says where SQLite's file lies, so a database that was named goes first."""
    if value is not None and "database" not in context.meta:
        context.obj = in_folder(value)


def in_folder(folder: Path) -> str:
    return f"sqlite:///{folder.absolute() / 'central.db'}"


database = click.option(
    "--database",
    callback=take_database,
    expose_value=False,
    is_eager=True,
    help="sqlite:///FILE or postgresql://… (default CENTRAL_DATABASE, else ./central-data).",
)
FOLDER = click.Path(path_type=Path, file_okay=False)
folder = click.option(
    "--data",
    type=FOLDER,
    callback=take_folder,
    expose_value=False,
    help="The folder of SQLite's file (default ./central-data).",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", envvar="CENTRAL_DATABASE", default=None)
@click.option("--data", type=FOLDER, envvar=["CENTRAL_DATA", "KIOSK_DATA"], default=None)
@click.version_option(package_name="fair-kiosk")
@click.pass_context
def main(context: click.Context, database: str | None, data: Path | None) -> None:
    """The server that many fairs report to."""
    context.obj = in_folder(data or Path("central-data"))
    take_database(context, context.command.params[0], database)


def command(group: click.Group, name: str) -> Callable[[Function], click.Command]:
    """Declare a subcommand that takes `--database`, `--data` and `--json`."""

    def declare(function: Function) -> click.Command:
        return group.command(name)(
            as_json(folder(database(click.pass_context(carried_out(function)))))
        )

    return declare


@main.group("staff")
def staff() -> None:
    """People who may look."""


@command(main, "serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8090, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
@click.option("--name", "names", multiple=True, help="A host name under which we are reached.")
def serve(url: str, host: str, port: int, threads: int, names: tuple[str, ...]) -> Any:
    """Serve pages and the exchange."""
    return serving.serve(url, host=host, port=port, threads=threads, names=names)


@command(main, "invite")
@click.option("--address", default=None, help="HOST[:PORT] of the proxy that serves us by HTTPS.")
def invite(url: str, address: str | None) -> Any:
    """Let one organizer's node report its fair here: a line of text, good for ten minutes."""
    return inviting.invite(url, address=address)


@command(main, "status")
def status(url: str) -> Any:
    """Count every fair, and each campaign."""
    return looking.status(url)


@command(main, "export")
@click.argument("table", type=click.Choice(list(TABLES)))
@click.option("--format", "format_", type=click.Choice(["csv", "xlsx", "jsonl"]), required=True)
@click.option("--out", type=FILE, required=True)
@click.option("--fair", default="", help="Only this fair.")
def export(url: str, table: str, format_: Format, out: Path, fair: str) -> Any:
    """Write one TABLE of all fairs."""
    return looking.export(url, table, format_, out, fair)


@command(main, "report")
@click.option("--out", type=FILE, required=True)
@click.option("--language", type=click.Choice(["zh-CN", "en"]), default="zh-CN")
def report(url: str, out: Path, language: str) -> Any:
    """Write the workbook of all campaigns."""
    return looking.report(url, out, language)


@command(main, "backup")
@click.argument("file", type=FILE)
@click.option("--passphrase-file", type=FILE, default=None, help="Seal it with the first line.")
def backup(url: str, file: Path, passphrase_file: Path | None) -> Any:
    """Write every fair's facts to FILE, read it back, and tell the stations what is safe."""
    return tending.backup(url, file, passphrase_file)


@command(main, "restore")
@click.argument("file", type=FILE)
@click.option("--passphrase-file", type=FILE, default=None)
def restore(url: str, file: Path, passphrase_file: Path | None) -> Any:
    """Bring a backup FILE back into an empty database."""
    return tending.bring_back(url, file, passphrase_file)


@command(staff, "add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="viewer", show_default=True)
@click.option("--region", default="", help="Digits that a fair's region begins with; '' is all.")
@click.option("--pin", required=True)
def staff_add(url: str, name: str, role: str, region: str, pin: str) -> Any:
    """Add somebody who signs in with a PIN."""
    return tending.staff_add(url, name, role=role, region=region, pin=pin)


@command(staff, "reset")
@click.argument("name")
@click.option("--pin", required=True)
def staff_reset(url: str, name: str, pin: str) -> Any:
    """Give somebody a new PIN."""
    return tending.staff_reset(url, name, pin=pin)


@command(staff, "remove")
@click.argument("name")
def staff_remove(url: str, name: str) -> Any:
    """Let somebody in no more."""
    return tending.staff_remove(url, name)


@command(staff, "list")
def staff_list(url: str) -> Any:
    """Name everybody who can sign in."""
    return tending.staff_list(url)
