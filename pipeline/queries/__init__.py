"""The questions anyone may ask of a published snapshot; frozen dataclasses come out."""
