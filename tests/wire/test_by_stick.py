"""Joining by stick: the request is public, the answer opens for the key that asked."""

import pytest

from tests.wire.nodes import KEYS, key
from wire import by_stick
from wire.messages import BadMessage
from wire.pairing import Answer

NODE = "a" * 32


def answer() -> Answer:
    return Answer(
        fair="f" * 32,
        fair_key="0" * 64,
        root=key("asked"),
        starts_ms=1,
        node="b" * 32,
        key=key("asked"),
        name="organizer",
        role="organizer",
        your_name="North gate",
        your_role="station",
        series="B",
    )


def test_the_answer_opens_for_whoever_asked_and_for_nobody_else() -> None:
    asked = by_stick.read_request(by_stick.write_request(NODE, KEYS["asking"], "North gate"))
    assert (asked.node, asked.key, asked.name) == (NODE, key("asking"), "North gate")
    sealed = by_stick.write_answer(answer(), [b"one\n", b"two\ntwo\n"], asked.key)
    opened, chunks = by_stick.read_answer(sealed, KEYS["asking"])
    assert opened == answer()
    assert list(chunks) == [b"one\n", b"two\ntwo\n"]
    with pytest.raises(BadMessage):
        by_stick.read_answer(sealed, KEYS["stranger"])


def test_a_request_whose_name_or_key_was_changed_is_refused() -> None:
    written = by_stick.write_request(NODE, KEYS["asking"], "North gate")
    for changed in (
        written.replace(b"North", b"South"),
        written.replace(key("asking").encode(), key("stranger").encode()),
        written[:-20],
        b"",
        b"x" * 10_000,
    ):
        with pytest.raises(BadMessage):
            by_stick.read_request(changed)


def test_a_damaged_answer_is_met_with_one_reason() -> None:
    sealed = by_stick.write_answer(answer(), [b"one\n"], key("asking"))
    for at in range(0, len(sealed), 37):
        spoilt = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(BadMessage):
            by_stick.read_answer(spoilt, KEYS["asking"])
