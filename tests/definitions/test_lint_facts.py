"""Rules of the register of facts: slug, file and line; and that it may be left out."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.definitions.catalogue import load

from .folders import FILES, places, write_folder

HEAD = (
    "id,issuer_zh,issuer_en,document_zh,document_en,year,theme,kind,name_zh,name_en,comparator,"
    "value,unit_zh,unit_en,scope_zh,scope_en,denominator_zh,denominator_en,span,nature,repeats,"
    "shown_unit,shown_period,shown_indicator,shown_segment,shown_part,together\n"
)
FIRST = (
    "D1,县总工会,County,总结,Report,2024,rights,actual,结案,Closed,>=,3,件,cases,行业：煤炭,"
    "Sector: coal,案件,cases,year,flow,,C1,2024,closed,,value,D2\n"
)
SECOND = "D2,县总工会,County,计划,Plan,,rights,rule,回访,Follow-up,,,,,,,,,year,rate,D1,,,,,,\n"
GOOD = HEAD + FIRST + SECOND
CASES = [
    ("column-missing", HEAD, HEAD.replace("kind,", ""), 1),
    ("column-missing", HEAD, "", 1),
    ("column-twice", ",together\n", ",together,year\n", 1),
    ("column-not-read", ",together\n", ",together,quote\n", 1),
    ("cells-without-column", "结案,Closed", "结案,Closed, too", 2),
    ("required-cell-blank", "计划,Plan", "计划,", 3),
    ("required-cell-blank", "D2,", ",", 3),
    ("columns-go-together", ">=,3,", ">=,,", 2),
    ("columns-go-together", "件,cases,行", "件,,行", 2),
    ("columns-go-together", "行业：煤炭,Sector: coal", "行业：煤炭,", 2),
    ("columns-go-together", "C1,2024,closed", "C1,,closed", 2),
    ("columns-go-together", "rate,D1,,,,,,", "rate,D1,,,,,value,", 3),
    ("number-wanted", ">=,3,", ">=,three,", 2),
    ("number-wanted", "Report,2024,", "Report,24,", 2),
    ("wrong-value", "rights,actual", "rights,fact", 2),
    ("wrong-value", ">=,3,", ">,3,", 2),
    ("wrong-value", "year,rate", "yearly,rate", 3),
    ("wrong-value", "closed,,value", "closed,,all", 2),
    ("fact-twice", "\nD2,", "\nD1,", 3),
    ("undeclared-fact", "rate,D1,", "rate,D9,", 3),
    ("undeclared-fact", "rate,D1,", "rate,D2,", 3),
    ("undeclared-fact", "value,D2", "value,D2;D9", 2),
    ("undeclared-theme", ",rights,rule", ",right,rule", 3),
    ("not-a-period-code", "C1,2024,", "C1,2024Q5,", 2),
    ("undeclared-indicator", "2024,closed", "2024,close", 2),
    ("not-csv", "回访", "回" * 131_073, 3),
]


def with_register(root: Path, text: str, **cited: str) -> Path:
    """The tiny configuration with a register, and citations of it."""
    files = {**FILES, "facts.csv": text}
    for path, old, new in (
        ("indicators/rights/closed.yml", "theme: rights\n", cited.get("indicator", "")),
        ("plans/plan.yml", "    unit: case\n", cited.get("plan", "")),
    ):
        assert old in files[path]
        files[path] = files[path].replace(old, old + new, 1) if new else files[path]
    return write_folder(root, files)


def test_a_register_is_read_whole(tmp_path: Path) -> None:
    loaded = load(with_register(tmp_path, GOOD))
    assert loaded.catalogue is not None
    assert loaded.findings == []
    first, second = loaded.catalogue.facts.values()
    assert (first.year, first.comparator, first.value) == (2024, ">=", Decimal(3))
    assert first.unit is not None
    assert first.scope is not None
    assert first.denominator is not None
    assert (first.unit.en, first.scope.zh, first.denominator.en) == ("cases", "行业：煤炭", "cases")
    assert first.shown is not None
    assert first.shown.together == ("D2",)
    assert (second.repeats, second.value, second.shown) == ("D1", None, None)
    assert loaded.catalogue.file_of("fact", "D2") == "facts.csv"


@pytest.mark.parametrize(("slug", "old", "new", "line"), CASES)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, slug: str, old: str, new: str, line: int
) -> None:
    assert GOOD.count(old) == 1
    loaded = load(with_register(tmp_path, GOOD.replace(old, new)))
    assert places(loaded.findings, slug) == [("facts.csv", line)] * (11 if not new else 1)
    assert loaded.catalogue is None


def test_other_encodings_are_told(tmp_path: Path) -> None:
    with_register(tmp_path, GOOD)
    (tmp_path / "facts.csv").write_bytes(GOOD.encode("gb18030"))
    assert places(load(tmp_path).findings, "definition-not-utf8") == [("facts.csv", 2)]


def test_a_cited_fact_is_in_the_register(tmp_path: Path) -> None:
    cited = {"indicator": "source: {facts: [D1,\n  D3]}\n", "plan": "    fact: D4\n"}
    found = list(load(with_register(tmp_path, GOOD, **cited)).findings)
    assert {f.slug for f in found} == {"undeclared-fact"}
    assert {(f.place.file, f.got) for f in found} == {
        ("indicators/rights/closed.yml", "D3"), ("plans/plan.yml", "D4")
    }  # fmt: skip
    for one in found:
        lines = (tmp_path / one.place.file).read_text("utf-8").splitlines()
        assert one.place.line is not None
        assert str(one.got) in lines[one.place.line - 1]


def test_what_is_registered_may_be_cited(tmp_path: Path) -> None:
    cited = {"indicator": "source: {facts: [D1]}\n", "plan": "    fact: D2\n"}
    assert load(with_register(tmp_path, GOOD, **cited)).findings == []


def test_without_a_register_anything_may_be_cited(tmp_path: Path) -> None:
    with_register(tmp_path, GOOD, indicator="source: {facts: [X]}\n")
    (tmp_path / "facts.csv").unlink()
    assert load(tmp_path).findings == []


def test_units_of_documents_need_not_be_on_the_roster(tmp_path: Path) -> None:
    assert load(with_register(tmp_path, GOOD.replace("C1,2024", "C9,2024"))).findings == []


def test_a_register_that_cannot_be_read_blames_no_citation(tmp_path: Path) -> None:
    spoilt = GOOD.replace("rights,rule", "rights,fact")
    found = load(with_register(tmp_path, spoilt, plan="    fact: D2\n")).findings
    assert [f.slug for f in found if f.place.file != "facts.csv"] == []


def test_what_the_register_says_is_in_the_digest(tmp_path: Path) -> None:
    before = load(with_register(tmp_path / "a", GOOD)).catalogue
    after = load(with_register(tmp_path / "b", GOOD.replace(">=,3,", ">=,4,"))).catalogue
    same = load(with_register(tmp_path / "c", GOOD.replace("\n", "\r\n"))).catalogue
    assert before is not None
    assert after is not None
    assert same is not None
    assert before.digest == same.digest != after.digest
