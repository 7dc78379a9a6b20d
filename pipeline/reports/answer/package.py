"""An Office file as its parts; a part nobody changes keeps its bytes."""

import posixpath
import re
import zipfile
from functools import cached_property
from io import BytesIO

from pipeline.reports.answer.xml_places import (
    Splices,
    Tag,
    as_utf8,
    attribute_text,
    children_of_root,
    in_ascii,
    root_of,
)

TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
EMPTY_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="' + RELATIONS.encode() + b'"></Relationships>'
)


class OddPackage(ValueError):
    """The file is no Office package, or one so unusual that it cannot be marked in place."""


class Package:
    """Parts by name, in the file's own order. Raises OddPackage for what is none."""

    def __init__(self, content: bytes) -> None:
        try:
            with zipfile.ZipFile(BytesIO(content)) as bundle:
                self._entries = bundle.infolist()
                self._parts = {entry.filename: bundle.read(entry) for entry in self._entries}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise OddPackage("no zip file") from error
        self._names = {name.casefold(): name for name in self._parts}
        if TYPES not in self._parts:
            raise OddPackage("no content types")

    def has(self, name: str) -> bool:
        """Whether there is such a part; letter case does not count, as the standard says."""
        return name.casefold() in self._names

    def read(self, name: str) -> bytes:
        """Return a part in UTF-8. Raises OddPackage when there is none."""
        own = self._names.get(name.casefold())
        if own is None:
            raise OddPackage(f"no part {name}")
        return as_utf8(self._parts[own])

    def write(self, name: str, content: bytes) -> None:
        """Replace a part, or add it."""
        own = self._names.setdefault(name.casefold(), name)
        self._parts[own] = content

    def save(self) -> bytes:
        """Return the file: known parts in their order, with their dates; new ones behind."""
        out = BytesIO()
        known = {entry.filename for entry in self._entries}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
            for entry in self._entries:
                fresh = zipfile.ZipInfo(entry.filename, entry.date_time)
                fresh.compress_type = entry.compress_type
                fresh.external_attr = entry.external_attr
                bundle.writestr(fresh, self._parts[entry.filename])
            for name, content in self._parts.items():
                if name not in known:
                    fresh = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                    fresh.compress_type = zipfile.ZIP_DEFLATED
                    bundle.writestr(fresh, content)
        return out.getvalue()

    def free_name(self, pattern: str) -> str:
        """Return the first name that is not taken; ``{}`` in the pattern is a number."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def main_part(self) -> str:
        """Return the name of the workbook part."""
        for target in self.related("", "officeDocument"):
            return target
        raise OddPackage("no main part")

    @cached_property
    def is_strict(self) -> bool:
        """Whether the file is in the strict form of the standard, which has names of its own."""
        name = relations_name("")
        return self.has(name) and f'"{STRICT}/officeDocument"'.encode() in self.read(name)

    def add(self, name: str, content: bytes) -> None:
        """Add a part of ours in the form of the standard that the file is in."""
        self.write(name, content.replace(MAIN, STRICT_MAIN) if self.is_strict else content)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return id → (last word of the type, target part) of what a part refers to inside."""
        name = relations_name(part)
        if not self.has(name):
            return {}
        found = {}
        for tag in children_of_root(self.read(name)):
            given = tag.attributes
            if tag.name == "Relationship" and given.get("TargetMode") != "External":
                kind = given.get("Type", "").rsplit("/", 1)[-1]
                found[given.get("Id", "")] = (kind, resolve(part, given.get("Target", "")))
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts of one kind that a part refers to."""
        return [target for found, target in self.relations(part).values() if found == kind]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation and return its id."""
        name = relations_name(part)
        if not self.has(name):  # some packages state the type of each part of relations by name
            self.declare_ending("rels", RELATIONS_TYPE)
        xml = self.read(name) if self.has(name) else EMPTY_RELATIONS
        taken = {tag.attributes.get("Id") for tag in children_of_root(xml)}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        root = root_of(xml)
        family = STRICT if self.is_strict else OFFICE
        given = f'Id="rId{number}" Type="{family}/{kind}" Target="/{attribute_text(target)}"'
        splices = Splices(xml)
        splices.append_inside(root, in_ascii(f"<{root.prefix}Relationship {given}/>"))
        self.write(name, splices.result())
        return f"rId{number}"

    def declare(self, part: str, content_type: str) -> None:
        """State the content type of a new part."""
        given = f'PartName="/{attribute_text(part)}" ContentType="{content_type}"'
        self._add_type("Override", given)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """State the content type of all parts with an ending, unless that was done."""
        tags = children_of_root(self.read(TYPES))
        endings = {t.attributes.get("Extension", "").lower() for t in tags if t.name == "Default"}
        if ending not in endings:
            self._add_type("Default", f'Extension="{ending}" ContentType="{content_type}"')

    def type_of(self, part: str) -> str:
        """Return the content type stated for a part by name, empty when there is none."""
        for tag in children_of_root(self.read(TYPES)):
            if tag.attributes.get("PartName", "").casefold() == f"/{part}".casefold():
                return tag.attributes.get("ContentType", "")
        return ""

    def _add_type(self, element: str, given: str) -> None:
        xml = self.read(TYPES)
        root = root_of(xml)
        splices = Splices(xml)
        splices.append_inside(root, in_ascii(f"<{root.prefix}{element} {given}/>"))
        self.write(TYPES, splices.result())


def relations_name(part: str) -> str:
    """Return where the relations of a part are written; the package's own for ``""``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolve(part: str, target: str) -> str:
    """Return the part a target means; targets count from the folder of the part."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def relation_namespace(root: Tag) -> str:
    """Return the namespace of relation ids that goes with a part: the usual or the strict one."""
    main = root.attributes.get(f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns", "")
    return STRICT if re.match("http://purl.oclc.org/ooxml/", main) else OFFICE
