"""A roster as it is written: understood whole, or refused with every line and its mend."""

from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.roster_file import Mistake, RosterError, ShiftLine, Wrong, read
from db.models import Membership, Person, Team
from db.vocabulary import ShiftKind, StaffRole, TeamCode

TAIPEI = ZoneInfo("Asia/Taipei")
TODAY = date(2026, 11, 23)

REPAIRS = Team(id=7, code=TeamCode.REPAIRS, names={"zh-Hant": "維修組", "en": "Repairs"})
SECURITY = Team(id=8, code=TeamCode.SECURITY, names={"zh-Hant": "保全組", "en": "Security"})


def person(id_: int, name: str, english: str) -> Person:
    return Person(id=id_, name=name, names={"zh-Hant": name, "en": english})


BOB, GUS, SUE = (
    person(1, "李保", "Bob Lee"),
    person(2, "顧思", "Gus Koo"),
    person(3, "蘇敏", "Sue So"),
)
TWIN, OTHER_TWIN = person(4, "王安", "Ann Wong"), person(5, "王安", "Anna Wong")


def _post(who: Person, team: Team | None) -> Membership:
    role = StaffRole.STAFF if team else StaffRole.SUPERVISOR
    return Membership(person_id=who.id, person=who, team_id=team.id if team else None, role=role)


POSTS = [
    _post(BOB, REPAIRS),
    _post(GUS, REPAIRS),
    _post(GUS, SECURITY),
    _post(SUE, None),
    _post(TWIN, REPAIRS),
    _post(OTHER_TWIN, REPAIRS),
]


def lines(text: str) -> list[ShiftLine]:
    return read(text, POSTS, [REPAIRS, SECURITY], TAIPEI, TODAY)


def mistakes(text: str) -> list[Mistake]:
    with pytest.raises(RosterError) as refused:
        lines(text)
    return list(refused.value.mistakes)


