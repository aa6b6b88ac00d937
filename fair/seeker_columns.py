"""The columns of a seeker list and the headers that offices give them."""

from collections.abc import Mapping

from fair.groups import COMMON, OTHER

TICK = "group:"  # `group:D03` is the column that is ticked for people of that group


def _tick_columns() -> Mapping[str, tuple[str, ...]]:
    columns: dict[str, tuple[str, ...]] = {}
    for group in COMMON.groups:
        if group.code == OTHER:
            continue
        halves = tuple(group.zh.split("、")) if "、" in group.zh else ()
        words = (group.zh, *halves, *group.words, group.en)
        asked = tuple(f"是否{word}" for word in words) + tuple(f"是否为{word}" for word in words)
        columns[f"{TICK}{group.code}"] = words + asked
    return columns


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "姓名", "名字", "求职者姓名", "求职人员姓名", "求职者", "本人姓名", "人员姓名",
        "登记人姓名", "真实姓名", "name", "full name", "seeker",
    ),
    "sex": ("性别", "sex", "gender"),
    "id_number": (
        "身份证号", "身份证号码", "身份证", "公民身份号码", "公民身份证号码", "居民身份证号",
        "居民身份证号码", "证件号码", "证件号", "身份号码", "身份证件号码", "有效证件号码",
        "社会保障号码", "社会保障号", "身份证编号", "id number", "identity number", "id card",
        "id no",
    ),
    "birth_date": (
        "出生日期", "出生年月日", "出生年月", "生日", "出生时间", "birth date", "date of birth",
        "birthday",
    ),
    "phone": (
        "联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "本人电话",
        "联系手机", "本人联系电话", "联络电话", "移动电话", "phone", "telephone", "tel", "mobile",
        "phone number",
    ),
    "village": (
        "村（社区）", "村/社区", "村", "行政村", "村居", "所属村", "所在村", "村名", "社区（村）",
        "社区/村", "村委会", "所属村（社区）", "所在村（社区）", "村（居）", "村（居）委会",
        "村组", "village",
    ),
    # Stands for the village where there is no column of it.
    "address": (
        "家庭住址", "住址", "现住址", "居住地", "居住地址", "家庭地址", "常住地址", "联系地址",
        "地址", "户籍地址", "户口所在地", "address",
    ),
    "community": (
        "社区", "所属社区", "所在社区", "社区名称", "居委会", "街道社区", "社区居委会",
        "community",
    ),
    "grid": (
        "网格", "网格号", "所属网格", "网格编号", "网格名称", "所在网格", "grid", "grid cell",
    ),
    "groups": (
        "人员类别", "人员类型", "困难类别", "困难类型", "人员身份", "就业困难类型",
        "就业困难人员类别", "就业困难人员类型", "重点群体", "群体类别", "群体类型", "援助对象类别",
        "援助对象类型", "就业援助对象类别", "困难人员类别", "困难人员类型", "身份类别",
        "帮扶对象类别", "就业困难类别", "重点群体类别", "重点群体类型", "类别", "人员分类",
        "groups", "target group", "target groups",
    ),
    "certificate": (
        "残疾证号", "残疾证号码", "残疾人证号", "残疾人证号码", "残疾证", "残疾人证",
        "残疾人证件号", "残疾证编号", "残疾人证编号", "残疾证件号", "certificate",
        "disability certificate",
    ),
    "wish": (
        "求职意向", "意向岗位", "意向工种", "求职意愿", "就业意向", "意向职位", "期望岗位",
        "期望职位", "求职岗位", "求职工种", "就业意愿", "意向", "期望工种", "希望从事工作",
        "拟从事工种", "择业意向", "求职需求", "意向行业", "wish", "job wanted", "wanted job",
    ),
    "schooling": (
        "文化程度", "学历", "教育程度", "受教育程度", "最高学历", "文化水平", "schooling",
        "education",
    ),
    "note": ("备注", "说明", "其他", "备注说明", "其他说明", "note", "notes", "remarks"),
    "on_behalf_of": (
        "代办人", "代填人", "代登记人", "代理人", "委托人", "代报人", "帮办人", "代办人姓名",
        "on behalf of", "helper", "filled in by",
    ),
    **_tick_columns(),
}  # fmt: skip
