"""The list to print: every name on it, floor by floor, in signs that the font has."""

import io

import pytest
from pypdf import PdfReader

from db.vocabulary import Language, Region
from reminders.printing.font import face
from reminders.printing.paper import printed
from reminders.printing.process import PrintingError, print_sheet
from reminders.printing.sheet import Line, Section, Sheet, Words

WORDS = Words(
    title="還沒回覆的人",
    about="颱風要來了",
    summary="知道了 5／8",
    printed="王美列印",
    page="第 {page}／{pages} 頁",
    care="用完請銷毀。",
    unit="住處",
    name="姓名",
    reads="語言",
    by_phone="電話",
    by_paper="書面",
    in_person="當面",
    remarks="備註",
    undelivered="訊息沒送到",
    floor="{floor}樓",
    ground="地面層",
    heading="{building} {level}",
)


def sheet(*lines: Line, language: Language = Language.HANT, floors: int = 1) -> Sheet:
    sections = tuple(Section(f"3棟 {floor}樓", lines) for floor in range(1, floors + 1))
    return Sheet(language, Region.TW, WORDS, sections)


def line(name: str, *, arrived: bool = True) -> Line:
    return Line("3-12F", name, "繁體", arrived)


def pages(pdf: bytes) -> list[str]:
    """Without the halves of two-byte codes that the reader takes for signs of their own."""
    found = PdfReader(io.BytesIO(pdf)).pages
    return [page.extract_text().replace("\x00", "") for page in found]


@pytest.mark.parametrize("language", Language)
def test_every_name_can_be_read_and_found(language: Language) -> None:
    names = ("陳雅麗", "李保", "张喆", "𠮷田堃", "Alice Chan", "Nguyễn Thị Hường")
    (page,) = pages(printed(sheet(*map(line, names), language=language)))
    for name in names:
        assert name in page
    for words in ("颱風要來了", "3棟 1樓", "第 1／1 頁", "王美列印", "電話"):
        assert words in page
    assert "訊息沒送到" not in page


def test_who_has_nothing_in_their_hands_is_marked() -> None:
    (page,) = pages(printed(sheet(line("李保", arrived=False))))
    assert "訊息沒送到" in page


def test_signs_that_the_font_lacks_leave_no_box_behind() -> None:
    signs = "🌸☐✅"
    assert not face(Language.HANT, Region.TW).printable(signs)
    (page,) = pages(printed(sheet(line(f"陳雅麗{signs}"), line(signs))))
    assert "陳雅麗" in page
    assert not set(signs) & set(page)


def test_a_long_name_ends_where_its_column_does() -> None:
    (page,) = pages(printed(sheet(line("歐陽彩霞" * 20))))
    assert "歐陽彩霞" in page
    assert "…" in page
    assert "歐陽彩霞" * 20 not in page


def test_a_floor_that_goes_on_says_so_on_every_page() -> None:
    found = pages(printed(sheet(*(line("李保") for _ in range(60)))))
    assert len(found) > 1
    for number, page in enumerate(found, 1):
        assert "3棟 1樓" in page
        assert f"第 {number}／{len(found)} 頁" in page
    assert sum(page.count("李保") for page in found) == 60


async def test_it_is_printed_in_a_process_of_its_own() -> None:
    (page,) = pages(await print_sheet(sheet(line("陳雅麗"))))
    assert "陳雅麗" in page


async def test_what_cannot_be_printed_is_said_without_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reminders.printing.process.LONGEST", 0.01)
    with pytest.raises(PrintingError) as raised:
        await print_sheet(sheet(line("陳雅麗")))
    assert "陳雅麗" not in str(raised.value)
