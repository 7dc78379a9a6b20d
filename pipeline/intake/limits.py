"""How large what is sent may be, and how a file says that it is an archive."""

LARGEST_FILE = 100 * 2**20
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
