"""`/teach`: what people corrected, one card at a time, accepted or declined by a manager."""

from bot.buttons import Action, Press, button, grid, plain
from bot.conversation import manager_questions, proposals
from bot.conversation.turn import Turn
from bot.learning.trials import title_of
from db import lessons, open_questions
from db.models import Lesson, OpenQuestion
from db.vocabulary import LessonSource, LessonState, OpenQuestionState
from intents import Category, Kind, Topic

_LESSON, _QUESTION = "l", "q"
"""What a button about a topic is for: a lesson, or an open question."""

_MARKS = {Kind.REQUEST: "🛠", Kind.COMPLAINT: "🙏", Kind.QUESTION: "❓", Kind.EMERGENCY: "🚨"}

_SMALL_TALK = frozenset({Kind.GREETING, Kind.STATUS, Kind.OTHER})


async def teach(turn: Turn) -> None:
    await _show_next(turn)


async def later(turn: Turn, press: Press) -> None:
    """Leave this one for another day, and show the next."""
    if not turn.manages_here:
        turn.notify("common.not_yours", alert=True)
        return
    kind, row = press.word(0), press.number(1) or 0
    if kind == _LESSON:
        await _show_next(turn, after_lesson=row)
    else:
        await show_next_question(turn, after=row)


async def _show_next(turn: Turn, after_lesson: int = 0) -> None:
    """Lessons first, then the questions without an answer."""
    lesson = await lessons.next_proposed(turn.session, turn.community.id, after_lesson)
    if lesson is None:
        await show_next_question(turn)
        return
    turn.say(
        "manager.lesson",
        buttons=(
            (
                button("learn", Action.LEARN, lesson.id),
                button("decline_lesson", Action.DECLINE_LESSON, lesson.id),
            ),
            (
                button("other_topic", Action.TEACH_CATEGORIES, _LESSON, lesson.id),
                button("teach_later", Action.TEACH_LATER, _LESSON, lesson.id),
            ),
        ),
        left=await lessons.count_proposed(turn.session, turn.community.id),
        said=lesson.text,
        source=lesson.source.value,
        tried=lesson.tried_at is not None,
        was=title_of(turn.catalogue, lesson.was, turn.language) if lesson.was else None,
        title=title_of(turn.catalogue, lesson.topic, turn.language),
    )


async def show_next_question(turn: Turn, after: int = 0) -> None:
    question = await open_questions.next_open(turn.session, turn.community.id, after)
    if question is None:
        turn.say("manager.nothing_to_teach")
        return
    reply = await manager_questions.reply_to(turn, question)
    use = (button("use_reply", Action.USE_REPLY, question.id),) if reply else ()
    turn.say(
        "manager.open_question",
        buttons=(
            (button("answer_question", Action.ANSWER_QUESTION, question.id), *use),
            (
                button("which_topic", Action.TEACH_CATEGORIES, _QUESTION, question.id),
                button("dismiss_question", Action.DISMISS_QUESTION, question.id),
            ),
            (button("teach_later", Action.TEACH_LATER, _QUESTION, question.id),),
        ),
        left=await open_questions.count_open(turn.session, turn.community.id),
        said=question.text,
        asked=question.asked,
        was=title_of(turn.catalogue, question.topic, turn.language) if question.topic else None,
        written=reply,
    )


async def dismiss_question(turn: Turn, press: Press) -> None:
    if await manager_questions.dismiss(turn, press):
        await show_next_question(turn)


async def _lesson(turn: Turn, press: Press, index: int = 0) -> Lesson | None:
    row = press.number(index)
    found = await turn.session.get(Lesson, row) if row is not None else None
    if found is None or not turn.manages_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None
    return found


async def learn(turn: Turn, press: Press) -> None:
    lesson = await _lesson(turn, press)
    if lesson is not None:
        await _accept(turn, lesson, lesson.topic)


async def decline(turn: Turn, press: Press) -> None:
    lesson = await _lesson(turn, press)
    if lesson is None:
        return
    if not await lessons.decide(
        turn.session, lesson.id, LessonState.DECLINED, turn.person.id, turn.now
    ):
        turn.notify("common.already_answered")
        return
    turn.notify("manager.lesson_declined")
    await _show_next(turn)


async def insist(turn: Turn, press: Press) -> None:
    """The manager knows better than the trial."""
    lesson = await _lesson(turn, press)
    if lesson is None:
        return
    if _cannot_be_taught(turn, lesson):
        turn.notify("common.stale")
        return
    if not await lessons.insist(turn.session, lesson.id, turn.person.id, turn.now):
        turn.notify("common.already_answered")
        return
    title = title_of(turn.catalogue, lesson.topic, turn.language)
    turn.say("manager.lesson_insisted", said=lesson.text, title=title)


