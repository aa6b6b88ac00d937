"""How far a sheet's cells reach."""

from dataclasses import dataclass

from sheets.refused import Refused

# Libraries keep a sheet as one rectangle of 24 to 32 bytes a cell; 100,000 rows of 50 columns fit.
LARGEST_RECTANGLE = 5_000_000
MOST_ROWS = 1_048_576  # both: Excel specifications and limits
MOST_COLUMNS = 16_384


@dataclass(slots=True)
class Extent:
    """Where the cells with a value lie: rows and columns, both counted from 1."""

    top: int = MOST_ROWS + 1
    bottom: int = 0
    left: int = MOST_COLUMNS + 1
    right: int = 0

    def take_in(self, row: int, column: int, *, rows: int = 1, columns: int = 1) -> None:
        self.top, self.bottom = min(self.top, row), max(self.bottom, row + rows - 1)
        self.left, self.right = min(self.left, column), max(self.right, column + columns - 1)

    def check(self, name: str) -> None:
        """Raises Refused when a library would need too much memory for the rectangle."""
        area = max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)
        if area > LARGEST_RECTANGLE or self.right > MOST_COLUMNS:
            raise Refused("too_wide", {"name": name})
