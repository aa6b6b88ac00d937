"""Chunks as bytes, and what isn't believed (sync.md, Exchange)."""

import json
import zlib
from dataclasses import replace

import pytest

from fair.exchange import LARGEST_CHUNK, Broken, Checked, Span, check, missing
from fair.operation import START, chain_hash, op_id
from tests.wire.logs import FAIR, KEY, chunk, scans, written
from wire import chunks, packing, signing


def test_what_they_have_and_i_lack() -> None:
    assert missing({"a": 3, "b": 9}, {"a": 7, "b": 2, "c": 1}) == [Span("a", 3, 7), Span("c", 0, 1)]


def test_a_chunk_comes_back_as_it_was_written() -> None:
    sent = chunk(written(scans(20)))
    came = chunks.read(chunks.write(sent))
    checked = check(came, FAIR, {})
    assert isinstance(checked, Checked)
    assert [each.operation for each in checked.new] == list(sent.operations)
    assert came.points == sent.points
    assert checked.key == signing.public_key(KEY)


def test_an_erased_body_travels_as_nothing_beside_its_hash() -> None:
    operations = written([("seeker.registered", {"seeker": "5" * 32, "fields": {"name": "张伟"}})])
    operations[1] = operations[1]._replace(body=None, salt=None)
    data = chunks.write(chunk(operations))
    assert "张伟".encode() not in data
    checked = check(chunks.read(data), FAIR, {})
    assert isinstance(checked, Checked)
    assert checked.new[1].operation == operations[1]


def test_a_relay_cant_strip_what_isnt_about_a_person() -> None:
    operations = written(scans(1))
    operations[1] = operations[1]._replace(body=None, salt=None)
    assert check(chunk(operations), FAIR, {}) == Broken(operations[0].log, 2, "no_body")


def broken(operations: list, held: dict[int, str] | None = None) -> str:  # type: ignore[type-arg]
    told = check(chunk(operations), FAIR, held or {})
    assert isinstance(told, Broken), told
    return told.why


def test_forged_hashes_gaps_and_rewritten_history_are_named() -> None:
    log = written(scans(5))
    forged = [*log[:3], log[3]._replace(hash="0" * 64), *log[4:]]
    assert broken(forged) == "hash"
    assert broken([*log[:2], log[2]._replace(body={"code": "B"}), *log[3:]]) == "body"
    assert broken([*log[:2], log[2]._replace(actor="thief"), *log[3:]]) == "hash"
    assert broken([*log[:2], *log[3:]]) == "gap"
    assert broken(log[2:]) == "gap"
    assert broken(log, {3: "9" * 64}) == "rewritten"
    assert broken(log[3:], {3: "9" * 64}) == "hash"
    assert broken([log[1]._replace(seq=1)]) == "no_opening"


def test_nobody_chooses_an_id() -> None:
    log = written(scans(2))
    squatted = "1" * 32
    other = [each._replace(log=squatted, op=op_id(squatted, each.seq)) for each in log]
    before = START
    for n, each in enumerate(other):
        before = chain_hash(fair=FAIR, log=squatted, seq=each.seq, at=each.at, kind=each.kind, v=1,
                            actor="gate", body_hash=each.body_hash, before=before)  # fmt: skip
        other[n] = each._replace(hash=before)
    assert broken(other) == "other_id"
    sent = chunks.write(chunk(log))
    assert b'"op"' not in sent  # it follows from the log and the number
    assert [each.op for each in chunks.read(sent).operations] == [each.op for each in log]
    assert len({each.op for each in log}) == 3


def test_a_chunk_ends_at_a_point_of_its_own() -> None:
    log = written(scans(3))
    whole = chunk(log)
    assert check(replace(whole, points=()), FAIR, {}) == Broken(log[0].log, 4, "no_point")
    early = chunk(log[:2]).points
    assert check(replace(whole, points=early), FAIR, {}) == Broken(log[0].log, 4, "no_point")
    other = replace(whole, points=(whole.points[0]._replace(hash="0" * 64),))
    assert check(other, FAIR, {}) == Broken(log[0].log, 4, "point")


