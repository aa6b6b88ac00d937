"""What stands on this fair's badges."""

import pytest

from fair.badge import Mistyped, NotOurs, check_character, read
from kiosk.labels import BadAddress, badge_label, badge_url, check_address, sample_label
from printers import Resolution, Size, draw
from printers.qr import symbol

CODE = "A049ANA1GVY"


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("http://192.168.1.20:8080", "HTTP://192.168.1.20:8080/B/A049ANA1GVY"),
        ("http://192.168.1.20:80/", "HTTP://192.168.1.20/B/A049ANA1GVY"),
        ("https://fair.example.org:443", "HTTPS://FAIR.EXAMPLE.ORG/B/A049ANA1GVY"),
        ("http://fair.example.org:443", "HTTP://FAIR.EXAMPLE.ORG:443/B/A049ANA1GVY"),
        ("kiosk-7.local:8080", "HTTP://KIOSK-7.LOCAL:8080/B/A049ANA1GVY"),
        (" 192.168.1.20 ", "HTTP://192.168.1.20/B/A049ANA1GVY"),
    ],
)
def test_a_badges_url_is_short_and_in_capitals(address: str, url: str) -> None:
    assert badge_url(address, CODE) == url
    check_address(address)


def test_the_longest_ipv4_address_fits_the_smaller_qr() -> None:
    assert symbol(badge_url("http://255.255.255.255", CODE)).version == 2
    assert symbol(badge_url("http://192.168.1.200:8080", CODE)).version == 3


def test_an_address_of_61_characters_is_the_longest() -> None:
    check_address("http://" + "a" * 40)

    with pytest.raises(BadAddress) as refused:
        check_address("http://" + "a" * 43)

    assert str(refused.value) == (
        f"The address http://{'a' * 43} makes the badge's code too long (64 of 61 characters). "
        "Use a shorter name or the IPv4 address."
    )


@pytest.mark.parametrize("address", ["http://招聘会.local", "http://[fe80::1]:8080", "http://a_b"])
def test_an_address_outside_of_a_qrs_capitals_is_refused(address: str) -> None:
    with pytest.raises(BadAddress, match="characters that a badge's code can't carry"):
        check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://",
        "ftp://a",
        "http://a/path",
        "http://a?b",
        "http://me@a",
        "a:99999",
        "a:0",
        "a:b",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress, match="is no address that a badge can carry"):
        check_address(address)


def test_a_badge_carries_the_number_the_fair_and_the_name_only_if_wanted() -> None:
    def badge(name: str | None) -> tuple[str, ...]:
        return badge_label(
            Size.LABEL_50X30,
            number="A-0137",
            code=CODE,
            address="http://192.168.1.20",
            fair_name="招聘会",
            name=name,
        ).lines

    assert badge(None) == ("招聘会",)
    assert badge("Anna Berg") == ("招聘会", "Anna Berg")


def test_the_sample_is_well_formed_and_belongs_to_no_fair() -> None:
    sample = sample_label(Size.LABEL_50X30)
    code = sample.qr.rpartition("/")[2]

    assert sample.number == "A-0137"
    assert check_character(code[:10]) == code[10]
    verdict = read(sample.qr, b"the key of a real fair")
    assert isinstance(verdict, NotOurs)
    assert not isinstance(verdict, Mistyped)
    assert draw(sample, Resolution(203)) == draw(sample_label(Size.LABEL_50X30), Resolution(203))
