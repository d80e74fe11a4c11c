"""A button belongs to the ticket as it was when the button was drawn."""

import pytest

from bot.conversation.buttons import Press
from bot.conversation.pressed import is_current
from db.models import Ticket


@pytest.mark.parametrize(
    ("data", "current"),
    [
        ("acc:3:3", True),
        ("acc:3:2", False),
        ("acc:3:4", False),
        ("offer:3:17:3", True),
        ("offer:3:3:17", False),
        ("acc:3", False),  # the ticket's number is no version, though it looks the same
        ("acc:3:", False),
        ("acc", False),
    ],
)
def test_only_the_last_argument_says_for_which_version(data: str, current: bool) -> None:
    press = Press.read(data)
    assert press is not None
    assert is_current(press, Ticket(id=3, version=3)) is current
