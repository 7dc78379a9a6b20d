"""An extract holds one unit's part of the town, and nobody else's; see town.py for who is where."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.domain.event import Event
from pipeline.domain.finding import Finding, Place
from pipeline.domain.plan import Plan
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.indicators.rebuild import rebuild
from pipeline.queries import questions
from pipeline.queries.questions import reader_as
from pipeline.queries.sql import run_sql
from pipeline.scenarios import extract as extracting
from pipeline.scenarios.extract import UnknownTable, write_extract, write_tables
from pipeline.warehouse import event_log
from pipeline.warehouse.decisions import Wish
from pipeline.warehouse.extracts import ReadOnlyExtract, extract_in
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.store import Warehouse

from .town import PLAN, SENT, book, catalogue, members, take_in, unit
from .town import due as due_of

TEXTS = """
select table_name, column_name from duckdb_columns()
where database_name = 'snapshot' and not internal and data_type = 'VARCHAR'
"""
REPORTS = "select unit, period, version from submission order by all"
Cut = Callable[[str], Reader]


@pytest.fixture
def cut(town: Reader, tmp_path: Path) -> Cut:
    """Makes the extract of a unit."""

    def made(unit: str) -> Reader:
        write_extract(town, unit, tmp_path / unit)
        return Reader(tmp_path / unit)

    return made


def test_who_left_comes_with_the_time_it_stood_there_and_who_came_with_all(cut: Cut) -> None:
    """A went from T1 to T2 in June; B was merged into C, and its history with it; D never moved."""
    assert cut("T1").rows(REPORTS) == [
        ("A", "2024Q1", 1), ("A", "2024Q1", 2), ("B", "2024Q1", 1), ("D", "2024Q1", 1),
    ]  # fmt: skip
    assert cut("T2").rows(REPORTS) == [
        ("A", "2024Q1", 1), ("A", "2024Q1", 2), ("A", "2024Q2", 1), ("B", "2024Q1", 1),
        ("C", "2024Q1", 1), ("C", "2024Q2", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("unit", ["T1", "T2"])
@pytest.mark.parametrize("period", ["2024Q1", "2024Q2"])
def test_figures_and_reports_due_are_the_published_ones(
    town: Reader, cut: Cut, unit: str, period: str
) -> None:
    part = cut(unit)
    assert members(part, unit, period) == members(town, unit, period)
    assert due_of(part, unit, period) == due_of(town, unit, period)


def test_of_the_whole_town_it_is_the_whole(town: Reader, cut: Cut) -> None:
    part = cut("R")
    tables = [name for name, *_ in town.rows("select table_name from duckdb_tables()")]
    assert {"book", "indicator_value", "target_value", "unit_tree"} <= set(tables)
    for table in sorted(set(tables) - extracting.LEFT_EMPTY):
        rows = f'from "{table}" order by all'
        if table == "definition":
            rows = f"from {table} where kind <> 'outside' order by all"
        assert part.rows(rows) == town.rows(rows), table


def test_no_text_anywhere_names_a_unit_that_is_not_in_it(cut: Cut) -> None:
    part = cut("T1")
    others = re.compile(r"\b(R|T2|C)\b|[RC]会|T2会")
    looked_at = part.rows(TEXTS)
    assert len(looked_at) > 50
    for table, column in looked_at:
        asked = f'select distinct "{column}" from "{table}" where "{column}" is not null'
        named = [text for (text,) in part.rows(asked) if others.search(text)]
        # "R" is also a word of the catalogue's own; a definition belongs to everybody.
        assert named == [] or table == "definition", (table, column, named)
    assert part.rows("select id from definition where kind = 'plan'") == []


def test_of_an_earlier_day_it_knows_what_the_publication_knows(town: Reader, cut: Cut) -> None:
    part = cut("T1")
    for day, sum_ in (("2024-04-04", 30), ("2024-05-01", 30), ("2024-05-02", 32)):
        for reader in (town, part):
            assert members(reader_as(reader, date.fromisoformat(day)), "T1") == sum_


def test_sql_of_a_stranger_finds_nobody_else(cut: Cut) -> None:
    answer = run_sql(cut("T1"), "select distinct unit from indicator_value order by 1")
    assert (answer.error, answer.rows) == (None, (("A",), ("B",), ("D",), ("T1",)))


def test_decisions_about_others_stay_behind(tmp_path: Path) -> None:
    said = [
        Event(at="2024-07-01T08:00", deed="return", by="T2", text="数不对", form="book", unit="C",
              period="2024Q1", sha256="sha-none"),
        Event(at="2024-07-01T08:00", deed="lock", by="R", period="2023Q4", exempt=("C", "D")),
        Event(at="2024-07-01T08:00", deed="lock", by="T2", period="2023Q4"),
    ]  # fmt: skip
    event_log.append(tmp_path / "town", said)
    whole = take_in(tmp_path / "town", SENT)
    event_log.append(
        whole.data, [said[1].model_copy(update={"period": "2024Q4"})]
    )  # and no figures
    write_extract(whole, "T1", tmp_path / "part")
    assert [(e.period, e.deed, e.exempt) for e in event_log.read(tmp_path / "part")] == [
        ("2023Q4", "lock", ("D",))
    ]


def test_who_decided_is_named_though_outside(
    tmp_path: Path,
) -> None:
    """R returned what A sent first; T1's part says so, and says nothing else of R."""
    sent = take_in(tmp_path / "town", SENT)
    known = catalogue()
    with Warehouse.open(sent.data, known) as warehouse:
        wish = Wish("return", "R", "人数不对", "book", "D", "2024Q1")
        assert warehouse.decide(known, [wish]) is None
        rebuild(warehouse.connection, known)
        warehouse.publish(known)
    write_extract(sent, "T1", tmp_path / "part")
    part = Reader(tmp_path / "part")
    at = questions.nouns(part).period("2024Q1")
    shown = questions.report_history(part, "D", at.code, "book").report
    assert shown is not None
    (step,) = shown.steps
    assert (step.deed, step.by.code, step.by.name.zh) == ("return", "R", "R会")
    listed = questions.reporting_status(part, "T1", at.code)
    (row,) = [row for row in listed.rows if (row.unit.code, row.form) == ("D", "book")]
    assert (row.flow, row.flow_by and row.flow_by.name.zh) == ("returned", "R会")
    assert questions.nouns(part).who("GONE").name.zh == "GONE"
    with pytest.raises(questions.NotFound):
        questions.overview(part, "R", at.code)


