"""Files as they come: archived, told apart, unpacked, and survived when they are hostile."""

import hashlib
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from pipeline.domain.status import Verdict
from pipeline.domain.submission import FileRead
from pipeline.intake import reading
from pipeline.intake.arrivals import sent_files
from pipeline.intake.assignment import Arrival, Knowledge
from pipeline.intake.reader_pool import ReaderPool
from pipeline.intake.reading import read_files
from pipeline.templates.content import SheetContent
from pipeline.wording.catalogue import catalogue as wording
from pipeline.wording.messages import render
from tests.intake.county import CORPUS, MOMENT, catalogue, read, write

MEMBERS = {"employees_total": 120, "members_total": 100}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "data" / "archive"


def report(folder: Path, name: str = "a.xlsx", members: int = 100) -> Path:
    folder.mkdir(exist_ok=True)
    rows = [{**MEMBERS, "members_total": members}]
    write(folder / name, SheetContent("membership", rows=rows))
    return folder / name


def outcome(one: FileRead) -> tuple[Verdict | None, list[str]]:
    return one.verdict, [finding.slug for finding in one.findings]


def test_a_file_is_kept_under_its_hash_and_left_as_it_was(tmp_path: Path, archive: Path) -> None:
    path = report(tmp_path / "in")
    content = path.read_bytes()
    (one,) = read(path, archive=archive)
    sha256 = hashlib.sha256(content).hexdigest()
    kept = archive / sha256[:2] / f"{sha256}.xlsx"
    assert (one.sha256, one.size, one.sender) == (sha256, len(content), "clerk")
    assert one.received_at == MOMENT
    assert kept.read_bytes() == content == path.read_bytes()
    stamp = kept.stat().st_mtime_ns
    read(path, archive=archive)
    assert kept.stat().st_mtime_ns == stamp
    assert [p.name for p in archive.rglob("*") if p.is_file()] == [kept.name]


def test_the_same_bytes_are_one_submission(tmp_path: Path, archive: Path) -> None:
    first = report(tmp_path / "in", "a.xlsx")
    second = tmp_path / "in" / "b.xlsx"
    second.write_bytes(first.read_bytes())
    one, two = read(first, second, archive=archive)
    assert one.verdict is None
    assert outcome(two) == (Verdict.DUPLICATE, ["repeated-file"])
    assert two.findings[0].severity == "warning"
    (again,) = read(first, archive=archive, seen=[one.sha256])
    assert outcome(again) == (Verdict.DUPLICATE, ["duplicate-file"])


def test_folders_are_walked_in_order_and_strays_are_named(tmp_path: Path, archive: Path) -> None:
    folder = tmp_path / "in"
    report(folder, "b.xlsx", 1)
    report(folder, "a.xlsx", 2)
    report(folder / "街道", "c.xlsx", 3)
    (folder / "~$b.xlsx").write_bytes(b"lock")
    (folder / "通知.docx").write_bytes(b"PK")
    (folder / ".DS_Store").write_bytes(b"x")
    found = {one.name: outcome(one) for one in read(folder, archive=archive)}
    assert list(found)[0:1] == ["in/a.xlsx"]
    assert found["in/街道/c.xlsx"] == (None, [])
    assert found["in/~$b.xlsx"][1] == found["in/通知.docx"][1] == ["not-a-spreadsheet"]
    assert len(found) == 5


def test_the_lock_of_an_open_workbook_in_a_bundle_is_named_as_in_a_folder(
    tmp_path: Path, archive: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as bundle:
        bundle.writestr("镇/~$会员表.xlsx", b"lock")
    (one,) = read(tmp_path / "a.zip", archive=archive)
    assert outcome(one)[1] == ["not-a-spreadsheet"]


def test_a_bundle_is_unpacked_in_memory(tmp_path: Path, archive: Path) -> None:
    path = report(tmp_path / "in")
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as bundle:
        bundle.write(report(tmp_path / "in", "b.xlsx", 90), "b.xlsx")
    deep = tmp_path / "deep.zip"
    with zipfile.ZipFile(deep, "w") as bundle:
        bundle.write(inner, "inner.zip")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as bundle:
        bundle.write(path, "../../西坪/a.xlsx")
        bundle.write(inner, "inner.zip")
        bundle.write(deep, "deep.zip")
        bundle.writestr("readme.md", "x")
    found = {one.name: outcome(one) for one in read(tmp_path / "all.zip", archive=archive)}
    assert found == {
        "all.zip/西坪/a.xlsx": (None, []),
        "all.zip/deep.zip/inner.zip": (Verdict.UNREADABLE, ["archive-member-refused"]),
        "all.zip/inner.zip/b.xlsx": (None, []),
        "all.zip/readme.md": (Verdict.UNREADABLE, ["not-a-spreadsheet"]),
    }
    assert not (tmp_path.parent / "西坪").exists()


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8-sig", []), ("utf-8", []), ("gb18030", ["GB18030"])]
)
def test_csv_encodings(tmp_path: Path, archive: Path, encoding: str, told: list[str]) -> None:
    lines = [
        "维权案件台账,,", "填报单位：西坪镇教育工会,报告期：2024年三季度,",
        "案件编号,受理日期,渠道,类型,涉及人数", "A1,2024-08-01,来访,欠薪,\"1,203\"",
    ]  # fmt: skip
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    (one,) = read(path, archive=archive)
    (section,) = one.sections
    assert section.columns["persons"] == [1203]
    assert section.columns["case_type"] == ["arrears"]
    guesses = [f.details["encoding"] for f in one.findings if f.slug == "text-encoding-guessed"]
    assert guesses == told


