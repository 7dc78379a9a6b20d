"""上报: checked at once, handed in only when asked, returned workbooks under tokens."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.serve import ready_app
from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Verdict
from pipeline.domain.submission import SentFile
from pipeline.queries.answers import DraftList, DraftRow, UnitRef
from pipeline.reports.answer.folder import FileAnswer, Said
from pipeline.reports.answer.not_made import NotMade
from tests.dashboards import fake_questions
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import only, page, words
from tests.dashboards.test_app import ask, given

WRONG = Said("not-a-number", "error", "会员表", "C5", "若干", "要填数字。", "请在 C5 只填数字。")
IDLE = NotMade("会员表", "women", "女会员数 ≤ 会员总数", "表上没有“女会员数”", 1)
BAD = FileAnswer("甲.xlsx", "withheld", "token-1", (WRONG,), (IDLE,))
GOOD = FileAnswer("甲.xlsx", "accepted", None, ())


def draft(name: str) -> DraftRow:
    """A draft with one mistake."""
    period = Bilingual(zh="2026年第三季度", en="Q3 2026")
    return DraftRow(name, datetime(2026, 10, 9, 15), Verdict("withheld"), 1, (period,))


@dataclass
class FakeDesk:
    """Takes what it is given and says what it was told to say."""

    files: tuple[FileAnswer, ...] = (BAD,)
    problem: str | None = None
    most_bytes: int = 100
    together: str | None = None
    calls: list[tuple[str, Any, str]] = field(default_factory=list)
    reason: str = ""
    kept: tuple[DraftRow, ...] = ()
    kept_for: str = "G1"

    def outcome(self, publication: int | None) -> SimpleNamespace:
        again = "again-1" if publication and not self.problem else None
        return SimpleNamespace(files=self.files, publication=publication, problem=self.problem,
                               together=self.together, again=again)  # fmt: skip

    def check(self, files: Sequence[SentFile], language: str) -> SimpleNamespace:
        self.calls.append(("check", files, language))
        return self.outcome(None)

    def submit(self, files: Sequence[SentFile], language: str, reason: str = "") -> SimpleNamespace:
        self.calls.append(("submit", files, language))
        self.reason = reason
        return self.outcome(8)

    def save(self, files: Sequence[SentFile], language: str) -> SimpleNamespace:
        self.calls.append(("save", files, language))
        self.kept = tuple(draft(one.name) for one in files)
        return self.outcome(None)

    def drafts(self, unit: str) -> DraftList:
        if unit == self.kept_for or not self.kept:
            return DraftList(self.kept)
        return DraftList(elsewhere={self.kept_for: Bilingual(zh="甲厂工会", en="Union of works A")})

    def submit_drafts(self, unit: str, language: str, reason: str = "") -> SimpleNamespace:
        self.calls.append(("submit_drafts", unit, language))
        self.kept = ()
        return self.outcome(9)

    def tell_again(self, token: str, language: str) -> SimpleNamespace | None:
        self.calls.append(("tell_again", token, language))
        return self.outcome(8) if token == "again-1" else None

    def returned(self, token: str) -> tuple[str, bytes] | None:
        return {"token-1": ("甲_退回.xlsx", b"bytes"), "all": ("退回件.zip", b"PK")}.get(token)

    def template(self, unit: str, period: str, language: str) -> tuple[str, bytes] | None:
        return (f"{unit}_{period}.xlsx", b"blank") if unit == "G1" else None


def client_of(desk: FakeDesk | None) -> FlaskClient:
    return create_app(object(), questions, desk).server.test_client()


def sent(content: bytes) -> str:
    return "data:application/octet-stream;base64," + base64.b64encode(content).decode()


def chosen(*contents: str) -> dict[str, object]:
    """What the browser holds of files 甲, 乙 …"""
    return {"names": [f"{name}.xlsx" for name in "甲乙丙"[: len(contents)]], "contents": contents}


def press(client: FlaskClient, prop: str, held: object, search: str = "") -> dict:
    """Choose files (``upload-chosen.data``) or press the button."""
    name, _, which = prop.partition(".")
    state = [given("address", "search", search)]
    if which == "n_clicks":
        state.insert(0, given("upload-chosen", "data", held))
        state.append(given("upload-reason", "value", "漏报一人"))
        state.append(given("shown", "data-address", f"/upload{search}"))
    known = client.get("/_dash-dependencies").get_json()
    output = next(d["output"] for d in known if d["inputs"][0]["id"] == name)
    ids = [part.rsplit(".", 1) for part in output.strip(".").split("...")]
    body = {
        "output": output, "outputs": [{"id": i, "property": p} for i, p in ids],
        "inputs": [given(name, which, held if which == "data" else 1)], "state": state,
        "changedPropIds": [prop],
    }  # fmt: skip
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.data
    return answer.get_json()["response"]


def test_a_chosen_file_is_checked_and_not_kept() -> None:
    desk = FakeDesk()
    shown = press(client_of(desk), "upload-chosen.data", chosen(sent(b"abc")))
    assert desk.calls == [("check", [SentFile("甲.xlsx", b"abc")], "zh")]
    text = str(shown["upload-result"])
    assert "会员表" in text
    assert "C5" in text
    assert "未执行的检查 1" in text
    assert "表上没有“女会员数”" in text
    assert "/files/returned/token-1" in text
    assert shown["upload-submit"]["hidden"] is True, "what would be returned is not handed in"


def test_a_good_file_may_be_handed_in() -> None:
    desk = FakeDesk((GOOD,))
    client = client_of(desk)
    shown = press(client, "upload-chosen.data", chosen(sent(b"abc")), "?lang=en")
    assert shown["upload-submit"]["hidden"] is False
    done = press(client, "upload-submit.n_clicks", chosen(sent(b"abc")), "?lang=en")
    assert [call[0] for call in desk.calls] == ["check", "submit"]
    assert desk.reason == "漏报一人"
    assert "publication 8" in str(done)


def call(client: FlaskClient, trigger: str, *state: tuple[str, str, object]) -> dict:
    """Fire the callback of one component, as the browser does."""
    name, _, prop = trigger.partition(".")
    known = client.get("/_dash-dependencies").get_json()
    output = next(d["output"] for d in known if d["inputs"][0]["id"] == name)
    ids = [part.rsplit(".", 1) for part in output.strip(".").split("...")]
    body = {
        "output": output, "outputs": [{"id": i, "property": p} for i, p in ids],
        "inputs": [given(name, prop, 1)], "state": [given(*one) for one in state],
        "changedPropIds": [trigger],
    }  # fmt: skip
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.data
    return answer.get_json()["response"]


def test_a_draft_is_kept_listed_and_handed_in() -> None:
    desk = FakeDesk()
    client = client_of(desk)
    here, bare = ("shown", "data-address", "/upload?unit=G1"), ("address", "search", "")
    shown = press(client, "upload-chosen.data", chosen(sent(b"abc")))
    assert shown["upload-save"]["hidden"] is False, "with mistakes it may still be kept"
    assert call(client, "upload-changed.data", here)["upload-submit-drafts"]["hidden"] is True
    saved = call(client, "upload-save.n_clicks", ("upload-chosen", "data", chosen(sent(b"abc"))),
                 bare, ("upload-changed", "data", 0))  # fmt: skip
    assert "已存为草稿，没有上报" in str(saved)
    listed = call(client, "upload-changed.data", here)
    assert listed["upload-submit-drafts"]["hidden"] is False
    assert "甲.xlsx" in str(listed)
    assert "2026年第三季度；如果现在上报" in str(listed)
    assert "还有草稿的单位" not in str(listed)
    elsewhere = call(
        client, "upload-changed.data", ("shown", "data-address", "/upload?unit=G2&lang=en")
    )
    assert "This unit has no draft." in str(elsewhere)
    assert "/upload?unit=G1&lang=en" in str(elsewhere), "saved on another unit's page"
    assert "Union of works A" in str(elsewhere)
    done = call(client, "upload-submit-drafts.n_clicks", here, ("upload-reason", "value", ""),
                ("upload-changed", "data", 1))  # fmt: skip
    assert [one[0] for one in desk.calls] == ["check", "save", "submit_drafts"]
    assert "upload-result" in str(done)
    assert call(client, "upload-changed.data", here)["upload-submit-drafts"]["hidden"] is True


def test_what_was_handed_in_is_no_draft_any_more_to_keep() -> None:
    done = press(client_of(FakeDesk((GOOD,))), "upload-submit.n_clicks", chosen(sent(b"abc")))
    hidden = {k.partition("@")[0]: v["hidden"] for k, v in done.items() if "hidden" in v}
    assert hidden == {"upload-submit": True, "upload-save": True}


def test_while_another_import_runs_the_button_stays() -> None:
    done = press(client_of(FakeDesk((), "busy")), "upload-submit.n_clicks", chosen(sent(b"abc")))
    hidden = next(v for k, v in done.items() if k.startswith("upload-submit"))
    assert hidden["hidden"] is False
    assert "另一批报表正在入库" in str(done)


def test_what_is_no_file_reaches_no_desk() -> None:
    desk = FakeDesk()
    shown = press(client_of(desk), "upload-chosen.data", chosen(sent(b"abc"), "data:;base64,***"))
    assert desk.calls == []
    assert "没有传完" in str(shown)


def test_several_files_are_looked_at_together_and_go_back_together() -> None:
    fine = [replace(GOOD, file=f"{name}.xlsx") for name in "乙丙"]
    desk = FakeDesk((BAD, *fine), together="all")
    client = client_of(desk)
    shown = press(client, "upload-chosen.data", chosen(*(sent(b) for b in (b"a", b"b", b"c"))))
    assert [file.content for file in desk.calls[0][1]] == [b"a", b"b", b"c"]
    text = str(shown["upload-result"])
    assert "没有问题的文件 2 个" in text, "one list says of those in order that they are"
    assert "/files/returned/all" in text
    got = client.get("/files/returned/all")
    assert (got.mimetype, got.data) == ("application/zip", b"PK")


def test_one_file_in_order_has_its_own_word() -> None:
    shown = press(client_of(FakeDesk((GOOD,))), "upload-chosen.data", chosen(sent(b"abc")))
    assert "可以上报" in str(shown)
    assert "没有问题的文件" not in str(shown)


def test_what_the_server_would_refuse_unread_is_told() -> None:
    desk = FakeDesk()
    shown = press(client_of(desk), "upload-chosen.data", {"too_large": True})
    assert desk.calls == []
    assert "合计超过 20 MB" in str(shown)


def test_what_the_browser_could_not_read_is_named_beside_the_others() -> None:
    desk = FakeDesk((GOOD,))
    held = chosen(sent(b"abc")) | {"unread": ["东镇/乙.xlsx"]}
    shown = press(client_of(desk), "upload-chosen.data", held, "?lang=en")
    assert desk.calls == [("check", [SentFile("甲.xlsx", b"abc")], "en")]
    assert "Could not be read and not handed in: 1" in str(shown["upload-result"])
    assert "东镇/乙.xlsx" in str(shown["upload-result"])
    assert shown["upload-submit"]["hidden"] is False

    alone = {"names": [], "contents": [], "unread": ["东镇/乙.xlsx"]}
    shown = press(client_of(desk), "upload-chosen.data", alone)
    assert "1 个文件没有读成" in str(shown["upload-result"])
    assert "没有传完" not in str(shown["upload-result"])
    assert shown["upload-submit"]["hidden"] is True


def test_without_a_desk_nothing_is_taken() -> None:
    shown = press(client_of(None), "upload-chosen.data", chosen(sent(b"abc")))
    assert "只供查看" in str(shown)


def test_the_blank_workbook_is_offered_by_the_names_of_unit_and_period() -> None:
    (offered,) = [
        link for link in only(page("/upload?unit=X101&period=2026Q3"), "A")
        if str(link.href).startswith("/files/template.xlsx")
    ]  # fmt: skip
    assert "河口镇总工会" in words(offered)
    assert "2026年第三季度" in words(offered)
    assert "X101" not in words(offered)
    assert offered.target == "_blank", "where nothing is owed, the answer is to be read"
    assert not hasattr(offered, "download")


def test_templates_and_returned_workbooks_are_files() -> None:
    client = client_of(FakeDesk())
    assert client.get("/files/returned/token-1").data == b"bytes"
    for search, said in (
        ("", "这份退回件已经不在了"),
        ("?lang=en", "is gone; check the file again"),
    ):
        assert said in client.get(f"/files/returned/of-yesterday{search}").get_data(as_text=True)
    shown = press(client, "upload-chosen.data", chosen(sent(b"abc")), "?lang=en")
    text = str(shown["upload-result"])
    assert "/files/returned/token-1?lang=en" in text
    assert "'target': '_blank'" in text, "what is said in its stead is seen"
    assert client.get("/files/returned/token-2").status_code == 404
    assert client.get("/files/template.xlsx?unit=G1&period=2026Q3").data == b"blank"
    assert client.get("/files/template.xlsx?unit=X1&period=2026Q3").status_code == 404


def shown(unit: str, period: str, language: str = "zh") -> str:
    search = f"?unit={unit}&period={period}&lang={language}"
    inputs = [given("address", "pathname", "/upload"), given("address", "search", search)]
    answer = ask(client_of(FakeDesk()), "page.children", inputs, prop="address.pathname")
    return unescape(json.dumps(answer, ensure_ascii=False))


def test_a_blank_workbook_is_offered_only_where_one_is_owed() -> None:
    assert "/files/template.xlsx?unit=X101&period=2026Q3" in shown("X101", "2026Q3")
    superior = shown("X1", "2026Q3")
    assert "/files/template.xlsx" not in superior
    assert "没有自己要填的报表" in superior
    assert "要报的是它下面的 18 个单位" in superior
    assert "/reporting?unit=X1&period=2026Q3" in superior
    assert "18 units below it" in shown("X1", "2026Q3", "en")
    nobody = shown("X102", "2026Q3")
    assert "/files/template.xlsx" not in nobody
    assert "它下面也没有要报的单位" in nobody


def test_another_sites_page_may_not_write() -> None:
    desk = FakeDesk()
    answer = client_of(desk).post(
        "/_dash-update-component", json={}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize(("host", "open_"), [("127.0.0.1", True), ("0.0.0.0", False)])
def test_the_desk_is_open_to_this_machine_only(
    host: str, open_: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []

    def create(reader: object, asked: object, desk: object) -> object:
        made.append(desk)
        return SimpleNamespace(server=None)

    monkeypatch.setattr("dashboards.serve.create_app", create)
    monkeypatch.setattr("dashboards.serve.warm_up", lambda *given: None)
    desk = FakeDesk()
    ready_app(object(), host, questions, desk)
    assert (made == [desk]) is open_


def test_where_only_a_part_is_read_nothing_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = questions.snapshot(None)
    whose = UnitRef("X101", Bilingual(zh="示例乡", en="Example"), "township")
    part = replace(whole, extract_of=whose)
    monkeypatch.setattr(fake_questions, "snapshot", lambda reader: part)
    shown = page("/upload")
    assert "这个看板只供查看，不收报表 › 请把文件交给发布这些数据的单位" in words(shown)
    assert not only(shown, "Upload")
    assert "takes no reports › give the file to the office" in words(page("/upload?lang=en"))
