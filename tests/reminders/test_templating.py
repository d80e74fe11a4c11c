"""Managers' templates: what is asked for, what is left out, and nothing that is carried out."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.templating import WordingError, filled_in, places

LONGEST = 3500


def names(source: str) -> list[tuple[str, bool]]:
    return [(place.name, place.optional) for place in places(source, LONGEST)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("沒有要填的。", []),
        ("{{ 日期 }} 停水，{{時間}} 恢復，{{ 日期 }} 見。", [("日期", False), ("時間", False)]),
        ("{% if 備註 %}備註：{{ 備註 }}{% endif %}", [("備註", True)]),
        ("{{ 備註 }}{% if 備註 %}！{% endif %}", [("備註", False)]),
        ("{% if fee %}Fee: {{ amount }}{% endif %}", [("fee", True), ("amount", False)]),
    ],
)
def test_what_is_to_be_filled_in(source: str, found: list[tuple[str, bool]]) -> None:
    assert names(source) == found


def test_what_is_said_nowhere_is_not_asked_for() -> None:
    fee, amount = places("{% if fee %}Fee: {{ amount }}{% endif %}", LONGEST)
    assert fee.is_come_to({})
    assert not amount.is_come_to({"fee": ""})
    assert amount.is_come_to({"fee": "yes"})
    _, otherwise = places("{% if fee %}{% else %}{{ why }}{% endif %}", LONGEST)
    assert otherwise.is_come_to({"fee": ""})


@pytest.mark.parametrize(
    ("source", "what", "line"),
    [
        ("{{ ''.__class__ }}", "forbidden", 1),
        ("好\n{{ 日期.__class__.__mro__ }}", "forbidden", 2),
        ("{{ 日期|upper }}", "forbidden", 1),
        ("{{ 日期() }}", "forbidden", 1),
        ("{{ range(10 ** 9) }}", "forbidden", 1),
        ("{{ 'x' * 1000000000 }}", "forbidden", 1),
        ("{{ x if y else z }}", "forbidden", 1),
        ("{% for n in names %}{{ n }}{% endfor %}", "forbidden", 1),
        ("一\n二\n{% set x = 1 %}", "forbidden", 3),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "forbidden", 1),
        ("{% call m() %}{% endcall %}", "forbidden", 1),
        ("{% filter upper %}x{% endfilter %}", "forbidden", 1),
        ("{% with x = 1 %}{% endwith %}", "forbidden", 1),
        ("{% include 'x' %}", "forbidden", 1),
        ("{% import 'x' as y %}", "forbidden", 1),
        ("{% extends 'x' %}", "forbidden", 1),
        ("{% block x %}{{ self.x() }}{% endblock %}", "forbidden", 1),
        ("{% if not x %}y{% endif %}", "forbidden", 1),
        ("{% if x == y %}z{% endif %}", "forbidden", 1),
        ("{{ self }}", "forbidden", 1),
        ("{{ _x }}", "forbidden", 1),
        ("{{ true }}", "forbidden", 1),
        ("{{ " + "長" * 31 + " }}", "forbidden", 1),
        ("{% if x %}" * 5 + "{{ x }}" + "{% endif %}" * 5, "forbidden", 1),
        ("{{ " + "(" * 1500 + "x" + ")" * 1500 + " }}", "forbidden", 1),
        ("一\n{{ 日期", "syntax", 2),
        ("{% if x %}y", "syntax", 1),
        ("{{ }}", "syntax", 1),
        ("{{ 開始 時間 }}", "syntax", 1),
        ("{% break %}", "syntax", 1),
        ("{# x", "syntax", 1),
        ("一\n" + "長" * 4095, "long", 2),
    ],
)
def test_what_cannot_be_said_is_named_with_its_line(source: str, what: str, line: int) -> None:
    with pytest.raises(WordingError) as wrong:
        places(source, LONGEST)
    assert (wrong.value.what, wrong.value.line) == (what, line)
    with pytest.raises(WordingError):
        filled_in(source, {}, LONGEST)


def test_a_condition_in_a_line_of_its_own_leaves_no_line_behind() -> None:
    source = "停水\n{% if 備註 %}\n備註：{{ 備註 }}\n{% endif %}\n謝謝"
    assert filled_in(source, {"備註": "帶傘"}, LONGEST) == "停水\n備註：帶傘\n謝謝"
    assert filled_in(source, {"備註": ""}, LONGEST) == "停水\n謝謝"
    beside = "停水\n{% if 備註 %}備註：{{ 備註 }}{% endif %}\n謝謝"
    assert filled_in(beside, {"備註": "帶傘"}, LONGEST) == "停水\n備註：帶傘\n謝謝"


signs = st.sampled_from(
    ["{{", "}}", "{%", "%}", "{#", "#}", "x", "if", "endif", "for", "in", "(", ".", "|", "\n"]
)


@given(st.lists(signs | st.text(max_size=5), max_size=30).map(" ".join), st.text(max_size=20))
def test_whatever_is_written_is_said_or_refused(source: str, value: str) -> None:
    """And what is filled in is never read as a template itself."""
    with suppress(WordingError):
        found = places(source, LONGEST)
        assert isinstance(filled_in(source, {each.name: value for each in found}, LONGEST), str)
    assert filled_in("{{ x }}", {"x": f"a{value}b"}, LONGEST) == f"a{value}b"
