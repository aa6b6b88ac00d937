"""The schema can be distributed by fair: every key of what belongs to a fair begins with it."""

import pytest
from sqlalchemy import Table, UniqueConstraint

from central.store.tables import META

OWN = {"setting", "central_staff", "session", "look", "invite"}  # small, and of no fair


@pytest.mark.parametrize("table", META.sorted_tables, ids=lambda table: table.name)
def test_every_key_begins_with_the_fair(table: Table) -> None:
    if table.name in OWN:
        assert "fair" not in table.columns
        return
    assert next(iter(table.primary_key.columns)).name == "fair"
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            assert next(iter(constraint.columns)).name == "fair"
    for index in table.indexes:
        assert next(iter(index.columns)).name == "fair"
