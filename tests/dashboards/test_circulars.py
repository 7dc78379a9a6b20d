"""通报: which files the page offers, and what is handed over."""

from datetime import date

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.circulars import ISSUED, MOST_TOGETHER
from pipeline.domain.circular import Letterhead
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import UnitRef
from pipeline.reports import circular_files
from pipeline.reports.circular_files import KINDS, KINDS_BELOW, MadeFile
from pipeline.reports.letter import Issue
from tests.dashboards import fake, fake_questions
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import links, only, page, words

HERE = "/files/circular?unit=X1&period=2026Q3"
ONE = {"unit": "X1", "period": "2026Q3", "file": "docx"}


@pytest.fixture
def issues() -> list[Issue]:
    """What was decided for each file that is asked for."""
    return []


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, issues: list[Issue]) -> list[tuple[str, ...]]:
    """What is asked for of the maker of files, which makes nothing."""
    found: list[tuple[str, ...]] = []

    def make(reader: object, *given: object) -> MadeFile:
        *which, issue = given
        found.append(tuple(map(str, which)))
        issues.append(issue)  # type: ignore[arg-type]
        suffix = {"below": "zip", "all": "zip", "charts": "zip", "one_page": "html"}
        return MadeFile(f"通报.{suffix.get(found[-1][2], found[-1][2])}", b"made")

    monkeypatch.setattr(circular_files, "make_file", make)
    return found


def both(text: str) -> Bilingual:
    return Bilingual(zh=text, en=text)


@pytest.fixture
def client() -> FlaskClient:
    return create_app(object(), questions).server.test_client()


def of_files(address: str) -> list[str]:
    return [str(href) for href in links(page(address)) if str(href).startswith("/files/circular")]


def test_every_file_is_offered_for_what_was_chosen() -> None:
    found = of_files("/circular?unit=X1&period=2026Q3&as_of=2026-10-01&lang=en")
    assert {href.rsplit("file=")[1] for href in found} == {
        *KINDS, *KINDS_BELOW, "html&open=yes", "one_page&open=yes",
    }  # fmt: skip
    assert all("unit=X1&period=2026Q3" in href for href in found)
    assert all("as_of=2026-10-01" in href and "lang=en" in href for href in found)


def test_where_nobody_is_below_only_its_own_files_are_offered() -> None:
    found = of_files("/circular?unit=X101&period=2026Q3")
    assert found
    assert not [href for href in found if any(kind in href for kind in KINDS_BELOW)]


def test_too_many_are_left_to_the_command(
    client: FlaskClient, asked: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def many(reader: object, unit: str, period: str) -> list[UnitRef]:
        return [fake.COUNTY] * (MOST_TOGETHER + 1)

    monkeypatch.setattr(type(questions), "issuing_units", staticmethod(many), raising=False)
    monkeypatch.setattr(fake_questions, "issuing_units", many)
    said = words(page("/circular?unit=X1&period=2026Q3"))
    assert f"共 {MOST_TOGETHER + 1} 份，太多" in said
    assert "unionkpi report 2026Q3 --unit X1 --all-below" in said
    assert client.get(f"{HERE}&file=below").status_code == 404
    assert asked == []


@pytest.mark.parametrize("kind", [*KINDS, *KINDS_BELOW])
def test_a_file_comes_under_its_name(
    client: FlaskClient, asked: list[tuple[str, ...]], kind: str
) -> None:
    answer = client.get(f"{HERE}&file={kind}&lang=en")
    assert asked == [("X1", "2026Q3", kind, "en")]
    assert answer.data == b"made"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")


def test_what_is_decided_for_one_circular_is_handed_to_its_maker(
    client: FlaskClient, asked: list[tuple[str, ...]], issues: list[Issue]
) -> None:
    said = {"number": "１２", "issued": "2026-10-08", "to": "各乡镇总工会", "title": " ",
            "issuer": "青石县总工会办公室"}  # fmt: skip
    assert client.get("/files/circular", query_string={**ONE, **said}).status_code == 200
    unsaid = Letterhead(to=(both("各乡镇总工会"),), issuer=both("青石县总工会办公室"))
    assert issues == [Issue("１２", date(2026, 10, 8), instead=unsaid)]
    client.get(f"{HERE}&file=html")
    assert issues[1] == Issue(), "as the settings say"


@pytest.mark.parametrize(
    ("said", "why", "why_en"),
    [
        ({"issued": "2026-13-01"}, "成文日期不是一个日期", "The day of issue is no date"),
        ({"file": "below", "number": "3"}, "发文字号 3 只能给一份通报", "The number 3 is that of"),
        ({"unit": "X101", "number": "12"}, "请把字号写全", "write the whole number"),
    ],
)
def test_what_cannot_be_decided_is_told_and_not_made(
    client: FlaskClient, asked: list[tuple[str, ...]], said: dict[str, str], why: str, why_en: str
) -> None:
    for language, told in (("zh", why), ("en", why_en)):
        answer = client.get("/files/circular", query_string={**ONE, **said, "lang": language})
        assert answer.status_code == 404
        assert told in answer.get_data(as_text=True)
    assert asked == []
    whole = {"unit": "X101", "number": "青工发〔2026〕12号"}
    assert client.get("/files/circular", query_string={**ONE, **whole}).status_code == 200


def test_the_fields_say_what_holds_where_nothing_is_typed() -> None:
    made = page("/circular?unit=X1&period=2026Q3")
    fields = {one.id.removeprefix("issue-"): one for one in only(made, "Input")
              if str(one.id).startswith("issue-")}  # fmt: skip
    assert tuple(fields) == ISSUED
    assert fields["to"].placeholder == "各乡镇总工会"
    assert fields["issued"].type == "date"
    assert "按“青工发〔{year}〕{number}号”的格式" in words(made)
    assert "请把字号写全" in words(page("/circular?unit=X101&period=2026Q3"))


def test_a_page_is_shown_and_may_load_nothing(
    client: FlaskClient, asked: list[tuple[str, ...]]
) -> None:
    answer = client.get(f"{HERE}&file=html&open=yes")
    assert "Content-Disposition" not in answer.headers
    assert answer.mimetype == "text/html"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "script" not in policy


@pytest.mark.parametrize("kind", ["exe", "../../x", ""])
def test_no_other_kind_of_file_is_made(
    client: FlaskClient, asked: list[tuple[str, ...]], kind: str
) -> None:
    assert client.get(f"{HERE}&file={kind}").status_code == 404
    assert asked == []


def test_of_a_unit_that_is_not_there_nothing_is_made(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> None:
        raise fake.NotFound("没有", "none")

    monkeypatch.setattr(circular_files, "make_file", refuse)
    answer = client.get(f"{HERE}&file=html")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