def test_big5_is_not_taken_for_gb18030() -> None:
    from pipeline.intake.delimited_text import decode

    text = "單位名稱,會員總數,備註\n臺北市教育工會,120,職工人數和會員人數為上期數\n"
    assert decode(text.encode("big5")) == (text, "big5")
    simple = "单位名称,会员总数,备注\n西坪镇教育工会,120,职工人数和会员人数为上期数\n"
    assert decode(simple.encode("gb18030")) == (simple, "gb18030")


def two_cells(path: Path, far: str) -> Path:
    book = Workbook(str(path))
    book.add_worksheet("会员表").write("A1", 1)
    sheet = book.add_worksheet("汇总 & 备份")
    sheet.write("A1", 1)
    sheet.write(far, 1)
    book.close()
    return path


def test_two_cells_far_apart_give_a_finding(tmp_path: Path, archive: Path) -> None:
    (one,) = read(two_cells(tmp_path / "a.xlsx", "XFD1048576"), archive=archive)
    assert outcome(one) == (Verdict.UNREADABLE, ["sheet-too-wide"])
    assert one.findings[0].place.sheet == "汇总 & 备份", "the name on the tab, among others"


def test_a_dead_reader_costs_one_file(tmp_path: Path) -> None:
    """A grid that the scan lets pass, in a process that is allowed less memory than it needs."""
    bomb = two_cells(tmp_path / "bomb.xlsx", "J1048576")
    good = [report(tmp_path / "in", f"{n}.xlsx", n) for n in range(1, 4)]
    known = catalogue()
    knowledge = Knowledge(known.product, known.forms, known.org_units, b"k")
    order = [good[0], bomb, *good[1:]]  # the result of the first is still to be sent
    arrivals = [Arrival(p.name, str(p), "0", 1, MOMENT) for p in order]
    with ReaderPool(knowledge, 1, memory_limit=120 * 2**20) as pool:
        found = list(pool.read(arrivals))
    assert [one.name for one in found] == [p.name for p in order]
    assert [one.verdict for one in found] == [None, Verdict.UNREADABLE, None, None]
    assert outcome(found[1])[1] == ["file-crashes-reader"]


def test_a_slow_file_is_given_up(tmp_path: Path) -> None:
    slow = tmp_path / "slow.csv"
    slow.write_text("案件编号,受理日期,渠道\n" + "A1,去年,来访\n" * 400_000, encoding="utf-8")
    quick = report(tmp_path / "in")
    known = catalogue()
    knowledge = Knowledge(known.product, known.forms, known.org_units, b"k")
    arrivals = [Arrival(p.name, str(p), "0", 1, MOMENT) for p in (slow, quick)]
    with ReaderPool(knowledge, 1, deadline=0.2) as pool:
        one, two = pool.read(arrivals)
    assert outcome(one) == (Verdict.UNREADABLE, ["file-too-slow"])
    assert outcome(two) == (None, [])


