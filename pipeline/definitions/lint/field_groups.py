"""Rules of groups: neighbouring fields of a section that are headed together."""

from collections.abc import Iterator

from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.forms import each_section, folded, words_of
from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding
from pipeline.domain.form import Form, Section


def groups_hold_neighbours(draft: Draft) -> Iterator[Finding]:
    """A group has two fields or more, which stand beside each other; a head needs a group."""
    for form, part, section in each_section(draft):
        of, where = ("form", form.id), ("sections", part)
        members: dict[str, list[int]] = {name: [] for name in section.groups}
        for at, (name, field) in enumerate(section.fields.items()):
            path = (*where, "fields", name)
            if field.head is not None and field.group is None:
                yield draft.problem("head-without-group", of, (*path, "head"), field=name)
            if field.group is None:
                continue
            if field.group not in members:
                near = suggestion(field.group, section.groups)
                yield draft.problem(
                    "undeclared-group", of, (*path, "group"), field.group,
                    group=field.group, suggestion=near,
                )  # fmt: skip
                continue
            before = members[field.group]
            if before and before[-1] != at - 1:
                yield draft.problem(
                    "group-torn", of, (*path, "group"), field.group, group=field.group, field=name
                )
            before.append(at)
        for name, found in members.items():
            if len(found) < 2:
                yield draft.problem("group-of-one", of, (*where, "groups", name), name, group=name)


def group_names_are_free(draft: Draft) -> Iterator[Finding]:
    """No group is called like a field or another group, and no field like another one's head."""
    for form, part, section in each_section(draft):
        if section.groups:
            yield from _taken(draft, form, part, section)


def _taken(draft: Draft, form: Form, part: str, section: Section) -> Iterator[Finding]:
    inside = ("sections", part)
    owners: dict[str, str] = {}
    for name, field in section.fields.items():
        for word, _ in words_of(field.label.zh, field.label.en, field.aliases, ()):
            owners.setdefault(folded(word), name)
    named = [
        (f"groups.{name}", word, (*inside, "groups", name, language))
        for name, title in section.groups.items()
        for language, word in (("zh", title.zh), ("en", title.en))
    ]
    for word, name in section.names_under_groups():
        key = "group" if section.fields[name].head is None else "head"
        named.append((name, word, (*inside, "fields", name, key)))
    for owner, word, path in named:
        before = owners.setdefault(folded(word), owner)
        if before != owner:
            yield draft.problem(
                "header-twice", ("form", form.id), path, word, word=word, one=before, other=owner
            )
