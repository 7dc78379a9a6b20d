"""What a heading of one sender means is settled once: read from then on, for nobody else."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline import run
from pipeline.confirming_headings import SYNONYMS, OwnHeading, confirm_synonym
from pipeline.definitions.catalogue import load
from pipeline.domain.finding import Finding, Place
from pipeline.domain.noun import Language
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.queries.nouns import NotFound
from pipeline.wording.messages import render
from tests.definitions.folders import CASES, MEMBERS, places
from tests.queries.office import Office, Sent, office_in, open_office, write
from tests.queries.test_flow import numerator, row
from tests.ready import copied
from tests.warehouse.acts import settle, take

NEEDED = MEMBERS.replace(
    "members: {label: {zh: 会员数, en: Members}, type: integer",
    "members: {label: {zh: 会员数, en: Members}, type: integer, required: true",
)
OWN = "工会会员总人数"
SYNONYM = ("synonym", "members", OWN, "members", "--sender", "G4", "--by", "T2")


def headed(office: Office, sent: Sent, number: int, old: str = "会员数", new: str = OWN) -> Path:
    """A workbook in which one heading is the sender's own."""
    path = write(office.config.parent, office.config, sent, number)
    book = load_workbook(path)
    changed = 0
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                if str(cell.value or "").removesuffix("*").strip("* （必填）") == old:
                    cell.value, changed = new, changed + 1
    assert changed == 1
    book.save(path)
    return path


@pytest.fixture
def office(tmp_path: Path) -> Office:
    assert NEEDED != MEMBERS
    return open_office(tmp_path, {"forms/members.yml": NEEDED})


def hold(folder: Path) -> None:
    """An office that holds back a report in which it does not find the members."""
    office = open_office(folder, {"forms/members.yml": NEEDED})
    (file,) = take(office, headed(office, Sent("G4", "2024Q1", "2024-04-03", 70, 7), 90)).files
    assert {f.slug for f in file.findings} == {
        "missing-item",
        "unknown-item",
        "late-submission",
    } - {"late-submission"} or "missing-item" in {f.slug for f in file.findings}
    assert file.verdict is Verdict.WITHHELD


@pytest.fixture
def held(tmp_path: Path) -> Office:
    copied("held for a heading", hold, tmp_path)
    return office_in(tmp_path)


def test_it_is_read_from_the_held_file_and_the_next_of_that_unit_and_of_no_other(
    held: Office,
) -> None:
    assert numerator(held) == 211
    code, said = settle(held, *SYNONYM)
    assert code == 0, said
    assert "现在收下 1 个" in said
    assert numerator(held) == 281
    assert row(held, "G4").state in ("accepted", "late")
    (next_one,) = take(held, headed(held, Sent("G4", "2024Q2", "2024-07-03", 71, 8), 91)).files
    assert next_one.verdict is Verdict.ACCEPTED
    (told,) = [f for f in next_one.findings if f.slug == "read-by-synonym"]
    assert (told.severity, told.got, told.unit, told.field_id) == ("warning", OWN, "G4", "members")
    sentence = render(told, "zh", strict=True).what
    assert all(word in sentence for word in ("会员数", "G4", "T2", OWN))
    (other,) = take(held, headed(held, Sent("G2", "2024Q2", "2024-07-03", 9, 1), 92)).files
    assert other.verdict is Verdict.WITHHELD
    assert "read-by-synonym" not in {f.slug for f in other.findings}
    assert run.verify([held.config], held.data).agrees


def test_taking_it_back_holds_back_what_was_read_by_it(held: Office) -> None:
    assert settle(held, *SYNONYM)[0] == 0
    withdraw = ("synonym", "members", OWN, "--sender", "G4", "--by", "C1", "--withdraw")
    code, said = settle(held, *withdraw)
    assert code == 0, said
    assert "1 个退回" in said
    assert numerator(held) == 211
    assert row(held, "G4").state == "withheld"
    assert run.verify([held.config], held.data).agrees
    assert settle(held, *withdraw)[0] == 1, "only once"
    code, said = settle(held, "--lang", "en", "synonyms")
    assert code == 0
    assert OWN in said
    assert "taken back by C1 on" in said


def test_it_may_hold_for_the_name_files_come_in_under(held: Office) -> None:
    asked = ("synonym", "members", OWN, "会员数", "--sender", "东河会计", "--by", "C1")
    assert settle(held, *asked)[0] == 1, "nobody has sent anything under this name"
    first = headed(held, Sent("G2", "2024Q2", "2024-07-03", 9, 1), 91)
    run.ingest([first], [held.config], held.data, sender="东河会计", by_file_time=True)
    code, said = settle(held, *asked)
    assert code == 0, said
    assert row(held, "G4").state == "withheld", "that one came from somebody else"
    verdicts = held.reader.rows("select verdict from archive_file where sender = '东河会计'")
    assert verdicts == [("accepted",)]
    assert settle(held, *asked[:-4], "--sender", "web", "--by", "C1")[0] == 1
    code, said = settle(held, "synonym", "members", OWN, "--sender", "G4", "--by", "C1")
    assert code == 2
    assert "FIELD" in said
    assert "--withdraw" in said
    assert run.verify([held.config], held.data).agrees


