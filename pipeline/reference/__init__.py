"""Reference pages: everything under ``docs/`` that can be said from the definitions alone."""

from pipeline.reference.writing import write_docs

__all__ = ["write_docs"]
