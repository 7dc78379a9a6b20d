"""What frames a circular: from the settings, from the command line, and where each part stands."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from openpyxl import load_workbook

from pipeline.cli import commands
from pipeline.domain.circular import Circular, Letterhead
from pipeline.domain.noun import Bilingual
from pipeline.queries import questions
from pipeline.reports.letter import FIRST_PAGE, Issue, letter
from pipeline.reports.pack import Pack, gather
from pipeline.reports.word.elements import Element, body_of
from pipeline.reports.word.runs import text_of
from pipeline.reports.words import Words
from pipeline.scenarios.extract import write_extract
from pipeline.warehouse.reader import Reader
from tests.definitions.folders import PRODUCT
from tests.queries.office import Office, open_office

CIRCULAR = """\
circular:
  title: {zh: "{issuer}关于{period}目标完成情况的通报", en: "{issuer}: circular, {period}"}
  to: [{zh: 各下级工会, en: unions below}]
  units:
    C1:
      number: 东工发〔{year}〕{number}号
      to: [{zh: 各镇总工会, en: town federations}, {zh: 县直各工会, en: county unions}]
      copies: [{zh: 市总工会, en: City Federation}, {zh: 县委办公室, en: County office}]
      printed_by: {zh: 东县总工会办公室, en: Office of East county}
    T1: {issuer: {zh: 东镇工会办事处, en: East office}, to: []}
"""
DECIDED = ("--number", "007", "--issued", "2024-04-08", "--printed", "2024-04-09")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("letters"), {"product.yml": PRODUCT + CIRCULAR})


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose settings say nothing of circulars."""
    return open_office(tmp_path_factory.mktemp("plain"))


def asked(office: Office, *more: str):  # type: ignore[no-untyped-def]
    given = ["--config", str(office.config), "--data", str(office.data)]
    return CliRunner().invoke(commands, [*given, "report", "2024Q1", *more])


def issued(office: Office, unit: str, out: Path, *more: str) -> Path:
    """The folder into which a circular was written."""
    done = asked(office, "--unit", unit, "--out", str(out), *more)
    assert done.exit_code == 0, done.output
    return out


def lines(word: Word) -> list[str]:
    return [p.text for p in word.paragraphs if p.text]


def imprint(word: Word) -> list[str]:
    """What stands at the foot of the last page."""
    return [row.cells[0].text for row in word.tables[-1].rows]


def stands_at_the_foot(word: Word) -> bool:
    place = word.tables[-1]._tbl.tblPr.find(qn("w:tblpPr")) if word.tables else None
    return place is not None and place.get(qn("w:tblpYSpec")) == "bottom"


