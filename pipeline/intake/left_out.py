"""A form of several sheets is reported as a whole: what a file leaves out of one is told.

Its new version takes the place of the whole form, so that a sheet left out would be gone from all
figures without a word.
"""

from collections.abc import Collection, Mapping, Sequence

from pipeline.domain.form import Form
from pipeline.domain.submission import SectionRead
from pipeline.intake.complaint import About, Complaints


def tell_left_out(
    sections: Sequence[SectionRead],
    forms: Mapping[str, Form],
    gaps: Collection[str],
    complaints: Complaints,
) -> None:
    """Tell of sheets of which the file has none, but another one of their form.

    Not where something was told of the sheet itself, as that it is blank, nor of units whose
    reports may have ``gaps``.
    """
    told = {(finding.form, finding.section) for finding in complaints.findings}
    there = {(read.form, read.section) for read in sections}
    for form_id in dict.fromkeys(read.form for read in sections):
        reads = [read for read in sections if read.form == form_id]
        if all(unit in gaps for read in reads for unit in (read.units or [read.unit or ""])):
            continue
        form, first = forms[form_id], reads[0]
        for name, section in form.sections.items():
            if (form_id, name) in there | told:
                continue
            complaints.add(
                "sheet-left-out",
                about=About(form_id, name, first.unit, first.period),
                details={
                    "form_title_zh": form.title.zh, "form_title_en": form.title.en,
                    "part_zh": section.title.zh, "part_en": section.title.en,
                },
            )  # fmt: skip
