"""Invented names: townships, kinds of employers, and unions that exist nowhere."""

from pipeline.sample.scene import Kind, Township

MARK_ZH, MARK_EN = "（示例）", " (sample)"
COUNTY = Township("AHX", f"安和县总工会{MARK_ZH}", f"Anhe County Federation{MARK_EN}")
PLACES = (
    ("东河镇", "Donghe Town"), ("城关街道", "Chengguan Street"), ("西岭镇", "Xiling Town"),
    ("南坪镇", "Nanping Town"), ("金沙街道", "Jinsha Street"), ("北塘镇", "Beitang Town"),
    ("青石镇", "Qingshi Town"), ("柳林镇", "Liulin Town"), ("白沙镇", "Baisha Town"),
    ("云台乡", "Yuntai Township"), ("桃溪乡", "Taoxi Township"), ("新华街道", "Xinhua Street"),
    ("竹山乡", "Zhushan Township"), ("石桥镇", "Shiqiao Town"),
)  # fmt: skip
PRIVATE = (("non_public", 8.0), ("state", 1.0), ("collective", 0.8), ("foreign", 0.5), ("hmt", 0.5))
MIXED = (("non_public", 5.0), ("state", 3.0), ("collective", 1.0))
STATE = (("state", 1.0),)
SECTOR_WORDS = {
    "manufacturing": "制造业", "construction": "建筑业", "transport": "交通运输业",
    "trade": "批发零售业", "hospitality": "住宿餐饮业", "utilities": "公用事业",
    "education": "教育", "health": "卫生", "services": "居民服务业",
}  # fmt: skip
"""What a union writes in its own form for the sector its superior put it in."""
KINDS = (
    Kind("纺织厂", "Textile Mill", "single", "manufacturing", PRIVATE, 5, 160),
    Kind("机械厂", "Machine Works", "single", "manufacturing", MIXED, 5, 120),
    Kind("电子厂", "Electronics Factory", "single", "manufacturing", PRIVATE, 4, 180),
    Kind("食品厂", "Food Factory", "single", "manufacturing", PRIVATE, 4, 90),
    Kind("家具厂", "Furniture Factory", "single", "manufacturing", PRIVATE, 3, 70),
    Kind("建材厂", "Building Materials Works", "single", "manufacturing", MIXED, 3, 80),
    Kind("建筑公司", "Construction Company", "project", "construction", MIXED, 4, 130),
    Kind("物流公司", "Logistics Company", "single", "transport", PRIVATE, 3, 60),
    Kind("超市", "Supermarket", "single", "trade", PRIVATE, 3, 45),
    Kind("宾馆", "Hotel", "single", "hospitality", PRIVATE, 2, 50),
    Kind("供水站", "Waterworks", "single", "utilities", STATE, 1, 40),
    Kind("小学", "Primary School", "government", "education", STATE, 3, 45),
    Kind("中学", "Middle School", "government", "education", STATE, 2, 95),
    Kind("卫生院", "Health Centre", "government", "health", STATE, 2, 60),
    Kind("商圈联合", "Shopping Quarter Joint", "joint", "trade", PRIVATE, 3, 110, 9),
    Kind(
        "家电维修行业",
        "Appliance Repair Industry",
        "industry_federation",
        "services",
        PRIVATE,
        1,
        90,
        14,
    ),
    Kind("社区联合", "Community Joint", "community", "services", (("non_public", 1.0),), 3, 70, 7),
)
ORDINALS = ("第一", "第二", "第三", "第四", "第五", "第六", "第七", "第八", "第九", "第十")


def township(number: int) -> Township:
    """Return a township or street, numbered from 1."""
    zh, en = PLACES[number - 1]
    return Township(
        f"{COUNTY.code}{number:02d}", f"{zh}总工会{MARK_ZH}", f"{en} Federation{MARK_EN}"
    )


def union_name(place: int, kind: Kind, number: int) -> tuple[str, str]:
    """Return the Chinese and the English name of a union, from its place and running number."""
    zh, en = PLACES[place - 1]
    ordinal = ORDINALS[number - 1] if number <= len(ORDINALS) else f"第{number}"
    return (
        f"{zh}{ordinal}{kind.zh}工会{MARK_ZH}",
        f"{en} No. {number} {kind.en} Union{MARK_EN}",
    )
