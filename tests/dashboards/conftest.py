"""A served dashboard over the invented county."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import waitress

from dashboards.app import create_app, warm_up
from tests.dashboards.fake_questions import questions
from tests.dashboards.test_upload import GOOD, FakeDesk, draft

LONG_NAME = f"{'关于报送季度统计报表的最终修改稿' * 4}.xlsx"


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    with served_by(None) as origin:
        yield origin


@pytest.fixture(scope="module")
def served_with_desk() -> Iterator[str]:
    desk = FakeDesk((GOOD,), kept=(draft(LONG_NAME),), kept_for="X1")
    with served_by(desk) as origin:
        yield origin


@contextmanager
def served_by(desk: FakeDesk | None) -> Iterator[str]:
    app = create_app(object(), questions, desk)
    warm_up(app, object(), questions)
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
