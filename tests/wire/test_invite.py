"""An invite is one line that survives being typed, pasted and scanned."""

import pytest

from wire import signing
from wire.invite import BadInvite, Invite, draw_code, fingerprint, host_and_port, read, write

KEY = signing.public_key(bytes(range(32)))


def invite(**other: object) -> Invite:
    said = {
        "addresses": ("192.168.1.20:8470", "10.0.0.5:8470"),
        "fingerprint": fingerprint(KEY),
        "code": draw_code(lambda n: 7 % n),
        "role": "station",
    }
    return Invite(**{**said, **other})  # type: ignore[arg-type]


def test_an_invite_is_read_as_it_was_written() -> None:
    assert read(write(invite())) == invite()


def test_it_is_one_line_in_the_signs_that_make_a_small_qr() -> None:
    text = write(invite())
    assert "\n" not in text
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_case_blanks_and_signs_that_look_alike_are_forgiven() -> None:
    text = write(invite(code="0123456789ABCDEF"))
    typed = f"  {text[:40].lower()} {text[40:].lower()}\n".replace("/0123", "/oi23")
    assert read(typed) == invite(code="0123456789ABCDEF")


def test_central_behind_ordinary_https_has_no_fingerprint() -> None:
    central = invite(addresses=("central.example",), fingerprint=None, role="central")
    assert read(write(central)) == central
    assert host_and_port("central.example") == ("central.example", 443)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "FAIR1////", "FAIR2/10.0.0.5:1/-/0123456789ABCDEF/STATION", "FAIR1/10.0.0.5:99999"
     "/-/0123456789ABCDEF/STATION", "FAIR1/10.0.0.5:1/-/0123/STATION", "FAIR1/a b/x/y/z",
     "FAIR1/10.0.0.5:1/-/0123456789ABCDEF/KING", "FAIR1/" + "A" * 10_000],
)  # fmt: skip
def test_anything_else_is_said_to_be_no_invite(text: str) -> None:
    with pytest.raises(BadInvite):
        read(text)


def test_two_keys_have_two_fingerprints() -> None:
    assert fingerprint(KEY) != fingerprint(signing.public_key(bytes(32)))
    assert len(fingerprint(KEY)) == 26
