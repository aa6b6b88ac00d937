"""Adverts that want money or papers from people who look for work."""

import re

from fair.clauses import Article, Said, clauses, sentences

MONEY = Article(
    "就业服务与就业管理规定第十四条第（三）项",
    "Provisions on Employment Services and Employment Management, Art. 14 (3)",
)
PAPERS = Article(
    "就业服务与就业管理规定第十四条第（二）项",
    "Provisions on Employment Services and Employment Management, Art. 14 (2)",
)

FEE = (
    "(?:押金|保证金|担保金|担保费|内推费|内部推荐费|抵押金|质押金|风险抵押金?|风险金|诚意金"
    "|岗前培训费|培训(?:费用?|学费|金)|报名[费金]|建档费|入职费|上岗费|岗位费|名额费|置装费"
    "|工牌费|(?:服装|工作服|工作装|工装|工服|工衣|厂服|制服)(?:费用?|款|钱|押金))"
)
# Fees that customers pay as well: somebody must want them from the applicant.
ANY_FEE = (
    "(?:手续费|管理费|服务费|会员费|材料费|资料费|教材费|注册费|体检费|学费|考试费|证书费"
    "|办证费|中介费|介绍费|定金|订金)"
)
SUM = (
    "(?:[0-9]+(?:\\.[0-9]+)?(?:元|块|万|千)|[一二两三四五六七八九十百千]+(?:元|块)"
    "|(?:一定的?)?费用?|钱|款)"
)
PAY = "(?:预?交纳?|预?缴纳?|预?付|支付|垫付|上交)"
UNIFORM = "(?:工作?服|工作?装|工衣|厂服|服装|制服|职业装|统一着装|劳保用品|工装鞋)"
FREE = "(?:(?!不|免|无|公司|单位|企业).)"
SELF = (
    "(?:自费|自购|自付|自理|自行购买|自己购买|自掏|自备费用|付费|收费|扣款|扣费|扣钱|押金"
    "|(?:个人|员工|本人)承担|(?:从)?工资里?中?扣)"
)
PAPER = "(?:身份证|证件|毕业证|学历证|资格证|户口[本簿]|银行卡|房产证)(?!复印件|号|复件|照片)"
MONEY_RULES = tuple(
    re.compile(pattern)
    for pattern in (
        FEE,
        f"(?:需|须|要|应|先|入职|上岗|报名|个人|自行|应聘者?|求职者){FREE}{{0,6}}(?:{PAY}|承担"
        f"|出){FREE}{{0,6}}{ANY_FEE}",
        f"(?<!体检){ANY_FEE}(?<!体检费)(?:用)?(?:自理|自付|自费|自负|自行承担|由?(?:个人|员工"
        "|本人|求职者)承担)",
        "(?:入职|上岗|报名|面试|录用|应聘|先|需|须|要)(?:前|时|后|者|应|需|须|先|要|必须|每人"
        f"|一次性)*{PAY}(?:人民币|现金)?{SUM}",
        f"(?:每人|个人|本人|新员工|求职者|应聘者)(?:需|须|要|应)?{PAY}{SUM}",
        f"(?:向|收取?)(?:求职者|应聘者|新员工|每人)(?:收取?)?{FREE}{{0,4}}{SUM}",
        f"报名收费|收费{SUM}?(?:入职|上岗)|(?:需|须|要)(?:先|自行|自己)?垫付|"
        "(?:中介费|介绍费|教材费|学费|资料费|材料费)[0-9]+(?:元|块)",
        f"培训{FREE}{{0,6}}(?:收费|自费|付费|交费|缴费|费用?自理|{PAY}{SUM}|收取?{SUM})|(?:自费"
        "|付费|收费|有偿)(?:参加)?(?:岗前|入职)?培训",
        "培训贷|贷款(?:参加)?(?:岗前|技能)?(?:培训|学习|交学费)|先学后付|分期付款(?:参加)?培训"
        "|学费[^,]{0,6}(?:贷款|分期|工资[^,]{0,3}扣)",
        f"培训{FREE}{{0,8}}(?<!产品)(?:办理|申请|提供)?(?:助学)?(?:贷款|分期)(?!业务|产品|知识"
        "|客户|专员|顾问|经理)",
        f"{UNIFORM}(?:费用?)?{FREE}{{0,6}}{SELF}",
        "(?:自费(?:购买)?|自购|自行购买|自己购买|(?:需|须|要|统一)(?:自己|自行|个人)?购买"
        "|出钱买)(?:公司"
        f"|统一|指定|全套|[0-9一两]套|的)*{UNIFORM}",
        f"(?:{PAY}|扣除?|收取?)(?:[0-9]+元?)(?:的|作为|做|作)?{UNIFORM}",
        "(?<!融资)(?<!贷款)担保(?:人(?!员)|书)|(?:需|须|要|提供|有|找|本地人?"
        "|户口)(?:[0-9一两二三]?人|本地人?|户口|熟人|财产|第三方)*担保(?!公司|业务|专员|行业"
        "|产品|经理|贷款|法|合同|项目|部)",
        "押(?:金)?[0-9]{2,5}(?:元|块)?|财物抵押|(?:需|须|要)抵押(?!贷)",
        "(?:押|压|扣押)(?:首|第一|头)?(?:[0-9一两半])?个?半?(?:月|天|周)?的?(?:工资|薪水|薪资)"
        "|工资(?:押|压)(?![力缩])",
        "(?:购买|认购)(?:公司)?(?:产品|套餐|课程)(?:后)?(?:才能|方可|才可|即可)(?:入职|上岗)",
        r"deposit(?:required|of)|trainingfee|uniformfee|paydeposit",
    )
)
PAPER_RULES = tuple(
    re.compile(pattern)
    for pattern in (
        "(?:扣押|抵押|扣留|收押|押(?!运)|扣|收走|上交|没收)(?:本人|员工|个人|原件|的|你的|二代"
        f"|居民)*{PAPER}",
        f"{PAPER}(?:原件)?(?:需|须|要|由|统一|作为?|做)*(?:抵押|扣押|扣留|押|上交|(?:交"
        "|由)?(?:公司|单位|老板|厂里)(?:统一)?保管)",
    )
)
NOT = re.compile(
    "(?:绝|决|从|概|一律|均|都|坚决)?不(?:会|用|必|需要?|要求?|得|准|能|许|存在|另|再|额外"
    "|收取?|交纳?|缴纳?|扣押?|押|压|抵押|付|支付|设|产生|办|购买)*|无(?:需|须|任何)?|毋需"
    "|免(?!费)(?:收取?|交|缴|除|去)?|没有?|未(?=收|交|缴|扣|向)|勿|拒绝|拒收|非$|严禁|禁止|杜绝"
    "|谨防|零|(?<![0-9])0(?=押|保|费|担|培)|取消|谢绝|抵制|警惕|免费(?:提供|发放|配发|的)*$"
)
# Between a "no" and a fee these words begin something new: 无经验者需交押金.
NEW_THOUGHT = re.compile(
    "需|须|必|应当|经验|学历|基础|技能|有证|限|满|到|月|年|天|离职|辞职|自离|旷工|扣(?!押|留)"
    "|先交|先付|否则|合格|通过|适应|条件"
)
PAID_FOR = re.compile(
    "(?:(?:公司|单位|企业|我司|政府|厂里?|店里?)(?:全额|统一|全部|免费)*(?:承担|支付|负担|报销"
    "|补贴|出|发放|提供|包)|报销|补贴|享受|发放|减免)[^,]{0,8}$"
)
FREE_AFTER = re.compile(
    "^[^,]{0,3}?(?:免费|补贴|补助|津贴|报销)|^[^,]{0,12}?(?:不收|不用|不需|无需|无须|全免|免收"
    "|免交|免除|免缴|减免|为零|为0|(?<![0-9.])0元|:?(?:无|否|没有)$|由?(?:公司|单位|企业|我司"
    "|厂方?|店里?|政府|我们)(?:统一|全额|全部)*(?:承担|支付|负担|出|报销|提供|补贴|买单|缴纳"
    "|发放)|一律不|均不|概不|都不|都?没有|(?:等)?(?:行为|现象|骗局))"
)
OR_ELSE = re.compile("^.{0,4}?者?(?:不得|不能|不予|不给|不可|不录|不安排|不让|免谈|勿扰|无法)")
CUSTOMERS = re.compile(
    "(?:客人|客户|顾客|租客|房客|业主|商户|会员|投标|履约|质量|工程|租房|房租|租金|车辆|租车"
    "|家长|学员|供应商|经销商|合同|农民工工资|^(?:负责|处理|核对|登记|管理|协助))[^,]{0,10}$"
)
LEDGER = re.compile(
    "^(?:等)?(?:管理|流程|制度|核算|台账|业务|会计|专员|账|收退|结算|(?:的)?(?:收取|退还|核对"
    "|登记)(?:工作|$))"
)
WARNING = re.compile("举报|投诉|警惕|谨防|防骗|骗子|诈骗|骗局|切勿|请勿|违法")
BARE_FEE = re.compile(f"(?:{FEE}|{ANY_FEE}|[、和及或])+(?:等|费用|其他费用|任何费用)*")