def _cannot_be_taught(turn: Turn, lesson: Lesson) -> bool:
    """Another topic has got these words meanwhile, or the topic is no longer there."""
    owner = proposals.owner_of(turn, lesson.text)
    return owner not in (None, lesson.topic) or lesson.topic not in turn.catalogue.topics


async def offer_categories(turn: Turn, press: Press) -> None:
    if await _subject(turn, press) is None:
        return
    kind, row = press.word(0), press.number(1)
    present = {topic.category for topic in _choices(turn)}
    choices = [
        plain(_category_name(turn, category), Action.TEACH_TOPICS, kind, row, category.value)
        for category in Category
        if category in present
    ]
    turn.say("manager.which_subject", buttons=grid(choices, 3))


def _category_name(turn: Turn, category: Category) -> str:
    if category is Category.OTHER:
        return turn.voice.words("buttons.other_category", turn.language)
    return turn.voice.words(f"categories.{category.value}", turn.language)


def _choices(turn: Turn) -> list[Topic]:
    """What words can be taught to mean here: other communities' own questions mean nothing."""
    return [
        topic
        for topic in turn.catalogue
        if topic.kind not in _SMALL_TALK and topic.id not in turn.ear.foreign
    ]


async def offer_topics(turn: Turn, press: Press) -> None:
    subject = await _subject(turn, press)
    category = press.word(2)
    if subject is None:
        return
    choices = [
        plain(
            f"{_MARKS.get(topic.kind, '')} {topic.name[turn.language]}".strip(),
            Action.TEACH_TOPIC,
            press.word(0),
            subject.id,
            topic.id,
        )
        for topic in _choices(turn)
        if topic.category.value == category
    ]
    if choices:
        turn.say("manager.which_topic", buttons=grid(choices, 2), said=subject.text)
    else:
        turn.notify("common.stale")


async def choose_topic(turn: Turn, press: Press) -> None:
    """What the words mean, in a manager's judgement: accepted with that."""
    subject = await _subject(turn, press)
    topic = next((each for each in _choices(turn) if each.id == press.word(2)), None)
    if subject is None:
        return
    if topic is None:
        turn.notify("common.stale")
    elif isinstance(subject, Lesson):
        await _accept(turn, subject, topic.id)
    else:
        await _teach_question(turn, subject, topic)


async def _subject(turn: Turn, press: Press) -> Lesson | OpenQuestion | None:
    if press.word(0) == _LESSON:
        return await _lesson(turn, press, 1)
    return await manager_questions.own_open_question(turn, press, 1)


async def _accept(turn: Turn, lesson: Lesson, topic: str) -> None:
    """To be tried; with another topic than was proposed where the manager chose one."""
    by, now = turn.person.id, turn.now
    twin = await lessons.twin(turn.session, turn.community.id, lesson.folded, topic)
    if twin is None or twin.id == lesson.id:
        done = await lessons.decide(
            turn.session, lesson.id, LessonState.ACCEPTED, by, now, topic=topic
        )
    else:  # somebody proposed just that, too: that one counts
        done = await lessons.decide(turn.session, lesson.id, LessonState.DECLINED, by, now)
    if not done:
        turn.notify("common.already_answered")
        return
    await _try(turn, twin or lesson)
    await _show_next(turn)


async def _teach_question(turn: Turn, question: OpenQuestion, topic: Topic) -> None:
    """No new answer is needed: the words mean something that is known."""
    by, now = turn.person.id, turn.now
    if not await open_questions.settle(
        turn.session, question.id, OpenQuestionState.ANSWERED, by, now
    ):
        turn.notify("common.already_answered")
        return
    earlier = question.own_question_id
    withdrawn = await manager_questions.withdraw_earlier(turn, earlier, topic)
    await lessons.propose(
        turn.session,
        community_id=turn.community.id,
        text=question.text,
        folded=question.folded,
        topic=topic.id,
        was=question.topic,
        source=LessonSource.NOT_HELPFUL if question.topic else LessonSource.ANSWERED,
        now=now,
        ticket_id=question.ticket_id,
    )
    lesson = await lessons.twin(turn.session, turn.community.id, question.folded, topic.id)
    if lesson is not None:
        await _try(turn, lesson, withdrawn=withdrawn)
    await _show_next(turn)


async def _try(turn: Turn, lesson: Lesson, *, withdrawn: bool = False) -> None:
    """For the first time, or again where it was declined or refused before."""
    if lesson.state is LessonState.LEARNED:
        turn.notify("manager.lesson_known", withdrawn=withdrawn)
        return
    await lessons.accept(turn.session, lesson.id, turn.person.id, turn.now)
    turn.notify("manager.lesson_accepted", withdrawn=withdrawn)
