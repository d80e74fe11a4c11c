"""Tables for the office's own programs: as CSV, and as a workbook.

People choose what they are called: no name may be taken for a formula when a file is opened.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import xlsxwriter

Cells = Sequence[str | int]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of one."""

_BYTE_ORDER_MARK = "\ufeff"
"""Without it the usual program reads a CSV in the machine's old character set."""

_WIDTH = 22


@dataclass(frozen=True)
class Frame:
    """All of a table but its lines: plain data that crosses to the process that writes it."""

    suffix: str
    summary_name: str
    summary: list[Cells]
    """Only a workbook has it."""
    lines_name: str
    header: list[str]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Frame":
        return cls(**stored)


def tabulated(frame: Frame, parts: Iterable[list[Cells]]) -> bytes:
    """The file's bytes."""
    table: Table
    if frame.suffix == CsvTable.suffix:
        table = CsvTable(frame.header)
    else:
        summary = (frame.summary_name, frame.summary)
        table = Workbook(summary, (frame.lines_name, frame.header))
    for part in parts:
        table.add(part)
    return table.content()


class Table(Protocol):
    """Written in parts; no part is kept as Python objects."""

    suffix: str

    def add(self, rows: Iterable[Cells]) -> None: ...

    def content(self) -> bytes:
        """The whole file; nothing can be added any more."""
        ...


class CsvTable:
    suffix = "csv"

    def __init__(self, header: Cells) -> None:
        self._file = io.StringIO(newline="")
        self._file.write(_BYTE_ORDER_MARK)
        self._writer = csv.writer(self._file)
        self.add([header])

    def add(self, rows: Iterable[Cells]) -> None:
        self._writer.writerows([_harmless(cell) for cell in row] for row in rows)

    def content(self) -> bytes:
        return self._file.getvalue().encode()


def _harmless(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


class Workbook:
    """A sheet that sums up, and one with a line for each."""

    suffix = "xlsx"

    def __init__(self, summary: tuple[str, Sequence[Cells]], lines: tuple[str, Cells]) -> None:
        """`summary`: the sheet's name and its rows; `lines`: the sheet's name and its header."""
        self._file = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._file, {"constant_memory": True})
        self._bold = self._book.add_format({"bold": True})
        name, rows = summary
        self._fill(self._book.add_worksheet(name), 0, rows)
        name, header = lines
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(header) - 1, _WIDTH)
        self._fill(self._sheet, 0, [header], self._bold)
        self._columns, self._next = len(header), 1

    def add(self, rows: Iterable[Cells]) -> None:
        self._next = self._fill(self._sheet, self._next, rows)

    def content(self) -> bytes:
        self._sheet.autofilter(0, 0, self._next - 1, self._columns - 1)
        self._book.close()
        return self._file.getvalue()

    def _fill(self, sheet: Any, first: int, rows: Iterable[Cells], style: Any = None) -> int:
        """Words are written as words, whatever they begin with; the row after the last."""
        at = first
        for at, row in enumerate(rows, start=first + 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(at - 1, column, cell, style)
                else:
                    sheet.write_string(at - 1, column, cell, style)
        return at
