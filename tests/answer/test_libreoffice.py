"""Through LibreOffice and back: templates are accepted, returned workbooks keep everything."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook

from benchmarks.fixloop import Rows, right_reports, write
from pipeline import run
from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.finding import Finding, Place
from pipeline.domain.noun import Language
from pipeline.domain.period import Period, parse_period
from pipeline.reports.answer.marking import marked
from pipeline.sample.county import generate
from pipeline.templates.content import SheetContent
from pipeline.templates.workbook import write_workbook
from tests.journey.steps import CONFIG

from .keeping import ANSWER, kept, opened, values
from .office import needs_libreoffice, saved_again
from .workbooks import finding

FORMS = Path(__file__).parents[2] / "../shared/corpus/zh-forms"
OF_THE_DAY = {"late-submission"}

pytestmark = needs_libreoffice


@dataclass(frozen=True)
class Office:
    """One union's right reports as real templates, one workbook a form."""

    config: list[Path]
    catalogue: Catalogue
    filled: dict[str, Path]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    generate(folder, run.load([CONFIG]), units=3, periods=1, seed=7, mistakes=0)
    config = [CONFIG, folder / "config"]
    catalogue = run.load(config)
    reports: Iterator[tuple[str, Period, Rows]] = right_reports(folder, catalogue, folder)
    unit, quarter, rows = next(reports)
    filled = {}
    for form, sections in rows.items():
        filled[form] = folder / f"{form}.xlsx"
        write(catalogue, filled[form], unit, quarter, form, sections)
    return Office(config, catalogue, filled)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_every_filled_template_is_accepted_as_libreoffice_saves_it(
    office: Office, ending: str, tmp_path: Path
) -> None:
    saved = saved_again(list(office.filled.values()), ending, tmp_path / "saved")
    result = run.judge_only(saved.values(), office.catalogue)
    assert [f.file for f in result.files] == [path.name for path in saved.values()]
    found = [f for f in result.findings if f.slug not in OF_THE_DAY]
    assert found == []
    assert {str(f.verdict) for f in result.files} == {"accepted"}


def test_every_card_is_printed_on_one_page_of_a4(office: Office, tmp_path: Path) -> None:
    cards: list[Path] = []
    languages: tuple[Language, ...] = ("zh", "en")
    period = parse_period("2024Q4", office.catalogue.calendars)
    for form in office.catalogue.forms.values():
        for name, section in form.sections.items():
            for language in languages if section.layout == "card" else ():
                cards.append(tmp_path / f"{form.id}-{name}-{language}.xlsx")
                card = SheetContent(form.id, name, rows=[{}])
                write_workbook(cards[-1], office.catalogue, [card], None, period, language,
                               plain=True)  # fmt: skip
    assert len(cards) >= 10
    for name, path in saved_again(cards, "pdf", tmp_path / "printed").items():
        printed = path.read_bytes()
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, name
        boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)
        assert {(round(float(x)), round(float(y))) for x, y in boxes} == {(595, 842)}, name


def compared(sent: dict[str, bytes], answers: dict[str, bytes], folder: Path) -> None:
    """Save both with LibreOffice; what it makes of them must be equal but for the marks."""
    for name, contents in (("sent", sent), ("answer", answers)):
        (folder / name).mkdir()
        for stem, content in contents.items():
            (folder / name / f"{stem}.xlsx").write_bytes(content)
    before = saved_again(sorted((folder / "sent").iterdir()), "xlsx", folder / "sent-saved")
    after = saved_again(sorted((folder / "answer").iterdir()), "xlsx", folder / "answer-saved")
    assert set(before) == set(after) == set(sent)
    for stem in sent:
        one, other = before[stem].read_bytes(), after[stem].read_bytes()
        assert values(other) == values(one), stem
        try:
            expected = kept(one, fonts=False)
        except ValueError:  # LibreOffice wrote of the *original* what openpyxl refuses
            continue
        assert kept(other, fonts=False) == expected, stem


def test_every_returned_template_keeps_everything_through_libreoffice(
    office: Office, tmp_path: Path
) -> None:
    sent = {form: path.read_bytes() for form, path in office.filled.items()}
    answers = {}
    for form, content in sent.items():
        titles = [s.title.zh for s in office.catalogue.forms[form].sections.values()]
        found = [finding(title, cell) for title in titles for cell in ("C5", "B6", "F6")]
        answers[form] = marked(content, found, "zh")
        assert ANSWER in opened(answers[form]).sheetnames
    compared(sent, answers, tmp_path)


def test_marks_are_there_after_libreoffice_saved_them_and_go_with_the_next_answer(
    office: Office, tmp_path: Path
) -> None:
    content = office.filled["membership"].read_bytes()
    answer = tmp_path / "answer.xlsx"
    answer.write_bytes(marked(content, [finding("会员表", "C5"), finding("会员表", "C7")], "zh"))
    saved = saved_again([answer], "xlsx", tmp_path / "saved")["answer"]
    sheet = opened(saved.read_bytes())["会员表"]
    assert "请核对 C5" in sheet["C5"].comment.text
    assert sheet["C5"].fill.fgColor.rgb.endswith("F9C9C4")
    again = opened(marked(saved.read_bytes(), [finding("会员表", "C7")], "zh"))
    assert again.sheetnames.count(ANSWER) == 1
    assert again["会员表"]["C5"].comment is None
    assert not again["会员表"]["C5"].fill.fgColor.rgb.endswith("F9C9C4")
    assert again["会员表"]["C7"].comment.text.count("unionkpi") == 1


@pytest.mark.skipif(not FORMS.is_dir(), reason="the corpus of Chinese forms is not beside")
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_chinese_forms_keep_everything_through_libreoffice(tmp_path: Path) -> None:
    sent = {path.stem: path.read_bytes() for path in sorted(FORMS.glob("*.xlsx"))}
    assert sent
    dice, answers = random.Random(1), {}
    for stem, content in sent.items():
        found: list[Finding] = []
        for sheet in opened(content).worksheets:
            filled = [c.coordinate for row in sheet.iter_rows() for c in row if c.value is not None]
            for cell in dice.sample(filled, min(3, len(filled))):
                found.append(finding(sheet.title, cell))
        found.append(Finding("unknown-sheet", "warning", Place("表.xlsx")))
        answers[stem] = marked(content, found, "zh")
        assert kept(answers[stem]) == kept(content), stem
    compared(sent, answers, tmp_path)


def test_a_total_left_to_its_formula_is_computed_by_the_program(
    office: Office, tmp_path: Path
) -> None:
    book = opened(office.filled["membership"].read_bytes())
    sheet = book["会员表"]
    total = next(r for r in range(5, sheet.max_row) if sheet.cell(r, 2).value == "会员总数")
    expected = sheet.cell(total, 3).value
    parts = f"C{total + 1},C{total + 2}"
    sheet.cell(total, 3).value = f'=IF(COUNT({parts})<2,"",SUM({parts}))'
    uncomputed = tmp_path / "uncomputed.xlsx"
    book.save(uncomputed)
    found = run.judge_only([uncomputed], office.catalogue).findings
    assert "formula-without-value" in {f.slug for f in found}
    saved = saved_again([uncomputed], "xlsx", tmp_path / "saved")["uncomputed"]
    result = run.judge_only([saved], office.catalogue)
    assert [f for f in result.findings if f.slug not in OF_THE_DAY] == []
    assert load_workbook(saved, data_only=True)["会员表"].cell(total, 3).value == expected
