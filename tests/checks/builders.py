"""A form with one rule of every kind, and files read from it."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.finding import Finding
from pipeline.domain.form import Form
from pipeline.domain.product import Product
from pipeline.domain.submission import FileRead, SectionRead


def label(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def field(zh: str, en: str, kind: str = "integer", **more: object) -> dict[str, object]:
    return {"label": label(zh, en), "type": kind, **more}


ADVICE = label("请核对。", "Please check.")
PRODUCT = Product.model_validate(
    {
        "name": label("工会", "Union"), "levels": {}, "themes": {}, "form_sets": {},
        "units": {"person": {"label": label("人", "persons"), "base": "person"},
                  "wan": {"label": label("万元", "CNY 10 000"), "base": "yuan", "factor": "10000"}},
        "calendars": {"calendar_year": {"name": label("公历年", "Calendar year")}},
    }
)  # fmt: skip
CARD = {
    "title": label("会员表", "Membership"), "kind": "periodic", "layout": "card",
    "fields": {
        "members": field("会员数", "Members", unit="person", required="true", minimum="0",
                         maximum="100000"),
        "women": field("女会员", "Women", unit="person"),
        "men": field("男会员", "Men"),
        "dues": field("会费", "Dues", "money", unit="wan", minimum="10000"),
        "phone": field("电话", "Phone", "code", personal="phone", required="true"),
    },
    "rules": [
        {"id": "V01-women", "at_most": ["women", "members"], "advice": ADVICE},
        {"id": "V03-sum", "sum_equals": {"total": "members", "parts": ["women", "men"]},
         "severity": "explain", "advice": ADVICE},
        {"id": "V02-flow", "stock_flow": {"stock": "members", "added": "women", "removed": "men"},
         "advice": ADVICE},
    ],
}  # fmt: skip
LIST = {
    "title": label("救助台账", "Aid"), "kind": "events", "key": ["id"],
    "fields": {
        "id": field("编号", "Number", "code"),
        "kind": field("类型", "Kind", "choice", choices={"a": label("医疗", "Medical"),
                                                       "b": label("助学", "Study")}),
        "urgent": field("紧急", "Urgent", "boolean"),
        "cause": field("原因", "Cause", "text"),
        "asked_on": field("申请日期", "Asked on", "date"),
        "decided_on": field("研究日期", "Decided on", "date"),
        "paid_on": field("兑现日期", "Paid on", "date"),
        "until": field("有效期至", "Valid until", "date"),
        "amount": field("金额", "Amount", "money"),
        "year": field("年度", "Year", minimum="2000"),
    },
    "rules": [
        {"id": "V05-order", "in_order": ["asked_on", "decided_on", "paid_on"], "advice": ADVICE},
        {"id": "V05-cause", "required_when": {"field": "cause", "when": {"kind": ["a"],
         "urgent": ["yes"]}}, "advice": ADVICE},
        {"id": "V10-asked", "not_after_period": "asked_on", "advice": ADVICE},
        {"id": "V10-paid", "within_period": "paid_on", "severity": "warning", "advice": ADVICE},
        {"id": "V10-until", "at_most": ["asked_on", "until"], "advice": ADVICE},
    ],
}  # fmt: skip


def catalogue(**sections: object) -> Catalogue:
    """Return a catalogue with one form ``members`` of these sections."""
    form = Form.model_validate(
        {
            "id": "members", "number": "1", "title": label("会员表", "Membership"),
            "version": "2025", "issuer": label("总工会", "Union"),
            "purpose": label("反映。", "Shows."), "due_days": "5", "sections": sections,
        }
    )  # fmt: skip
    digest = hashlib.sha256(form.model_dump_json().encode()).hexdigest()
    return Catalogue(
        product=PRODUCT, forms={"members": form}, indicators={}, plans={}, org_units=(),
        queries={}, root=Path("config"), digest=digest,
    )  # fmt: skip


CATALOGUE = catalogue(main=CARD, aid=LIST)
WOMEN, *OTHER_RULES = CARD["rules"]  # type: ignore[misc]
INSISTING = catalogue(main={**CARD, "rules": [{**WOMEN, "when_missing": "fail"}, *OTHER_RULES]})
"""The same form, whose first rule does not let a blank pass."""
LENIENT = catalogue(
    main={
        **CARD,
        "rules": [
            {"id": "zero", "at_most": ["women", "members"], "when_missing": "zero",
             "advice": ADVICE},
            {"id": "sum", "sum_equals": {"total": "members", "parts": ["women", "men"]},
             "when_missing": "zero", "advice": ADVICE},
        ],
    }
)  # fmt: skip
"""The same form, where a blank counts as zero."""
GOOD_CARD: dict[str, object] = {
    "members": 10, "women": 4, "men": 6, "dues": Decimal(20000), "phone": "h4sh",
}  # fmt: skip
GOOD_ROW: dict[str, object] = {
    "id": "K1", "kind": "a", "urgent": True, "cause": "住院", "asked_on": date(2026, 4, 1),
    "decided_on": date(2026, 4, 2), "paid_on": date(2026, 4, 3), "until": date(2027, 1, 1),
    "amount": Decimal("100.50"), "year": 2026,
}  # fmt: skip


def card(unit: str = "G1", **changes: object) -> SectionRead:
    """Return a card read, values in C5, C6, …"""
    fields = list(CARD["fields"])  # type: ignore[call-overload]
    values = GOOD_CARD | changes
    return SectionRead(
        "members", "main", "members", "2025", "会员表", "card",
        {name: f"C{5 + i}" for i, name in enumerate(fields)}, [5], [unit], ["2026Q2"],
        {name: [values[name]] for name in fields}, [None],
    )  # fmt: skip


def listing(*rows: dict[str, object], unit: str = "G1") -> SectionRead:
    """Return a list read, columns A, B, … from row 5."""
    fields = list(LIST["fields"])  # type: ignore[call-overload]
    full = [GOOD_ROW | row for row in rows]
    return SectionRead(
        "members", "aid", "members_aid", "2025", "救助台账", "list",
        dict(zip(fields, "ABCDEFGHIJ", strict=True)), list(range(5, 5 + len(rows))),
        [unit] * len(rows), ["2026Q2"] * len(rows),
        {name: [row[name] for row in full] for name in fields}, [None] * len(rows),
    )  # fmt: skip


def file(
    *sections: SectionRead, name: str = "表.xlsx", findings: tuple[Finding, ...] = ()
) -> FileRead:
    """Return a file with these sections, not judged yet."""
    return FileRead(
        name, "00", 1, datetime(2026, 7, 1), sections=list(sections), findings=list(findings)
    )
