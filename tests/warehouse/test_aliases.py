"""A name nobody knows is settled once: held files come in, later ones are read, undoing undoes."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline import confirming, confirming_headings, judging_again, run
from pipeline.definitions.catalogue import Catalogue, load
from pipeline.domain.noun import Language
from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.queries import questions
from pipeline.queries.nouns import NotFound
from pipeline.warehouse import event_log
from pipeline.warehouse.decisions import Wish
from pipeline.wording.messages import render
from tests.definitions.folders import places
from tests.queries.office import UNITS, Office, Sent, office_in, open_office, write
from tests.queries.test_flow import numerator, row
from tests.ready import copied
from tests.warehouse.acts import agrees, history, lock, settle, take

OWN = "东镇第四机械厂工会"


def by_name(office: Office, sent: Sent, name: str, number: int = 90) -> Path:
    """A workbook without identity, whose line 填报单位 says ``name``."""
    path = write(office.config.parent, office.config, sent, number)
    book = load_workbook(path)
    for sheet in list(book.worksheets):
        if sheet.sheet_state != "visible":
            book.remove(sheet)
            continue
        for cells in sheet.iter_rows(max_row=4):
            for cell in cells:
                if str(cell.value or "").startswith("填报单位"):
                    cell.value = f"填报单位：{name}"
    book.save(path)
    moment = datetime.fromisoformat(f"{sent.on}T09:00").replace(tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    return path


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def hold(folder: Path) -> None:
    """An office that holds back a report of somebody it does not know."""
    office = open_office(folder)
    (file,) = take(office, by_name(office, Sent("G4", "2024Q1", "2024-04-03", 70, 7), OWN)).files
    assert file.verdict is Verdict.WITHHELD
    assert {f.slug for f in file.findings} == {"unknown-org-unit"}


@pytest.fixture
def held(tmp_path: Path) -> Office:
    copied("held for a name", hold, tmp_path)
    return office_in(tmp_path)


def test_what_was_held_back_is_accepted_as_it_came_and_later_files_are_read(held: Office) -> None:
    assert numerator(held) == 211
    code, said = settle(held, "alias", "G4", f" {OWN} ", "--by", "T2")
    assert code == 0, said
    assert "现在收下 1 个" in said
    assert numerator(held) == 281
    found = row(held, "G4")
    assert (found.state, str(found.received_at)[:10]) == ("accepted", "2024-04-03")
    listed = questions.finding_list(held.reader, "C1")
    assert "unknown-org-unit" not in [r.slug for r in listed.rows if r.open]
    (told,) = [r for r in listed.rows if r.slug == "unit-by-alias"]
    assert (told.severity, told.got, told.unit and told.unit.code) == ("warning", OWN, "G4")
    assert {"by": "西镇（T2）", "unit_name": "四厂（G4）"}.items() <= told.details.items()
    again = by_name(held, Sent("G4", "2024Q2", "2024-07-03", 71, 8), OWN.replace("第", " 第"))
    assert [f.verdict for f in take(held, again).files] == [Verdict.ACCEPTED]
    assert agrees(held)


def test_taking_it_back_holds_back_what_counted_by_it(held: Office) -> None:
    assert settle(held, "alias", "G4", OWN, "--by", "T2")[0] == 0
    sent = Sent("G2", "2024Q2", "2024-07-01", 9, 1)
    own = take(held, write(held.config.parent, held.config, sent, 91))
    assert [f.verdict for f in own.files] == [Verdict.ACCEPTED]
    assert settle(held, "alias", "G4", OWN, "--by", "G4", "--withdraw")[0] == 1, "not its own judge"
    assert numerator(held) == 281
    code, said = settle(held, "alias", "G4", OWN, "--by", "C1", "--withdraw")
    assert code == 0, said
    assert "1 个退回" in said
    assert numerator(held) == 211
    assert row(held, "G4").state == "missing"
    assert row(held, "G1").state == "accepted"
    assert agrees(held)
    code, said = settle(held, "--lang", "en", "aliases")
    assert (code, "taken back by C1 on" in said) == (0, True)
    assert settle(held, "alias", "G4", OWN, "--by", "C1", "--withdraw")[0] == 1
    assert settle(held, "alias", "G5", OWN, "--by", "T2")[0] == 0, "free for another unit now"
    assert row(held, "G5").state == "accepted"
    assert [(a.unit, a.holds) for a in confirming.unit_aliases([held.config])] == [
        ("G4", False), ("G5", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "text", "by", "slug", "zh", "en"),
    [
        ("G4", "一厂", "T2", "alias-taken", "一厂（G1）", "Plant 1 (G1)"),
        ("G4", "G1", "T2", "alias-taken", "一厂（G1）", "Plant 1 (G1)"),
        ("G4", "四厂", "T2", "alias-needless", "四厂", "四厂"),
        ("G4", OWN, "T1", "not-yours-to-confirm", "T2、C1", "T2, C1"),
        ("G4", OWN, "G4", "not-yours-to-confirm", "T2、C1", "T2, C1"),
        ("G4", "厂", "T2", "alias-not-a-name", "60", "60"),
        ("G4", "2024", "T2", "alias-not-a-name", "60", "60"),
        ("G4", "厂" * 61, "T2", "alias-not-a-name", "60", "60"),
    ],
)
def test_what_cannot_be_an_alias_is_refused_with_the_way_out(
    office: Office, unit: str, text: str, by: str, slug: str, zh: str, en: str
) -> None:
    done = confirming.confirm_alias(unit, text, by, [office.config], office.data)
    assert done.refusal is not None
    assert done.refusal.slug == slug
    wanted: tuple[tuple[Language, str], ...] = (("zh", zh), ("en", en))
    for language, words in wanted:
        said = render(done.refusal, language, strict=True)
        assert words in said.what + said.do
        assert "…" not in said.what + said.do
    assert not (office.config / confirming.ALIASES).exists()


def test_a_text_confirmed_for_one_unit_is_not_confirmed_for_another(held: Office) -> None:
    assert settle(held, "alias", "G4", OWN, "--by", "T2")[0] == 0
    code, said = settle(held, "alias", "G5", OWN, "--by", "T2")
    assert code == 1
    assert "四厂（G4）" in said
    with pytest.raises(NotFound):
        confirming.confirm_alias("G9", "九厂", "C1", [held.config], held.data)


def test_a_line_written_by_hand_is_checked_with_its_place(held: Office) -> None:
    head = "unit,alias,confirmed_by,confirmed_on,withdrawn_by,withdrawn_on\n"
    lines = [
        "G1,甲厂,C1,2024-05-01,,", "G9,乙厂,C1,2024-05-01,,", "G2,一厂,C1,2024-05-01,,",
        "G2,甲厂,C1,2024-05-01,,", "G2,丙厂,C1,1/5/2024,,", "G2,,C1,2024-05-01,,",
        "G2,甲厂,C1,2024-05-01,C1,", "G9,一厂,C9,2024-05-01,C1,2024-06-01",
    ]  # fmt: skip
    path = held.config / confirming.ALIASES
    path.write_text(head + "\n".join(lines), encoding="utf-8")
    found = load(held.config).findings
    assert places(found, "confirmed-unit-unknown") == [(path.name, 3)]
    assert places(found, "alias-of-two-units") == [(path.name, 4), (path.name, 5)]
    path.write_text(head + "\n".join(lines[4:]), encoding="utf-8")
    found = load(held.config).findings
    assert places(found, "date-wanted") == [(path.name, 2)]
    assert places(found, "required-cell-blank") == [(path.name, 3)]
    assert places(found, "withdrawal-half-written") == [(path.name, 4)]
    path.write_text(head.replace("alias", "name") + lines[0], encoding="utf-8")
    found = load(held.config).findings
    assert places(found, "column-missing") == places(found, "column-not-read") == [(path.name, 1)]
    before = path.read_bytes()
    with pytest.raises(run.DefinitionsInvalid):
        confirming.confirm_alias("G4", OWN, "T2", [held.config], held.data)
    assert path.read_bytes() == before


def test_a_cut_while_writing_leaves_the_file_that_was(
    held: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settle(held, "alias", "G4", OWN, "--by", "T2")[0] == 0
    path = held.config / confirming.ALIASES
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="full"):
        confirming.write_whole(path, b"torn")
    assert path.read_bytes() == before
    assert UNITS in (held.config / "org_units.csv").read_text("utf-8"), "the roster is not touched"


def test_a_locked_period_keeps_its_reports_when_the_name_is_taken_back(held: Office) -> None:
    assert settle(held, "alias", "G4", OWN, "--by", "T2")[0] == 0
    assert numerator(held) == 281
    lock(held)
    code, said = settle(held, "alias", "G4", OWN, "--by", "C1", "--withdraw")
    assert code == 0, said
    assert "0 个退回" in said
    assert "1 个文件没有改读" in said
    assert numerator(held) == 281
    assert row(held, "G4").state == "accepted"
    listed = questions.finding_list(held.reader, "C1").rows
    (told,) = [r for r in listed if r.slug == "alias-still-read"]
    assert (told.got, told.unit and told.unit.code) == (OWN, "G4")
    assert "unit-by-alias" not in [r.slug for r in listed]
    assert history(held)[-1] == ("keep", "C1")
    assert agrees(held)

    later = by_name(held, Sent("G4", "2024Q2", "2024-07-03", 71, 8), OWN, 91)
    assert [f.verdict for f in take(held, later).files] == [Verdict.WITHHELD], "for nothing new"
    assert numerator(held) == 281
    assert agrees(held)


def test_once_it_is_unlocked_it_is_taken_back_there_too(held: Office) -> None:
    assert settle(held, "alias", "G4", OWN, "--by", "T2")[0] == 0
    lock(held)
    assert settle(held, "alias", "G4", OWN, "--by", "C1", "--withdraw")[0] == 0
    take(held, write(held.config.parent, held.config, Sent("G2", "2024Q2", "2024-07-01", 9, 1), 91))
    assert numerator(held) == 281, "while it is locked"
    lock(held, deed="unlock")
    assert numerator(held) == 211
    assert [(e.deed, e.by) for e in event_log.read(held.data)][-1] == ("reread", "C1")
    assert agrees(held)
    assert settle(held, "alias", "G4", OWN, "--by", "T2")[0] == 0
    assert numerator(held) == 281


def test_a_unit_excepted_from_the_lock_is_released_too(held: Office) -> None:
    assert settle(held, "alias", "G4", OWN, "--by", "T2")[0] == 0
    lock(held)
    assert settle(held, "alias", "G4", OWN, "--by", "C1", "--withdraw")[0] == 0
    excepted = Wish("exempt", "C1", "要补报", unit="G4", period="2024Q1")
    assert run.decide(excepted, [held.config], held.data).refusal is None
    assert numerator(held) == 211
    assert agrees(held)


def test_a_line_that_was_deleted_by_hand_respects_the_lock(held: Office) -> None:
    assert settle(held, "alias", "G4", OWN, "--by", "T2")[0] == 0
    lock(held)
    (held.config / "unit_aliases.csv").unlink()
    done = run.build([held.config], held.data)
    assert len(done.again.kept) == 1
    assert numerator(held) == 281
    assert agrees(held)


def test_a_heading_confirmed_later_is_read_by_the_name_that_is_kept(held: Office) -> None:
    """The file says what it said: whose it is follows from the alias, also when it is reread."""
    assert settle(held, "alias", "G4", OWN, "--by", "T2")[0] == 0
    lock(held)
    assert settle(held, "alias", "G4", OWN, "--by", "C1", "--withdraw")[0] == 0
    asked = ("synonym", "members", "会员合计数", "members", "--sender", "G4", "--by", "T2")
    code, said = settle(held, *asked)
    assert code == 0, said
    assert (numerator(held), row(held, "G4").state) == (281, "accepted")
    assert agrees(held)


def test_only_what_a_name_can_reach_is_judged_again(
    held: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G3 and the first of G5 are held back for other reasons."""
    judged: list[str] = []
    kept = judging_again.judge

    def noting(files: list[FileRead], catalogue: Catalogue) -> None:
        judged.extend(file.name for file in files)
        kept(files, catalogue)

    monkeypatch.setattr(judging_again, "judge", noting)
    assert settle(held, "alias", "G4", OWN, "--by", "T2")[0] == 0
    assert judged == ["90_G4_2024Q1.xlsx"]
    judged.clear()
    asked = ("synonym", "members", "会员合计数", "members", "--sender", "G3", "--by", "T1")
    assert settle(held, *asked)[0] == 0
    assert judged == ["2_G3_2024Q1.xlsx"]
    judged.clear()
    form = held.config / "forms" / "members.yml"
    form.write_text(form.read_text("utf-8").replace("minimum: 0", "minimum: 1"), "utf-8")
    assert settle(held, "alias", "G4", "四机厂老名字", "--by", "T2")[0] == 0
    assert {"2_G3_2024Q1.xlsx", "3_G5_2024Q1.xlsx"} <= set(judged), "all of them"


