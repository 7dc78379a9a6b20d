"""Which rows of a list are data, and which are totals, signatures, notes or blank."""

import re
from collections.abc import Sequence

from pipeline.intake.labels import plain

SUMS = "合计|小计|总计|共计|累计|总和|total"
TOTAL = re.compile(
    "(?:本页|本表|本期|本季度?|本月|本年度?|全年|以上|全县|全区|全市|全镇|全乡|全街道|全部)?"
    rf"(?:{SUMS})(?:人数|金额|数|:?\d+.{{0,2}})?(?:\(.*\))?"
)
PART_TOTAL = re.compile(
    r".{1,10}(?:合计|小计|总计|共计)(?:人数|金额|数)?(?:\(.*\))?|(?:合计|总计|共计)(?:人民币|:).*"
)
"""The total of some rows, which are not told from the others: 筹集合计."""
SIGNATURE = re.compile(
    r"(?:填表人|填报人|制表人|审核人|负责人|经办人|联系人|联系电话|填报日期|填表日期|制表日期|"
    r"单位负责人|统计负责人|报送日期|单位盖章|\(盖章\)|盖章|工会主席签字|filledinby|"
    r"(?:制表|填表|填报|复核|审核|审批|主管|分管领导|工会主席|主席|(?:填报|报送)?单位)"
    r"(?:\((?:签字|签名|签章|盖章|公章)\)(?::|$)|:|$)|\((?:公章|签章|印章|单位盖章)\)$)"
)
NOTES = re.compile(
    r"(?:注\d*(?:[:.、]|$)|注释|说明[:：]|填表说明|填报说明|备注:|note:|[-—–*※]*以下空白)"
)
REMARK = re.compile(r"(?:[*※]|备注|情况说明|补充说明|数据来源|资料来源|第\d+页)")
"""What a row begins with that says nothing else and is no data."""
NIL = frozenset(
    {"无", "本期无", "无发生", "零报告", "本期无发生", "无数据", "无新增", "没有", "nil", "none"}
)
FIRST_LETTERS = frozenset(
    "Ff合小总共累本全以tT填制审复主分领会出电负经联单统报(（盖工注说备情补数资第nN无零没　 *※-—–"
)
DATA, BLANK, TOTALS, OTHER, NIL_ROW = range(5)


def kind_of(row: Sequence[object], number_column: int | None) -> int:
    """What a row is, told from its first filled cell; its number in ``number_column`` is none."""
    for j, cell in enumerate(row):
        if cell == "":
            continue
        if type(cell) is not str:
            if j != number_column:
                return DATA
        elif first := cell.strip():
            if j == number_column and first.isdigit():
                continue
            telling = first[0] in FIRST_LETTERS or "计" in first
            return kind_of_text(first, row, number_column) if telling else DATA
    return BLANK


def kind_of_text(first: str, row: Sequence[object], number_column: int | None) -> int:
    """The same for rows that begin with a telling word."""
    text = plain(first)
    if TOTAL.fullmatch(text):
        return TOTALS
    if PART_TOTAL.fullmatch(text):
        return TOTALS if "小计" in text else OTHER
    if SIGNATURE.match(text) or NOTES.match(text):
        return OTHER
    filled = sum(cell != "" for j, cell in enumerate(row) if j != number_column)
    if text in NIL and filled == 1:
        return NIL_ROW
    if filled == 1 and REMARK.match(text):
        return OTHER
    return DATA
