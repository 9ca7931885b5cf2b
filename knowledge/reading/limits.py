"""How much of a file is read. What is larger is refused by measuring it, before it fills the memory or takes minutes.

The largest published plan that is known has 0.3 MB and 2,000 lines, the largest list of projects 5,000 rows of 40
columns. Each limit leaves room for several times that.
"""

FILE = 50_000_000
"""Bytes of a file. A page that has its pictures within comes near to that; it is read whole into memory."""
PAGE = 3_000_000
"""Characters of a page's source without its pictures and scripts."""
WORDS = 1_000_000
"""Characters of a page that a reader sees, or of a text; ten thousand take a tenth of a second."""
DEEPEST = 512
"""Elements within elements: browsers draw no more. A parser's work grows with the depth of each element."""
ATTRIBUTES = 1_000
"""Of one element. A parser compares each of them with all others."""
ELEMENTS = 200_000
"""Of a page."""
PDF_PAGES = 2_000
"""Of a PDF; a plan has 100, a year's budget of a large city 600."""
PARTS = 5_000
"""Files within a workbook."""
UNPACKED = 100_000_000
"""Bytes of a workbook's parts together: XML takes some 60 a cell, and zip makes any number of equal ones small."""
NESTED = 100
"""XML elements within elements; a workbook has 10."""
SHEETS = 250
"""Sheets of a workbook."""
CELLS = 1_000_000
"""Of a file, blank ones between others too. Each takes some 100 bytes."""
ROWS = 1_048_576
COLUMNS = 1_000
"""Of a list of projects. Excel has 16,384, and all that stand before the last one are read."""
EXCEL_COLUMNS = 16_384
CHARACTERS = 50_000_000
"""Of all cells; a text that a thousand cells share counts a thousand times."""
