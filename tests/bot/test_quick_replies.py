"""Quick replies: what is shipped is fit for owners; what managers write is not carried out."""

import re
from pathlib import Path

import pytest

from bot import quick_replies
from bot.quick_replies import LONGEST, QuickRepliesError, check, filled_in, shipped
from bot.texts import phrase_guard
from db.models import QuickReply
from db.vocabulary import Language
from reminders.templating import WordingError

VALUES = {
    "owner": "陳雅麗",
    "place": "3棟12樓",
    "number": 1024,
    "me": "李保",
    "office_phone": "02-2345-6789",
    "due": "今天 14:30",
}

ALL = [(code, language) for code in shipped() for language in Language]

_LIGHTLY = re.compile(
    r"馬上|马上|立刻|很快|稍後|稍后|稍等|soon be|shortly|right away|\d+ ?(?:分|天|min|day)"
)


def test_there_are_enough_of_them() -> None:
    assert len(shipped()) >= 12


@pytest.mark.parametrize(("code", "language"), ALL, ids=str)
@pytest.mark.parametrize("known", [True, False], ids=["all known", "nothing known"])
def test_what_is_shipped_may_be_said_to_anybody(code: str, language: Language, known: bool) -> None:
    values = VALUES if known else VALUES | {"place": "", "due": ""}
    said = filled_in(shipped()[code].texts[language], values)
    assert not phrase_guard.check(said)
    assert not _LIGHTLY.search(said), "a time is promised by a person, not by a form"
    assert "{" not in said
    assert "  " not in said
    assert len(shipped()[code].title(language)) <= 20


@pytest.mark.parametrize(
    ("source", "what", "line", "name"),
    [
        ("您好 {{ ownr }}", "unknown", 1, "ownr"),
        ("您好\n\n{{ phone }}", "unknown", 3, "phone"),
        ("{% if office %}x{% endif %}", "unknown", 1, "office"),
        ("{{ owner", "syntax", 1, ""),
        ("一\n{% if due %}二", "syntax", 2, ""),
        ("{{ owner.__class__ }}", "forbidden", 1, ""),
        ("{{ ''.__class__.__mro__ }}", "forbidden", 1, ""),
        ("好\n{{ owner|upper }}", "forbidden", 2, ""),
        ("{{ range(10 ** 9) }}", "forbidden", 1, ""),
        ("{{ owner * 1000000000 }}", "forbidden", 1, ""),
        ("{% for a in owner %}{{ a }}{% endfor %}", "forbidden", 1, ""),
        ("{% set owner = 1 %}", "forbidden", 1, ""),
        ("{% if due %}{% include 'x' %}{% endif %}", "forbidden", 1, ""),
        ("{% if owner == me %}x{% endif %}", "forbidden", 1, ""),
        ("長" * (LONGEST + 1), "long", 1, ""),
    ],
)
def test_what_is_wrong_is_named_with_its_line(source: str, what: str, line: int, name: str) -> None:
    with pytest.raises(WordingError) as wrong:
        check(source)
    assert (wrong.value.what, wrong.value.line, wrong.value.name) == (what, line, name)
    with pytest.raises(WordingError):
        filled_in(source, VALUES)


def test_what_people_are_called_is_not_carried_out() -> None:
    assert filled_in("{{ owner }}", VALUES | {"owner": "{{ me }} <b>"}) == "{{ me }} <b>"


def test_a_part_may_depend_on_what_is_known() -> None:
    source = "好{% if due %}，{{ due }} 前{% elif place %}，在 {{ place }}{% else %}。{% endif %}"
    assert filled_in(source, VALUES) == "好，今天 14:30 前"
    assert filled_in(source, VALUES | {"due": ""}) == "好，在 3棟12樓"


def test_a_communitys_own_goes_before_the_shipped_one() -> None:
    mine = QuickReply(code="seen", texts={"en": "Got it."})
    replies = quick_replies.together([mine])
    assert replies["seen"].texts == {"en": "Got it."}
    assert replies["seen"].title(Language.HANT) == "seen"
    assert replies["seen"].spoken((Language.HANT, Language.HANS)) is Language.EN
    assert set(replies) == set(shipped())


def test_a_shipped_file_that_is_not_whole_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "quick_replies.yaml"
    broken.write_text("seen:\n  title: {en: Seen}\n  zh-Hant: '{{ ownr }}'\n  en: Seen\n")
    monkeypatch.setattr(quick_replies, "FILE", broken)
    with pytest.raises(QuickRepliesError) as wrong:
        shipped.__wrapped__()
    assert wrong.value.mistakes == [
        "quick_replies.yaml: seen: has no title in zh-Hant",
        "quick_replies.yaml: seen: zh-Hant, line 1: unknown ownr",
        "quick_replies.yaml: seen: has no title in zh-Hans",
        "quick_replies.yaml: seen: is missing in zh-Hans",
    ]
