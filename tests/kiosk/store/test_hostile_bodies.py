"""Whatever a node of the fair puts into its own log: nothing trips, nothing blocks."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fair import facts
from fair.clock import Stamp
from fair.exchange import LARGEST_WHOLE, Broken, Chunk, Point
from fair.operation import BEGINNING, Link, chained
from kiosk.actions.take_chunk import take_chunk
from tests.kiosk.nodes import Node, new_folder, organizer
from wire import chunks, signing

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
whole = st.integers(-LARGEST_WHOLE, LARGEST_WHOLE)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    whole,
    words,
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3)
)
likely = st.sampled_from(
    ["5" * 32, "B04R000AAAA", "A01", "booth", "organizer", "9" * 64, "number_only", ""]
)
NAMED = ("name", "groups", "booths", "held", "openings", "filled", "outcome", "known_by", "job")
fields = st.dictionaries(st.sampled_from(NAMED) | words, values, max_size=4)
KEY = bytes(range(32))
HOSTILE = {"station": "1" * 32, "desk": "2" * 32, "organizer": "3" * 32}
SHAPED = {str: likely | words, int: whole, tuple: st.lists(likely, max_size=3)}


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Draw a kind and a body that nearly fits it, or doesn't at all."""
    made = draw(st.sampled_from(list(facts.KINDS.values())))
    body: dict[str, Any] = {}
    for name, wanted, _ in facts.SHAPES[made]:
        fitting = SHAPED.get(wanted, fields)
        if draw(st.integers(0, 9)):
            body[name] = draw(fitting if draw(st.integers(0, 5)) else values)
    if not draw(st.integers(0, 5)):
        body[draw(st.sampled_from(("happened_at", "ordered_at")))] = draw(values)
    return made.KIND, body


def sent(node: Node, many: list[tuple[str, dict[str, Any]]], key: bytes, id_: str) -> Chunk:
    """Write these as a log of a node with this key."""
    fair, last = node.station.fair.fair, BEGINNING
    opened = ("log.opened", {"node": id_, "key": signing.public_key(key)})
    operations = []
    for seq, (kind, body) in enumerate([opened, *many], 1):
        operation, _ = chained(
            last,
            fair=fair,
            at=Stamp(10**12 + seq, 0),
            kind=kind,
            v=1,
            actor="changed",
            body=body,
            salt=node.station.chance.new_id(),
        )
        last = Link(operation.log, operation.seq, operation.hash)
        operations.append(operation)
    point = Point(last.seq, last.hash, signing.sign_point(key, fair, *last))
    return Chunk(fair, last.log, tuple(operations), (point,))


@pytest.fixture(scope="module")
def laptop() -> Iterator[Node]:
    folder = new_folder()
    node = organizer(folder / "laptop")
    yield node
    node.station.close()
    shutil.rmtree(folder)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@example([("lead.told", {"visit": "v", "fields": {"job": []}})], "station")
@example([("lead.changed", {"visit": "v", "fields": {}, "ordered_at": None})] * 2, "station")
@given(
    many=st.lists(bodies(), min_size=1, max_size=5),
    role=st.sampled_from(("station", "desk", "organizer")),
)
def test_a_body_of_any_shape_is_taken_or_kept_aside(
    laptop: Node, many: list[tuple[str, dict[str, Any]]], role: str
) -> None:
    id_ = HOSTILE[role]
    if not any(row[0] == id_ for row in laptop.rows("node")):
        laptop.says(facts.NodeJoined(id_, signing.public_key(KEY), "hostile", role))
    key = KEY
    chunk = sent(laptop, many, key, id_)
    taken = take_chunk(laptop.station, chunks.read(chunks.write(chunk)))
    assert not isinstance(taken, Broken), taken
    assert taken.new == len(many) + 1
    laptop.digest()


def test_after_all_of_them_every_table_still_follows_from_the_log(laptop: Node) -> None:
    assert laptop.problems() == []
