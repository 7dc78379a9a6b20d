"""A workbook whose sheets are unpacked already reads as the one that was sent."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from pipeline.intake import repacking
from pipeline.intake.guards import Scan, UnreadableFileError, look_over
from pipeline.intake.workbook import sheets_of

STYLES = "xl/styles.xml"


def workbook() -> bytes:
    """Two sheets of words, numbers, a formula without a value and a hidden row."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in range(1, 40):
        sheet.append([f"单位{row}", row / 4, "=A1", None, True])
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("第二张").append(["a<b>&c", 1e300])
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def lighter(content: bytes) -> bytes:
    """What the reader is given."""
    given = look_over(content).lighter
    assert given is not None
    return given


def test_the_sheets_are_unpacked_and_all_is_there() -> None:
    content = workbook()
    with zipfile.ZipFile(BytesIO(content)) as sent, zipfile.ZipFile(BytesIO(lighter(content))) as z:
        assert z.testzip() is None
        assert z.namelist() == sent.namelist()
        assert all(z.read(name) == sent.read(name) for name in sent.namelist())
        stored = {i.filename for i in z.infolist() if i.compress_type == zipfile.ZIP_STORED}
    assert {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"} <= stored
    assert STYLES not in stored


def test_it_reads_like_the_one_that_was_sent() -> None:
    content = workbook()
    scan = look_over(content)
    as_sent = Scan(scan.unusable, scan.hidden_rows, scan.names)
    assert lighter(content) != content
    assert sheets_of(content, scan) == sheets_of(content, as_sent)


def test_large_ones_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repacking, "LARGEST", 100)
    assert look_over(workbook()).lighter is None


def test_one_with_a_name_twice_is_left_as_it_is() -> None:
    content = BytesIO(workbook())
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(content, "a") as added,
    ):
        added.writestr(STYLES, b"<styleSheet/>")
    assert look_over(content.getvalue()).lighter is None


def test_one_whose_member_does_not_begin_as_it_should_is_left_as_it_is() -> None:
    content = bytearray(workbook())
    with zipfile.ZipFile(BytesIO(bytes(content))) as sent:
        at = sent.getinfo(STYLES).header_offset
    content[at] = 0
    assert lighter(bytes(content)) == content


def member_of(content: bytes, name: str = "xl/worksheets/sheet1.xml") -> zipfile.ZipInfo:
    """A sheet as the directory has it."""
    with zipfile.ZipFile(BytesIO(content)) as sent:
        return sent.getinfo(name)


def test_a_member_unpacks_to_what_the_library_unpacks_it_to() -> None:
    content = workbook()
    member = member_of(content)
    with zipfile.ZipFile(BytesIO(content)) as sent:
        assert repacking.unpacked(content, member) == sent.read(member)


@pytest.mark.parametrize(
    ("told", "value"),
    [("CRC", 1), ("file_size", 100), ("file_size", 10**6), ("compress_size", 100)],
)
def test_a_member_unlike_its_entry_is_left_to_the_library(told: str, value: int) -> None:
    content = workbook()
    member = member_of(content)
    setattr(member, told, value)
    assert repacking.unpacked(content, member) is None


def test_a_member_of_another_name_than_its_entry_is_damaged() -> None:
    content = workbook()
    at = member_of(content).header_offset + repacking.LOCAL_LENGTH
    assert content[at : at + 3] == b"xl/"
    other = content[:at] + b"XL/" + content[at + 3 :]
    assert repacking.unpacked(other, member_of(content)) is None
    with pytest.raises(UnreadableFileError, match="file-damaged"):
        look_over(other)


def test_no_more_is_unpacked_than_the_directory_says(monkeypatch: pytest.MonkeyPatch) -> None:
    content, most = workbook(), []

    class Watched:
        eof = False

        def decompress(self, packed: bytes, limit: int) -> bytes:
            most.append(limit)
            return packed[:limit]

    monkeypatch.setattr("pipeline.intake.repacking.zlib.decompressobj", lambda bits: Watched())
    member = member_of(content)
    assert repacking.unpacked(content, member) is None
    assert most == [member.file_size + 1]
