"""config → nouns; every problem a Finding with file and line."""