@pytest.fixture(scope="module")
def folder(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("issued")
    for language in ("zh", "en"):
        issued(office, "C1", out, *DECIDED, "--lang", language)
    return out


def test_word_has_each_part_where_the_standard_has_it(folder: Path) -> None:
    word = Document(str(folder / "C1_2024Q1.docx"))
    said = lines(word)
    assert said[0] == "东工发〔2024〕7号"
    assert said[1] == "东县总工会关于2024年第一季度目标完成情况的通报"
    to = said.index("各镇总工会，县直各工会：")
    assert 1 < to < said.index("结论")
    signed = said.index("东县总工会\n2024年4月8日")
    annex = [i for i, line in enumerate(said) if line.startswith("附件：")]
    assert annex[0] < signed < annex[-1]
    assert imprint(word) == ["抄送：市总工会，县委办公室。", "东县总工会办公室\t2024年4月9日印发"]
    assert stands_at_the_foot(word)


def test_the_number_has_a_red_rule_and_addressees_begin_at_the_edge(folder: Path) -> None:
    word = Document(str(folder / "C1_2024Q1.docx"))
    number = word.paragraphs[0]
    assert number.alignment == 1
    rule = number._p.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")
    assert rule is not None
    assert rule.get(qn("w:color")) == "C00000"
    (to,) = [p for p in word.paragraphs if p.text.endswith("县直各工会：")]
    assert to.paragraph_format.first_line_indent == 0


def test_english_says_the_same_in_its_words(folder: Path) -> None:
    word = Document(str(folder / "C1_2024Q1_en.docx"))
    said = lines(word)
    assert said[:2] == ["东工发〔2024〕7号", "East county: circular, Q1 2024"]
    assert "To: town federations, county unions" in said
    assert "East county\n8 Apr 2024" in said
    assert imprint(word) == ["Copies: City Federation, County office",
                             "Office of East county\tPrinted on 9 Apr 2024"]  # fmt: skip


def test_english_is_set_in_smaller_letters_and_chinese_as_the_standard_has_it(folder: Path) -> None:
    sizes = {}
    for name in ("C1_2024Q1", "C1_2024Q1_en"):
        styles = Document(str(folder / f"{name}.docx")).styles
        sizes[name] = [styles[one].font.size.pt for one in ("Body Text", "Title", "Cell")]
    assert sizes == {"C1_2024Q1": [16, 22, 9.5], "C1_2024Q1_en": [12, 18, 8.5]}


def of_class(page: Path, name: str) -> list[str]:
    """What the elements of a class of a page say, in order."""

    def every(one: Element) -> list[Element]:
        return [one, *(found for child in one.elements() for found in every(child))]

    body = body_of(page.read_text("utf-8"))
    return [text_of(one) for one in every(body) if name in one.classes]


def test_the_page_has_number_and_addressees_over_the_text_and_copies_under_it(folder: Path) -> None:
    page = folder / "C1_2024Q1.html"
    assert of_class(page, "number") == ["东工发〔2024〕7号"]
    assert of_class(page, "to") == ["各镇总工会，县直各工会："]
    assert of_class(page, "copies") == ["抄送：市总工会，县委办公室。"]
    assert of_class(page, "printing") == ["东县总工会办公室 2024年4月9日印发"]
    said = page.read_text("utf-8")
    places = [said.index(f'class="{name}"') for name in ("number", "to", "signature", "imprint")]
    assert places == sorted(places)


def test_the_first_sheet_says_the_number(folder: Path) -> None:
    for name in ("C1_2024Q1", "C1_2024Q1_en"):
        first, *others = load_workbook(folder / f"{name}.xlsx").worksheets
        assert first["A2"].value.startswith("东工发〔2024〕7号　")
        assert not [sheet for sheet in others if "东工发" in str(sheet["A2"].value)]


def test_what_is_not_said_is_not_printed(plain: Office, tmp_path: Path) -> None:
    folder = issued(plain, "C1", tmp_path, "--issued", "2024-04-08")
    page = (folder / "C1_2024Q1.html").read_text("utf-8")
    for name in ("number", "to", "imprint", "copies", "printing"):
        assert f'class="{name}"' not in page
    word = Document(str(folder / "C1_2024Q1.docx"))
    assert not stands_at_the_foot(word)
    assert lines(word)[0] == "东县总工会2024年第一季度目标完成情况通报"
    assert not [line for line in lines(word) if re.search("抄送|主送|印发", line)]
    assert "东县总工会\n2024年4月8日" in lines(word)


def test_the_command_line_says_it_all_without_settings(plain: Office, tmp_path: Path) -> None:
    folder = issued(
        plain, "C1", tmp_path, "--number", "东工〔2024〕3号", "--title", "关于{period}工作的通报",
        "--to", "各镇总工会", "--to", "各直属工会", "--copies", "市总工会", "--issuer", "东县工会",
        "--issued", "2024-04-08", "--printed-by", "办公室",
    )  # fmt: skip
    word = Document(str(folder / "C1_2024Q1.docx"))
    said = lines(word)
    assert said[:2] == ["东工〔2024〕3号", "关于2024年第一季度工作的通报"]
    assert "各镇总工会，各直属工会：" in said
    assert "东县工会\n2024年4月8日" in said
    assert imprint(word) == ["抄送：市总工会。", "办公室\t2024年4月8日印发"]


def test_the_command_line_goes_before_the_settings(office: Office, tmp_path: Path) -> None:
    folder = issued(office, "C1", tmp_path, "--to", "各工会", "--number", "东工函〔2024〕1号")
    page = folder / "C1_2024Q1.html"
    assert of_class(page, "number") == ["东工函〔2024〕1号"]
    assert of_class(page, "to") == ["各工会："]
    assert of_class(page, "copies") == ["抄送：市总工会，县委办公室。"]


def test_each_unit_below_has_its_own(office: Office, tmp_path: Path) -> None:
    folder = issued(office, "C1", tmp_path, "--all-below", "--issued", "2024-04-08")
    frames = {
        name: [of_class(folder / f"{name}_2024Q1.html", part) for part in ("to", "signature")]
        for name in ("C1", "T1", "T2")
    }
    assert frames == {
        "C1": [["各镇总工会，县直各工会："], ["东县总工会2024年4月8日"]],
        "T1": [[], ["东镇工会办事处2024年4月8日"]],
        "T2": [["各下级工会："], ["西镇2024年4月8日"]],
    }
    (one,) = issued(office, "C1", tmp_path / "one", "--one-page").glob("*.html")
    assert of_class(one, "to") == ["各下级工会：", "各镇总工会，县直各工会："]


@pytest.mark.parametrize("kind", ["--all-below", "--one-page"])
@pytest.mark.parametrize(
    ("language", "said"), [("zh", "一个发文字号只能给一份通报"), ("en", "that of one circular")]
)
def test_one_number_is_not_given_to_several(
    office: Office, tmp_path: Path, kind: str, language: str, said: str
) -> None:
    done = asked(office, "--unit", "C1", kind, "--number", "7", "--out", str(tmp_path),
                 "--lang", language)  # fmt: skip
    assert (done.exit_code, said in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("language", "said"), [("zh", "没有给 T1 设"), ("en", "No pattern")])
def test_a_running_number_wants_a_pattern(
    office: Office, tmp_path: Path, language: str, said: str
) -> None:
    done = asked(office, "--unit", "T1", "--number", "7", "--out", str(tmp_path),
                 "--lang", language)  # fmt: skip
    assert (done.exit_code, said in done.stderr) == (2, True)


@pytest.fixture(scope="module")
def pack(office: Office) -> Pack:
    return gather(office.reader, "C1", "2024Q1", Issue(issued=date(2024, 4, 8)))


def test_many_addressees_stand_at_the_end(pack: Pack) -> None:
    many = tuple(Bilingual(zh=f"第{n:03}工会", en=f"Union {n:03}") for n in range(FIRST_PAGE // 6))
    moved = replace(pack, issue=replace(pack.issue, instead=Letterhead(to=many)))
    framed = letter(moved.letterhead, moved.issue, moved.overview, Words("zh"))
    assert framed.to_at_the_end
    few = replace(moved, issue=replace(pack.issue, instead=Letterhead(to=many[:5])))
    assert not letter(few.letterhead, few.issue, few.overview, Words("zh")).to_at_the_end
    from pipeline.reports.document import document

    said = document(moved, Words("zh"))
    assert '<p class="to">' not in said
    assert said.index('class="imprint"') < said.index("主送：第000工会，第001工会")
    assert said.index("主送：第000工会") < said.index("抄送：市总工会")


def test_a_day_of_printing_stands_without_an_office(pack: Pack) -> None:
    alone = Issue(issued=date(2024, 4, 8), printed=date(2024, 4, 9))
    framed = letter(Letterhead(), alone, pack.overview, Words("zh"))
    assert (framed.printed_by, framed.printed) == ("", date(2024, 4, 9))
    assert letter(Letterhead(), pack.issue, pack.overview, Words("zh")).printed is None


def test_what_a_unit_says_replaces_part_by_part() -> None:
    of_all = Circular(
        number="a{number}", copies=(Bilingual(zh="甲", en="A"),),
        units={"X": Letterhead(number="b{number}"), "Y": Letterhead(copies=())},
    )  # fmt: skip
    assert of_all.of("X") == Letterhead(number="b{number}", copies=of_all.copies)
    assert of_all.of("Y") == Letterhead(number="a{number}", copies=())
    assert of_all.of("Z").number == "a{number}"


def test_an_extract_knows_the_letterheads_of_its_own_units_alone(
    office: Office, tmp_path: Path
) -> None:
    write_extract(office.reader, "T1", tmp_path / "T1")
    circular = questions.nouns(Reader(tmp_path / "T1")).product.circular
    assert set(circular.units) == {"T1"}
    assert circular.to is not None
