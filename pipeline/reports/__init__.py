"""What leaves the house: templates, returned workbooks, quarterly packs."""
