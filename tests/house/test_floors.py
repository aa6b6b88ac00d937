"""What holds the house up: imports go down, SQL stays in stores, rules stay pure."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent.parent
FLOORS = {  # an import only ever goes down; rooms of one floor don't know each other
    "fair": (),
    "printers": (),
    "sheets": (),
    "pages": (),
    "kiosk.wording": ("fair", "pages"),
    "kiosk.labels": ("fair", "printers"),
    "kiosk.cards": ("fair", "printers", "pages"),
    "kiosk.slips": ("fair", "printers", "pages"),
    "wire": ("fair",),
    "kiosk.store": ("fair", "wire"),
    "kiosk.mounts": (),
    "kiosk.settings": ("fair", "pages", "kiosk.store", "kiosk.mounts"),
    "kiosk.actions": (
        *("fair", "printers", "sheets", "wire", "pages"),
        *("kiosk.store", "kiosk.labels", "kiosk.cards", "kiosk.slips", "kiosk.wording"),
    ),
    "central.store": ("fair", "wire"),
    "central.actions": ("fair", "sheets", "wire", "pages", "central.store"),
    "central": ("fair", "sheets", "wire", "pages"),  # never the kiosk
}
# Whole names: what `fair/` may not use, since a rule has no clock, no chance and no I/O.
IMPURE = {"os", "io", "socket", "sqlite3", "time", "random", "secrets", "uuid", "pathlib", "sys",
          "threading", "subprocess", "tempfile", "shutil", "urllib", "http", "logging"}  # fmt: skip
OURS = {"fair", "printers", "sheets", "pages", "kiosk", "central", "wire"}
EXECUTES = ("execute", "executemany", "executescript")
SQL = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|PRAGMA|BEGIN|COMMIT)\s", re.I)


def modules() -> list[Path]:
    return sorted(
        path
        for room in ("fair", "printers", "sheets", "wire", "pages", "kiosk", "central")
        for path in (HOUSE / room).rglob("*.py")
    )


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(HOUSE).with_suffix("").parts)


def floor_of(module: str) -> str | None:
    """Give the floor that a module stands on; the ways in (web, commands) may use everything."""
    return next(
        (floor for floor in FLOORS if module == floor or module.startswith(f"{floor}.")), None
    )


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_only_go_down(path: Path) -> None:
    floor = floor_of(name_of(path))
    if floor is None:
        return
    for imported in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
        if imported.split(".")[0] not in OURS:
            continue
        below = (floor, *FLOORS[floor])
        allowed = any(
            imported == each or imported.startswith(f"{each}.") or each.startswith(f"{imported}.")
            for each in below
        )
        assert allowed, f"{name_of(path)} on floor {floor} imports {imported}"


@pytest.mark.parametrize("path", sorted((HOUSE / "fair").glob("*.py")), ids=name_of)
def test_the_rules_are_pure_and_stand_on_the_standard_library_alone(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for imported in imports_of(tree):
        root = imported.split(".")[0]
        assert root not in IMPURE, f"{name_of(path)} imports {imported}"
        assert root == "fair" or root in sys.stdlib_module_names, f"{path.name}: {imported}"
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    clocks = {
        call for call in calls if call.endswith((".now", ".today", ".utcnow")) or call == "open"
    }
    assert not clocks, f"{name_of(path)} asks {clocks}"


def statements(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from [ast.unparse(node)[:80]] if node.func.attr in EXECUTES else []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_sql_stays_in_stores(path: Path) -> None:
    if "store" in path.parts:
        return
    found = list(statements(ast.parse(path.read_text(encoding="utf-8"))))
    assert not found, f"{name_of(path)}: {found}"


@pytest.mark.parametrize("path", sorted((HOUSE / "kiosk" / "store").glob("*.py")), ids=name_of)
def test_sql_is_never_put_together(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr | ast.BinOp):
            text = ast.unparse(node).strip("f'\"")
            assert not SQL.match(text), f"{name_of(path)}: {text[:60]}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_clock_and_chance_are_named_where_the_app_is_put_together(path: Path) -> None:
    put_together = ("settings.py", "serving.py", "server.py", "demo.py")
    if path.name in (*put_together, "sealing.py", "sealed_files.py"):
        return
    calls = {
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    found = calls & {"datetime.now", "datetime.utcnow", "date.today", "uuid.uuid4", "time.time"}
    found |= {call for call in calls if call.startswith(("secrets.", "random."))}
    assert not found, f"{name_of(path)} calls {found}"


def test_no_drawer_for_everything() -> None:
    bad = {"utils", "helpers", "managers", "services", "base", "common", "core", "misc"}
    assert not [name_of(path) for path in modules() if path.stem in bad]