def test_a_heading_of_a_list_is_read_too(tmp_path: Path) -> None:
    dated = CASES.replace("{zh: 受理日期, en: Received}, type: date",
                          "{zh: 受理日期, en: Received}, type: date, required: true")  # fmt: skip
    assert dated != CASES
    listed = open_office(tmp_path, {"forms/cases.yml": dated})
    path = headed(listed, Sent("G4", "2024Q1", "2024-04-03", 70, 7), 90, "受理日期", "来访登记日")
    (file,) = take(listed, path).files
    assert {"missing-column", "unknown-column"} <= {f.slug for f in file.findings}
    code, said = settle(listed, "synonym", "cases", "来访登记日", "received_on", "--sender", "G4",
                        "--by", "T2")  # fmt: skip
    assert code == 0, said
    assert row(listed, "G4").state in ("accepted", "late")
    days = listed.reader.rows("select distinct received_on from current_cases where case_id ="
                              " 'G4-2a'")  # fmt: skip
    assert [str(day) for (day,) in days] == ["2024-02-01"]
    (told,) = [
        r for r in questions.finding_list(listed.reader, "C1").rows if r.slug == "read-by-synonym"
    ]
    assert told.got == "来访登记日"


@pytest.mark.parametrize(
    ("label", "meant", "sender", "by", "slug", "zh", "en"),
    [
        ("女会员", "members", "G4", "T2", "synonym-taken", "女会员", "女会员"),
        ("备注", "members", "G4", "T2", "synonym-taken", "备注", "备注"),
        ("会员数", "members", "G4", "T2", "synonym-needless", "会员数", "会员数"),
        (OWN, "职工工资", "G4", "T2", "synonym-field-unknown", "会员数（members）",
         "Members (members)"),
        (OWN, "members", "G4", "T1", "not-yours-to-confirm", "T2、C1", "T2, C1"),
        (OWN, "members", "G4", "G4", "not-yours-to-confirm", "T2、C1", "T2, C1"),
        (OWN, "members", "谁", "C1", "synonym-sender-unknown", "--sender", "--sender"),
        (" ", "members", "G4", "T2", "synonym-not-a-heading", "60", "60"),
        ("长" * 61, "members", "G4", "T2", "synonym-not-a-heading", "60", "60"),
    ],
)  # fmt: skip
def test_what_cannot_be_settled_is_refused_with_the_way_out(
    office: Office, label: str, meant: str, sender: str, by: str, slug: str, zh: str, en: str
) -> None:
    heading = OwnHeading(sender, "members", label)
    done = confirm_synonym(heading, meant, by, [office.config], office.data)
    assert done.refusal is not None
    assert done.refusal.slug == slug
    wanted: tuple[tuple[Language, str], ...] = (("zh", zh), ("en", en))
    for language, words in wanted:
        said = render(done.refusal, language, strict=True)
        assert words in said.what + said.do
        assert "…" not in said.what + said.do
    assert not (office.config / SYNONYMS).exists()
    with pytest.raises(NotFound):
        confirm_synonym(
            OwnHeading("G4", "membres", OWN), "members", "T2", [office.config], office.data
        )


def test_a_line_written_by_hand_is_checked_with_its_place(office: Office) -> None:
    head = "sender,form,section,label,field,confirmed_by,confirmed_on,withdrawn_by,withdrawn_on\n"
    lines = [
        "G4,members,,甲,members,C1,2024-05-01,,", "G4,member,,乙,members,C1,2024-05-01,,",
        "G4,members,list,乙,members,C1,2024-05-01,,", "G4,members,,乙,member,C1,2024-05-01,,",
        "G4,members,,丙,members,C9,2024-05-01,,", "G4,members,,女,members,C1,2024-05-01,,",
        "G4,members,,甲,women,C1,2024-05-01,,", "G5,members,,甲,women,C1,2024-05-01,,",
        "G4,member,,乙,members,C1,2024-05-01,C1,2024-06-01",
        "四厂,members,,丁,members,C1,2024-05-01,,", "web,members,,丁,members,C1,2024-05-01,,",
        "G44,members,,丁,members,C1,2024-05-01,C1,2024-06-01",
    ]  # fmt: skip
    path = office.config / SYNONYMS
    path.write_text(head + "\n".join(lines), encoding="utf-8")
    found = load(office.config).findings
    name = path.name
    assert places(found, "synonym-of-nothing") == [(name, n) for n in (3, 4, 5, 6)]
    assert places(found, "synonym-of-two-fields") == [(name, 7), (name, 8)]
    assert places(found, "synonym-of-no-unit") == [(name, 11)]
    assert places(found, "synonym-of-many") == [(name, 12)]
    (about,) = [f for f in found if f.slug == "synonym-of-no-unit"]
    assert "G4" in render(about, "zh", strict=True).do, "the unit of that name"
    for one in found:
        assert "…" not in render(one, "en", strict=True).what


def test_a_name_that_files_came_in_under_is_a_sender(office: Office) -> None:
    first = headed(office, Sent("G2", "2024Q2", "2024-07-03", 9, 1), 91)
    run.ingest([first], [office.config], office.data, sender="东河会计", by_file_time=True)
    head = "sender,form,section,label,field,confirmed_by,confirmed_on,withdrawn_by,withdrawn_on\n"
    lines = [f"{who},members,,甲,members,C1,2024-05-01,," for who in ("东河会计", "东河出纳")]
    (office.config / SYNONYMS).write_text(head + "\n".join(lines), encoding="utf-8")
    code, said = settle(office, "check", "--no-examples")
    assert code == 0, said
    assert f"{SYNONYMS}:3" in said
    assert "东河出纳" in said
    assert "东河会计" not in said


def test_units_are_told_by_name_and_code(held: Office) -> None:
    assert settle(held, *SYNONYM)[0] == 0
    rows = questions.finding_list(held.reader, "C1").rows
    (told,) = [r for r in rows if r.slug == "read-by-synonym"]
    assert (told.details["sender_zh"], told.details["by_en"]) == ("四厂（G4）", "West (T2)")
    found = Finding(told.slug, "warning", Place(told.file), told.got, dict(told.details))
    assert "“Plant 4 (G4)”" in render(found, "en", strict=True).what
