"""Other readers of what is published: worlds with altered inputs, extracts of one unit's part."""
