"""Everybody can read and use every page: axe-core, large text, no script, no colour, no motion.

`make test` looks at each page once, at a size and in a language that differ from page to page;
`make soak` looks at every page at three sizes in both languages (ten minutes and more).
"""

from collections.abc import Iterator
from itertools import cycle, product

import pytest
from playwright.sync_api import Browser

from tests.journeys.axe_check import LANGUAGES, SIZES, Subject, check, table
from tests.journeys.every_page import Fair, Shown, demo_fair

pytestmark = pytest.mark.browser
FIRST_VISIT_KB = 60  # issue of the house: the entrance page with all its assets, compressed
DOOR_PX = 118  # 20 mm on a 10-inch tablet of 150 pixels per inch (browser.md, section 4)
# Pages at the door that a visitor touches; staff touch the others.
DOOR = ("/entrance/", "/entrance/given/", "/entrance/words")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fair]:
    with demo_fair(tmp_path_factory.mktemp("demo") / "node") as fair:
        yield fair


@pytest.fixture(scope="module")
def cookies(
    chromium: Browser, served: Fair, tmp_path_factory: pytest.TempPathFactory
) -> dict[str | None, str]:
    folder = tmp_path_factory.mktemp("cookies")
    roles = sorted(served.secrets)
    return {role: str(served.sign_in(chromium, role, folder / role)) for role in roles}


def subject(
    fair: Fair,
    shown: Shown,
    cookies: dict[str | None, str],
    sizes: tuple[str, ...] = tuple(SIZES),
    languages: tuple[str, ...] = LANGUAGES,
) -> Subject:
    at_the_door = shown.path == DOOR[0] or shown.path.startswith(DOOR[1:])
    return Subject(
        fair.url + shown.path,
        name=shown.path,
        storage_state=cookies.get(shown.role),
        sizes=sizes,
        languages=languages,
        max_kb=FIRST_VISIT_KB,
        target_px=DOOR_PX if at_the_door else 0,
    )


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_every_page_is_usable_by_everybody(
    chromium: Browser, served: Fair, cookies: dict[str | None, str]
) -> None:
    assert len(served.pages) > 30
    looks = cycle(product(SIZES, LANGUAGES))
    subjects = [
        subject(served, shown, cookies, (size,), (language,))
        for shown, (size, language) in zip(served.pages, looks, strict=False)
    ]
    findings = check(subjects, browser=chromium)
    assert not findings, table(findings)


@pytest.mark.soak
@pytest.mark.timeout(3000)
def test_every_page_is_usable_at_three_sizes_in_two_languages(
    chromium: Browser, served: Fair, cookies: dict[str | None, str]
) -> None:
    subjects = [subject(served, shown, cookies) for shown in served.pages]
    findings = check(subjects, browser=chromium)
    assert not findings, table(findings)
