"""Sealed for certain nodes, for nobody else."""

import pytest

from wire import sealing, signing


def test_only_its_receivers_read_what_was_sealed() -> None:
    gate, hall, stranger = signing.new_key(), signing.new_key(), signing.new_key()
    sealed = sealing.seal(b"a fair", [signing.public_key(gate), signing.public_key(hall)])
    assert sealing.unseal(sealed, gate) == sealing.unseal(sealed, hall) == b"a fair"
    with pytest.raises(sealing.NotForUs):
        sealing.unseal(sealed, stranger)


def test_whatever_is_changed_or_cut_is_refused() -> None:
    gate = signing.new_key()
    sealed = sealing.seal(b"a fair", [signing.public_key(gate)])
    for at in range(0, len(sealed), 7):
        flipped = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        for spoilt in (flipped, sealed[:at]):
            with pytest.raises(sealing.NotForUs):
                sealing.unseal(spoilt, gate)