@pytest.mark.parametrize(
    ("name", "content", "slug"),
    [
        ("a.xlsx", b"", "file-empty"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "file-is-web-page"),
        ("a.xls", b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "file-is-web-page"),
        ("a.xlsx", b"PK\x03\x04 cut short", "file-damaged"),
        ("a.xlsx", b"plainly not a workbook", "file-damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file-damaged"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "file-password-protected",
        ),
        ("a.csv", b"\0\1\2\3" * 100, "file-damaged"),
        ("报表.docx", b"PK\x03\x04 a Word file", "file-damaged"),
        ("报表.pdf", b"%PDF-1.4\n%\x81\x82\x83\x84" + b"\0\1" * 99, "file-damaged"),
        ("a.csv", b",,,\n,,,\n", "file-empty"),
    ],
)
def test_what_cannot_be_read_says_the_way_out(
    tmp_path: Path, archive: Path, name: str, content: bytes, slug: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (one,) = read(tmp_path / name, archive=archive)
    assert outcome(one) == (Verdict.UNREADABLE, [slug])
    sentence = render(one.findings[0], "zh", strict=True)
    assert "…" not in sentence.what + sentence.do
    assert ("请填进模板" in sentence.do) == (slug == "file-damaged"), "no saving helps a Word file"


def test_a_truncated_workbook(tmp_path: Path, archive: Path) -> None:
    path = report(tmp_path / "in")
    path.write_bytes(path.read_bytes()[:-400])
    (one,) = read(path, archive=archive)
    assert outcome(one) == (Verdict.UNREADABLE, ["file-damaged"])


def test_an_image_only_workbook(tmp_path: Path, archive: Path) -> None:
    book = Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet()
    book.close()
    (one,) = read(tmp_path / "a.xlsx", archive=archive)
    assert outcome(one) == (Verdict.UNREADABLE, ["file-without-sheets"])


def test_a_missing_file_is_named(tmp_path: Path, archive: Path) -> None:
    (one,) = read(tmp_path / "nowhere.xlsx", archive=archive)
    assert outcome(one) == (Verdict.UNREADABLE, ["file-not-there"])


def test_many_files_come_in_order_from_several_processes(tmp_path: Path, archive: Path) -> None:
    for n in range(120):
        report(tmp_path / "in", f"{n:03}.xlsx", n)
    batches = list(read_files([tmp_path / "in"], archive, catalogue(), workers=2))
    names = [one.name for batch in batches for one in batch]
    assert names == [f"in/{n:03}.xlsx" for n in range(120)]
    totals = [one.sections[0].columns["members_total"][0] for batch in batches for one in batch]
    assert totals == list(range(120))


def test_a_batch_ends_with_its_last_new_file_and_holds_many_known_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "BATCH", 2)
    monkeypatch.setattr(reading, "LARGEST_BATCH", 5)
    at, known = datetime(2024, 1, 1), Verdict.DUPLICATE
    sent = [FileRead(verdict or "new", "", 0, at, verdict=verdict)
            for verdict in (None, known, None, None, *[known] * 5)]  # fmt: skip
    batches = [[file.verdict for file in batch] for batch in reading.in_batches(sent)]
    assert batches == [[None, known, None], [None, *[known] * 4], [known]]


def test_every_slug_the_intake_uses_has_its_words() -> None:
    import re

    source = Path(__file__).parents[2] / "pipeline" / "intake"
    used = {
        slug
        for path in source.glob("*.py")
        for slug in re.findall(r'(?<!b)"([a-z]+(?:-[a-z0-9]+)+)"', path.read_text(encoding="utf-8"))
        if not slug.startswith("utf-")
    }
    own = {slug for slug, entry in wording().items() if entry.area == "intake"}
    assert used == own


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of odd files is not beside this folder")
def test_every_file_of_the_corpus_gets_a_result(tmp_path: Path, archive: Path) -> None:
    files = sorted(p for p in CORPUS.rglob("*") if p.is_file() and p.name != "INDEX.tsv")
    found = read(*files, archive=archive)
    assert {one.name.split("/")[0] for one in found} == {p.name for p in files}
    assert all(one.sections or one.findings for one in found)
    crashed = {one.name for one in found if outcome(one)[1] == ["file-crashes-reader"]}
    assert crashed == set()
    for one in found:
        for finding in one.findings:
            assert "…" not in render(finding, "zh", strict=True).do


def test_a_folder_gives_its_files_and_those_in_its_folders(tmp_path: Path) -> None:
    (tmp_path / "sent" / "first" / "second").mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for path in ("sent/b.csv", "sent/first/second/a.csv", "elsewhere/c.csv"):
        (tmp_path / path).write_text("a", encoding="utf-8")
    sent = tmp_path / "sent"
    (sent / "linked.csv").symlink_to(elsewhere / "c.csv")
    (sent / "gone.csv").symlink_to(elsewhere / "gone.csv")
    (sent / "others").symlink_to(elsewhere)
    (sent / "itself.csv").symlink_to("itself.csv")
    assert [one.name for one in sent_files([sent])] == [
        "sent/b.csv", "sent/first/second/a.csv", "sent/linked.csv",
    ]  # fmt: skip
    assert [one.modified for one in sent_files([sent / "b.csv"])] == [
        datetime.fromtimestamp((sent / "b.csv").stat().st_mtime)
    ]
