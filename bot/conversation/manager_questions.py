"""Questions without an answer: a manager writes it once, and from then on it is given."""

import hashlib
import json

from markupsafe import Markup

from bot.buttons import Action, Press, Rows, button
from bot.conversation import choices
from bot.conversation.turn import Turn
from bot.learning import own_questions
from db import open_questions, tickets
from db.models import FaqAnswer, OpenQuestion, OwnQuestion
from db.vocabulary import EventType, Language, OpenQuestionState, OwnQuestionState, Step
from intents import Topic, detect_language
from intents.topic import LONGEST_ANSWER

_LONGEST_NAME = 32


async def own_open_question(turn: Turn, press: Press, index: int = 0) -> OpenQuestion | None:
    """The question a button is about, for a manager of its community; else a polite note."""
    row = press.number(index)
    found = await turn.session.get(OpenQuestion, row) if row is not None else None
    if found is None or not turn.manages_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None
    if found.state is not OpenQuestionState.OPEN:
        turn.notify("common.already_answered")
        return None
    return found


async def reply_to(turn: Turn, question: OpenQuestion) -> str | None:
    """What somebody of the desk wrote to the owner who asked."""
    if question.ticket_id is None:
        return None
    events = await tickets.events_of(turn.session, question.ticket_id, EventType.REPLIED)
    said = [each.data.get("said") for each in events]
    return next((words for words in reversed(said) if isinstance(words, str) and words), None)


async def ask_answer(turn: Turn, press: Press) -> None:
    question = await own_open_question(turn, press)
    if question is None:
        return
    await turn.expect(Step.WRITE_ANSWER, question=question.id)
    turn.say("manager.write_answer", said=question.text)


async def use_reply(turn: Turn, press: Press) -> None:
    """The desk's own words are the answer; they are seen before they are published."""
    question = await own_open_question(turn, press)
    if question is None:
        return
    reply = await reply_to(turn, question)
    if reply is None or own_questions.is_too_long(reply):
        turn.notify("common.stale")
        return
    await _draft(turn, question, reply)


async def ask_language(turn: Turn, press: Press) -> None:
    draft, question = await _own_draft(turn, press)
    code = press.word(2)
    if draft is None or question is None or code not in {each.value for each in Language}:
        return
    await turn.expect(Step.WRITE_ANSWER, question=question.id, own=draft.id, language=code)
    turn.say("manager.write_answer_in", reading=code)


async def answer_written(turn: Turn, data: dict[str, object]) -> bool:
    text = turn.incoming.text.strip()
    row, own, code = data.get("question"), data.get("own"), data.get("language")
    if not text or turn.incoming.command or not turn.manages_here or not isinstance(row, int):
        return False
    question = await turn.session.get(OpenQuestion, row)
    if question is None or question.community_id != turn.community.id:
        return False
    if question.state is not OpenQuestionState.OPEN:
        turn.say("common.already_answered")
        return True
    if own_questions.is_too_long(text):
        await turn.expect(Step.WRITE_ANSWER, **data)
        turn.say(
            "manager.answer_too_long", limit=LONGEST_ANSWER, length=own_questions.length_of(text)
        )
        return True
    if not isinstance(own, int) or not isinstance(code, str):
        await _draft(turn, question, text)
        return True
    draft = await turn.session.get(OwnQuestion, own)
    if draft is None or draft.state is not OwnQuestionState.DRAFT:
        return False
    draft.answers = {**draft.answers, Language(code).value: text}
    _preview(turn, draft, question)
    return True


async def _draft(turn: Turn, question: OpenQuestion, answer: str) -> None:
    asked = [asker.text for asker, _ in await open_questions.askers(turn.session, question.id)]
    draft = OwnQuestion(
        community_id=turn.community.id,
        name=question.text[:_LONGEST_NAME],
        category=turn.understand(question.text).category,
        phrases=list(dict.fromkeys((question.text, *asked))),
        answers={Language(detect_language(answer) or turn.language).value: answer},
        state=OwnQuestionState.DRAFT,
        written_by=turn.person.id,
        changed_at=turn.now,
    )
    turn.session.add(draft)
    await turn.session.flush()
    _preview(turn, draft, question)


def _preview(turn: Turn, draft: OwnQuestion, question: OpenQuestion) -> None:
    """Question and answers as owners will read them; nothing is said to them yet."""
    missing = [language for language in Language if language.value not in draft.answers]
    add = tuple(
        button(
            f"add_{language.name.lower()}",
            Action.ADD_ANSWER,
            draft.id,
            question.id,
            language.value,
        )
        for language in missing
    )
    rows: Rows = (
        (button("publish_answer", Action.PUBLISH_ANSWER, draft.id, question.id, seal(draft)),),
        add,
        (button("rewrite_answer", Action.ANSWER_QUESTION, question.id),),
    )
    turn.say(
        "manager.answer_preview",
        buttons=rows,
        said=question.text,
        answers=list(draft.answers.values()),
        asked=question.asked,
        missing=[
            turn.voice.words(f"buttons.add_{each.name.lower()}", turn.language) for each in missing
        ],
    )


