"""The register of facts: whatever is cited is in it, and says what plans and actuals say."""

import re
from decimal import Decimal

import openpyxl
import pytest

from pipeline.definitions.catalogue import Catalogue, load
from pipeline.domain.fact import Fact
from pipeline.domain.plan import Plan, Target
from pipeline.queries import questions
from pipeline.sample.documents import FOLDER, ROOT, read_facts

from .conftest import CONFIG, Loaded
from .test_actuals import WITHHELD, expected, facts_of
from .test_plans import DOCUMENTED

ID = re.compile(r"\bF\d{3}\b")
TOLD_OTHERWISE = {"F261": ("=", 1), "F265": ("=", 1), "F175": (">=", 3)}
"""What documents state where plans tell it as shares of what is due, or as several targets."""
COUNTED_OTHERWISE = {
    "F005": ("item", "名"),
    "F055": ("item", "名"),
    "F154": ("item", "件"),
    "F175": ("copy", "级"),
    "F261": ("percent", "份"),
    "F265": ("percent", "场"),
}
"""The unit of a target, and the document's: persons as awards given, deeds as entries."""
REPORTED_OTHERWISE = {
    "F376": ("employer", "份"),
    "F399": ("person_time", "人"),
    "F430": ("person_time", "人"),
    "F440": ("union", "户"),
}
"""The unit shown, and the document's: a contract as the employer under it; persons at events
whose repeated presence the document does not tell apart; an enterprise as its union."""
A_SHARE = re.compile(r"^$|^%$|^百分点$|/")
"""Units of shares and of ratios; many documents ask for all of something without a number."""
UNUSED = {
    "F009",
    "F060",
    "F061",
    "F062",
    "F155",
    "F161",
    "F247",
    "F291",
    "F292",
    "F293",
    "F294",
    "F343",
    "F355",
    "F486",
    "F529",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    found = load(CONFIG).catalogue
    assert found is not None
    return found


def test_every_id_anywhere_is_registered(catalogue: Catalogue) -> None:
    """In definitions, documents and code; tests name ids that the register has, too."""
    texts = [
        path.read_text(encoding="utf-8")
        for folder in ("config", "docs", "pipeline", "dashboards", "tests/documents")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".yml", ".md", ".csv", ".py") and path.name != "facts.csv"
    ]
    cited = {found for text in texts for found in ID.findall(text)}
    assert cited <= set(catalogue.facts)
    assert len(cited) > 500


def test_every_id_beside_a_reported_row_is_registered(catalogue: Catalogue) -> None:
    beside = {
        found
        for path in FOLDER.glob("*.xlsx")
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.values
        for cell in row
        if isinstance(cell, str)
        for found in ID.findall(cell)
    }
    entries = [e for book in read_facts().values() for s in book["sheets"] for e in s["rows"]]
    assert beside == {fact for entry in entries for fact in entry["facts"]}
    assert beside <= set(catalogue.facts)
    assert {catalogue.facts[fact].kind for fact in beside} == {"actual"}


def documented(catalogue: Catalogue) -> list[tuple[Plan, Target, Fact]]:
    """The targets that documents promise, with the fact each cites."""
    plans = [plan for plan in catalogue.plans.values() if plan.unit in DOCUMENTED]
    return [(p, t, catalogue.facts[str(t.fact)]) for p in plans for t in p.targets]


def test_targets_promise_what_the_register_says(catalogue: Catalogue) -> None:
    """Comparator and value; whatever is told in another way says so in a note."""
    differing = {
        fact.id: (fact.comparator, fact.value)
        for _, target, fact in documented(catalogue)
        if (target.comparator, target.value) != (fact.comparator, fact.value)
    }
    assert differing == TOLD_OTHERWISE
    told = {fact.id for _, target, fact in documented(catalogue) if target.note}
    assert set(TOLD_OTHERWISE) <= told


def test_targets_are_counted_as_the_register_says(catalogue: Catalogue) -> None:
    differing = {
        fact.id: (target.unit, fact.unit.zh if fact.unit else None)
        for _, target, fact in documented(catalogue)
        if not is_counted_in(catalogue, target.unit, fact)
    }
    assert differing == COUNTED_OTHERWISE


def test_targets_are_of_the_kind_year_span_and_body_of_the_register(catalogue: Catalogue) -> None:
    assert len(list(documented(catalogue))) > 60
    for plan, target, fact in documented(catalogue):
        body = catalogue.unit_versions(plan.unit)[-1].name
        assert (fact.kind, fact.span) == ("target", target.span), fact.id
        assert fact.year in (None, plan.year.value), fact.id
        assert (fact.issuer.zh, fact.issuer.en) == (body.zh, body.en), fact.id
        assert (fact.year is not None) == (plan.year.basis == "stated"), fact.id


def test_reported_figures_are_what_the_register_says(catalogue: Catalogue) -> None:
    """Value and whether it is about; shares of one figure add up to it."""
    shown = [r for r in expected() if r["indicator"]]
    assert shown
    for row in shown:
        facts = [catalogue.facts[fact] for fact in row["facts"].split(";")]
        whole = sum(f.value or 0 for f in facts) * scale(catalogue, row, facts[0])
        assert whole == Decimal(row["value"]), row
        assert {f.comparator for f in facts} == {"~" if row["approximate"] == "yes" else "="}, row
        assert {f.kind for f in facts} == {"actual"}, row
        assert {f.year for f in facts} <= {None, int(row["period"])}, row


