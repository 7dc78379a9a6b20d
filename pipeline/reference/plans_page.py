"""``plans.<language>.md``: every plan with its targets and the document's own words."""

from decimal import Decimal

from pipeline.definitions.catalogue import Catalogue
from pipeline.domain.noun import Language
from pipeline.domain.plan import Plan, Target
from pipeline.queries.cards import segment_text
from pipeline.reference.facts_page import with_links
from pipeline.reference.forms_page import pairs
from pipeline.reference.markdown import bullets, code, heading, page, table, text
from pipeline.reference.measures_text import nouns_of
from pipeline.reference.said import joined, opening, said
from pipeline.wording.comparators import SIGNS, more_said

COLUMNS = ("fact", "name", "promise", "kind", "indicator", "quote", "note")


def plans_page(catalogue: Catalogue, language: Language) -> str:
    """Return the page."""
    plans = list(catalogue.plans.values())
    targets = [target for plan in plans for target in plan.targets]
    intro = said(
        "plans.intro", language, plans=len(plans), targets=len(targets),
        unmeasured=sum(target.indicator is None for target in targets),
    )  # fmt: skip
    blocks = [*opening(said("plans.title", language), "plans", language), intro]
    blocks.append(bullets(f"[{text(p.title.in_language(language))}](#{p.id})" for p in plans))
    for plan in plans:
        blocks += plan_blocks(plan, catalogue, language)
    return page(blocks)


def plan_blocks(plan: Plan, catalogue: Catalogue, language: Language) -> list[str]:
    """Return one plan: where it comes from, then its targets."""
    document = plan.document
    unit = catalogue.unit_versions(plan.unit)[-1].name.in_language(language)
    source = [part for part in (document.file, document.article) if part]
    file = catalogue.file_of("plan", plan.id)
    about = {
        "plan.unit": f"{text(unit)} {code(plan.unit)}",
        "plan.document": text(document.title.in_language(language)),
        "plan.number": text(document.number),
        "plan.source": text(joined(source, language)),
        "plan.year": year(plan, language),
        "plan.schedule": schedule(plan, language),
        "plan.thresholds": said(
            "plan.thresholds_text", language, behind=plan.thresholds.behind,
            far=plan.thresholds.far_behind, complete=plan.thresholds.completeness,
        ),
        "plan.file": f"[{file}](../../config/{file})",
    }  # fmt: skip
    heads = [said(f"target.{column}", language) for column in COLUMNS]
    rows = (target_row(target, catalogue, language) for target in plan.targets)
    title = text(plan.title.in_language(language))
    return [heading(2, title, plan.id), pairs(about, language), table(heads, rows)]


def year(plan: Plan, language: Language) -> str:
    """Return the year and how it is known."""
    told = f"{plan.year.value} · {said(f'basis.{plan.year.basis}', language)}"
    note = plan.year.note.in_language(language) if plan.year.note else ""
    return f"{told} · {text(note)}" if note else told


def schedule(plan: Plan, language: Language) -> str:
    """Return what part of the year's way is due when."""
    points = [f"{name} {share} %" for name, share in plan.points.items()]
    return said(f"schedule.{plan.schedule}", language, points=joined(points, language))


def target_row(target: Target, catalogue: Catalogue, language: Language) -> list[str]:
    """Return one target as a row."""
    kind = said(f"target_kind.{target.kind}", language)
    span = said(f"span_of.{target.span}", language)
    if target.from_year is not None:
        span = said("target.years", language, first=target.from_year, last=target.to_year)
    shared = said("target.part_of", language, whole=target.part_of) if target.part_of else ""
    note = target.note.in_language(language) if target.note else ""
    return [
        with_links(text(target.fact or target.id), catalogue, language),
        text(target.name.in_language(language)),
        promise(target, catalogue, language),
        joined([kind, span, *([shared] if shared else [])], language),
        measured_by(target, catalogue, language),
        text(target.quote),
        with_links(text(note), catalogue, language),
    ]


def promise(target: Target, catalogue: Catalogue, language: Language) -> str:
    """Return comparator, value and unit, and where a level starts from."""
    unit = catalogue.product.units[target.unit].label.in_language(language)
    told = text(f"{SIGNS[target.comparator]} {plain(target.value)} {unit}")
    if more := more_said(target.comparator, language):
        told += f" ({text(more)})" if language == "en" else f"（{text(more)}）"
    for change in target.changes:
        held = f"{SIGNS[target.comparator]} {plain(change.value)} {unit}"
        told += said("target.change", language, since=change.since, promise=text(held),
                     number=text(change.document.number))  # fmt: skip
    if target.kind != "level":
        return told
    base = target.baseline
    start = said(f"baseline.{base.kind}", language,
                 value="" if base.value is None else plain(base.value))  # fmt: skip
    return told + said("target.baseline", language, baseline=start)


def plain(value: Decimal) -> str:
    """Return a number as the plan writes it."""
    return f"{value:f}"


def measured_by(target: Target, catalogue: Catalogue, language: Language) -> str:
    """Return the indicator and its segment, or why there is none."""
    if target.indicator is None:
        why = target.unmeasured.in_language(language) if target.unmeasured else ""
        return said("target.unmeasured", language) + text(why)
    indicator = catalogue.indicators[target.indicator]
    link = (
        f"[{text(indicator.name.in_language(language))}](indicators.{language}.md#{indicator.id})"
    )
    if not target.segment:
        return link
    key = ";".join(f"{field}={codes}" for field, codes in sorted(target.segment.items()))
    segment = segment_text(nouns_of(catalogue), indicator, key)
    return f"{link} · {text(segment.in_language(language))}"
