"""The town, published once."""

import pytest

from pipeline.warehouse.reader import Reader

from .town import SENT, take_in


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return take_in(tmp_path_factory.mktemp("town"), SENT)
