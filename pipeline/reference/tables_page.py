"""``tables.md``: every table a snapshot has, with its columns, for whoever writes SQL."""

import re
from importlib.resources import files

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.form import Section
from pipeline.reference.markdown import bullets, code, heading, page, table, text
from pipeline.warehouse.fact_tables import KEYS, SQL_TYPES
from pipeline.wording.columns import column_words, field_words, key_words, table_words

SOURCES = ("results.sql", "schema.sql")
TABLE = re.compile(
    r"^create (?:or replace )?table (?:if not exists )?(\w+) \(.*?\n(.*?)^\);", re.M | re.S
)
COLUMN = re.compile(r"^\s+(\w+)\s+([a-z]+(?:\([\d,]+\))?)", re.M)
HEADS = ("列 / Column", "类型 / Type", "中文", "English")
INTRO = """# Tables of the warehouse / 数据表

由 `make docs` 生成，请勿手改。 / Written by `make docs`; do not edit by hand.

已发布的快照里有下面这些表，网页“查询”、`unionkpi query` 和 Python 的 `Reader` 看到的是同一份。
金额以元（或 product.yml 所定的货币）存储，时间以收件电脑的时钟为准；空值是“没有”，不是零。
视图 `current_explanation` 列出说明过的问题（finding、text、by_unit、received_at）；
视图 `current_dismissal` 列出不再处理的问题，列名相同。
事实表保留每次收下的各版；只看计入统计的版本，请用视图 `current_<表名>`：

A snapshot holds the tables below; the page of queries, `unionkpi query` and `Reader` in Python
see the same ones.
Money is in CNY, or the currency that product.yml names; times are by the clock of the computer
that took the files in; null means absent, never zero.
The view `current_explanation` lists findings that somebody explained (finding, text, by_unit,
received_at), and `current_dismissal` in the same columns those that nobody will correct.
Fact tables keep the rows of every accepted version; the views `current_<table>` show those that
count:

```sql
select unit, period, members_total from current_membership
```

连接各表时：改名、划转过的单位在 `org_unit` 里有几行，按时间窗最后一天取一行，否则会重复；
一个指标有几种口径的，写明 `family`；应报对报送用 `form`、`unit`、`period`，
并只取 `submission.current`；直属下级看 `unit_tree` 的 `parent`，`day` 是时间窗最后一天。

To join them: a unit that was renamed or moved has several rows in `org_unit`, of which one is taken
by the window's last day, or it counts twice; say the `family` where an indicator has several; what
is owed goes with `submission` by `form`, `unit` and `period`, where `submission.current`; who
stands right below whom is the `parent` in `unit_tree`, `day` being the window's last day:

```sql
select org_unit.name_zh, v.value
from indicator_value as v
join time_window as w using (win)
join unit_tree as tree on tree.unit = v.unit and tree.day = w.ends and tree.parent = 'AHX'
join org_unit on org_unit.unit = v.unit and w.ends between org_unit.valid_from and org_unit.valid_to
where v.indicator = 'unionisation_rate' and v.family = 'unionised_units' and v.segment = ''
  and v.period = '2024Q4' and v.span = 'period'
order by v.value desc
```"""
GRAIN = {
    "periodic": "每个单位每期一行。 / A row per unit and period.",
    "events": "本期发生的，一件一行。 / A row per event of the period.",
    "ledger": "每期报到期末为止的全部，一条一行；只取一期，不要跨期相加。 /"
    " The whole register as it stands at the period's end, a row per entry: take one period, and"
    " do not add several.",
}
"""Kind of section → what one row is."""


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
        blocks += fact_blocks(name, form.sections[part], catalogue)
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
    given = table_words(name)
    if given:
        return text(f"{given.title.zh} / {given.title.en}")
    form, part = catalogue.tables(built_in=True)[name]
    words = form.sections[part].title
    return text(f"{words.zh}（{form.number}） / {words.en}")


def meaning(name: str, column: str) -> tuple[str, str]:
    """Return what a column means, in Chinese and English."""
    words = column_words(name, column)
    return (text(words.zh), text(words.en)) if words else ("", "")


def fact_blocks(name: str, section: Section, catalogue: Catalogue) -> list[str]:
    """Return the table of a section: keys every fact table has, then its own fields."""
    rows = [
        [code(key), code(kind), text(key_words(key).zh), text(key_words(key).en)]
        for key, kind in KEYS.items()
    ]
    for key, field in section.fields.items():
        unit = (
            catalogue.product.units[field.unit].label
            if field.unit and field.type != "money"
            else None
        )
        words = field_words(field, unit)
        rows.append([code(key), code(SQL_TYPES[field.type]), text(words.zh), text(words.en)])
    told = f"{title(name, catalogue)}\n\n{GRAIN[section.kind]}"
    return [heading(2, code(name), name), told, table(HEADS, rows)]
