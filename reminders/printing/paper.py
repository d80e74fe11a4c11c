"""A list as PDF, A4: floor by floor, with boxes to tick by hand."""

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

from reminders.printing.font import Face, face
from reminders.printing.sheet import Line, Section, Sheet

_MARGIN = 16.0
_WIDTH = 210.0 - 2 * _MARGIN
_BOTTOM = 24.0
_LINE = 8.6
_HEADING = 10.5
_COLUMNS = (24.0, 52.0, 18.0, 18.0, 18.0, 18.0)
"""Unit, name, language, three boxes; what is left is for remarks."""
_BOX = 4.0
_INDENT = 1.6
"""So that words stand in from the edge of the bands."""

_INK = (38, 42, 48)
_SOFT = (112, 119, 128)
_RULE = (214, 218, 223)
_BAND = (236, 242, 239)
_ACCENT = (37, 99, 82)


def printed(sheet: Sheet) -> bytes:
    """The file's bytes."""
    paper = _Paper(sheet)
    for section in sheet.sections:
        paper.section(section)
    return paper.finished()


class _Paper(FPDF):
    def __init__(self, sheet: Sheet) -> None:
        super().__init__(format="A4")
        self._words = sheet.words
        self._face: Face = face(sheet.language, sheet.region)
        self._heading = ""
        self.add_font("face", fname=self._face.path, collection_font_number=self._face.number)
        self.set_margins(_MARGIN, _MARGIN)
        self.set_auto_page_break(auto=False)
        self.set_title(self._face.printable(f"{sheet.words.title} · {sheet.words.about}"))
        self.set_lang(sheet.language.value)
        self.add_page()

    def finished(self) -> bytes:
        """With the number of pages, which is known now, at the foot of each."""
        pages = len(self.pages)
        for number in range(1, pages + 1):
            self.page = number
            self._foot(number, pages)
        return bytes(self.output())

    # --- what stands on every page ----------------------------------------------------------------

    def header(self) -> None:
        if self.page_no() == 1:
            self._write(self._words.title, 11, _ACCENT, height=6)
            self._write(self._words.about, 19, _INK, height=10.5)
            self._write(self._words.summary, 10.5, _SOFT, height=7)
        else:
            self._write(f"{self._words.title} · {self._words.about}", 9, _SOFT, height=5.5)
        self.ln(2.5)
        self._column_heads()

    def _column_heads(self) -> None:
        words = self._words
        ticked = (words.by_phone, words.by_paper, words.in_person)
        heads = (words.unit, words.name, words.reads, *ticked, words.remarks)
        top = self.get_y()
        self._colour(_SOFT)
        for number, (left, width, head) in enumerate(self._cells(heads)):
            self._place(left, top, width, 6, head, 8.5, centred=3 <= number <= 5)
        self._rule(top + 6.4, _ACCENT, 0.5)
        self.set_y(top + 7.6)

    def _foot(self, number: int, pages: int) -> None:
        top = self.h - 15
        self._rule(top - 1.5, _RULE, 0.2)
        self._colour(_SOFT)
        self._place(_MARGIN, top, _WIDTH * 0.8, 4, self._words.printed, 8)
        self._place(_MARGIN, top + 4, _WIDTH * 0.8, 4, self._words.care, 8)
        page = self._words.page.format(page=number, pages=pages)
        self._place(_MARGIN, top, _WIDTH, 4, page, 8, right=True)

    # --- the list ---------------------------------------------------------------------------------

    def section(self, section: Section) -> None:
        """A floor's heading is never the last thing on a page, and is repeated on the next."""
        self._heading = section.heading
        self._keep_together(_HEADING + _LINE)
        self._band()
        for line in section.lines:
            if self._keep_together(_LINE):
                self._band()
            self._row(line)
        self.ln(2.2)

    def _keep_together(self, height: float) -> bool:
        """True where a new page was begun for it."""
        if self.get_y() + height <= self.h - _BOTTOM:
            return False
        self.add_page()
        return True

    def _band(self) -> None:
        top = self.get_y() + 1
        self.set_fill_color(*_BAND)
        self.rect(
            _MARGIN, top, _WIDTH, _HEADING - 3, style="F", round_corners=True, corner_radius=1
        )
        self._colour(_ACCENT)
        self._place(_MARGIN + _INDENT, top, _WIDTH - 4, _HEADING - 3, self._heading, 11)
        self.set_y(top + _HEADING - 2.2)

    def _row(self, line: Line) -> None:
        top = self.get_y()
        cells = self._cells((line.unit, line.name, line.reads, "", "", "", ""))
        for number, (left, width, words) in enumerate(cells):
            if 3 <= number <= 5:
                self._box(left + (width - _BOX) / 2, top + (_LINE - _BOX) / 2)
            if not words:
                continue
            self._colour(_SOFT if number == 2 else _INK)
            self._place(left, top, width, _LINE, words, 9 if number == 2 else 10.5)
        if not line.arrived:
            left, width, _ = cells[-1]
            self._colour(_SOFT)
            self._place(left, top, width, _LINE, self._words.undelivered, 8)
        self._rule(top + _LINE, _RULE, 0.2)
        self.set_y(top + _LINE)

    # --- the pen ----------------------------------------------------------------------------------

    def _cells(self, words: tuple[str, ...]) -> list[tuple[float, float, str]]:
        """Each column's left edge, width and words."""
        widths = (*_COLUMNS, _WIDTH - _INDENT - sum(_COLUMNS))
        edges = [_MARGIN + _INDENT + sum(widths[:number]) for number in range(len(widths))]
        return list(zip(edges, widths, words, strict=True))

    def _write(self, words: str, size: float, colour: tuple[int, int, int], height: float) -> None:
        self._colour(colour)
        self.set_font("face", size=size)
        self.cell(_WIDTH, height, self._fitted(words, _WIDTH), new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _place(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        words: str,
        size: float,
        *,
        centred: bool = False,
        right: bool = False,
    ) -> None:
        self.set_font("face", size=size)
        self.set_xy(left, top)
        align = Align.C if centred else Align.R if right else Align.L
        self.cell(width, height, self._fitted(words, width - 1), align=align)

    def _fitted(self, words: str, width: float) -> str:
        """Without the signs that the face lacks, and cut where the column ends."""
        words = self._face.printable(words)
        if self.get_string_width(words) <= width:
            return words
        while words and self.get_string_width(f"{words}…") > width:
            words = words[:-1]
        return f"{words}…"

    def _box(self, left: float, top: float) -> None:
        """With plain corners: round ones, three to a line, took a fifth of the time."""
        self.set_draw_color(*_SOFT)
        self.set_line_width(0.3)
        self.rect(left, top, _BOX, _BOX)

    def _rule(self, top: float, colour: tuple[int, int, int], width: float) -> None:
        self.set_draw_color(*colour)
        self.set_line_width(width)
        self.line(_MARGIN, top, _MARGIN + _WIDTH, top)

    def _colour(self, colour: tuple[int, int, int]) -> None:
        self.set_text_color(*colour)
