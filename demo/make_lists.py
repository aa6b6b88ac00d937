"""Make the demo fair's lists: 70 employers, 3,340 openings (300 reserved), 400 people.

Nobody and nothing in here exists: identity numbers and credit codes have right check characters
but areas 99…, phones begin with 169 (nobody has those). `python -m demo.make_lists` writes the
files beside this one; the same seed gives the same lists.
"""

import json
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from fair.identifiers import USCC_ALPHABET, identity_check, uscc_check

HERE = Path(__file__).parent
SEED = 20270112
EMPLOYERS, OPENINGS, RESERVED, PEOPLE = 70, 3340, 300, 400
PLACES = ("云溪开发区", "石桥工业园", "双河镇", "青岭开发区", "竹海镇", "枫林工业园", "南坪镇")
VILLAGES = ("双河村", "石桥村", "青岭村", "竹海村", "南坪村", "云溪社区", "枫林社区", "白鹭湾社区")
FIRST = ("云溪", "石桥", "双河", "青岭", "竹海", "枫林", "南坪", "白鹭湾")
SECOND = (
    "星河",
    "晨露",
    "启明",
    "同舟",
    "北辰",
    "百灵",
    "春晓",
    "望山",
    "丰泽",
    "绿野",
    "海棠",
    "拾光",
)
# industry, how such employers are called, and what they look for: title and month's wage
INDUSTRIES = tuple(
    (line.split()[0], line.split()[1], [offer.split(":") for offer in line.split()[2:]])
    for line in """
纺织服装 制衣有限公司 缝纫工:4000-6500 裁剪工:4500-6000 整烫工:4000-5500
电子信息 电子有限公司 装配工:4500-6000 包装工:4000-5000 流水线普工:4200-5800
机械制造 机械有限公司 焊工:6000-9000 数控车工:5500-8500 设备维修工:5000-7000
商贸物流 物流有限公司 仓库分拣员:4000-5500 叉车工:5000-6500 配送司机:5500-8000
家政服务 家政服务部 保洁员:3000-4200 家政服务员:4500-7000 绿化工:3000-3800
餐饮住宿 餐饮有限公司 厨师:5000-8000 餐厅服务员:3500-4800 面点工:4000-6000
养老护理 养老服务中心 养老护理员:4000-6000 康复助理:4000-5500 护工:4200-6500
现代服务 商务服务有限公司 客服专员:3800-5500 销售代表:4000-9000 收银员:3200-4000
电子商务 网络科技有限公司 电商运营助理:4000-6500 数据标注员:3500-5000 行政文员:3500-4800
信息技术 软件有限公司 软件测试员:5000-8000 运维工程师:6000-9500 化验员:4000-5500
物业安保 物业服务有限公司 保安员:3200-4200 后勤维修工:3800-5000 保洁主管:3800-4800
""".strip().splitlines()
)
WANTS = ("熟练工优先，也可学徒", "包吃住，五险", "两班倒，有餐补", "白班，周末双休", "有经验者优先")
SCHOOLING = ("不限", "初中及以上", "高中", "中专", "大专")
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单仇区查"
)
GIVEN = (
    *("伟", "芳", "娜", "敏", "静", "秀英", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟"),
    *("涛", "明", "超", "秀兰", "霞", "平", "刚", "桂英", "玉梅", "建国", "志强", "雨桐", "子涵"),
)
OTHER_NAMES = (
    "阿卜杜热合曼·麦麦提",
    "古丽·阿依夏",
    "尉迟明",
    "欧阳静",
    "扎西·次仁",
    "Anna Maria de la Cruz",
)
WISHES = (
    "缝纫",
    "装配",
    "焊工",
    "仓管",
    "司机",
    "保洁",
    "厨师",
    "护理",
    "客服",
    "电商",
    "保安",
    "都可以",
)
GROUPS = (
    "4050人员",
    "残疾人",
    "低保",
    "零就业家庭",
    "长期失业",
    "失地农民",
    "脱贫户",
    "单亲",
    "退捕渔民",
)


def credit_code(dice: random.Random) -> str:
    body = "91" + "99" + f"{dice.randrange(10**4):04d}"
    body += "".join(dice.choice(USCC_ALPHABET) for _ in range(9))
    return body + uscc_check(body)


def identity_number(dice: random.Random, born: date) -> str:
    body = f"99{dice.randrange(10**4):04d}{born:%Y%m%d}{dice.randrange(1000):03d}"
    return body + identity_check(body)


def phone(dice: random.Random) -> str:
    return f"169{dice.randrange(10**8):08d}"


def shares(dice: random.Random, total: int, parts: int, least: int) -> list[int]:
    """Split a total into so many parts, each at least `least`, unevenly."""
    found = [least] * parts
    for _ in range(total - least * parts):
        found[min(dice.randrange(parts), dice.randrange(parts))] += 1
    dice.shuffle(found)
    return found


def employers(dice: random.Random, booths: Sequence[str]) -> Iterable[list[object]]:
    names = [f"{one}{two}" for one in FIRST for two in SECOND]
    dice.shuffle(names)
    jobs = [(at, INDUSTRIES[at % len(INDUSTRIES)]) for at in range(EMPLOYERS)]
    counts = [2 + dice.randrange(2) for _ in jobs]
    openings = shares(dice, OPENINGS, sum(counts), 3)
    reserved = [0] * len(openings)
    for _ in range(RESERVED):
        at = dice.choice([at for at, most in enumerate(openings) if reserved[at] < most // 2])
        reserved[at] += 1
    at = 0
    for (place, (industry, kind, offers)), count in zip(jobs, counts, strict=True):
        code, contact = credit_code(dice), f"{dice.choice(SURNAMES)}经理"
        number, where = phone(dice), dice.choice(PLACES)
        for title, wage in dice.sample(offers, count):
            yield [
                *(names[place] + kind, code, industry, booths[place], title),
                *(openings[at], reserved[at], dice.choice(SCHOOLING), "不限", f"{wage}元", where),
                *(dice.choice(WANTS), contact, number),
            ]
            at += 1


def people(dice: random.Random) -> Iterable[list[object]]:
    village_phone = phone(dice)  # a village official's number stands for six people
    for at in range(PEOPLE):
        born = date(1958, 1, 1) + timedelta(days=dice.randrange(365 * 48))
        name = dice.choice(SURNAMES) + dice.choice(GIVEN)
        name = OTHER_NAMES[at // 60] if at % 60 == 30 and at // 60 < len(OTHER_NAMES) else name
        known = dice.random()
        number = identity_number(dice, born) if known < 0.9 else ""
        group = dice.choice(GROUPS) if dice.random() < 0.35 else ""
        certificate = (
            f"{number}{dice.randint(1, 7)}{dice.randint(1, 4)}" if group == "残疾人" else ""
        )
        yield [
            *(name, number, phone(dice) if at % 67 else village_phone, dice.choice(VILLAGES)),
            *(group, certificate, dice.choice(WISHES), dice.choice(SCHOOLING[1:])),
        ]


def write(name: str, title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with xlsxwriter.Workbook(str(HERE / name)) as book:
        # A fixed date keeps the file the same from run to run.
        book.set_properties({"created": date(2027, 1, 1)})
        sheet = book.add_worksheet("名单")
        sheet.write(0, 0, title)
        sheet.write_row(1, 0, head)
        for at, row in enumerate(rows, start=2):
            sheet.write_row(at, 0, row)


def main() -> None:
    dice = random.Random(SEED)
    booths = [f"{row}{at:02d}" for row in "ABCD" for at in range(1, 19)]
    setup = {
        "name": {"zh-CN": "就业援助月首场招聘会", "en": "Employment Assistance Month, first fair"},
        "campaign": {"zh-CN": "就业援助月", "en": "Employment Assistance Month"},
        "kind": "city",
        "place": {"zh-CN": "云溪市人力资源市场", "en": "Yunxi Human Resources Market"},
        "starts_at": "2027-01-12T09:00:00+08:00",
        "ends_at": "2027-01-12T13:00:00+08:00",
        "time_zone": "Asia/Shanghai",
        "languages": ["zh-CN", "en"],
        "region": "990100",
        "entrances": ["北门", "南门"],
        "booths": booths,
        "retention_days": 90,
        "directions": {
            "zh-CN": "往前直走，A01 至 D18 展位。",
            "en": "Booths A01 to D18 straight on.",
        },
    }
    text = json.dumps(setup, ensure_ascii=False, indent=1) + "\n"
    (HERE / "fair.json").write_text(text, encoding="utf-8")
    head = ("单位名称", "统一社会信用代码", "所属行业", "展位号", "招聘岗位", "招聘人数",
            "其中：就业困难人员专岗", "学历要求", "年龄要求", "薪资待遇", "工作地点", "岗位要求",
            "联系人", "联系电话")  # fmt: skip
    write("employers.xlsx", "就业援助月首场招聘会参会企业岗位表", head, employers(dice, booths))
    columns = (
        "姓名",
        "身份证号",
        "联系电话",
        "村（社区）",
        "人员类别",
        "残疾证号",
        "求职意向",
        "文化程度",
    )
    write("seekers.xlsx", "就业援助月求职人员登记表", columns, people(dice))


if __name__ == "__main__":
    main()
