"""What leaves the house: templates, returned workbooks, quarterly packs."""

import logging

# It tells in English, on the terminal of an office, that it keeps its cache of fonts elsewhere
# where the home folder cannot be written, or that it is making one: nothing anybody has to do.
logging.getLogger("matplotlib").setLevel(logging.ERROR)