def test_both_ways_are_told_as_json(held: Office) -> None:
    told = []
    for more in ((), ("--withdraw",)):
        code, said = settle(held, "alias", "G4", OWN, "--by", "T2", *more, "--json")
        assert code == 0, said
        told.append(json.loads(said))
    there = {"publication": 3, "accepted": 1, "held": 0, "reread": 0, "kept": 0,
             "locked": 0}  # fmt: skip
    assert told == [there, there | {"publication": 4, "accepted": 0, "held": 1}]


@pytest.mark.parametrize("verb", ["alias", "synonym"])
def test_what_comes_in_or_is_held_back_by_the_way_is_told_too(
    held: Office, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    """Taking a name back lets in what it kept out, and settling one may hold something back."""
    done = confirming.Confirmed(accepted=2, held=1, publication=9)
    for module in (confirming, confirming_headings):
        for name in ("confirm_alias", "withdraw_alias", "confirm_synonym", "withdraw_synonym"):
            monkeypatch.setattr(module, name, lambda *_: done, raising=False)
    about = {"alias": ("alias", "G4", OWN), "synonym": ("synonym", "members", OWN, "members",
                                                        "--sender", "G4")}[verb]  # fmt: skip
    assert "2 个文件现在收下" in settle(held, *about, "--by", "T2", "--withdraw")[1]
    assert "1 个文件现在退回" in settle(held, *about, "--by", "T2")[1]
