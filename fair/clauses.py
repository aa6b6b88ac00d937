"""An advert's sentences and clauses, and the words that let in, prefer and turn away."""

import re
from dataclasses import dataclass

from fair.characters import half_width


@dataclass(frozen=True, slots=True)
class Article:
    """Where the law says so, in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Said:
    """The words that an advert shouldn't say, in half width and without spaces."""

    words: str
    article: Article


SENTENCE_END = re.compile(r"[。;!?\n]+")
CLAUSE_END = re.compile(r"[,，]+|(?:但是|但|而且)")
PIECE_END = re.compile(r"[,，、/|()\[\]【】\s]+")

# 限 of 有限公司, 年限, 限时 and 不限 limits nobody.
LIMIT = (
    "(?<![不无有年权期上下时局受])(?:仅限|只限|限|仅|只)(?!时|量|期|度|额|制)(?:招聘?|收|要|聘"
    "|录用?|接受|考虑|面向|针对)?(?:为|于|是|:|有|具有|持有?)*"
)
REQUIRE = "(?:要求|必须|必需|须|需要|需|应|要)(?:是|为|:|有|具有|具备|持有?|招)*"
HIRE = (
    "(?:招聘|招收|招募|招录|诚聘|急聘|急招|招|聘)(?:若干|专职|兼职|长期|短期|大量|年轻|熟练"
    "|优秀|健康|[0-9]+|[一两二三四五几多]|名|位|个|:)*"
)
PREFER_BEFORE = (
    "(?:优先(?:考虑|录用|录取|招聘|招收|聘用|安排)?|更?适合|倾向于?|偏向|最好(?:是|为)?"
    "|宜)(?:招|于|为|是)*"
)
PREFER = (
    "(?:者|的|从业者|员工|求职者|应聘者|人员)*(?:可|将|均|请)?(?:优先|为佳|为宜|最佳|最好|为主"
    "|尤佳|更?佳)"
)
REFUSE = (
    "(?<!绝)(?<!从)(?:不招|不要(?!求)|不收|不聘|不录用?|不考虑|不接[受收]|不适合|谢绝|拒绝|拒收"
    "|拒招|婉拒|禁止)(?:录用|招收|接[受收]|聘用|考虑|任何|有|患有?|携带)*"
)
REFUSED = (
    "(?:者|的|从业者|员工|求职者|应聘者|人员|人士|人)*(?:一律|请|均|概|暂)*(?:勿(?!忘)|免(?!费)"
    "|不要(?!求)|不招|不收|不聘|不录|不考虑|不接[受收]|不予|不适合|除外|谢绝|止步|莫|绕)"
)
ATTRIBUTE = (
    "(?:性别|男女|民族|族别|户口|户籍|籍贯|宗教信仰|宗教|信仰|年龄|身高|婚否|婚育|婚姻状况|婚姻"
    "|地域|学历|专业|经验|生肖|属相|星座)"
)
LIST = f"{ATTRIBUTE}(?:[、/及和与或]?{ATTRIBUTE}){{0,9}}+"
# What says that a thing does not matter: it is taken out before anything is looked for.
INDIFFERENT = re.compile(
    f"{LIST}(?:要求|情况|方面)?:?(?:均|都|皆|一律|一概)*"
    "(?:不限制?|无限制?|不论|不拘|不分|均可|皆可|可以|都?可|都?行|亦可|也可|不作?做?要求|无要求"
    "|没有?要求|没有?限制|平等)"
    f"|(?:不限制?|不论|不分|无论|不拘|不问|不看|不设|不歧视|不得歧视){LIST}(?:限制|要求)?|(?:对"
    f"|无|没有|不作|不做|不设置?|不存在|取消){LIST}(?:均|都)?(?:无|没有|不作|不做)?(?:任何"
    "|特殊)?(?:限制|要求|歧视|偏见)|(?:不要求|无需|无须|不需要?|不用|不必)(?:具有|有|是"
    "|持有?)?[本当外]?[地市县区省]?(?:户口|户籍)|(?:禁止|杜绝|反对|不存在|没有|不得有|消除|拒绝"
    "|不搞|不做)[^。;,]{0,12}歧视|不(?:得|会)?(?:歧视|拒绝|排斥|嫌弃)[^。;,]{0,6}|男(?:性|士|生"
    "|工)?[、/或和与及]?女(?:性|士|生|工|员工|职工)?(?:各半|均可|不限|皆可|都可以?|都要|都行"
    "|各[0-9]+[名人])*|女(?:性|士|生|工)?[、/或和与及]男(?:性|士|生|工)?"
)


def plain(text: str) -> str:
    """Half width, lower case, line breaks kept."""
    return half_width(text.replace("\r", "\n").replace("\n", "。")).casefold()


def sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE_END.split(plain(text)) if sentence.strip()]


def clauses(sentence: str) -> list[str]:
    """A sentence's clauses without spaces; 、 lists things inside of one."""
    parts = (re.sub(r"\s+", "", part) for part in CLAUSE_END.split(sentence))
    return [part for part in parts if part]


def pieces(sentence: str) -> list[str]:
    """The smallest parts, as brackets, commas and spaces separate them."""
    return [part for part in PIECE_END.split(sentence) if part]


def without_indifferent(clause: str) -> str:
    return INDIFFERENT.sub("|", clause)
