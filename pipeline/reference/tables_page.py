"""``tables.md``: every table a snapshot has, with its columns, for whoever writes SQL."""

import re
from functools import cache
from importlib.resources import files

import yaml

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Form, Section
from pipeline.reference.markdown import bullets, code, heading, page, table, text
from pipeline.warehouse.fact_tables import KEYS, SQL_TYPES

SOURCES = ("results.sql", "schema.sql")
TABLE = re.compile(
    r"^create (?:or replace )?table (?:if not exists )?(\w+) \(.*?\n(.*?)^\);", re.M | re.S
)
COLUMN = re.compile(r"^\s+(\w+)\s+([a-z]+(?:\([\d,]+\))?)", re.M)
UNSAID = {"zh": "", "en": ""}
HEADS = ("列 / Column", "类型 / Type", "中文", "English")
INTRO = """# Tables of the warehouse / 数据表

由 `make docs` 生成，请勿手改。 / Written by `make docs`; do not edit by hand.

已发布的快照里有下面这些表，网页“查询”、`unionkpi query` 和 Python 的 `Reader` 看到的是同一份。
金额以元存储，时间为 UTC；空值是“没有”，不是零。
视图 `current_explanation` 列出说明过的问题（finding、text、by_unit、received_at）。
事实表保留每次收下的各版；只看计入统计的版本，请用视图 `current_<表名>`：

A snapshot holds the tables below; the page of queries, `unionkpi query` and `Reader` in Python
see the same ones.
Money is in CNY, times are UTC; null means absent, never zero.
The view `current_explanation` lists findings that somebody explained (finding, text, by_unit,
received_at).
Fact tables keep the rows of every accepted version; the views `current_<table>` show those that
count:

```sql
select unit, period, members_total from current_membership
```"""


@cache
def meanings() -> dict[str, dict[str, dict[str, str]]]:
    """Return what is written in ``columns.yml``."""
    given = files("pipeline.reference").joinpath("columns.yml").read_text(encoding="utf-8")
    read: dict[str, dict[str, dict[str, str]]] = yaml.load(given, Loader=yaml.BaseLoader)
    return read


def tables_page(catalogue: Catalogue) -> str:
    """Return the page."""
    fixed = fixed_tables()
    facts = catalogue.tables(built_in=True)
    names = [*fixed, *facts]
    blocks = [INTRO, bullets(f"[{name}](#{name}) {title(name, catalogue)}" for name in names)]
    for name, columns in fixed.items():
        rows = [[code(column), code(kind), *meaning(name, column)] for column, kind in columns]
        blocks += [heading(2, code(name), name), title(name, catalogue), table(HEADS, rows)]
    for name, (form, part) in facts.items():
        blocks += fact_blocks(name, form, form.sections[part], catalogue)
    return page(blocks)


def fixed_tables() -> dict[str, list[tuple[str, str]]]:
    """Return name → (column, type) of the tables that are the same in every warehouse."""
    found = {}
    for source in SOURCES:
        sql = files("pipeline.warehouse").joinpath(source).read_text(encoding="utf-8")
        for name, body in TABLE.findall(sql):
            found[name] = COLUMN.findall(body)
    return found


def title(name: str, catalogue: Catalogue) -> str:
    """Return what a table holds, in both languages."""
    given = meanings()["tables"].get(name)
    if given:
        return text(f"{given['zh']} / {given['en']}")
    form, part = catalogue.tables(built_in=True)[name]
    words = form.sections[part].title
    return text(f"{words.zh}（{form.number}） / {words.en}")


def meaning(name: str, column: str) -> tuple[str, str]:
    """Return what a column means, in Chinese and English."""
    columns = meanings()["columns"]
    words = columns.get(f"{name}.{column}") or columns.get(column) or UNSAID
    return text(words["zh"]), text(words["en"])


def fact_blocks(name: str, form: Form, section: Section, catalogue: Catalogue) -> list[str]:
    """Return the table of a section: keys every fact table has, then its own fields."""
    rows = [[code(key), code(kind), zh, ENGLISH_KEYS[key]] for key, (kind, zh) in KEYS.items()]
    for key, field in section.fields.items():
        unit = (
            catalogue.product.units[field.unit].label
            if field.unit and field.type != "money"
            else None
        )
        choices_zh = "，".join(f"{k}={c.zh}" for k, c in field.choices.items())
        choices_en = ", ".join(f"{k}={c.en}" for k, c in field.choices.items())
        zh = (
            field.label.zh
            + (f"（{unit.zh}）" if unit else "")
            + (f"：{choices_zh}" if choices_zh else "")
        )
        en = (
            field.label.en
            + (f" ({unit.en})" if unit else "")
            + (f": {choices_en}" if choices_en else "")
        )
        rows.append([code(key), code(SQL_TYPES[field.type]), text(zh), text(en)])
    return [heading(2, code(name), name), title(name, catalogue), table(HEADS, rows)]


ENGLISH_KEYS = {
    "submission": "number of the submission",
    "source_row": "row in the sheet",
    "unit": "unit code",
    "period": "period",
    "approximate": "fields given roughly, joined with ;",
}
