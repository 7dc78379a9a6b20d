"""Parameters of named queries: bound as values, checked by type, and no way round the guard."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pipeline.cli import commands
from pipeline.definitions.queries import QueryParameter
from pipeline.domain.noun import Bilingual
from pipeline.queries import questions
from pipeline.queries.answers import NamedQuery, SqlResult
from pipeline.queries.parameters import MOST_CHOICES, WhichUnit
from pipeline.queries.sql import bound as in_order
from pipeline.queries.sql_process import bound

from .office import UNITS, Office, open_office

SOME = Bilingual(zh="某", en="Some")
ASKED = """\
title: {zh: 某期的报表, en: Reports of a period}
parameters:
  - name: unit
    label: {zh: 单位, en: Unit}
    type: unit
  - name: period
    label: {zh: 报告期, en: Period}
    type: period
    unset: {zh: 各期, en: every period}
  - name: version
    label: {zh: 版次, en: Version}
    type: number
    default: "1"
sql: |
  select unit, period, version from submission
  where ($unit is null or unit = $unit) and ($period is null or period = $period)
    and version >= $version
  order by all
"""
ESCAPE = "x' or 1=1; attach '/etc/passwd' as p; --"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("asked"), {"queries/reports.yml": ASKED})


def named(office: Office) -> NamedQuery:
    return next(one for one in questions.library(office.reader) if one.id == "reports")


def asked(office: Office, **given: str) -> SqlResult:
    query = named(office)
    values = questions.parameters(office.reader, query, given)
    return questions.run_sql(office.reader, query.sql, parameters=values)


def only(**settings: object) -> NamedQuery:
    one = QueryParameter(name="p", label=SOME, **settings)  # type: ignore[arg-type]
    return NamedQuery("one", SOME, "select $p as p, typeof($p) as kind", parameters=(one,))


def test_what_is_given_narrows_the_rows_and_what_is_not_does_not(office: Office) -> None:
    everything = asked(office).rows
    assert len({unit for unit, _, _ in everything}) > 1
    assert asked(office, unit="G5", period="2024Q1").rows == tuple(
        row for row in everything if row[:2] == ("G5", "2024Q1")
    )
    assert {row[2] for row in asked(office, version="2").rows} >= {2}
    assert 1 not in {row[2] for row in asked(office, version="2").rows}


def test_a_blank_is_not_given_and_a_default_stands_in_for_it(office: Office) -> None:
    values = questions.parameters(office.reader, named(office), {"unit": " ", "version": ""})
    assert [one.value for one in values] == [None, None, Decimal(1)]


def test_values_say_what_they_stand_for(office: Office) -> None:
    unit, period, _ = questions.parameters(
        office.reader, named(office), {"unit": "G1", "period": "2031Q4"}
    )
    assert unit.named == Bilingual(zh="一厂", en="Plant 1")
    assert period.named == Bilingual(zh="2031年第四季度", en="Q4 2031"), "none is in yet"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"unit": "G11"}, "没有这个单位：G11"),
        ({"period": "2024Q7"}, "没有这个报告期：2024Q7"),
        ({"version": "two"}, "要一个数（写的是“two”）"),
        ({"version": "nan"}, "要一个数"),
        ({"perod": "2024Q1"}, "没有这个参数：perod。相近的有：period"),
        ({"xyz": "2024Q1"}, "没有这个参数：xyz。现有："),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    office: Office, given: dict[str, str], says: str
) -> None:
    with pytest.raises(questions.NotFound) as refused:
        questions.parameters(office.reader, named(office), given)
    assert says in refused.value.message_zh
    assert refused.value.message_en.isascii() or "“" in refused.value.message_en


def test_a_choice_is_one_of_its_choices(office: Office) -> None:
    query = only(type="choice", choices={"a": SOME})
    (one,) = questions.parameters(office.reader, query, {"p": "a"})
    assert (one.value, one.named) == ("a", SOME)
    with pytest.raises(questions.NotFound, match="b"):
        questions.parameters(office.reader, query, {"p": "b"})
    assert questions.parameter_choices(office.reader, query) == {"p": (("a", SOME),)}


def test_an_indicator_is_one_that_there_is(office: Office) -> None:
    query = only(type="indicator")
    (one,) = questions.parameters(office.reader, query, {"p": "rate"})
    assert one.named is not None
    with pytest.raises(questions.NotFound, match="rat"):
        questions.parameters(office.reader, query, {"p": "rat"})


def test_a_text_stays_a_value_whatever_it_says(office: Office) -> None:
    query = only(type="text")
    values = questions.parameters(office.reader, query, {"p": ESCAPE})
    result = questions.run_sql(office.reader, query.sql, parameters=values)
    assert result.rows == ((ESCAPE, "VARCHAR"),)


def test_a_number_is_bound_exactly(office: Office) -> None:
    query = only(type="number")
    values = questions.parameters(office.reader, query, {"p": "0.1"})
    sql = "select $p + 0.2 = 0.3 as exact, typeof($p) as kind"
    result = questions.run_sql(office.reader, sql, parameters=values)
    assert result.rows == ((True, "DECIMAL(1,1)"),)
    for most in ("9" * 38, "1." + "1" * 37):
        values = questions.parameters(office.reader, query, {"p": most})
        result = questions.run_sql(office.reader, "select $p::varchar", parameters=values)
        assert result.rows == ((most,),)


@pytest.mark.parametrize("text", ["2024-03-05", "2024年3月5日", "2024/3/5", "20240305"])
def test_a_date_is_bound_as_one_however_it_is_written(office: Office, text: str) -> None:
    query = only(type="date")
    (value,) = questions.parameters(office.reader, query, {"p": text})
    assert (value.text, value.value, value.named) == ("2024-03-05", date(2024, 3, 5), None)
    assert bound(*in_order(value.value)) == date(2024, 3, 5)
    asked = "select $p - 1 as before, typeof($p) as kind"
    result = questions.run_sql(office.reader, asked, parameters=(value,))
    assert result.rows == (("2024-03-04", "DATE"),)


def test_no_date_given_is_none(office: Office) -> None:
    (value,) = questions.parameters(office.reader, only(type="date"), {"p": " "})
    assert value.value is None
    result = questions.run_sql(office.reader, "select $p is null", parameters=(value,))
    assert result.rows == ((True,),)


@pytest.mark.parametrize("text", ["2024-02-30", "2024年3月", "45000", "gestern"])
def test_what_is_no_day_is_refused_in_words(office: Office, text: str) -> None:
    with pytest.raises(questions.NotFound) as refused:
        questions.parameters(office.reader, only(type="date"), {"p": text})
    assert f"要一个日期（写的是“{text}”）" in refused.value.message_zh
    assert f"a date is wanted (got “{text}”)" in refused.value.message_en


@pytest.mark.parametrize("text", ["五厂", "G5", "g5", "Plant 5", "ｐｌａｎｔ 5"])
def test_any_unit_is_given_by_its_code_or_just_by_its_name(office: Office, text: str) -> None:
    unit, *_ = questions.parameters(office.reader, named(office), {"unit": text})
    assert (unit.text, unit.value, unit.named) == ("G5", "G5", Bilingual(zh="五厂", en="Plant 5"))
    assert asked(office, unit=text, period="2024Q1").rows[0][0] == "G5"


def test_a_part_of_a_name_is_refused_with_the_units_that_may_be_meant(office: Office) -> None:
    """Also where it is one alone: what was meant is for a person to say."""
    with pytest.raises(WhichUnit) as refused:
        questions.parameters(office.reader, named(office), {"unit": "厂"})
    assert refused.value.parameter == "unit"
    assert [unit.code for unit in refused.value.alike] == ["G1", "G2", "G3", "G4", "G5"]
    assert "正好叫这个（写的是“厂”）" in refused.value.message_zh
    assert "相近的有：一厂（G1）、二厂（G2）、三厂（G3）、四厂（G4）、五厂（G5）" in (
        refused.value.message_zh
    )
    with pytest.raises(WhichUnit, match="G5"):
        questions.parameters(office.reader, named(office), {"unit": "五"})


@pytest.mark.parametrize("code", ["9999", "9999Q4", "0000", "0001Q1"])
def test_a_year_nobody_can_mean_is_no_period(office: Office, code: str) -> None:
    with pytest.raises(questions.NotFound) as caught:
        questions.parameters(office.reader, only(type="period"), {"p": code})
    assert code in caught.value.message_zh


@pytest.mark.parametrize("text", ["9" * 39, "1e400", "1E+999999999", "0." + "1" * 39, "1e-50"])
def test_a_number_the_database_would_round_is_refused(office: Office, text: str) -> None:
    with pytest.raises(questions.NotFound) as caught:
        questions.parameters(office.reader, only(type="number"), {"p": text})
    assert "38" in caught.value.message_zh
    assert "38" in caught.value.message_en


def test_the_guard_stands_with_parameters_as_without(office: Office, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("word\nhidden\n", "utf-8")
    query = only(type="text")
    values = questions.parameters(office.reader, query, {"p": str(secret)})
    for sql in (
        "select * from read_csv($p)",
        "select * from read_text($p)",
        "set temp_directory = $p",
        "attach $p as other",
        "select 1; select $p",
    ):
        result = questions.run_sql(office.reader, sql, parameters=values)
        assert result.error is not None, sql
        assert "hidden" not in str(result)


def test_what_is_not_declared_has_no_value(office: Office) -> None:
    error = questions.run_sql(office.reader, "select $other").error
    assert error is not None
    assert "参数没有给值（写的是“other”）" in error.zh


def test_superior_units_and_periods_are_offered_newest_first(office: Office) -> None:
    offered = questions.parameter_choices(office.reader, named(office))
    assert [code for code, _ in offered["unit"]] == ["C1", "T1", "T2"]
    assert offered["period"][0][0] > offered["period"][-1][0]
    assert offered["version"] == ()


def test_of_many_superiors_the_topmost_are_offered(tmp_path: Path) -> None:
    below = "".join(
        f"A{n:02},{n}镇,Town {n},township,C1,,,,,,,,,\n"
        f"B{n:02},{n}厂,Works {n},grassroots,A{n:02},,,,,,,,state,\n"
        for n in range(50)
    )
    many = open_office(tmp_path, {"queries/reports.yml": ASKED, "org_units.csv": UNITS + below})
    codes = [c for c, _ in questions.parameter_choices(many.reader, named(many))["unit"]]
    assert codes[:3] == ["C1", "A00", "A01"]
    assert len(codes) == MOST_CHOICES


def said(office: Office, *words: str) -> tuple[int, str]:
    folders = ["--config", str(office.config), "--data", str(office.data)]
    done = CliRunner().invoke(commands, [*folders, "query", *words])
    if isinstance(done.exception, questions.NotFound):
        return 2, done.exception.message_zh
    return done.exit_code, done.output


def test_the_command_line_names_the_query_and_sets_its_values(office: Office) -> None:
    code, text = said(office, "reports", "--set", "period=2024Q1", "--set", "unit=G5")
    assert code == 0, text
    assert "单位：五厂（G5）；报告期：2024年第一季度（2024Q1）；版次：1" in text
    assert text.count("G5  ") >= 2
    code, text = said(office, "--named", "reports", "--set", "unit=G9x")
    assert (code, text) == (2, "没有这个单位：G9x")
    assert "单位：五厂（G5）；" in said(office, "reports", "--set", "unit=五厂")[1]
    assert "reports" in said(office, "report")[1]
    assert "名称=值（写的是“G5”）" in said(office, "reports", "--set", "G5")[1]
    assert "只有查询库中的查询有参数" in said(office, "select 1", "--set", "unit=G5")[1]
    listed = said(office, "--list")[1]
    assert "某期的报表" in listed
    assert "version (版次)" in listed


def test_the_workbook_says_what_was_set(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "rows.xlsx"
    code, text = said(office, "reports", "--set", "unit=G5", "--excel", str(out))
    assert code == 0, text
    for sheet in load_workbook(out).worksheets:
        lines = [cell.value for cell in sheet["A"]]
        assert "参数：单位：五厂（G5）；报告期：各期；版次：1" in lines, sheet.title


def test_a_period_in_small_letters_finds_what_its_code_finds(office: Office) -> None:
    small = asked(office, period="2024q1")
    assert small.rows == asked(office, period="2024Q1").rows != ()
    (period,) = [p for p in questions.parameters(office.reader, named(office), {"period": "2024q1"})
                 if p.name == "period"]  # fmt: skip
    assert (period.text, period.value) == ("2024Q1", "2024Q1")
