"""What a workbook may ask of memory and time, and why; knows nothing about file formats.

The limits leave room for the largest ledgers that auditors work with (100 000 rows of some 20 columns) and keep what is
loaded below about one gigabyte.
"""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 64 * 1024 * 1024
"""Of the file as it lies there; a ledger of 300 000 rows has about 30 MB."""
MAX_UNPACKED: Final = 512 * 1024 * 1024
"""Of everything in a package (xlsx, ods) together; 300 000 rows of 20 columns have about 300 MB."""
MAX_ENTRIES: Final = 10_000
"""Files in a package; a workbook with 200 sheets and their drawings has about 1 000."""
MAX_SHEETS: Final = 500
MAX_ROWS: Final = 300_000
"""In one sheet, three times the largest ledger met."""
MAX_COLUMNS: Final = 2_000
MAX_CELLS: Final = 6_000_000
"""In one book, counted as rows times columns, since a reader makes room for the empty ones as well."""
MAX_DETAILED_CELLS: Final = 400_000
"""The same where comments and formats are read too: that takes about 1 kB a cell."""
MAX_ROW_BYTES: Final = 16 * 1024 * 1024
"""Of the XML of one row, which is held in memory whole."""
MAX_HEAD_BYTES: Final = 32 * 1024 * 1024
"""Of the XML that lists the sheets, and of that with the formats, which some programs let grow to 10 MB."""
