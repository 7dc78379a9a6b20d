"""Which rows of a list are data, and which are totals, signatures, notes or blank."""

import re
from collections.abc import Sequence

from pipeline.intake.labels import plain

TOTAL = re.compile(
    r"(?:本页|本期|全县|全区|全市|全部)?(?:合计|小计|总计|共计|累计|总和|total)(?:\(.*\))?"
)
SIGNATURE = re.compile(
    r"(?:填表人|填报人|制表人|审核人|负责人|经办人|联系人|联系电话|填报日期|填表日期|制表日期|"
    r"单位负责人|统计负责人|报送日期|单位盖章|\(盖章\)|盖章|工会主席签字|filledinby)"
)
NOTES = re.compile(r"(?:注\d*(?:[:.、]|$)|注释|说明[:：]|填表说明|填报说明|备注:|note:)")
NIL = frozenset(
    {"无", "本期无", "无发生", "零报告", "本期无发生", "无数据", "无新增", "没有", "nil", "none"}
)
FIRST_LETTERS = frozenset("Ff合小总共累本全tT填制审负经联单统报(（盖工注说备nN无零没　 *※")
DATA, BLANK, TOTALS, OTHER, NIL_ROW = range(5)


def kind_of(row: Sequence[object], number_column: int | None) -> int:
    """What a row is, told from its first filled cell."""
    for j, cell in enumerate(row):
        if cell == "":
            continue
        if type(cell) is not str:
            if j != number_column:
                return DATA
        elif first := cell.strip():
            return (
                DATA if first[0] not in FIRST_LETTERS else kind_of_text(first, row, number_column)
            )
    return BLANK


def kind_of_text(first: str, row: Sequence[object], number_column: int | None) -> int:
    """The same for rows that begin with a telling word."""
    text = plain(first)
    if TOTAL.fullmatch(text):
        return TOTALS
    if SIGNATURE.match(text) or NOTES.match(text):
        return OTHER
    filled = sum(cell != "" for j, cell in enumerate(row) if j != number_column)
    if text in NIL and filled == 1:
        return NIL_ROW
    return DATA
