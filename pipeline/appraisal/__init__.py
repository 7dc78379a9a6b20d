"""Appraisal (考核): points, ranks and ways up, from figures and a plan's scoring."""
