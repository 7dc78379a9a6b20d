"""Typed rows → facts and findings: schemas and rules built from the forms; judges, never repairs."""
