"""Checks over everything that counts: one statement per check, one way from a row to a finding."""