def test_reported_figures_are_counted_as_the_register_says(catalogue: Catalogue) -> None:
    differing = {}
    for row in (r for r in expected() if r["indicator"]):
        for fact in (catalogue.facts[fact] for fact in row["facts"].split(";")):
            unit = unit_shown(catalogue, row)
            if not is_counted_in(catalogue, unit, fact) and scale(catalogue, row, fact) == 1:
                differing[fact.id] = (unit, fact.unit.zh if fact.unit else None)
    assert differing == REPORTED_OTHERWISE


def test_the_register_says_where_each_reported_figure_is_shown(catalogue: Catalogue) -> None:
    shown = {
        (f.shown.unit, f.shown.period, f.shown.indicator, f.shown.segment or "", f.shown.part,
         frozenset({f.id, *f.shown.together}))
        for f in catalogue.facts.values() if f.shown
    }  # fmt: skip
    assert shown == {
        (r["unit"], r["period"], r["indicator"], r["segment"], r["part"],
         frozenset(r["facts"].split(";")))
        for r in expected() if r["indicator"]
    }  # fmt: skip


def test_repeats_say_the_same(catalogue: Catalogue) -> None:
    repeats = [fact for fact in catalogue.facts.values() if fact.repeats]
    assert len(repeats) == 10
    for fact in repeats:
        first = catalogue.facts[str(fact.repeats)]
        said = [(f.comparator, f.value, f.unit, f.name, f.denominator) for f in (fact, first)]
        assert said[0] == said[1]
        assert fact.document != first.document


def test_what_nothing_rests_on_is_known(catalogue: Catalogue) -> None:
    """Habits of an office, and matters of other bodies, that no indicator measures."""
    cited = {f for i in catalogue.indicators.values() for f in i.source.facts}
    cited |= {target.fact for _, target, _ in documented(catalogue)}
    idle = {f.id for f in catalogue.facts.values() if f.id not in cited and not f.repeats}
    assert idle == UNUSED


def test_the_page_of_a_fact_shows_the_figure_the_workbooks_carry(
    catalogue: Catalogue, documents: Loaded
) -> None:
    """The document's own value, with the facts it is added up with; withheld figures are absent."""
    pages = [questions.fact_page(documents.reader, id_) for id_ in catalogue.facts]
    withheld = set()
    for page in pages:
        assert (page.shown is None) == (page.fact.shown is None)
        if page.shown is None or page.fact.shown is None:
            continue
        facts = [page.fact, *page.shown.together]
        row = {"indicator": page.shown.indicator.id, "part": page.shown.part}
        whole = sum(f.value or 0 for f in facts) * scale(catalogue, row, page.fact)
        if page.shown.amount is None:
            withheld.add(page.fact.id)
        else:
            assert page.shown.amount == whole, page.fact.id
            assert page.shown.value.approximate == (page.fact.comparator == "~")
    assert withheld == facts_of([r for r in expected() if r["reason"].startswith(WITHHELD)])


def test_the_page_of_a_fact_names_what_cites_it(catalogue: Catalogue, documents: Loaded) -> None:
    assert catalogue.facts
    for id_ in catalogue.facts:
        page = questions.fact_page(documents.reader, id_)
        citing = {name for name, i in catalogue.indicators.items() if id_ in i.source.facts}
        assert {ref.id for ref in page.indicators} == citing
        promised = {(p.id, t.name.zh) for p, t, f in documented(catalogue) if f.id == id_}
        assert {(t.plan.id, t.name.zh) for t in page.targets} == promised
        assert {other.id for other in page.repeated_by} == {
            other.id for other in catalogue.facts.values() if other.repeats == id_
        }


def test_a_traced_figure_of_the_documents_leads_to_its_fact(documents: Loaded) -> None:
    traced = questions.trace(documents.reader, "cb_coverage_rate", "MGH", "2013",
                             segment="worker=migrant")  # fmt: skip
    assert set(traced.shows) == {"F334"}
    assert set(traced.card.facts) <= set(traced.card.fact_names)


def test_a_fact_that_is_not_there_is_answered_with_the_nearest(documents: Loaded) -> None:
    with pytest.raises(questions.NotFound, match=r"no such fact: FF34; similar: F"):
        questions.fact_page(documents.reader, "FF34")


def unit_shown(catalogue: Catalogue, row: dict[str, str]) -> str:
    """The unit of measure in which the product shows a figure, or a part of it."""
    indicator = catalogue.indicators[row["indicator"]]
    if row["part"] == "value":
        return indicator.unit
    measures = indicator.numerator if row["part"] == "numerator" else indicator.denominator
    fields = catalogue.section(measures[0].form, measures[0].section).fields
    return str(fields[str(measures[0].field)].unit)


def scale(catalogue: Catalogue, row: dict[str, str], fact: Fact) -> Decimal:
    """How many of the units shown one of the fact's is."""
    assert fact.unit is not None
    units = catalogue.product.units
    own = next((u for u in units.values() if u.label.zh == fact.unit.zh), None)
    shown = units[unit_shown(catalogue, row)]
    same = own is not None and own.base == shown.base
    return own.factor / shown.factor if own is not None and same else Decimal(1)


def is_counted_in(catalogue: Catalogue, unit: str, fact: Fact) -> bool:
    """Whether the fact's unit is a word for a unit of measure."""
    asked = catalogue.product.units[unit]
    return fact.unit is not None and fact.unit.zh in (asked.label.zh, *asked.aliases)


def test_what_is_called_a_share_is_stated_as_one(catalogue: Catalogue) -> None:
    """Six items, five years, three months are no shares of anything."""
    facts = catalogue.facts
    units = {f.id: f.unit.zh if f.unit else "" for f in facts.values() if f.nature == "rate"}
    assert {name for name, unit in units.items() if not A_SHARE.search(unit)} == set()
    norms = {f.id for f in facts.values() if f.nature == "norm"}
    assert norms == {"F050", "F057", "F058", "F445", "F476", "F494"}
