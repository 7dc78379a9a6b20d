"""Workbooks to be answered: a template with figures, and a hand-made one full of oddities."""

import io
import zipfile
from pathlib import Path

from pipeline.domain.finding import Finding, Place
from pipeline.domain.form import Severity
from pipeline.domain.period import parse_period
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook
from tests.templates.builders import PRODUCT, UNIT, catalogue, form, label

FORM = form(
    main={
        "title": label("会员表", "Membership"),
        "kind": "periodic",
        "layout": "card",
        "fields": {
            "employees": {"label": label("职工总数", "Employees"), "type": "integer",
                          "unit": "person", "required": "true", "minimum": "0"},
            "members": {"label": label("会员总数", "Members"), "type": "integer",
                        "unit": "person", "required": "true", "minimum": "0"},
        },
        "rules": [
            {"id": "members_within", "at_most": ["members", "employees"],
             "advice": label("会员不能多于职工。", "Members cannot exceed employees.")},
        ],
    },
    events={
        "title": label("活动台账", "Activities"),
        "kind": "events",
        "layout": "list",
        "key": ["number"],
        "fields": {
            "number": {"label": label("编号", "Number"), "type": "code", "required": "true"},
            "held_on": {"label": label("日期", "Date"), "type": "date", "required": "true"},
        },
    },
)  # fmt: skip
CATALOGUE = catalogue(FORM)
PERIOD = parse_period("2025Q1", PRODUCT.calendars)


def template(path: Path, *, employees: object = 50, members: object = 40) -> bytes:
    """A filled template."""
    from datetime import date

    sheets = [
        SheetContent("members", "main", [{"employees": employees, "members": members}]),
        SheetContent("members", "events", [{"number": "A1", "held_on": date(2025, 2, 3)}], spare=5),
    ]
    write_workbook(path, CATALOGUE, sheets, UNIT, PERIOD)
    return path.read_bytes()


def finding(
    sheet: str | None, cell: str | None, severity: Severity = "error", got: str | None = None
) -> Finding:
    """A finding at a cell."""
    details = {"label_zh": "会员总数", "label_en": "Members", "limit": "0"}
    return Finding("below-minimum", severity, Place("表.xlsx", sheet, cell), got, details)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODD_SHEET = f"""<?xml version="1.0" encoding="UTF-8"?>
<x:worksheet xmlns:x="{MAIN}"><x:cols><x:col min="5" max="6" width="9" style="1"/></x:cols>
<x:sheetData>
<x:row r="2"><x:c r="B2" t="inlineStr"><x:is><x:t>项目 &gt; 值</x:t></x:is></x:c>
<x:c r='D2' s='1'><x:v>-7</x:v></x:c></x:row>
<x:row r="4" s="1" customFormat="1"/>
<x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>
</x:sheetData><x:mergeCells count="1"><x:mergeCell ref="D2:E3"/></x:mergeCells>
<x:pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>
</x:worksheet>"""
ODD_STYLES = f"""<?xml version="1.0" encoding="UTF-8"?>
<x:styleSheet xmlns:x="{MAIN}"><x:fonts count="1"><x:font><x:sz val="11"/></x:font></x:fonts>
<x:fills count="3"><x:fill><x:patternFill patternType="none"/></x:fill>
<x:fill><x:patternFill patternType="gray125"/></x:fill>
<x:fill><x:patternFill patternType="solid"><x:fgColor rgb="FF00FF00"/></x:patternFill></x:fill>
</x:fills>
<x:borders count="1"><x:border><x:left/><x:right/><x:top/><x:bottom/></x:border></x:borders>
<x:cellStyleXfs count="1"><x:xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></x:cellStyleXfs>
<x:cellXfs count="2"><x:xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<x:xf numFmtId="4" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/></x:cellXfs>
<x:cellStyles count="1"><x:cellStyle name="Normal" xfId="0" builtinId="0"/></x:cellStyles>
</x:styleSheet>"""


def odd_workbook(
    sheet: str = ODD_SHEET,
    styles: str | None = ODD_STYLES,
    kind: str = "openxmlformats-officedocument.spreadsheetml.sheet.main",
) -> bytes:
    """A workbook as other programs write it: prefixes, cells without addresses, single quotes."""
    own = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.{kind}+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{own}.worksheet+xml"/>'
        + (f'<Override PartName="/xl/styles.xml" ContentType="{own}.styles+xml"/>' if styles
           else "") + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{OFFICE}"><x:sheets>'
        '<x:sheet name="表&amp;一" sheetId="7" r:id="rId1"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        + (f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>' if styles
           else "") + "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
        "xl/media/picture.png": "no picture, but bytes",
    }  # fmt: skip
    if styles:
        parts["xl/styles.xml"] = styles
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, text in parts.items():
            bundle.writestr(name, text)
    return out.getvalue()
