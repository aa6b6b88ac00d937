"""Adverts that turn people away for who they are: 就业促进法, articles 26 to 31."""

import re

from fair.clauses import (
    HIRE,
    LIMIT,
    PREFER,
    PREFER_BEFORE,
    REFUSE,
    REFUSED,
    REQUIRE,
    Article,
    Said,
    clauses,
    pieces,
    plain,
    sentences,
    without_indifferent,
)
from fair.people import (
    BELIEVER,
    CARRIER,
    DISABLED,
    MAN_OR_WOMAN,
    MINORITY,
    PEOPLE,
    PEOPLES,
    PERSON,
    PLACE,
    REGIONS,
    REGISTERED,
)


def _article(number: int, zh: str) -> Article:
    return Article(f"就业促进法第{zh}条", f"Employment Promotion Law, Art. {number}")


EQUALITY = _article(26, "二十六")
SEX = _article(27, "二十七")
ETHNICITY = _article(28, "二十八")
DISABILITY = _article(29, "二十九")
CARRIERS = _article(30, "三十")
RURAL = _article(31, "三十一")

RULES: tuple[tuple[Article, re.Pattern[str]], ...] = tuple(
    (article, re.compile(pattern))
    for article, pattern in (
        (SEX, f"{LIMIT}(?:年轻|已婚|未婚|健康)*{PERSON}"),
        (SEX, f"(?:{REQUIRE}|{HIRE}|{PREFER_BEFORE}|{REFUSE})(?:年轻|已婚|未婚)*{PERSON}"),
        (SEX, f"性别(?:要求|限制|:|为|是|仅|限|须)*{PERSON}"),
        (SEX, f"{PERSON}{PREFER}|{PERSON}{REFUSED}|{PERSON}(?:及|和|、|或|与)[^,|]{{1,8}}优先"),
        (
            SEX,
            r"(?:已婚|未婚|已育|未育|离异|单身)+(?:者|女性|男性|人士)*(?:优先|为佳|勿|不要|不招|免谈)",
        ),
        (SEX, f"{LIMIT}(?:已婚|未婚|已育|未育|单身)|(?:已婚已育|未婚未育)(?!均可|不限|者均可)"),
        (
            SEX,
            "(?:不得|不准|不能|不可以?|不许|禁止|承诺不|无)[^,。]{0,6}(?:结婚|怀孕|生育|生孩子"
            "|二胎|三胎)",
        ),
        (SEX, f"(?:孕妇|孕期|哺乳期){REFUSED}|{REFUSE}(?:孕妇|孕期|哺乳期)"),
        (SEX, r"\b(?:males?|females?|men|women|girls?|boys?|ladies)(?:only|preferred|wanted)"),
        (ETHNICITY, f"(?:{LIMIT}|{REQUIRE}|{HIRE}|{PREFER_BEFORE}|{REFUSE})非?{PEOPLE}"),
        (ETHNICITY, f"(?:{LIMIT}|{REFUSE})非?{MINORITY}|非(?:{PEOPLE}|{MINORITY})"),
        (ETHNICITY, f"{PEOPLE}(?:同胞|群众)*(?:{PREFER}|{REFUSED})|{MINORITY}(?:同胞)*{REFUSED}"),
        (ETHNICITY, f"(?:民族|族别)(?:要求|限制|:|为|是|仅|限|须)+(?:{PEOPLES})(?:族|$)"),
        (EQUALITY, f"{BELIEVER}(?:{PREFER}|{REFUSED})"),
        (EQUALITY, f"(?:{LIMIT}|{REFUSE}){BELIEVER}|{REQUIRE}(?:无|没有|有|信)?{BELIEVER}"),
        (
            EQUALITY,
            "(?:无|没有|不得有|不能有|不可有)(?:任何)?(?:宗教信仰|宗教|信仰)(?!限|要求|歧视|问题)",
        ),
        (EQUALITY, "(?<![论管])不信(?:教|仰|佛)|不信仰|无神论者(?:优先|为佳)"),
        (DISABILITY, f"{DISABLED}{REFUSED}|{REFUSE}(?:身体|肢体|四肢)?{DISABLED}"),
        (
            DISABILITY,
            "(?:无|没有|非|不得有|不能有|不可有)(?:任何|明显|肢体|身体|重大|严重|生理|先天|性|、"
            "|或|及|和)*(?:残疾|残障|伤残|(?<=[体理天性])缺陷)(?!证|歧视|要求|限)",
        ),
        (
            DISABILITY,
            "(?:四肢|肢体|身体|身心|手脚)(?:均|都)?(?:健全|无残|完好|齐全)|健全人(?:优先|士)",
        ),
        (RURAL, f"(?:{LIMIT}|{REQUIRE}|{REFUSE}|{PREFER_BEFORE})(?:无|没有)?{PLACE}*{REGISTERED}"),
        (RURAL, f"{LIMIT}[\u4e00-\u9fff]{{1,6}}?{REGISTERED}"),
        (RURAL, f"{PLACE}{REGISTERED}(?:居民)?(?:{PREFER}|{REFUSED})|{REGISTERED}{PREFER}"),
        (
            RURAL,
            f"(?:具有|具备|持有?|拥有|有|是|为){PLACE}{REGISTERED}(?!的?(?:均可|也可|亦可|不限))",
        ),
        (RURAL, f"(?:户口|户籍)(?:要求|限制|所在地|:|为|是|仅|限|须|在)+{PLACE}"),
        (
            RURAL,
            f"外[地省市](?:人|户口|户籍|人员)*{REFUSED}|{REFUSE}外[地省市](?:人|户口|户籍|人员)",
        ),
        (
            RURAL,
            f"{LIMIT}(?:本地|本[市县区镇乡村省]|当地)(?:常住)?(?:人(?!力|才|民|社)|居民|村民|籍)",
        ),
        (EQUALITY, f"{REGIONS}{REFUSED}|{REFUSE}{REGIONS}"),
        (
            EQUALITY,
            "(?:属相|生肖|星座|血型)[^,。]{0,8}(?:勿|不要|限|优先|除外|免谈|不招|不合)"
            f"|(?:{LIMIT}|{REFUSE}|(?<![归下附所直隶])属)[属]?[鼠牛虎兔龙蛇马羊猴鸡狗猪](?:的"
            f"|者|人)*(?:{PREFER}|{REFUSED})",
        ),
    )
)
CARRIER_FOUND = re.compile(f"[^,。|]{{0,4}}{CARRIER}[^,。|]{{0,6}}")
CARRIER_IS_FINE = re.compile(
    "(?:不查|不检|不做|不体检|不含|不强制|不测|免查|免检|无需|不需|不得|不限|不歧视|不拒|不要求"
    "|取消|禁止|欢迎|接受|可招)"
    f"[^,。|]{{0,8}}{CARRIER}|{CARRIER}[^,。|]{{0,10}}(?:不限|不影响|可(?!能)|不受限|不查|不检"
    "|不歧视|平等|不拒|不作|不做"
    "|无影响|没关系|欢迎|疫苗|药|防治|预防|试剂|研究|宣传|护理|病人|科|诊疗|治疗)"
)
ONLY_SEX = re.compile(
    "(?:仅|限|只|要求|性别)?:?(?:未婚|已婚|年轻)?(?:男|女)(?:性|士|生|工"
    "|的)?(?:[0-9]+[名人位])?|(?:男|女)(?:性|士|生)?:?[0-9]{2}(?:-[0-9]{2})?周?岁.*|(?:male"
    "|female)"
)
ONLY_PEOPLE = re.compile(f"(?:{PEOPLES})族(?:人|者|员工)?|(?:民族|族别):?(?:{PEOPLES})族?")
ONLY_REGISTERED = re.compile(f"{PLACE}{{1,2}}{REGISTERED}(?:者|人员|居民)?")
JOB_OF_ONE_SEX = re.compile(f"^(?:急招|急聘|招聘|诚聘|招)?{MAN_OR_WOMAN}(?=.)|[^男]{MAN_OR_WOMAN}$")
ANYBODY = re.compile("不限|均可|皆可|都可|都行|无要求|男女|不作要求|不做要求")
# Where a lone 女 or 汉族 says who is wanted; a place or an unknown column may name anything.
ABOUT_PEOPLE = frozenset({"title", "requirements", "education", "age", "note", "sex", "ethnicity"})


