"""Rows come in many at once; what is there stays, and a transaction that lost is run again."""

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from central.store import giving, rows
from central.store.connect import Store
from central.store.tables import BODY, LINK, OPERATION
from tests.central.conftest import Clock

FAIR = "f" * 32
ODD = 'tab\there, \\N, line\nbreak, quote" and 𠮷'


def body(seq: int, text: str) -> rows.Values:
    return (FAIR, "1" * 32, seq, "s" * 32, text)


def bodies(db: Connection) -> list[tuple[int, str]]:
    asked = select(BODY.c.seq, BODY.c.text).order_by(BODY.c.seq)
    return [(seq, text) for seq, text in db.execute(asked)]


@pytest.mark.parametrize("fresh", [False, True])
def test_texts_come_back_as_they_were(store: Store, fresh: bool) -> None:
    many = {BODY: [body(1, ODD), body(2, "\\N")], LINK: [(FAIR, ODD, "\\N")]}
    straight = {BODY, LINK} if fresh else set()
    assert store.write(lambda db: rows.add_all(db, many, fresh=straight)) == {BODY: 2, LINK: 1}
    with store.reading() as db:
        assert bodies(db) == [(1, ODD), (2, "\\N")]
        assert [tuple(row) for row in db.execute(select(LINK))] == [(FAIR, ODD, "\\N")]


def test_what_is_there_stays_as_it_is(store: Store) -> None:
    store.write(lambda db: rows.add(db, BODY, [body(1, "first")]))
    added = store.write(lambda db: rows.add(db, BODY, [body(1, "again"), body(2, "second")]))
    assert added == 1
    with store.reading() as db:
        assert bodies(db) == [(1, "first"), (2, "second")]


def test_a_driver_s_error_is_one_of_the_database_s(store: Store) -> None:
    """Whoever answers a station says "busy" by it, and nothing of the transaction stays."""
    if store.is_sqlite:
        pytest.skip("SQLite keeps what is there whatever is said of it")
    store.write(lambda db: rows.add(db, BODY, [body(1, "first")]))
    with pytest.raises(DBAPIError):
        store.write(lambda db: rows.add_all(db, {BODY: [body(2, "x"), body(1, "y")]}, fresh={BODY}))
    with store.reading() as db:
        assert bodies(db) == [(1, "first")]


@pytest.mark.parametrize("fresh", [False, True])
def test_a_transaction_that_lost_while_copying_is_run_again(
    store: Store, clock: Clock, fresh: bool
) -> None:
    """A trigger loses the first time, as one of two that PostgreSQL can't let both go on does."""
    if store.is_sqlite:
        pytest.skip("SQLite has one writer")

    def loses_once(db: Connection) -> None:
        db.exec_driver_sql("CREATE SEQUENCE tries")
        db.exec_driver_sql("""
            CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('tries') = 1 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END IF;
                RETURN NEW;
            END $$
        """)
        db.exec_driver_sql(
            "CREATE TRIGGER lost BEFORE INSERT ON body FOR EACH ROW EXECUTE FUNCTION lose()"
        )

    store.write(loses_once)
    straight = {BODY} if fresh else set()
    store.write(lambda db: rows.add_all(db, {BODY: [body(1, "kept")]}, fresh=straight))
    assert len(clock.waited) == 1
    with store.reading() as db:
        assert bodies(db) == [(1, "kept")]


def test_a_vector_names_each_log_of_a_fair_once_with_its_last_number(store: Store) -> None:
    def operation(fair: str, log: str, seq: int) -> rows.Values:
        op = f"{log[:24]}{seq:08x}"
        return (fair, log, seq, op, 1, 0, "check_in.recorded", 1, "gate", "b", "h", None)

    logs = [f"{n:02x}" * 16 for n in range(40)]
    said = [
        operation(fair, log, seq)
        for fair, much in ((FAIR, 3), ("e" * 32, 9))
        for n, log in enumerate(logs)
        for seq in range(1, 2 + n % much)
    ]
    store.write(lambda db: rows.add_all(db, {OPERATION: sorted(said)}, fresh={OPERATION}))
    with store.reading() as db:
        assert giving.vector(db, FAIR) == {log: 1 + n % 3 for n, log in enumerate(logs)}
        assert giving.vector(db, "0" * 32) == {}
