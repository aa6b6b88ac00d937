import pytest

from fair.adverts import Finding, lint, lint_job
from tests.fair import phrases


def kinds(text: str, column: str = "requirements") -> set[str]:
    return {finding.kind for finding in lint(text, column)}


@pytest.mark.parametrize("phrase", phrases.DISCRIMINATORY)
def test_an_advert_that_turns_people_away_for_who_they_are_is_held(phrase: str) -> None:
    assert "discriminatory_advert" in kinds(phrase)
    assert "scam_advert" not in kinds(phrase)


@pytest.mark.parametrize("phrase", phrases.SCAM)
def test_an_advert_that_wants_money_or_papers_is_held(phrase: str) -> None:
    assert "scam_advert" in kinds(phrase)


@pytest.mark.parametrize("phrase", phrases.RESTRICTIVE)
def test_an_age_or_a_height_is_shown_to_the_organizer_and_holds_nothing(phrase: str) -> None:
    assert kinds(phrase) == {"restrictive_advert"}


@pytest.mark.parametrize("phrase", phrases.FINE)
def test_an_honest_advert_raises_no_alarm(phrase: str) -> None:
    assert lint(phrase) == []


@pytest.mark.parametrize("title", phrases.TITLES_OF_ONE_SEX)
def test_a_title_for_one_sex_is_held(title: str) -> None:
    assert kinds(title, "title") == {"discriminatory_advert"}


@pytest.mark.parametrize("title", phrases.FINE_TITLES)
def test_a_title_that_names_customers_or_goods_is_fine(title: str) -> None:
    assert lint(title, "title") == []


@pytest.mark.parametrize(
    ("column", "limits", "fine"),
    [
        ("sex", ("男", "女", "限男", "女性", "男优先"), ("不限", "男女不限", "/", "男、女", "")),
        ("age", ("18-35岁", "35以下", "三十五岁以下", "45"), ("不限", "无", "年龄不限", "")),
        ("ethnicity", ("汉", "汉族", "藏族"), ("不限", "/", "民族不限")),
    ],
)
def test_in_its_own_column_a_bare_word_is_a_limit(
    column: str, limits: tuple[str, ...], fine: tuple[str, ...]
) -> None:
    assert all(lint(text, column) for text in limits)
    assert not any(lint(text, column) for text in fine)


def test_an_unknown_column_is_read_together_with_its_header() -> None:
    assert kinds("300元", "?服装费") == {"scam_advert"}
    assert kinds("170以上", "?身高要求") == {"restrictive_advert"}
    assert kinds("本市", "?户籍要求") == {"discriminatory_advert"}
    assert not kinds("不收", "?服装费")


def test_the_finding_names_the_words_and_the_article() -> None:
    (finding,) = lint("吃苦耐劳，限男性")

    assert finding.words == "限男性"
    assert finding.article.zh == "就业促进法第二十七条"
    assert finding.article.en == "Employment Promotion Law, Art. 27"


def test_every_text_column_of_a_job_is_read_and_its_contact_is_not() -> None:
    found = lint_job({"title": "裁剪工", "contact": "限女士", "note": "交押金", "wage": "面议"})

    assert [(finding.kind, finding.column) for finding in found] == [("scam_advert", "note")]


def test_line_breaks_and_full_width_hide_nothing() -> None:
    assert kinds("包吃住\n限　男　性") == {"discriminatory_advert"}
    assert kinds("押金５００元") == {"scam_advert"}


def test_a_very_long_advert_is_read_in_a_moment() -> None:
    found: list[Finding] = lint("民族、" * 5000 + "年龄" * 5000)

    assert found == []