def seal(draft: OwnQuestion) -> str:
    """Of the answers: an older preview's button publishes nothing."""
    return hashlib.sha256(json.dumps(draft.answers, sort_keys=True).encode()).hexdigest()[:8]


async def _own_draft(
    turn: Turn, press: Press
) -> tuple[OwnQuestion, OpenQuestion] | tuple[None, None]:
    question = await own_open_question(turn, press, 1)
    row = press.number(0)
    draft = await turn.session.get(OwnQuestion, row) if question and row is not None else None
    if question is None:
        return None, None
    if draft is None or draft.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None, None
    if draft.state is not OwnQuestionState.DRAFT:
        turn.notify("common.already_answered")
        return None, None
    return draft, question


async def publish(turn: Turn, press: Press) -> None:
    """Once: from now on it is answered so, and whoever asked is told."""
    draft, question = await _own_draft(turn, press)
    if draft is None or question is None:
        return
    if press.word(2) != seal(draft):
        turn.notify("common.stale")
        _preview(turn, draft, question)
        return
    before = question.own_question_id
    if not await open_questions.settle(
        turn.session,
        question.id,
        OpenQuestionState.ANSWERED,
        turn.person.id,
        turn.now,
        own_question_id=draft.id,
    ):
        turn.notify("common.already_answered")
        return
    await withdraw_earlier(turn, before)
    await _turn_into(turn, draft.id, OwnQuestionState.PUBLISHED, OwnQuestionState.DRAFT)
    told = await _tell_askers(turn, draft, question)
    turn.say(
        "manager.answer_published",
        buttons=((button("withdraw_answer", Action.WITHDRAW_ANSWER, draft.id),),),
        said=question.text,
        told=told,
        left=await open_questions.count_open(turn.session, turn.community.id),
    )


async def withdraw_earlier(turn: Turn, own_id: int | None, meant: Topic | None = None) -> bool:
    """An answer that did not help gives way to a later decision, unless it is what was meant.

    False where none was given.
    """
    if own_id is None or (meant is not None and meant.id == own_questions.topic_id(own_id)):
        return False
    return await _turn_into(turn, own_id, OwnQuestionState.WITHDRAWN, OwnQuestionState.PUBLISHED)


async def _turn_into(
    turn: Turn, own_id: int, state: OwnQuestionState, after: OwnQuestionState
) -> bool:
    return await open_questions.turn_into(turn.session, own_id, state, turn.now, after=after)


async def _tell_askers(turn: Turn, own: OwnQuestion, question: OpenQuestion) -> int:
    """Each in their own language and words, with a way to say that it does not help either."""
    topic = own_questions.as_topic(own)
    found = await open_questions.askers(turn.session, question.id)
    for asker, person in found:
        given = FaqAnswer(
            community_id=turn.community.id,
            person_id=person.id,
            topic=topic.id,
            asked=asker.text,
            answered_at=turn.now,
        )
        turn.session.add(given)
        await turn.session.flush()
        turn.bag.tell(
            person,
            "owner.question_answered",
            buttons=choices.helpful_or_not(given),
            silent=True,
            name=person.called(person.language),
            said=asker.text,
            answer=Markup(topic.answer[person.language]),
        )
    return len(found)


async def withdraw(turn: Turn, press: Press) -> None:
    row = press.number(0)
    own = await turn.session.get(OwnQuestion, row) if row is not None else None
    if own is None or not turn.manages_here or own.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return
    if not await _turn_into(turn, own.id, OwnQuestionState.WITHDRAWN, OwnQuestionState.PUBLISHED):
        turn.notify("common.already_answered")
        return
    turn.say("manager.answer_withdrawn", said=own.phrases[0])


async def dismiss(turn: Turn, press: Press) -> bool:
    """True where the question is settled now, and the next can be shown."""
    question = await own_open_question(turn, press)
    if question is None:
        return False
    if not await open_questions.settle(
        turn.session, question.id, OpenQuestionState.DISMISSED, turn.person.id, turn.now
    ):
        turn.notify("common.already_answered")
        return False
    withdrawn = await withdraw_earlier(turn, question.own_question_id)
    turn.notify("manager.question_dismissed", withdrawn=withdrawn)
    return True
