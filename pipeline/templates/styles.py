"""The look of a sheet: one format object per role, shared by all cells of a workbook."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

BODY = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
FRAME = {"border": 1, "border_color": "#A7ADB3"}
BAND = {"bg_color": "#EAF0F7", "bold": True, "align": "center", "text_wrap": True}
INPUT = {"locked": False}
QUIET = {"bg_color": "#F8F8F6"}

ROLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "line": {**BODY},
    "line_right": {**BODY, "align": "right"},
    "head": {**BODY, **FRAME, **BAND},
    "head_left": {**BODY, **FRAME, **BAND, "align": "left"},
    "head_required": {**BODY, **FRAME, **BAND, "font_color": "#1B4F8F"},
    "serial": {**BODY, **FRAME, **QUIET, "align": "center"},
    "label": {**BODY, **FRAME, **QUIET, "text_wrap": True},
    "part": {**BODY, **FRAME, **QUIET, "text_wrap": True, "indent": 1},
    "group": {**BODY, **FRAME, **QUIET, "align": "center", "text_wrap": True},
    "small": {**BODY, **FRAME, **QUIET, "font_size": 9, "text_wrap": True},
    "unit": {**BODY, **FRAME, **QUIET, "align": "center"},
    "integer": {**BODY, **FRAME, **INPUT, "num_format": "#,##0", "align": "right"},
    "decimal": {**BODY, **FRAME, **INPUT, "align": "right"},
    "date": {**BODY, **FRAME, **INPUT, "num_format": "yyyy-mm-dd", "align": "center"},
    "text": {**BODY, **FRAME, **INPUT, "num_format": "@", "text_wrap": True},
    "choice": {**BODY, **FRAME, **INPUT, "align": "center"},
    "sum": {**BODY, **FRAME, **QUIET, "num_format": "#,##0.##", "align": "right"},
    "before": {**BODY, **FRAME, **QUIET, "font_size": 9, "align": "right"},
    "total": {**BODY, **FRAME, **QUIET, "bold": True},
}
PROTECTION = {
    "insert_rows": True,
    "delete_rows": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}


class Styles:
    """Formats by role, made when first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def __getitem__(self, role: str) -> Format:
        if role not in self._made:
            self._made[role] = self._book.add_format(ROLES[role])
        return self._made[role]
