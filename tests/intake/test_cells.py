"""One test per way in which a cell is filled: what is taken in, what is told, what is refused."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.form import Field
from pipeline.intake import cell_readers
from pipeline.intake.amounts import RefusedError, UnitWords
from pipeline.intake.cell_readers import ODD, CellReader, ReaderKit, make_reader
from pipeline.intake.odd_cells import Unusable
from pipeline.intake.persons import keyed_hash
from tests.intake.county import catalogue

KEY = b"k" * 32
GOOD_ID = "11010519491231002X"


def reader(kind: str, unit: str | None = None, **more: object) -> CellReader:
    product = catalogue().product
    kit = ReaderKit(UnitWords(product.units), product.calendars, KEY)
    asked = Field.model_validate(
        {"label": {"zh": "栏", "en": "Item"}, "type": kind, "unit": unit, **more}
    )
    return make_reader("item", asked, kit, kit.words.bare(asked))


def outcome(cells: CellReader, value: object) -> tuple[object, bool, list[str]]:
    """Value, whether it is rough, and slugs told."""
    quick = cells.quick(value)
    if quick is not ODD:
        return quick, False, []
    try:
        found = cells.odd(value)
    except RefusedError as refusal:
        return None, False, [refusal.slug]
    return found.value, found.approximate, [slug for slug, _ in found.notices]


@pytest.mark.parametrize(
    "kind", ["integer", "decimal", "money", "text", "code", "choice", "boolean", "date", "period"]
)
@settings(deadline=None)
@given(
    cells=st.lists(
        st.one_of(
            st.floats(),
            st.integers(-(10**16), 10**16).map(float),
            st.integers(-(10**7), 10**7).map(lambda cents: cents / 100),
            st.integers(),
            st.dates(),
            st.datetimes(),
            st.booleans(),
            st.text(max_size=6),
            st.sampled_from(
                ["", "是", "wage", "2024-03-31", "2024-02-30", "A-17", " ab", 0.0, -0.0]
            ),
        ),
        max_size=8,
    )
)
def test_a_column_is_read_as_its_cells_are(kind: str, cells: list[object]) -> None:
    fields = {"choices": CHOICES} if kind == "choice" else {}
    known = reader(kind, **fields)
    (found, odd), wanted = known.column(list(cells)), [known.quick(cell) for cell in cells]
    assert found == wanted
    assert odd or ODD not in wanted
    assert list(map(type, found)) == list(map(type, wanted))


CHOICES = {
    "wage": {"zh": "工资专项", "en": "Wages", "aliases": ["工资"]},
    "osh": {"zh": "安全卫生", "en": "Safety"},
}

PLAIN = [
    ("integer", "person", 12.0, 12),
    ("integer", "person", 12, 12),
    ("integer", "person", "", None),
    ("integer", "person", "  ", None),
    ("integer", "person", "１２３", 123),
    ("integer", "person", "1,234", 1234),
    ("integer", "person", "1，234", 1234),
    ("integer", "person", "1 234", 1234),
    ("integer", "person", "1 234 567", 1234567),
    ("money", "yuan", "12\u00a0600.50", Decimal("12600.50")),
    ("integer", "person", "100人", 100),
    ("integer", "person", "100 名", 100),
    ("integer", "person", "(1,234)", -1234),
    ("integer", "person", "（12）", -12),
    ("integer", "person", "-3", -3),
    ("integer", "person", "12.0", 12),
    ("integer", None, "3项", 3),
    ("integer", "person", "—", None),
    ("integer", "person", "-", None),
    ("integer", "person", "/", None),
    ("integer", "person", "无", None),
    ("integer", "person", "'15", 15),
    ("decimal", "percent", "95%", Decimal(95)),
    ("decimal", "percent", "95％", Decimal(95)),
    ("decimal", "percent", 0.1 + 0.2, Decimal("0.3")),
    ("money", "yuan", 12.5, Decimal("12.50")),
    ("money", "yuan", 0.1 + 0.2, Decimal("0.30")),
    ("money", "yuan", "￥1,200.50", Decimal("1200.50")),
    ("money", "yuan", "1200元", Decimal("1200.00")),
    ("money", "ten_thousand_yuan", 3.5, Decimal("35000.00")),
    ("money", "ten_thousand_yuan", "3.5万元", Decimal("35000.00")),
    ("text", None, "  两字　", "两字"),
    ("text", None, 12.0, "12"),
    ("text", None, "——", None),
    ("code", None, "0012", "0012"),
    ("code", None, 12.0, "12"),
    ("code", None, " A－１ ", "A-1"),
    ("code", None, "'0012", "0012"),
    ("choice", None, "工资专项", "wage"),
    ("choice", None, "工资", "wage"),
    ("choice", None, " 安全 卫生 ", "osh"),
    ("choice", None, "OSH", "osh"),
    ("choice", None, "", None),
    ("boolean", None, "是", True),
    ("boolean", None, "√", True),
    ("boolean", None, " 有 ", True),
    ("boolean", None, "Ｙ", True),
    ("boolean", None, 1.0, True),
    ("boolean", None, "已", True),
    ("boolean", None, "否", False),
    ("boolean", None, "无", False),
    ("boolean", None, "×", False),
    ("boolean", None, 0.0, False),
    ("boolean", None, "未", False),
    ("boolean", None, False, False),
    ("boolean", None, "—", None),
    ("date", None, date(2024, 3, 5), date(2024, 3, 5)),
    ("date", None, datetime(2024, 3, 5, 8, 0), date(2024, 3, 5)),
    ("date", None, "2024-03-05", date(2024, 3, 5)),
    ("date", None, "2024/3/5", date(2024, 3, 5)),
    ("date", None, "2024.3.5", date(2024, 3, 5)),
    ("date", None, "2024年3月5日", date(2024, 3, 5)),
    ("date", None, "２０２４年３月５日", date(2024, 3, 5)),
    ("date", None, "20240305", date(2024, 3, 5)),
    ("date", None, 20240305.0, date(2024, 3, 5)),
    ("date", None, "2024-03-05 00:00:00", date(2024, 3, 5)),
    ("date", None, "无", None),
    ("period", None, "2024年第三季度", "2024Q3"),
    ("period", None, 2024.0, "2024"),
    ("period", None, "", None),
]


@pytest.mark.parametrize(("kind", "unit", "value", "stored"), PLAIN)
def test_cells_taken_in_silently(
    kind: str, unit: str | None, value: object, stored: object
) -> None:
    cells = reader(kind, unit, choices=CHOICES if kind == "choice" else {})
    assert outcome(cells, value) == (stored, False, [])
    assert type(outcome(cells, value)[0]) is type(stored)


TOLD = [
    ("integer", "person", "3.5万", 35000, False, ["converted-unit"]),
    ("integer", "person", "2万人", 20000, False, ["converted-unit"]),
    ("integer", "person", "约100", 100, True, ["approximate-number"]),
    ("integer", "person", "100余", 100, True, ["approximate-number"]),
    ("integer", "person", "100余人", 100, True, ["approximate-number"]),
    ("integer", "person", "近100", 100, True, ["approximate-number"]),
    ("integer", "person", "100左右", 100, True, ["approximate-number"]),
    ("money", "yuan", "3.5万元", Decimal("35000.00"), False, ["converted-unit"]),
    ("money", "yuan", "3万余元", Decimal("30000.00"), True,
     ["converted-unit", "approximate-number"]),
    ("money", "ten_thousand_yuan", "500元", Decimal("500.00"), False, ["converted-unit"]),
    ("money", "yuan", 12.345, Decimal("12.35"), False, ["rounded-money"]),
    ("date", None, 45356.0, date(2024, 3, 5), False, ["serial-date"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "unit", "value", "stored", "rough", "slugs"), TOLD)
def test_cells_taken_in_and_told(
    kind: str, unit: str | None, value: object, stored: object, rough: bool, slugs: list[str]
) -> None:
    assert outcome(reader(kind, unit), value) == (stored, rough, slugs)


REFUSED = [
    ("integer", "person", "很多", "not-a-number"),
    ("integer", "person", "三十", "not-a-number"),
    ("integer", "person", "1,23", "not-a-number"),
    ("integer", "person", "12-15", "not-a-number"),
    ("integer", "person", "211\n6", "several-numbers"),
    ("integer", "person", "211\n600", "several-numbers"),
    ("integer", "person", "2 11", "several-numbers"),
    ("integer", "person", "1234 567", "several-numbers"),
    ("money", "yuan", "12 600 5", "several-numbers"),
    ("integer", "person", date(2024, 3, 5), "not-a-number"),
    ("integer", "person", True, "not-a-number"),
    ("integer", "person", float("inf"), "not-a-number"),
    ("integer", "person", 12.5, "not-whole"),
    ("integer", "person", "12.5", "not-whole"),
    ("integer", "person", "XX", "masked-number"),
    ("integer", "person", "**", "masked-number"),
    ("integer", "person", "1X", "masked-number"),
    ("integer", "person", "多项", "masked-number"),
    ("integer", "person", "若干", "masked-number"),
    ("integer", "person", "数十人", "masked-number"),
    ("integer", "person", "5元", "wrong-unit"),
    ("integer", "household", "5尸", "not-a-number"),
    ("integer", "person", "95%", "wrong-unit"),
    ("money", "yuan", "5人", "wrong-unit"),
    ("integer", "person", Unusable("error-cell", "#DIV/0!"), "error-cell"),
    ("text", None, Unusable("formula-without-value", "="), "formula-without-value"),
    ("code", None, 123456789012345678.0, "digits-lost"),
    ("code", None, "1.23457E+17", "digits-lost"),
    ("code", None, date(2024, 3, 1), "code-turned-date"),
    ("code", None, datetime(2024, 3, 1), "code-turned-date"),
    ("choice", None, "其它", "unknown-choice"),
    ("boolean", None, "部分", "not-yes-or-no"),
    ("boolean", None, 2.0, "not-yes-or-no"),
    ("date", None, "2024-02-30", "not-a-date"),
    ("date", None, "2024年3月", "not-a-date"),
    ("date", None, "去年", "not-a-date"),
    ("date", None, 3.0, "not-a-date"),
    ("period", None, "上期", "not-a-period"),
    ("period", None, "2024年1-9月", "not-a-period"),
]


@pytest.mark.parametrize(("kind", "unit", "value", "slug"), REFUSED)
def test_cells_refused(kind: str, unit: str | None, value: object, slug: str) -> None:
    cells = reader(kind, unit, choices=CHOICES if kind == "choice" else {})
    assert outcome(cells, value) == (None, False, [slug])


def test_a_wrong_choice_lists_the_permitted_words_in_each_language() -> None:
    with pytest.raises(RefusedError) as caught:
        reader("choice", choices=CHOICES).odd("别的")
    assert caught.value.details == {
        "permitted_zh": "工资专项、安全卫生", "permitted_en": "Wages, Safety",
    }  # fmt: skip


def test_an_identity_number_is_kept_as_a_keyed_hash_only() -> None:
    cells = reader("code", personal="id_number")
    stored, _, slugs = outcome(cells, GOOD_ID)
    assert stored == keyed_hash(GOOD_ID, KEY)
    assert len(str(stored)) == 16
    assert slugs == []
    assert outcome(cells, GOOD_ID.lower())[0] == stored
    assert keyed_hash(GOOD_ID, b"other") != stored


@pytest.mark.parametrize("wrong", ["110105194912310021", "11010519491331002X", "123", "张三"])
def test_a_wrong_identity_number_is_shown_masked(wrong: str) -> None:
    with pytest.raises(RefusedError) as caught:
        reader("code", personal="id_number").odd(wrong)
    assert caught.value.slug == "wrong-id-number"
    assert wrong not in str(caught.value.details)
    assert outcome(reader("code", personal="id_number"), 110105194912310000.0)[2] == ["digits-lost"]


def test_a_day_that_stands_more_than_once_is_one_object(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is sent on once for many cells. There is an end to how many are remembered."""
    read = reader("date").column
    first, _ = read([date(2024, 3, 1)])
    again, _ = read([date(2024, 3, 1), "", "2024-03-01"])
    assert again == [date(2024, 3, 1), None, date(2024, 3, 1)]
    assert all(day is first[0] for day in (again[0], again[2]))
    monkeypatch.setattr(cell_readers, "MOST_DAYS", 0)
    assert read([date(2024, 4, 1), "?"])[0] == [date(2024, 4, 1), ODD]
    assert date(2024, 3, 1) not in cell_readers.SAME_DAY
