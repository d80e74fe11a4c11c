"""What people and teams are called besides their names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.names import (
    first_names_of,
    forms_of,
    is_civil,
    is_written_as_a_name,
    team_forms_of,
)

CALLED = [
    ("林志華", "林志华"),
    ("林志華", "林师傅"),
    ("林志華", "林生"),
    ("林志華", "小林"),
    ("林志華", "阿华"),
    ("林志華", "志华"),
    ("林志華", "mr lam"),
    ("林志華", "mr lin"),
    ("歐陽志強", "欧阳经理"),
    ("林師傅", "林主任"),
    ("維修林師傅", "林师傅"),
    ("小陳", "陈师傅"),
    ("阿強🔧", "阿强"),
    ("梅怡", "梅小姐"),
    ("Bob Lee", "bob lee"),
    ("Bob Lee", "lee bob"),
    ("Bob Lee", "mr lee"),
    ("Bob Lee", "uncle bob"),
    ("Bob Lee", "李师傅"),
    ("Lam Siu Ming", "siu ming lam"),
    ("Lam Siu Ming", "林师傅"),
]


@pytest.mark.parametrize(("name", "form"), CALLED)
def test_one_person_is_called_many_things(name: str, form: str) -> None:
    assert form in forms_of(name)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("林志華", "mr tam"),
        ("Bob Lee", "bob"),
        ("Bob 維修", "维修"),
        ("Lam (Security)", "mr security"),
        ("林師傅", "阿傅"),
        ("Bob", "李师傅"),
    ],
)
def test_but_not_everything(name: str, form: str) -> None:
    assert form not in forms_of(name)


@given(st.text(max_size=30))
def test_any_display_name_has_forms_with_words_in_them(name: str) -> None:
    assert all(form.strip() for form in forms_of(name) | team_forms_of(name))


def test_a_first_name_is_no_surname_and_no_work() -> None:
    assert first_names_of("Bob Lee (Security)") == {"bob"}
    assert first_names_of("李保") == frozenset()


@pytest.mark.parametrize(
    ("said", "civil"),
    [
        ("林先生", True),
        ("林太", True),
        ("mr lam", True),
        ("auntie mei", True),
        ("林师傅", False),
        ("林志生", False),
        ("sifu lam", False),
        ("bob lee", False),
    ],
)
def test_a_neighbour_may_be_a_mr_and_is_no_master(said: str, civil: bool) -> None:
    assert is_civil(said) == civil


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Will came late", True),
        ("yesterday, Will shouted at me", True),
        ("it is Will's fault", True),
        ("Will you come today?", False),
        ("I will wait. Will you?", False),
        ("it will break", False),
    ],
)
def test_a_name_has_its_capital_where_none_is_due(text: str, named: bool) -> None:
    assert is_written_as_a_name("will", text) == named


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("維修組", "维修组"),
        ("維修組", "维修部"),
        ("客戶服務中心", "客户服务部"),
        ("Repairs", "repairs team"),
        ("Repairs", "repair department"),
        ("Front desk", "front desk"),
        ("Customer Service Team", "customer service team"),
        ("Customer Service Team", "customer service department"),
        ("Repairs 維修組", "维修部"),
    ],
)
def test_a_team_is_called_many_things(name: str, form: str) -> None:
    assert form in team_forms_of(name)


def test_what_a_team_does_is_not_the_team() -> None:
    assert "维修" not in team_forms_of("維修組")
    assert "repairs" not in team_forms_of("Repairs")
