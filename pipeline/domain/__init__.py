"""The nouns of the product: frozen values without input, output, tables or SQL."""
