"""Why a whole file is refused: what is wrong, that nothing was kept, and what to do."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "empty": (
        "The file %(name)s is empty, so nothing was kept. Save the list again and send that file."
    ),
    "blank": (
        "The file %(name)s holds no text at all, so nothing was kept. "
        "Check that it is the right file."
    ),
    "no_header": (
        "No row with the names of the columns was found in %(name)s, so nothing was kept. "
        "Put a row such as “%(example)s” above the list."
    ),
    "password": (
        "The file %(name)s is protected by a password, so nothing was kept. "
        "Save it without the password and send it again."
    ),
    "unknown_format": (
        "The file %(name)s is no spreadsheet that can be read here, so nothing was kept. "
        "Save it as XLSX or CSV and send it again."
    ),
    "damaged": (
        "The file %(name)s is damaged or cut off, so nothing was kept. "
        "Open it in the spreadsheet program, save it as XLSX and send it again."
    ),
    "unsafe": (
        "The file %(name)s holds parts that no spreadsheet program writes, so nothing was kept. "
        "Copy the list into a new spreadsheet and send that file."
    ),
    "undecodable": (
        "The text in %(name)s is in no known encoding, so nothing was kept. "
        "Save it as XLSX, or as CSV in UTF-8, and send it again."
    ),
    "open_quote": (
        "In %(name)s a quotation mark opens in row %(row)s and never closes, so nothing was kept. "
        "Close or remove it and send the file again."
    ),
    "too_big": (
        "The file %(name)s is too big: %(limit)s MB are the most, so nothing was kept. "
        "Split the list and send its parts one after the other."
    ),
    "too_wide": (
        "A sheet in %(name)s has text too far out to the right or below, so nothing was kept. "
        "Copy the list into a new spreadsheet and send that file."
    ),
    "too_many_rows": (
        "The list in %(name)s has more than %(limit)s rows, so nothing was kept. "
        "Split the list and send its parts one after the other."
    ),
}


class Refused(Exception):
    """A file that can't be taken; `code` is a key of SENTENCES, `values` fill its placeholders."""

    def __init__(self, code: str, values: Mapping[str, str]) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values)

    @property
    def msgid(self) -> str:
        """The sentence before translation, with %(name)s placeholders."""
        return SENTENCES[self.code]

    def __str__(self) -> str:
        return self.msgid % self.values