def test_a_chunk_of_another_fair_is_refused() -> None:
    whole = chunk(written(scans(1)))
    assert check(whole, "e" * 32, {}) == Broken(whole.log, 1, "other_fair")


def test_what_was_held_already_is_known_and_the_rest_new() -> None:
    log = written(scans(5))
    held = {each.seq: each.hash for each in log[:4]}
    checked = check(chunk(log[2:]), FAIR, held)
    assert isinstance(checked, Checked)
    assert (len(checked.again), len(checked.new), checked.key) == (2, 2, None)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text + "{}\n" * 40,
        lambda text: text.replace('"protocol":1', '"protocol":2'),
        lambda text: text.replace('"seq":3', '"seq":"3"'),
        lambda text: text.replace('"seq":3', f'"seq":{10**30}'),
        lambda text: text.replace('"seq":3', f'"seq":{"9" * 5000}'),
        lambda text: text.replace('"v":1', '"v":-1'),
        lambda text: text.replace('"at":[', '"at":[1,'),
        lambda text: text.replace('"actor":"gate"', '"actor":"' + "g" * 300 + '"'),
        lambda text: text.replace('"code":', '"deep":' + "[" * 9000 + "]" * 9000 + ',"code":'),
        lambda _: "",
        lambda _: "[]\n",
        lambda _: "\x00\xff\n",
    ],
)  # fmt: skip
def test_malformed_bodies_are_refused_with_a_reason(spoil) -> None:  # type: ignore[no-untyped-def]
    whole = chunks.write(chunk(written(scans(5)))).decode()
    assert spoil(whole) != whole
    with pytest.raises(chunks.Unreadable) as refused:
        chunks.read(spoil(whole).encode())
    assert str(refused.value)


def test_a_body_nested_too_deep_is_refused() -> None:
    deep: object = "x"
    for _ in range(20):
        deep = [deep]
    operations = written([("later.kind", {"deep": deep})])
    assert broken(operations) == "deep"


@pytest.mark.parametrize("number", ["1.0", "1e-7", "9007199254740992", "-9007199254740992"])
def test_numbers_that_other_programs_write_otherwise_are_refused(number: str) -> None:
    sent = written([("later.kind", {"x": [json.loads(number)]})])
    assert broken(sent) == "malformed"


def test_numbers_and_texts_that_no_two_programs_write_alike_are_refused() -> None:
    text = chunks.write(chunk(written(scans(1)))).decode()
    for said in ("NaN", '"\\ud800"'):
        came = chunks.read(text.replace('"北门"', said).encode())
        told = check(came, FAIR, {})
        assert isinstance(told, Broken)
        assert told.why == "malformed"


def test_an_oversized_chunk_is_refused_unread() -> None:
    with pytest.raises(chunks.Unreadable, match="more than"):
        chunks.read(b"{" * (LARGEST_CHUNK + 1))


def test_a_later_versions_fields_are_passed_over() -> None:
    text = chunks.write(chunk(written(scans(1)))).decode()
    came = chunks.read(text.replace('"kind":', '"later":[1],"kind":').encode())
    assert isinstance(check(came, FAIR, {}), Checked)


def test_a_zip_bomb_costs_no_memory() -> None:
    bomb = zlib.compress(bytes(200_000_000), 9)
    assert len(bomb) < 200_000
    with pytest.raises(packing.TooMuch):
        packing.unpack(bomb, LARGEST_CHUNK)


def test_what_is_packed_comes_back_and_a_cut_is_seen() -> None:
    data = chunks.write(chunk(written(scans(50))))
    packed = packing.pack(data)
    assert packing.unpack(packed, LARGEST_CHUNK) == data
    for spoilt in (packed[:-9], packed + b"x", b"nothing"):
        with pytest.raises(packing.NotPacked):
            packing.unpack(spoilt, LARGEST_CHUNK)


def test_a_signature_is_the_nodes_own_and_over_these_bytes() -> None:
    signed = signing.sign(KEY, b"text")
    assert signing.holds(signing.public_key(KEY), b"text", signed)
    assert not signing.holds(signing.public_key(signing.new_key()), b"text", signed)
    assert not signing.holds(signing.public_key(KEY), b"text ", signed)
    assert not signing.holds("no key", b"text", signed)
