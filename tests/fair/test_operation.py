"""The hash of an operation is that of its canonical envelope, whatever its texts hold."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from fair.clock import Stamp
from fair.operation import canonical, chain_hash

texts = st.text(st.characters(codec="utf-8"), max_size=12)
numbers = st.integers(0, 2**53 - 1)


@given(texts, texts, numbers, numbers, numbers, texts, numbers, texts, texts, texts)
def test_the_chain_hashes_the_canonical_envelope(
    fair: str,
    log: str,
    seq: int,
    ms: int,
    n: int,
    kind: str,
    v: int,
    actor: str,
    body_hash: str,
    before: str,
) -> None:
    envelope = canonical([fair, log, seq, ms, n, kind, v, actor, body_hash, before])
    hashed = chain_hash(fair=fair, log=log, seq=seq, at=Stamp(ms, n), kind=kind, v=v,
                        actor=actor, body_hash=body_hash, before=before)  # fmt: skip
    assert hashed == hashlib.sha256(envelope.encode("utf-8")).hexdigest()
