"""What an extract of a county leaves behind of persons: every form, every hidden column."""

from pathlib import Path

from pipeline.queries.nouns import nouns
from pipeline.scenarios.extract import write_extract
from pipeline.warehouse.reader import Reader

from .conftest import County


def test_numbers_and_texts_about_persons_stay_behind(county: County, tmp_path: Path) -> None:
    write_extract(county.reader, county.code, tmp_path / "part")
    part = Reader(tmp_path / "part")
    held = 0
    for form in nouns(county.reader).forms.values():
        for name, section in form.sections.items():
            table = form.table(name)
            hidden = [field for field, said in section.fields.items() if section.hides(said)]
            counts = ", ".join(["count(*)", *(f'count("{field}")' for field in hidden)])
            mine = f"where starts_with(unit, '{county.code}')"
            ((rows, *here),) = county.reader.rows(f'select {counts} from "{table}" {mine}')
            ((taken, *there),) = part.rows(f'select {counts} from "{table}"')
            assert taken == rows, table
            assert not any(there), table
            held += sum(here)
    assert held > 0