def utc(day: int, hour: int, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


DECEMBER_FIRST = ShiftLine(1, BOB.id, REPAIRS.id, ShiftKind.DUTY, utc(1, 0), utc(1, 9))


@pytest.mark.parametrize(
    "typed",
    [
        "李保 12/1 08:00-17:00",
        "Bob Lee 2026-12-01 8:00 – 17:00",
        "bob lee  duty 12月1日 08:00～17:00",
        "李保 維修組 12/1 ０８：００-17:00",
        "李保 repairs duty 12-1 08:00至17:00",
        "\ufeff李保 值班 2026/12/1 08:00-17:00\n",
    ],
)
def test_a_shift_in_one_line(typed: str) -> None:
    assert lines(typed) == [DECEMBER_FIRST]


@pytest.mark.parametrize(
    "table",
    [
        "person,team,date,from,to\n李保,repairs,12/1,08:00,17:00",
        "date;from;to;person;team;kind\n2026-12-01;08:00;17:00;Bob Lee;維修組;duty\n\n",
        "姓名\t組別\t類別\t日期\t開始\t結束\n李保\t\t\t12/1\t08:00\t17:00",
        '"person","team","date","from","to"\n"李保","","12/1","08:00","17:00"',
        "人員，組別，日期，開始，結束\n李保，維修組，12/1，08:00，17:00",
    ],
)
def test_a_shift_in_a_table(table: str) -> None:
    (found,) = lines(table)
    assert (found.person_id, found.team_id, found.kind) == (BOB.id, REPAIRS.id, ShiftKind.DUTY)
    assert (found.starts_at, found.ends_at) == (utc(1, 0), utc(1, 9))
    assert found.line == 2


def test_a_night_ends_the_next_morning() -> None:
    (found,) = lines("李保 12/1 20:00-08:00")
    assert (found.starts_at, found.ends_at) == (utc(1, 12), utc(2, 0))
    (until_midnight,) = lines("李保 12/1 16:00-24:00")
    assert until_midnight.ends_at == utc(1, 16)


def test_a_shift_on_several_days_is_several_shifts() -> None:
    found = lines("李保 12/30-1/1 08:00-17:00")
    assert [each.starts_at for each in found] == [utc(30, 0), utc(31, 0), utc(1, 0, 1, 2027)]
    assert len(lines("李保 12/5-7 08:00-17:00")) == 3


def test_leave_is_one_span_of_whole_days() -> None:
    (found,) = lines("李保 請假 12/5-12/7")
    assert (found.kind, found.team_id) == (ShiftKind.LEAVE, None)
    assert (found.starts_at, found.ends_at) == (utc(4, 16), utc(7, 16))
    (morning,) = lines("Bob Lee leave 12/5 08:00-12:00")
    assert (morning.starts_at, morning.ends_at) == (utc(5, 0), utc(5, 4))


def test_what_was_entered_is_taken_back() -> None:
    (found,) = lines("李保 取消 12/1")
    assert found.kind is None
    assert (found.starts_at, found.ends_at) == (utc(30, 16, 11), utc(1, 16))


def test_who_leads_has_shifts_of_no_team() -> None:
    (found,) = lines("蘇敏 12/1 08:00-17:00")
    assert (found.person_id, found.team_id) == (SUE.id, None)


@pytest.mark.parametrize(
    ("written", "year"),
    [("12/1", 2026), ("11/1", 2026), ("10/1", 2027), ("1/15", 2027), ("2026-01-15", 2026)],
)
def test_a_day_without_its_year_is_near(written: str, year: int) -> None:
    (found,) = lines(f"李保 {written} 08:00-17:00")
    assert found.starts_at.year == year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李寶 12/1 08:00-17:00", Mistake(1, Wrong.NOBODY, "李寶", "李保")),
        ("Bob Leigh 12/1 08:00-17:00", Mistake(1, Wrong.NOBODY, "Bob Leigh", "Bob Lee")),
        ("zzz 12/1 08:00-17:00", Mistake(1, Wrong.NOBODY, "zzz")),
        ("王安 12/1 08:00-17:00", Mistake(1, Wrong.SEVERAL, "王安")),
        ("顧思 12/1 08:00-17:00", Mistake(1, Wrong.TEAM, "", "repairs, security")),
        ("李保 12/32 08:00-17:00", Mistake(1, Wrong.DATE, "12/32")),
        ("李保 12/7-12/5 08:00-17:00", Mistake(1, Wrong.DATE, "12/7-12/5")),
        ("李保 12/1 25:00-26:00", Mistake(1, Wrong.TIME, "25:00")),
        ("李保 12/1 早上", Mistake(1, Wrong.TIME, "早上")),
        ("李保 12/1", Mistake(1, Wrong.TIME, "")),
        ("李保", Mistake(1, Wrong.FORM, "李保")),
        ("12/1 08:00-17:00", Mistake(1, Wrong.FORM, "12/1 08:00-17:00")),
        ("   \n", Mistake(1, Wrong.FORM)),
        (
            "person,date,from,to\n李保,12/1,08:00,17:00",
            Mistake(1, Wrong.COLUMNS, "team", "person, team, date, from, to"),
        ),
        (
            "person,team,date,from,to,colour\n",
            Mistake(1, Wrong.COLUMNS, "colour", "person, team, date, from, to"),
        ),
        (
            "person,team,date,from,to,from\n",
            Mistake(1, Wrong.COLUMNS, "from, from", "person, team, date, from, to"),
        ),
        (
            "person,team,date,from,to\n李保,repairs,12/1,08:00",
            Mistake(2, Wrong.FORM, "李保,repairs,12/1,08:00", "person, team, date, from, to"),
        ),
        (
            "person,team,date,from,to\n李保,security,12/1,08:00,17:00",
            Mistake(2, Wrong.TEAM, "security", "repairs"),
        ),
        (
            "person,team,kind,date,from,to\n李保,,holiday,12/1,08:00,17:00",
            Mistake(2, Wrong.KIND, "holiday", "duty, leave, none"),
        ),
    ],
)
def test_a_mistake_names_its_line_and_the_mend(text: str, expected: Mistake) -> None:
    assert mistakes(text) == [expected]


def test_every_mistake_is_told_at_once() -> None:
    found = mistakes(
        "person,team,date,from,to\n"
        "李保,repairs,12/1,08:00,17:00\n"
        "李寶,repairs,12/1,08:00,17:00\n"
        "\n"
        "李保,repairs,12/1,16:00,20:00\n"
        "李保,repairs,13/1,08:00,17:00\n"
        "short\n"
    )
    assert [(each.line, each.wrong) for each in found] == [
        (3, Wrong.NOBODY),
        (5, Wrong.OVERLAP),
        (6, Wrong.DATE),
        (7, Wrong.FORM),
    ]
    assert found[1].hint == "2"


@given(st.text(max_size=200) | st.text(alphabet="李保,;\t 0123456789/:-\n", max_size=80))
def test_nothing_that_is_pasted_breaks_it(text: str) -> None:
    with suppress(RosterError):
        assert all(each.starts_at < each.ends_at for each in lines(text))
