"""One small county, reported on in both languages."""

import pytest

from pipeline.reports.pack import Pack, gather
from pipeline.reports.quarterly import ReportFiles, write_report
from pipeline.warehouse.reader import Reader

from . import county


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return county.publish(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="session")
def pack(reader: Reader) -> Pack:
    return gather(reader, county.COUNTY, county.LAST)


@pytest.fixture(scope="session")
def report(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> ReportFiles:
    return write_report(reader, county.COUNTY, county.LAST, tmp_path_factory.mktemp("zh"))


@pytest.fixture(scope="session")
def english(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> ReportFiles:
    return write_report(reader, county.COUNTY, county.LAST, tmp_path_factory.mktemp("en"), "en")
