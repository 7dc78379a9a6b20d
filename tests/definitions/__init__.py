"""Tests of reading and checking definitions."""