def discriminating(text: str, column: str) -> list[Said]:
    """What in this column of an advert excludes or prefers people by sex, ethnicity, religion,
    disability, pathogens they carry, or household registration."""
    found: list[Said] = []
    for sentence in sentences(text):
        for clause in clauses(sentence):
            found += _in_clause(without_indifferent(clause))
    found += _by_column(plain(text), column)
    return list(dict.fromkeys(found))


def _in_clause(clause: str) -> list[Said]:
    said = [Said(match[0], article) for article, rule in RULES if (match := rule.search(clause))]
    if (carrier := CARRIER_FOUND.search(clause)) and not CARRIER_IS_FINE.search(clause):
        said.append(Said(carrier[0], CARRIERS))
    return said


def _by_column(text: str, column: str) -> list[Said]:
    """What only its column gives a meaning: 女 in the column of sex, 女工 as a title."""
    if column not in ABOUT_PEOPLE:
        return []
    both = "男" in text and "女" in text
    bare = without_indifferent("".join(text.split()))
    if column == "sex":
        wanted = re.search("男|女|male", bare)
        fine = both or ANYBODY.search(bare)
        return [Said(bare.strip("|"), SEX)] if wanted and not fine else []
    if column == "ethnicity":
        wanted = re.search(f"^(?:{PEOPLES})族?$|{PEOPLE}", bare)
        return [Said(bare, ETHNICITY)] if wanted and not ANYBODY.search(bare) else []
    said: list[Said] = []
    for sentence in sentences(text):
        for piece in pieces(sentence):
            if not both and ONLY_SEX.fullmatch(piece):
                said.append(Said(piece, SEX))
            if ONLY_PEOPLE.fullmatch(piece) and not ANYBODY.search(sentence):
                said.append(Said(piece, ETHNICITY))
            if ONLY_REGISTERED.fullmatch(piece) and not ANYBODY.search(sentence):
                said.append(Said(piece, RURAL))
    if column == "title" and (one := JOB_OF_ONE_SEX.search(bare)):
        said.append(Said(one[0], SEX))
    return said
