"""Every text that people see is there in every language, whole, with the same placeholders."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[2]
PACKAGES = ("fair", "printers", "sheets", "pages", "kiosk", "central")
MARKS = {"_": 1, "mark": 1, "ngettext": 2}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
HAN = re.compile(r"[\u3400-\u9fff]")

Texts = dict[str, set[str]]  # a msgid, and the files that say it


def said_in_code() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    for given in node.args[: MARKS.get(node.func.id, 0)]:
                        if isinstance(given, ast.Constant) and isinstance(given.value, str):
                            yield given.value, str(path.relative_to(ROOT))


def written_in_code() -> Iterator[str]:
    """Every string: `printers` and `sheets` import nothing of ours and can't mark their texts."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def said_in_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        with path.open("rb") as file:
            for _line, _name, texts, _comments in babel_extract(file, list(MARKS), [], {}):
                for text in (texts,) if isinstance(texts, str) else texts or ():
                    if isinstance(text, str):
                        yield text, str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def said() -> Texts:
    texts: Texts = defaultdict(set)
    for text, where in (*said_in_code(), *said_in_templates()):
        texts[text].add(where)
    return dict(texts)


def messages(language: str) -> Iterator[tuple[Message, str]]:
    for path in sorted((ROOT / "translations" / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    yield message, path.name


def msgids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def msgstrs(message: Message) -> tuple[str, ...]:
    text = message.string
    return (text,) if isinstance(text, str) else tuple(text or ())


def test_every_text_is_there_in_chinese(said: Texts) -> None:
    known = {msgid for message, _file in messages("zh_CN") for msgid in msgids(message)}
    missing = {text: sorted(where) for text, where in said.items() if text not in known}
    assert not missing


def test_no_translation_is_left_over(said: Texts) -> None:
    written = {*said, *written_in_code()}
    left = [
        (file, msgid)
        for message, file in messages("zh_CN")
        for msgid in msgids(message)
        if msgid not in written
    ]
    assert not left


def test_a_translation_shows_what_its_text_shows() -> None:
    for message, file in messages("zh_CN"):
        shown = {name for msgid in msgids(message) for name in PLACEHOLDER.findall(msgid)}
        for text in msgstrs(message):
            assert set(PLACEHOLDER.findall(text)) == shown, (file, message.id)


def test_a_translation_is_finished() -> None:
    for message, file in messages("zh_CN"):
        assert not message.fuzzy, (file, message.id)
        assert all(msgstrs(message)), (file, message.id)


def test_a_text_is_translated_in_one_way() -> None:
    seen: dict[tuple[str, ...], tuple[str, ...]] = {}
    for message, file in messages("zh_CN"):
        earlier = seen.setdefault(msgids(message), msgstrs(message))
        assert earlier == msgstrs(message), (file, message.id)


def test_the_texts_in_the_code_are_english(said: Texts) -> None:
    assert not [text for text in said if HAN.search(text)]


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=str)
def test_no_text_stands_in_a_template_untranslated(path: Path) -> None:
    """Words between tags that no `_()` says; `place` and `shape` are names of classes."""
    text = re.sub(r"\{% block (place|shape) %\}\w+\{% endblock %\}", " ", path.read_text("utf-8"))
    source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
    between = re.findall(r">([^<>]+)<", f">{source}<")
    words = [each.strip() for each in between if re.search(r"[A-Za-z\u3400-\u9fff]{2,}", each)]
    assert not words