def test_nothing_can_be_taken_in_there(cut: Cut) -> None:
    part = cut("T1")
    with pytest.raises(ReadOnlyExtract), Warehouse.open(part.data, catalogue()):
        pass
    found = extract_in(part.data)
    assert found is not None
    assert (found.unit, found.publication) == ("T1", 1)
    whose = questions.snapshot(part).extract_of
    assert whose is not None
    assert whose.code == "T1"


def test_a_table_nobody_thought_of_is_not_handed_down(
    town: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {table: rows for table, rows in extracting.BELONGS.items() if table != "score"}
    monkeypatch.setattr(extracting, "BELONGS", known)  # put back, an item would stand at the end
    with pytest.raises(UnknownTable, match="score"):
        write_extract(town, "T1", tmp_path / "part")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_anything_in_it_is_left_alone(town: Reader, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_extract(town, "T1", tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.xlsx"]


def test_tables_can_be_read_by_other_programs(cut: Cut) -> None:
    part = cut("T1")
    write_tables(part.data)
    names = {file.name for file in (part.data / "tables").iterdir()}
    assert {"book.parquet", "indicator_value.parquet", "org_unit.parquet"} <= names
    assert not {f"{name}.parquet" for name in extracting.LEFT_EMPTY} & names
    file = part.data / "tables" / "book.parquet"
    with part.cursor() as cursor:
        assert cursor.execute(f"select sum(members) from '{file}'").fetchall() == [(46,)]


def asked_about(file: FileRead, code: str, period: str | None) -> FileRead:
    """The file with a question about its report; without a period about its unit."""
    asked = Finding("jump", "explain", Place(file.name, "会员", "C6"), form="book", unit=code,
                    period=period)  # fmt: skip
    return replace(file, findings=[asked])


def explained(sha256: str, by: str, text: str, slug: str = "jump") -> Event:
    """What an office explained about a cell of a file; such events name no report."""
    return Event(at=datetime(2024, 8, 1), deed="explain", by=by, text=text, sha256=sha256,
                 slug=slug, sheet="会员", cell="C6")  # fmt: skip


def test_an_explanation_goes_with_the_finding_it_is_about(tmp_path: Path) -> None:
    """R explained for C of T2, and for D of T1; neither event says of whom it is."""
    about_c = asked_about(book("C", "2024Q2", 55, "2024-07-04"), "C", "2024Q2")
    about_d = asked_about(book("D", "2024Q2", 5, "2024-07-04"), "D", "2024Q2")
    said = [explained(about_c.sha256, "R", "C的事"), explained(about_d.sha256, "R", "D的事")]
    event_log.append(tmp_path / "town", said)
    whole = take_in(tmp_path / "town", [about_c, about_d])
    assert [text for (text,) in whole.rows("select text from current_explanation order by 1")] == [
        "C的事", "D的事",
    ]  # fmt: skip
    write_extract(whole, "T1", tmp_path / "part")
    part = Reader(tmp_path / "part")
    assert part.rows("select text from current_explanation") == [("D的事",)]
    assert part.rows("select text from flow_event") == [("D的事",)]
    assert [event.text for event in event_log.read(part.data)] == ["D的事"]


def test_what_befell_a_unit_after_it_left_stays_behind(tmp_path: Path) -> None:
    """A went from T1 to T2 in June: its targets, scores, findings and returns from then on."""
    known = catalogue()
    words = {"zh": "数", "en": "number"}
    own = PLAN | {"id": "own", "unit": "A"}
    scored = PLAN | {
        "id": "scored", "targets": [], "scoring": {
            "peer_groups": [{"id": "leaves", "name": words, "level": "leaf"}],
            "items": [{"id": "size", "title": words, "full": "10", "indicator": "members",
                       "rule": {"kind": "linear_cap"}}],
        },
    }  # fmt: skip
    plans = {str(p["id"]): Plan.model_validate(p) for p in (PLAN, own, scored)}
    late = asked_about(book("A", "2024Q2", 15, "2024-07-03", staff=20), "A", None)
    stray = FileRead("A-后.xlsx", "sha-stray", 10, datetime(2024, 7, 20), "A", [], [
        Finding("unknown-form", "error", Place("A-后.xlsx"), got="B类", unit="A")
    ], Verdict.WITHHELD)  # fmt: skip
    sent = [file for file in SENT if file.sha256 != late.sha256]
    returned = Event(at=datetime(2024, 8, 1), deed="return", by="T2", text="人数不对",
                     form="book", unit="A", period="2024Q2", sha256=late.sha256)  # fmt: skip
    event_log.append(tmp_path / "town", [returned])
    whole = take_in(tmp_path / "town", [*sent, late, stray], replace(known, plans=plans))
    told = "select slug from finding where slug in ('jump', 'unknown-form') order by 1"
    named = "select name from archive_file where sha256 = 'sha-stray'"
    parts = {}
    for town in ("T1", "T2"):
        write_extract(whole, town, tmp_path / town)
        parts[town] = Reader(tmp_path / town)
    for table in ("target_value", "score", "score_line"):
        asked = f"select distinct period from {table} where unit = 'A'"
        assert {("2024Q1",), ("2024Q2",)} <= set(parts["T2"].rows(asked)), table
        assert parts["T1"].rows(asked) == [("2024Q1",)], table
    assert parts["T2"].rows(told) == [("jump",), ("unknown-form",)]
    assert parts["T2"].rows(named) == [("A-后.xlsx",)]
    assert [e.text for e in event_log.read(parts["T2"].data)] == ["人数不对"]
    assert parts["T1"].rows(told) == parts["T1"].rows(named) == []
    assert event_log.read(parts["T1"].data) == parts["T1"].rows("from flow_event") == []


def test_marks_that_others_got_stay_behind(tmp_path: Path) -> None:
    """An appraisal comes with what was marked of these units, not with the others' evidence."""
    words = {"zh": "表彰", "en": "praise"}
    mark = {"value": "2", "evidence": {"zh": "T2会受表彰", "en": "T2 was praised"}}
    items = [
        {"id": "praised", "title": words, "full": "10", "rule": {"kind": "manual"},
         "marks": {"T2": [mark]}},
        {"id": "both", "title": words, "bonus": True, "unlisted": "0",
         "rule": {"kind": "bonus_per", "points": "1", "per": "1"},
         "marks": {"T1": [mark | {"evidence": words}], "T2": [mark]}},
    ]  # fmt: skip
    group = {"id": "towns", "name": words, "units": ["T1", "T2"]}
    alone = {"id": "alone", "name": words, "units": ["C"]}
    plan = PLAN | {"scoring": {"items": items, "peer_groups": [group, alone]}}
    known = replace(catalogue(), plans={"plan": Plan.model_validate(plan)})
    whole = take_in(tmp_path / "town", SENT, known)
    write_extract(whole, "T1", tmp_path / "part")
    part = Reader(tmp_path / "part")
    ((body,),) = part.rows("select body from definition where kind = 'plan'")
    assert "T1" in body
    assert not re.search(r"\bT2\b|T2会|\bC\b", body)
    scored = "select period, total from score where unit = 'T1' order by all"
    assert part.rows(scored) == whole.rows(scored) != []
    lines = "select item, points, lost from score_line where unit = 'T1' order by all"
    assert part.rows(lines) == whole.rows(lines) != []
    assert members(reader_as(part, date(2024, 8, 1)), "T1") == 36


def test_a_move_that_is_yet_to_come_changes_nothing(tmp_path: Path) -> None:
    """D is to go to T2 in 2999, and N is to open there: today D belongs to T1 alone."""
    units = [one for one in catalogue().org_units if one.code != "D"]
    units += [
        unit("D", "T1", valid_to=date(2998, 12, 31)), unit("D", "T2", valid_from=date(2999, 1, 1)),
        unit("N", "T2", valid_from=date(2999, 1, 1)),
    ]  # fmt: skip
    whole = take_in(tmp_path / "town", SENT, replace(catalogue(), org_units=tuple(units)))
    write_extract(whole, "T2", tmp_path / "T2")
    assert Reader(tmp_path / "T2").rows("select distinct unit from submission order by 1") == [
        ("A",), ("B",), ("C",),
    ]  # fmt: skip
    assert Reader(tmp_path / "T2").rows("select unit from org_unit where unit = 'N'") == [("N",)]
    write_extract(whole, "T1", tmp_path / "T1")
    assert ("D", "2024Q1", 1) in Reader(tmp_path / "T1").rows(REPORTS)


def test_an_empty_folder_is_filled_and_not_put_in_place_of(town: Reader, tmp_path: Path) -> None:
    """A stick has no folder beside it, and is not to be removed."""
    stick = tmp_path / "stick"
    (stick / ".writing" / "processed").mkdir(parents=True)  # of a process that was killed
    before = stick.stat().st_ino
    assert write_extract(town, "T1", stick) == 4
    assert stick.stat().st_ino == before
    assert Reader(stick).rows("select 1 from org_unit where unit = 'T1'")
    assert not list(stick.glob(".*writing"))
    with pytest.raises(FileExistsError):
        write_extract(town, "T1", stick)


def test_the_folder_one_stands_in_can_be_filled(
    town: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert write_extract(town, "T1", Path()) == 4
    assert Reader(tmp_path / "here").rows("select 1 from org_unit where unit = 'T1'")
