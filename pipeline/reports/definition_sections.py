"""The sections about the figures themselves: how complete, how defined, from which plan."""

from pipeline.queries.answers import DefinitionCard, MeasureText
from pipeline.reports import sentences
from pipeline.reports.charts.heading import publication
from pipeline.reports.letter import letter
from pipeline.reports.markup import Markup, content, el
from pipeline.reports.pack import Pack
from pipeline.reports.words import Words
from pipeline.wording.definition_changes import changes_words


def completeness_section(pack: Pack, words: Words) -> Markup:
    """What the figures rest on and what they leave out."""
    return content(
        [
            el("p", sentences.units_said(pack, words)) if pack.overview.forms else None,
            el("p", sentences.caution(pack, words)),
            el("p", words.say("report.rounding")) if pack.overview.targets else None,
        ]
    )


def definitions_section(pack: Pack, words: Words) -> Markup:
    """Every indicator of the report, in its own words."""
    return content([definition(page.card, words) for page in pack.pages.values()])


def definition(card: DefinitionCard, words: Words) -> Markup:
    """Name, definition, numerator, denominator, family, source."""
    pairs = [
        (words.say("head.numerator"), words.text(card.numerator_label)),
        (words.say("head.denominator"),
         words.text(card.denominator_label) if card.denominator_label else ""),
        (words.say("card.family"), words.text(card.family) if card.family else ""),
        (words.say("report.source"), source(card, words)),
        (words.say("card.note"), words.text(card.source_note) if card.source_note else ""),
        (words.say("card.changes"), changed(card, words)),
        (words.say("card.facts"), words.join(facts_of(card, words), "join.items")),
    ]  # fmt: skip
    terms = [el("div", el("dt", term), el("dd", said)) for term, said in pairs if said]
    return el(
        "section",
        el("h3", words.text(card.indicator.name),
           el("span", words.unit(card.indicator), class_="unit")),
        el("p", words.text(card.definition)), el("dl", terms), class_="definition",
    )  # fmt: skip


def changed(card: DefinitionCard, words: Words) -> str:
    """When it was defined anew, and why."""
    return words.say("report.semicolon").join(changes_words(card, words.language))


def facts_of(card: DefinitionCard, words: Words) -> list[str]:
    """The facts it rests on: number, and what each is about where that is registered."""
    names = card.fact_names
    return [f"{f} {words.text(names[f])}" if f in names else f for f in card.facts]


def source(card: DefinitionCard, words: Words) -> str:
    """Which columns of which forms, each once."""
    places = [place(measure, words) for measure in card.measures]
    return words.say("report.semicolon").join(dict.fromkeys(places))


def place(measure: MeasureText, words: Words) -> str:
    """The form's column, and how it adds up."""
    title = words.text(measure.form)
    said = words.say("report.form", title=title)
    if measure.section != measure.form:
        said += f" {words.text(measure.section)}"
    if measure.field is not None:
        said += f" {words.text(measure.field)}"
    return f"{said}{words.say('join.list')}{words.say(f'card.over_{measure.over_time}')}"


def issue_section(pack: Pack, words: Words) -> Markup:
    """The plan's document, the publication, who signs."""
    answer = pack.overview
    pairs = [(words.say("report.generated_at"), words.period(answer.period))]
    if answer.plan is not None:
        pairs.append((words.say("report.plan"), plan_said(pack, words)))
        pairs.append((words.say("report.document"), document(pack, words)))
    pairs.append((words.say("report.data_version"), publication(pack, words, "report.publication")))
    terms = [el("div", el("dt", term), el("dd", said)) for term, said in pairs]
    return content([el("dl", terms), annexed(pack, words), issuer(pack, words)])


def plan_said(pack: Pack, words: Words) -> str:
    """The plan, and which others the unit has that are left out here."""
    plan, others = pack.overview.plan, pack.overview.other_plans
    said = words.text(plan.title) if plan else ""
    if not others:
        return said
    titles = words.join([words.text(one.title) for one in others], "join.list")
    return words.say("report.other_plans", title=said, plans=titles)


def annexed(pack: Pack, words: Words) -> Markup | None:
    """Which annex follows."""
    return el("p", annex_title(words)) if pack.pages else None


def annex_title(words: Words) -> str:
    """附件：口径说明."""
    return words.say("report.annex", title=words.say("report.definitions"))


def issuer(pack: Pack, words: Words) -> Markup:
    """The union that issues it, and the day of issue under its name."""
    signed = letter(pack.letterhead, pack.issue, pack.overview, words)
    said: list[Markup | str] = [signed.issuer]
    if signed.issued is not None:
        said += [el("br"), words.day(signed.issued)]
    return el("p", el("span", said), class_="signature")


def document(pack: Pack, words: Words) -> str:
    """The plan's document with its number; whether its year is stated."""
    plan = pack.overview.plan
    if plan is None:
        return ""
    said = words.text(plan.document)
    if plan.number:
        said = words.say("report.document_number", title=said, number=plan.number)
    if plan.year_basis in ("inferred", "assumed"):
        said += words.say(f"targets.year_{plan.year_basis}")
    return said
