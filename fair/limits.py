"""Adverts that name an age or a height: allowed, but shown to the organizer."""

import re

from fair.characters import folded
from fair.clauses import INDIFFERENT, Said, clauses, sentences
from fair.discrimination import EQUALITY

NUMBER = "(?:[0-9]{2}|[一二三四五六七八九]?十[一二三四五六七八九]?)"
# Whom the work is for (照顾80岁老人, 0-3岁婴幼儿) is not who may do it.
OTHERS = (
    "(?!(?:以上|以下|以内|左右|及以上)*的?.{0,2}(?:老|儿童|孩|宝|幼|婴|学生|患者|病人|客|长者"
    "|人群|少儿|小朋友))"
)
LOOKED_AFTER = re.compile("(?:照顾|照看|照料|护理|陪护|伺候|看护|面向|针对|服务|带)[^,年]{0,6}$")
AGE = re.compile(
    f"年龄[^,。]{{0,8}}?(?:{NUMBER})|年满{NUMBER}|{NUMBER}(?:周?岁)?(?:-|~|～|—|至"
    f"|到){NUMBER}周?岁{OTHERS}"
    "|(?:不超过|不大于|不小于|不低于|小于|大于|低于|高于|限|满|<|>|≤"
    f"|≥)={{0,1}}{NUMBER}周?岁{OTHERS}|{NUMBER}周?岁(?:\\([^)]*\\))?(?:及|含)?(?:以下|以上|以内"
    f"|之间|内|左右|为宜|优先|者){OTHERS}|[5-9]0后(?:优先|为佳)"
    "|年轻(?:人|者)?(?:优先|为佳)|(?:男|女)(?:性|士)?[0-9]{2}周?岁"
)
HEIGHT = re.compile(
    "身高[^,。]{0,8}?(?:[0-9]|一米)"
    "|(?<!高度)(?<!长度)(?<!宽度)(?<!净高)(?<!货架)(?:1[.米][4-9][0-9]?米?|1[4-9][0-9](?:cm"
    "|公分|厘米)|一米[五六七八])(?:及)?(?:以上|以下|以内|左右)"
)
AGE_CELL = re.compile(
    "[0-9]{2}|[一二三四五六七八九十]岁|[一二三四五六七八九]?十[一二三四五六七八九]?周?岁|年轻"
    "|青年|中年|青壮年"
)


def restricting(text: str, column: str) -> list[Said]:
    """The ages and heights that this column of an advert asks for."""
    if column == "age":
        cell = AGE_CELL.search(INDIFFERENT.sub("", folded(text)))
        return [Said(folded(text), EQUALITY)] if cell else []
    found: list[Said] = []
    for sentence in sentences(text):
        for clause in clauses(sentence):
            seen = INDIFFERENT.sub("|", clause)
            for rule in (AGE, HEIGHT):
                for match in rule.finditer(seen):
                    if not LOOKED_AFTER.search(seen[: match.start()]):
                        found.append(Said(match[0], EQUALITY))
    return list(dict.fromkeys(found))
