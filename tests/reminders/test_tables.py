"""Tables as the office's programs read them: whole, in every script, and never a formula."""

import csv
import io
from collections.abc import AsyncIterator

import pytest
from openpyxl import load_workbook

from reminders.printing.process import print_table
from reminders.printing.tables import Cells, CsvTable, Frame, Workbook

HEADER = ["戶號", "姓名"]
PEOPLE: list[Cells] = [
    ("3-12F", "陳雅麗"),
    ("3-15A", '=HYPERLINK("http://evil","here")'),
    ("3-16A", "+886 912"),
    ("3-17A", "@SUM(A1)"),
    ("3-18A", '李 "保", 先生\n二'),
    ("3-19A", "-1"),
]


def test_a_csv_opens_in_the_usual_program_with_names_as_they_are() -> None:
    table = CsvTable(HEADER)
    table.add(PEOPLE[:2])
    table.add(PEOPLE[2:])
    content = table.content()
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read[0] == HEADER
    assert [row[0] for row in read[1:]] == [row[0] for row in PEOPLE]
    assert read[1][1] == "陳雅麗"
    assert read[5][1] == PEOPLE[4][1]


def test_no_name_is_a_formula_in_a_csv() -> None:
    table = CsvTable(HEADER)
    table.add(PEOPLE)
    cells = csv.reader(io.StringIO(table.content().decode("utf-8-sig"), newline=""))
    names = [row[1] for row in cells]
    assert not [name for name in names if name[0] in "=+-@\t\r"]
    assert names[2] == f"'{PEOPLE[1][1]}"


def test_numbers_of_ours_stay_numbers() -> None:
    table = CsvTable(HEADER)
    table.add([("balance", -1)])
    assert table.content().endswith(b"balance,-1\r\n")


@pytest.mark.parametrize("parts", [1, 3])
def test_a_workbook_sums_up_and_lists(parts: int) -> None:
    book = Workbook(("摘要", [("已送出", 193), ("=1+1", 2)]), ("名單", HEADER))
    for part in range(parts):
        book.add(PEOPLE[part::parts])
    read = load_workbook(io.BytesIO(book.content()))
    assert read.sheetnames == ["摘要", "名單"]
    assert [cell.value for cell in read["摘要"][1]] == ["已送出", 193]
    lines = list(read["名單"].iter_rows(values_only=True))
    assert list(lines[0]) == HEADER
    assert sorted(lines[1:]) == sorted(tuple(row) for row in PEOPLE)
    assert {cell.data_type for row in read["名單"] for cell in row} == {"s"}
    assert read["摘要"]["A2"].data_type == "s"


def test_a_workbook_of_nobody_can_be_opened() -> None:
    book = Workbook(("a", [("b", 0)]), ("c", HEADER))
    assert load_workbook(io.BytesIO(book.content()))["c"].max_row == 1


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
async def test_it_is_written_in_a_process_of_its_own_part_by_part(suffix: str) -> None:
    async def parts() -> AsyncIterator[list[Cells]]:
        yield PEOPLE[:2]
        yield PEOPLE[2:]

    made = await print_table(Frame(suffix, "摘要", [("已送出", 193)], "名單", HEADER), parts())
    if suffix == "csv":
        rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    else:
        rows = list(load_workbook(io.BytesIO(made))["名單"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == [HEADER[0], *(row[0] for row in PEOPLE)]


async def test_what_fails_while_it_is_read_ends_the_process_and_is_not_hidden() -> None:
    async def parts() -> AsyncIterator[list[Cells]]:
        yield PEOPLE
        raise ConnectionError("the database went away")

    with pytest.raises(ConnectionError):
        await print_table(Frame("csv", "摘要", [], "名單", HEADER), parts())
