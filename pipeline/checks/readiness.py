"""Getting ready to judge: pandas and pandera take a second, best spent before there are files."""

from pipeline.definitions.catalogue import Catalogue


def prepare_to_judge(catalogue: Catalogue) -> None:
    """Import and build all that judging by these definitions needs."""
    from pipeline.checks import judging

    judging.prepare(catalogue)
