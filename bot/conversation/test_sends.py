"""A notice tried out on colleagues: it says twice that it is a test, and no owner ever gets it."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.buttons import Action, Press, button
from bot.conversation.manager_broadcast import draft_as_read
from bot.conversation.turn import Turn
from db.models import Broadcast, Person
from db.vocabulary import Language, MailPriority
from reminders import approving, broadcast

_YES = "yes"


async def test_send(turn: Turn, press: Press) -> None:
    """`test:<draft>:<seal>` asks whom it would reach; with `yes` it is sent to them."""
    draft = await draft_as_read(turn, press)
    if draft is None:
        return
    others = await approving.second_people(turn.session, draft.community_id, turn.person.id)
    colleagues = [turn.person, *others]
    if press.word(2) == _YES:
        _send(turn, draft, colleagues)
        turn.notify("broadcast.tested")
        return
    yes = button("test_surely", Action.TEST_SEND, draft.id, broadcast.seal(draft), _YES)
    turn.say(
        "broadcast.test_whom",
        buttons=((yes,), (button("back_to_preview", Action.SHOW_DRAFT, draft.id),)),
        names=[each.called(turn.language) for each in colleagues],
    )


def _send(turn: Turn, draft: Broadcast, colleagues: Sequence[Person]) -> None:
    """To each as an owner of that language would have it; the same version once."""
    texts = {Language(code): words for code, words in draft.texts.items()}
    read_in = broadcast.read_in(texts, turn.community.language)
    for each in colleagues:
        turn.bag.tell(
            each,
            "broadcast.test",
            priority=MailPriority.REPLY,
            extra=broadcast.media_in(draft.media, read_in[each.language]),
            key=f"test:{draft.id}:{broadcast.seal(draft)}:{each.id}",
            by=turn.person.called(each.language),
            words=Markup(texts[read_in[each.language]]),
        )
