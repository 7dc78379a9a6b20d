"""One Sail server, and one session with it, as long as these tests last: idle, it would expire."""

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.distributed.session import connected
from tests.sail import sail


@pytest.fixture(scope="package")
def session() -> Iterator[Any]:
    with sail() as url, connected(url) as opened:
        yield opened
