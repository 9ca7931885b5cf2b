"""The native charts of a workbook: bars, two beside each other for two years, and a pie where the parts are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.answers.files.sheet import number_of
from knowledge.language import text
from knowledge.language.phrases import say
from knowledge.model import MOST_PARTS, Answer, Form, Table

if TYPE_CHECKING:
    from openpyxl.chart import BarChart, PieChart
    from openpyxl.worksheet.worksheet import Worksheet

MOST_DRAWN = 20
"""Rows that a chart shows: more bars than that nobody reads."""
LONGEST_NAME = 28
"""Characters of a bar's name, so that there is room for the bar."""
FIGURES, OLDER, NEWER = 3, 3, 4
"""Columns: the first of figures; of two years the older one and the newer one."""
BEYOND = 12
"""Columns between the table and the hidden one of the bars' names."""
WIDTH, PIE, BAR, AROUND, ROW = 24, 10, 0.9, 3, 0.53
"""Centimetres: of a chart, the height of a pie, of a bar, of what is around the bars, and of a row of the sheet."""
COLOURS = ("2E75B6", "BDD7EE")
"""Of the newer year, and of the older one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Rows of the sheet."""

    top: int
    """The headings of the table."""
    under: int
    """Where the first chart may begin."""


def draw(sheet: Worksheet, table: Table, rows: Sequence[Sequence[str]], place: Place, answer: Answer) -> None:
    """Draws the rows of a table, without that of their sum, where two or more have a figure."""
    columns = (OLDER, NEWER) if table.older else (FIGURES,)
    drawn = rows[:MOST_DRAWN]
    found = [number_of(row[column - 1]) for row in drawn for column in columns if len(row) >= column]
    amounts = [number for number in found if number is not None]
    if not any(table.numeric[FIGURES - 1 :]) or len(amounts) < 2:
        return
    drawing = _Drawing(sheet, table, place.top, len(drawn))
    drawing.name(drawn)
    are_parts = len(columns) == 1 and len(drawn) <= MOST_PARTS and min(amounts) >= 0
    pie = drawing.pie(answer) if are_parts else None
    bars = None if pie is not None and answer.form is Form.PIE else drawing.bars(columns)
    under = place.under
    for chart in filter(None, (bars, pie)):
        sheet.add_chart(chart, f"A{under}")
        under += round(chart.height / ROW) + 2


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The rows of a sheet that a chart is of."""

    sheet: Worksheet
    table: Table
    top: int
    count: int

    @property
    def _names(self) -> int:
        return len(self.table.columns) + BEYOND

    def name(self, drawn: Sequence[Sequence[str]]) -> None:
        """Puts what the bars are called, code and title together, into a hidden column."""
        from openpyxl.utils import get_column_letter

        for number, row in enumerate(drawn, self.top + 1):
            code, title = (name.rpartition(" → ")[2] for name in row[:2])  # of two years what it is called now
            cell = self.sheet.cell(number, self._names)
            cell.value = text.visible(f"{code} {title}".strip()[:LONGEST_NAME])
            cell.data_type = "s"
        self.sheet.column_dimensions[get_column_letter(self._names)].hidden = True

    def bars(self, columns: Sequence[int]) -> BarChart:
        """Bars in the order of the table, the first on top, of each row the newer year first."""
        from openpyxl.chart import BarChart, Reference
        from openpyxl.chart.label import DataLabelList
        from openpyxl.chart.legend import Legend

        chart = BarChart()
        chart.type, chart.grouping, chart.gapWidth, chart.overlap = "bar", "clustered", 60, 0
        for at, column in enumerate(reversed(columns)):
            values = Reference(self.sheet, min_col=column, min_row=self.top, max_row=self.top + self.count)
            chart.add_data(values, titles_from_data=True)
            chart.series[at].graphicalProperties.solidFill = COLOURS[at]
        self._finish(chart)
        chart.title = self.table.columns[FIGURES - 1] if len(columns) == 1 else self._title_of_years
        chart.legend = Legend() if len(columns) > 1 else None
        if chart.legend is not None:
            chart.legend.position = "b"
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        chart.x_axis.delete, chart.y_axis.delete = False, True
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.majorGridlines = None
        chart.width, chart.height = WIDTH, round(AROUND + BAR * self.count * len(columns))
        return chart

    def pie(self, answer: Answer) -> PieChart:
        """The rows as parts of their sum."""
        from openpyxl.chart import PieChart, Reference
        from openpyxl.chart.label import DataLabelList

        chart = PieChart()
        values = Reference(self.sheet, min_col=FIGURES, min_row=self.top, max_row=self.top + self.count)
        chart.add_data(values, titles_from_data=True)
        self._finish(chart)
        chart.title = say("file_shares", answer.language, measure=self.table.columns[FIGURES - 1])
        chart.dataLabels = DataLabelList(showPercent=True, showVal=False, showSerName=False, showCatName=False)
        chart.dataLabels.showLegendKey = False
        chart.dataLabels.numFmt = "0.0%"
        chart.width, chart.height = WIDTH, PIE
        return chart

    def _finish(self, chart: BarChart | PieChart) -> None:
        """The names, which a chart shows although their column is hidden."""
        from openpyxl.chart import Reference

        first, last = self.top + 1, self.top + self.count
        chart.set_categories(Reference(self.sheet, min_col=self._names, min_row=first, max_row=last))
        chart.visible_cells_only = False

    @property
    def _title_of_years(self) -> str:
        """What both years are of: the measure, with the unit that their headings name."""
        first = self.table.columns[FIGURES - 1]
        return f"{self.table.measured}({first.rpartition('(')[2]}" if self.table.measured else first
