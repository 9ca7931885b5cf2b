"""How much of a workbook has been unpacked, and where it is too much."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.reading import complaints, limits
from knowledge.reading.tables.columns import letter


class DamagedError(ValueError):
    """A part is not what a workbook has."""


@dataclass(slots=True)
class Count:
    """What of a workbook has been counted so far."""

    name: str
    """The file's, for what is said of it."""
    cells: int = 0
    """Within the area from A1 to the last cell of each sheet."""
    filled: int = 0
    characters: int = 0
    shared: list[int] = field(default_factory=list)
    """Lengths of the texts that cells share."""

    def fill(self, cells: int = 1) -> None:
        """Counts cells that hold something."""
        self.filled += cells
        if self.filled > limits.CELLS:
            raise complaints.table("many_cells", file=self.name, most=f"{limits.CELLS:,}")

    def write(self, characters: int) -> None:
        """Counts characters of cells."""
        self.characters += characters
        if self.characters > limits.CHARACTERS:
            raise complaints.table("much_text", file=self.name, most=f"{limits.CHARACTERS:,}")

    def share(self, index: int) -> None:
        """Counts the characters of a shared text once more."""
        self.write(self.shared[index] if index < len(self.shared) else 0)

    def sheet(self, rows: int, columns: int) -> None:
        """Counts a sheet whose last row and column that hold anything are these; the far one is named."""
        self.cells += rows * columns
        if columns > limits.COLUMNS or self.cells > limits.CELLS:
            far = f"{letter(columns - 1)}列" if columns > limits.COLUMNS else f"{rows:,}行目"
            raise complaints.table(
                "far_cell", file=self.name, far=far, cells=f"{limits.CELLS:,}", columns=f"{limits.COLUMNS:,}"
            )