def charging(text: str) -> list[Said]:
    """What the advert wants: a deposit, a guarantee, training or uniform paid, a loan, papers."""
    found: list[Said] = []
    for sentence in sentences(text):
        if WARNING.search(sentence):
            continue
        denied = False  # 不收押金，服装费: a list goes on with what stood before it
        for clause in clauses(sentence):
            if denied and BARE_FEE.fullmatch(clause):
                continue
            matches = [
                (match, article)
                for rules, article in ((MONEY_RULES, MONEY), (PAPER_RULES, PAPERS))
                for rule in rules
                for match in rule.finditer(clause)
            ]
            wanted = [Said(m[0], article) for m, article in matches if _is_wanted(clause, m)]
            denied = bool(matches) and not wanted
            found += wanted
    return list(dict.fromkeys(found))


def _is_wanted(clause: str, match: re.Match[str]) -> bool:
    before, after = clause[: match.start()], clause[match.end() :]
    if OR_ELSE.search(after):
        return True
    if CUSTOMERS.search(before) or LEDGER.search(after):
        return False
    return not (_is_denied(before) or PAID_FOR.search(before) or FREE_AFTER.search(after))


def _is_denied(before: str) -> bool:
    *_, last = [None, *NOT.finditer(before)]
    if last is None:
        return False
    between = before[last.end() :]
    return len(between) <= 30 and not NEW_THOUGHT.search(between)
