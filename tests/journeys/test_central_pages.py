"""Everybody can read and use every page of central, as every page of a fair."""

import re
from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from central.settings import chance
from central.store.connect import open_store
from tests.journeys.axe_check import LANGUAGES, SIZES, Subject, check, table
from tests.journeys.central_pages import (
    Served,
    Shown,
    central_with_fairs,
    every_page,
    pages_of_the_app,
)

FIRST_VISIT_KB = 60


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with central_with_fairs(tmp_path_factory.mktemp("central")) as made:
        yield made


@pytest.fixture(scope="module")
def states(
    chromium: Browser, served: Served, tmp_path_factory: pytest.TempPathFactory
) -> dict[str | None, str]:
    folder = tmp_path_factory.mktemp("cookies")
    people = [who for who in served.by_person() if who is not None]
    return {who: str(served.sign_in(chromium, who, folder / who)) for who in people}


def subject(
    served: Served,
    shown: Shown,
    states: dict[str | None, str],
    sizes: tuple[str, ...] = tuple(SIZES),
    languages: tuple[str, ...] = LANGUAGES,
) -> Subject:
    return Subject(
        served.url + shown.path,
        name=shown.name,
        storage_state=states.get(shown.who),
        sizes=sizes,
        languages=languages,
        max_kb=FIRST_VISIT_KB,
    )


def test_no_page_of_central_is_left_out(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'central.db'}", chance())
    rules = {re.sub("<.*?>", "[^/]+", rule) for rule in pages_of_the_app(store)}
    store.close()
    paths = [urlsplit(shown.path).path for shown in every_page(["x"] * 5)]
    assert not [rule for rule in rules if not any(re.fullmatch(rule, path) for path in paths)]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_page_of_central_is_usable_by_everybody(
    chromium: Browser, served: Served, states: dict[str | None, str]
) -> None:
    looks = cycle(product(SIZES, LANGUAGES))
    subjects = [
        subject(served, shown, states, (size,), (language,))
        for shown, (size, language) in zip(served.pages, looks, strict=False)
    ]
    findings = check(subjects, browser=chromium)
    assert not findings, table(findings)


@pytest.mark.browser
@pytest.mark.soak
@pytest.mark.timeout(1500)
def test_every_page_of_central_is_usable_at_three_sizes_in_two_languages(
    chromium: Browser, served: Served, states: dict[str | None, str]
) -> None:
    subjects = [subject(served, shown, states) for shown in served.pages]
    findings = check(subjects, browser=chromium)
    assert not findings, table(findings)
