"""YAML read as strings, with lines."""

import pytest

from pipeline.definitions.yaml_lines import YamlFile, read_yaml


def read(text: str) -> YamlFile:
    return read_yaml(text.encode(), "a.yml")


def slugs(text: str) -> list[tuple[str, int | None]]:
    return [(f.slug, f.place.line) for f in read(text).findings]


def test_every_scalar_stays_the_text_it_was() -> None:
    file = read("a: NO\nb: 012\nc: 12:30\nd: 2024\ne: [yes, 1.50]\nf: 2024-01-01\n")
    assert file.data == {
        "a": "NO", "b": "012", "c": "12:30", "d": "2024", "e": ["yes", "1.50"], "f": "2024-01-01",
    }  # fmt: skip
    assert not file.findings


def test_keys_and_items_know_their_lines() -> None:
    file = read("a:\n  b:\n    - c: 1\n      d: 2\n    - x\n")
    assert file.line(("a", "b", 0, "d")) == 4
    assert file.line(("a", "b", 1)) == 5
    assert file.line(("a", "b", 1, "not there")) == 5
    assert file.at(("a", "b", 0, "d")) == "2"


def test_a_list_index_is_left_out_where_a_single_mapping_stands_for_the_list() -> None:
    file = read("numerator:\n  form: x\n")
    assert file.path(("numerator", 0, "form")) == ("numerator", "form")
    assert file.line(("numerator", 0, "form")) == 2


def test_a_key_given_twice_is_a_finding_and_the_first_stands() -> None:
    file = read("a: 1\nb: 2\na: 3\n")
    assert file.data == {"a": "1", "b": "2"}
    assert [(f.slug, f.place.line, f.details["first"]) for f in file.findings] == [
        ("key-twice", 3, "1")
    ]


@pytest.mark.parametrize(
    ("text", "slug", "line"),
    [
        ("a: 1\nb: [1, 2\n", "not-yaml", 3),
        ("", "empty-definition", 1),
        ("- a\n", "not-a-mapping", 1),
        ("a: 1\n? [b]\n: 2\n", "key-not-text", 2),
        ("a: 1\nb:\n", "empty-value", 2),
        ("a: {b: ~}\n", "empty-value", 1),
        ("a: 1\nb:\n  - x\n  -\n", "empty-value", 4),
        ("name: {zh: 甲, en: ''}\n", "empty-value", 1),
        ("a: 1\nname: {zh: 甲, en: Hong Kong, Macao}\n", "text-cut-at-comma", 2),
        ("a: &x {b: 1}\nc: *x\n", "yaml-alias", 2),
        ("a: &x\n  b: *x\n", "yaml-alias", 2),
    ],
)
def test_problems_of_writing_have_a_slug_and_a_line(text: str, slug: str, line: int) -> None:
    assert slugs(text) == [(slug, line)]


def test_a_blank_in_quotes_was_written_on_purpose() -> None:
    assert not slugs("prefix: ''\n")


def test_other_encodings_are_refused_with_the_line() -> None:
    file = read_yaml("a: 1\nb: 甲\n".encode("gb18030"), "a.yml")
    assert file.data is None
    assert [(f.slug, f.place.line) for f in file.findings] == [("definition-not-utf8", 2)]


def test_a_byte_order_mark_is_accepted() -> None:
    assert read_yaml("a: 1\n".encode("utf-8-sig"), "a.yml").data == {"a": "1"}
