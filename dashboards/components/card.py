"""The definition of an indicator, for reading: what is counted, from which form, how it adds."""

from dash import html

from dashboards.components import parts
from dashboards.components.citations import cited_facts, with_links
from dashboards.components.parts import aria
from dashboards.view import View
from dashboards.words import Part
from pipeline.queries.answers import DefinitionCard, FamilyValue, IndicatorPage, MeasureText
from pipeline.wording.definition_changes import changes_words


def definition_card(card: DefinitionCard, view: View) -> html.Div:
    """Definition, numerator, denominator, sources, direction, file; the SQL behind a click."""
    pairs: list[tuple[str, Part | list[Part]]] = [
        (view.say("card.definition"), view.text(card.definition)),
        (view.say("head.numerator"), measured("numerator", card, view)),
    ]
    if card.denominator_label is not None:
        pairs.append((view.say("head.denominator"), measured("denominator", card, view)))
    if card.family is not None:
        pairs.append((view.say("card.family"), view.text(card.family)))
    pairs += [
        (view.say("card.nature"), known(f"card.nature_{card.indicator.nature}", view)),
        (view.say("card.direction"), direction(card, view)),
    ]
    if card.source_note is not None:
        said = with_links(view.text(card.source_note), card.fact_names, view)
        pairs.append((view.say("card.note"), said))
    if card.changes:
        lines: list[Part] = [html.Div(said) for said in changes_words(card, view.language)]
        pairs.append((view.say("card.changes"), lines))
    if card.facts:
        pairs.append((view.say("card.facts"), cited_facts(card.facts, card.fact_names, view)))
    pairs.append((view.say("card.file"), html.Code(card.file)))
    terms = [part for term, said in pairs for part in (html.Dt(term), html.Dd(said))]
    sql = html.Details([html.Summary("SQL"), html.Pre(card.sql, className="text")])
    return html.Div([html.Dl(terms, className="pairs"), *([sql] if card.sql else [])])


def measured(role: str, card: DefinitionCard, view: View) -> list[Part]:
    """A numerator or denominator: its name, then each measure it is added up from."""
    label = card.numerator_label if role == "numerator" else card.denominator_label
    own = [m for m in card.measures if m.role == role]
    name: list[Part] = [view.text(label)] if label else []
    return [*name, *[html.Div(measure(m, view), className="note") for m in own]]


def measure(measure: MeasureText, view: View) -> str:
    """One measure in words: form, column, rows, how it adds."""
    source = view.text(measure.form)
    if measure.section.zh not in ("", measure.form.zh):
        source += f" › {view.text(measure.section)}"
    if measure.field is not None:
        source += f" › {view.text(measure.field)}"
    rows = "；" if view.language == "zh" else "; "
    words = [source, known(f"card.{measure.aggregate}", view),
             known(f"card.over_{measure.over_time}", view),
             rows.join(view.text(c) for c in measure.conditions)]  # fmt: skip
    return " · ".join(word for word in words if word)


def known(key: str, view: View) -> str:
    """A phrase, or the last part of its key where the catalogue has none."""
    return view.say(key) if view.has(key) else key.split("_")[-1].split(".")[-1]


def direction(card: DefinitionCard, view: View) -> str:
    """Which way is better."""
    lower = card.indicator.direction.startswith("lower")
    if not lower and not card.indicator.direction.startswith("higher"):
        return view.say("card.no_direction")
    return view.say("page.lower_is_better" if lower else "page.higher_is_better")


def family_table(page: IndicatorPage, view: View) -> html.Table:
    """The same indicator under each denominator, numerator and denominator in sight."""
    heads = (view.say("select.family"), parts.right(view.say("head.actual")), "",
             parts.right(view.say("page.num_den")))  # fmt: skip
    rows = [family_row(row, page, view) for row in page.families]
    return parts.table(heads, rows, view.say("indicator.families"))


def family_row(row: FamilyValue, page: IndicatorPage, view: View) -> html.Tr:
    """One family; the current one is marked."""
    mark = [html.Span(f" {view.say('indicator.current')}", className="note")] if row.current else []
    name = parts.link(view.text(row.name), view.selection.change(family=row.family).href())
    href = view.to_trace(page.indicator.id, family=row.family, segment=view.selection.segment,
                         span=row.value.span)  # fmt: skip
    return html.Tr(
        [
            parts.row_head([name, *mark, html.Div(view.text(row.denominator_label),
                                                  className="note")]),
            parts.figure_cell(parts.value_link(row.value, page.indicator, href, view, "big")),
            parts.cell(meter(row)),
            parts.figure_cell(parts.ratio(row.value, page.indicator, view), "faint nowrap"),
        ],
        className="here" if row.current else "",
    )  # fmt: skip


def meter(row: FamilyValue) -> Part:
    """A rate as a part of 100."""
    if row.value.value is None:
        return ""
    width = f"{min(max(row.value.value, 0), 100):.1f}%"
    style = "meter here" if row.current else "meter"
    return html.Div(html.I(style={"width": width}), className=style, **aria(hidden="true"))
