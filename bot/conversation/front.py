"""The front door: every word and every press comes in here and is led to the right room."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.buttons import Action, Press
from bot.conversation import (
    acknowledging,
    approvals,
    assigning,
    audiences,
    complaint,
    complaint_steps,
    concerns,
    corrections,
    desk_menu,
    diverting,
    doubt,
    drill,
    duty,
    emergency,
    figures,
    finding,
    group,
    held_words,
    household,
    incident,
    manager_broadcast,
    manager_lessons,
    manager_questions,
    manager_shelf,
    manager_works,
    meeting,
    meeting_changes,
    meeting_minutes,
    onboarding,
    owner,
    owner_ticket,
    plan_files,
    plan_list,
    plan_words,
    posts,
    priorities,
    promising,
    question,
    queue,
    quick,
    rating,
    relay,
    reopening,
    repeats,
    reports,
    reroute,
    reviewing,
    roll_call,
    rsvp,
    scheduled,
    settings,
    several,
    staff,
    template_filling,
    templates,
    test_sends,
    waiting,
    warnings,
    when_to_send,
    whereabouts,
    who_not,
    works_changed,
    year,
)
from bot.conversation.messages import Incoming, Media
from bot.conversation.turn import Turn
from bot.tickets.routing import NobodyAtAllError
from db.vocabulary import Step

Room = Callable[[Turn, Press], Awaitable[None]]
"""What a press leads to."""

PRESSES: dict[Action, Room] = {
    Action.LANGUAGE: settings.choose_language,
    Action.COMMUNITY: onboarding.choose_community,
    Action.NOT_RESIDENT: onboarding.without_unit,
    Action.VOUCH: onboarding.vouch,
    Action.VOUCH_UNIT: onboarding.ask_unit_of,
    Action.REFUSE_VOUCH: onboarding.refuse_vouch,
    Action.MEAN: owner.meant,
    Action.NONE_OF_THESE: owner.none_of_these,
    Action.ATTACH: owner.attach,
    Action.OPEN_NEW: owner.something_else,
    Action.COMPLAIN: complaint.of_ticket,
    Action.TAKE_WISHES: several.take,
    Action.REOPEN: owner.open_again,
    Action.NEW_TICKET: owner.new_ticket,
    Action.HAPPENING: doubt.happening,
    Action.NOT_HAPPENING: owner.not_happening,
    Action.SHOW_TICKET: owner_ticket.show,
    Action.WRONG_CATEGORY: owner_ticket.offer_categories,
    Action.RECLASSIFY: owner_ticket.reclassify,
    Action.PLACE: whereabouts.choose,
    Action.CANCEL_TICKET: owner_ticket.ask_withdraw,
    Action.CANCEL_SURELY: owner_ticket.withdraw,
    Action.SAME_PROBLEM: incident.same_problem,
    Action.OTHER_PROBLEM: incident.other_problem,
    Action.OPEN_INCIDENT: incident.open_incident,
    Action.DISMISS_INCIDENT: incident.dismiss,
    Action.UPDATE_ALL: incident.ask_update,
    Action.RESOLVE_INCIDENT: incident.resolve,
    Action.MOVE_WORKS: works_changed.ask_hours,
    Action.CALL_OFF_WORKS: works_changed.call_off,
    Action.FIXED: owner_ticket.fixed,
    Action.NOT_FIXED: owner_ticket.not_fixed,
    Action.RATE: rating.rate,
    Action.MY_PAGE: owner_ticket.leaf,
    Action.RATE_REASON: rating.choose_reason,
    Action.REOPEN_TICKET: reopening.from_card,
    Action.FOLLOW_ON: reopening.go_on,
    Action.RIGHT: complaint.right,
    Action.NOT_RIGHT: complaint.not_right,
    Action.WISH: complaint.choose_wish,
    Action.STEPS: complaint_steps.show,
    Action.STEP: complaint_steps.ask,
    Action.SEND_DRAFT: complaint_steps.send_draft,
    Action.CONCERNS: concerns.choose,
    Action.CONCERNS_WHOM: concerns.name_whom,
    Action.HELPFUL: question.helpful,
    Action.NOT_HELPFUL: question.not_helpful,
    Action.ASK_PERSON: question.ask_person,
    Action.SAFE: emergency.false_alarm,
    Action.GOING: emergency.going,
    Action.ROLL_CALL: roll_call.call,
    Action.AM_SAFE: roll_call.safe,
    Action.NEED_HELP: roll_call.help_,
    Action.END_DRILL: drill.end,
    Action.ACCEPT: staff.accept,
    Action.HAND_OFF: staff.choose_colleague,
    Action.OFFER: staff.offer,
    Action.TAKE_OVER: staff.take_over,
    Action.DECLINE: staff.decline,
    Action.NOTE: staff.ask_note,
    Action.QUEUE_TAB: queue.turn_to,
    Action.FIND_PAGE: finding.leaf,
    Action.FIGURE: figures.leaf,
    Action.QUICK: quick.choose,
    Action.QUICK_SEND: quick.send,
    Action.WHY: staff.why,
    Action.PROMISE: promising.promise,
    Action.PROMISE_KEPT: promising.kept,
    Action.PROMISE_MOVE: promising.ask_time,
    Action.MOVE_AGREED: promising.move_agreed,
    Action.MOVE_REFUSED: promising.move_refused,
    Action.SAY_KINDER: held_words.say_kinder,
    Action.SAY_ANYWAY: held_words.say_anyway,
    Action.SAY_NOT: held_words.drop,
    Action.RESOLVE: staff.resolve,
    Action.MORE: desk_menu.more,
    Action.ASK_OWNER: waiting.ask_question,
    Action.AWAIT_OTHERS: waiting.await_others,
    Action.BOOK: waiting.ask_appointment,
    Action.RESUME: waiting.resume,
    Action.ARRIVED: waiting.arrived,
    Action.REJECT: diverting.offer_reasons,
    Action.REJECT_AS: diverting.reject_as,
    Action.MERGE: diverting.offer_main_tickets,
    Action.MERGE_INTO: diverting.merge_into,
    Action.UNMERGE: diverting.unmerge,
    Action.PLAN: plan_list.plan,
    Action.PLAN_PICTURE: plan_files.draw,
    Action.PLAN_ICS: plan_files.calendar,
    Action.MEET: meeting.open_,
    Action.MOVE_MEETING: meeting_changes.ask_when,
    Action.CALL_OFF: meeting_changes.call_off,
    Action.MINUTES: meeting_minutes.ask,
    Action.COMING: rsvp.answer,
    Action.SHELF: manager_shelf.shelf,
    Action.AT_HAND: manager_shelf.show,
    Action.TAKE_OUT: manager_shelf.take_out,
    Action.PRIORITY: priorities.choose,
    Action.OCCURRENCE: plan_words.show,
    Action.WORDS: plan_words.words,
    Action.APPROVE: plan_words.approve,
    Action.SKIP: plan_words.skip,
    Action.EDIT: plan_words.ask_words,
    Action.AUDIENCE: manager_broadcast.choose_audience,
    Action.ADD_LANGUAGE: manager_broadcast.ask_language,
    Action.DROP_BROADCAST: manager_broadcast.drop,
    Action.STOP_BROADCAST: manager_broadcast.stop,
    Action.TEST_SEND: test_sends.test_send,
    Action.CORRECT: corrections.begin,
    Action.AIM: audiences.aim,
    Action.HOUSEHOLD: household.mark,
    Action.SPARE: household.spare,
    Action.YEAR: year.show,
    Action.APPROVE_YEAR: year.approve,
    Action.SUBMIT: approvals.submit,
    Action.APPROVE_BROADCAST: approvals.approve,
    Action.SEND_BACK: approvals.ask_reason,
    Action.SHOW_DRAFT: approvals.show_draft,
    Action.URGENT: approvals.urgent,
    Action.URGENT_SURELY: approvals.send_urgent,
    Action.REVIEWED: reviewing.reviewed,
    Action.ASKS: manager_broadcast.ask_or_not,
    Action.ACKNOWLEDGE: acknowledging.understood,
    Action.NEEDS_HELP: acknowledging.needs_help,
    Action.WHO_NOT: who_not.show,
    Action.WHO_NOT_PDF: who_not.print_,
    Action.REACHED: who_not.reached,
    Action.WHEN: when_to_send.ask,
    Action.REPEAT: repeats.ask,
    Action.TEMPLATE: templates.choose,
    Action.SCHEDULED: scheduled.show,
    Action.REPORT_FILE: reports.send_file,
    Action.LEARN: manager_lessons.learn,
    Action.DECLINE_LESSON: manager_lessons.decline,
    Action.INSIST_LESSON: manager_lessons.insist,
    Action.TEACH_CATEGORIES: manager_lessons.offer_categories,
    Action.TEACH_TOPICS: manager_lessons.offer_topics,
    Action.TEACH_TOPIC: manager_lessons.choose_topic,
    Action.TEACH_LATER: manager_lessons.later,
    Action.ANSWER_QUESTION: manager_questions.ask_answer,
    Action.USE_REPLY: manager_questions.use_reply,
    Action.DISMISS_QUESTION: manager_lessons.dismiss_question,
    Action.ADD_ANSWER: manager_questions.ask_language,
    Action.PUBLISH_ANSWER: manager_questions.publish,
    Action.WITHDRAW_ANSWER: manager_questions.withdraw,
    Action.REROUTE: reroute.offer_categories,
    Action.REROUTE_TO: reroute.reroute,
    Action.ASSIGN: assigning.choose,
    Action.ASSIGN_TO: assigning.name,
    Action.ON_DUTY: duty.come_on,
    Action.OFF_DUTY: duty.go_off,
    Action.POST: posts.post,
    Action.POST_LEFT: posts.ask_left,
    Action.LEFT_SURELY: posts.left,
    Action.TEAM_MODE: posts.team,
}

Answer = Callable[[Turn, dict[str, object]], Awaitable[bool]]
"""Takes the words a step waited for; False: they were no answer, treat them as said afresh."""

STEPS: dict[Step, Answer] = {
    Step.NAME_UNIT: onboarding.unit_named,
    Step.TELL_PLACE: whereabouts.told,
    Step.CORRECT_COMPLAINT: complaint.corrected,
    Step.TELL_WISH: complaint.wish_told,
    Step.TELL_RATING_REASON: rating.reason_told,
    Step.DESCRIBE_MEDIA: owner.media_described,
    Step.WRITE_NOTE: staff.note_written,
    Step.WRITE_BROADCAST: manager_broadcast.written,
    Step.NAME_AUDIENCE: manager_broadcast.unit_named,
    Step.EDIT_NOTICE: plan_words.words_written,
    Step.TELL_SEND_TIME: when_to_send.told,
    Step.TELL_REPEAT: repeats.told,
    Step.WRITE_TEMPLATE: templates.written,
    Step.FILL_TEMPLATE: template_filling.answered,
    Step.SEND_BACK_WORDS: approvals.reason_written,
    Step.WRITE_CORRECTION: corrections.written,
    Step.NAME_INVITEE: onboarding.invitee_named,
    Step.WRITE_ANSWER: manager_questions.answer_written,
    Step.WRITE_QUESTION: waiting.question_written,
    Step.TELL_APPOINTMENT: waiting.appointment_told,
    Step.WRITE_CONTACT: diverting.contact_written,
    Step.NAME_MAIN_TICKET: diverting.main_ticket_named,
    Step.IS_IT_NOW: owner.doubt_answered,
    Step.MOVE_PROMISE: promising.time_told,
    Step.ENTER_SHIFT: duty.lines_written,
    Step.TAKE_STEP: complaint_steps.written,
    Step.WRITE_UPDATE: incident.update_written,
    Step.WRITE_WORKS: manager_works.written,
    Step.MOVE_WORKS: works_changed.hours_written,
    Step.IS_IT_SAME: incident.sameness_told,
    Step.WRITE_MEETING: meeting.written,
    Step.MOVE_MEETING: meeting_changes.time_told,
    Step.WRITE_MINUTES: meeting_minutes.written,
}

Command = Callable[[Turn], Awaitable[None]]

COMMANDS: dict[str, Command] = {
    "start": onboarding.start,
    "help": settings.help_,
    "language": settings.offer_languages,
    "settings": settings.offer_languages,
    "quiet": household.quiet,
    "household": household.show,
    "mydata": settings.my_data,
    "new": owner.invite_words,
    "mytickets": owner_ticket.my_tickets,
    "cancel": settings.cancel,
    "invite": onboarding.invite,
    "reminders": plan_list.upcoming,
    "warnings": warnings.show,
    "broadcast": manager_broadcast.begin,
    "templates": templates.begin,
    "works": manager_works.begin,
    "meeting": meeting.begin,
    "drill": drill.begin,
    "teach": manager_lessons.teach,
    "queue": queue.show,
    "find": finding.find,
    "figures": figures.show,
    "replies": quick.replies,
    "duty": duty.show_or_enter,
}

LEADERS_ONLY = frozenset({"invite", "warnings"})
HEADS_ONLY = frozenset({"figures"})
MANAGERS_ONLY = frozenset(
    {"reminders", "broadcast", "templates", "works", "meeting", "drill", "teach", "replies"}
)


PATIENCE = timedelta(hours=1)
"""Words that come later than this are no answer any more."""

_HEAR_DANGER_THEMSELVES = frozenset(
    {
        Step.DESCRIBE_MEDIA,
        Step.WRITE_BROADCAST,
        Step.EDIT_NOTICE,
        Step.SEND_BACK_WORDS,
        Step.WRITE_CORRECTION,
        Step.TELL_SEND_TIME,
        Step.TELL_REPEAT,
        Step.WRITE_TEMPLATE,
        Step.FILL_TEMPLATE,
        Step.WRITE_NOTE,
        Step.MOVE_PROMISE,
        Step.WRITE_ANSWER,
        Step.WRITE_QUESTION,
        Step.TELL_APPOINTMENT,
        Step.WRITE_CONTACT,
        Step.NAME_MAIN_TICKET,
        Step.TAKE_STEP,
        Step.WRITE_UPDATE,
        Step.WRITE_WORKS,
        Step.MOVE_WORKS,
        Step.WRITE_MEETING,
        Step.MOVE_MEETING,
        Step.WRITE_MINUTES,
        Step.IS_IT_NOW,
    }
)
"""A picture's words are heard like any; a manager who writes about a fire calls for no help."""

_HEAR_DOUBT_THEMSELVES = _HEAR_DANGER_THEMSELVES | {Step.TELL_PLACE}
"""Where an emergency is may sound like another."""

_SAID_FOR_OTHERS = frozenset(
    {
        Step.WRITE_BROADCAST,
        Step.WRITE_TEMPLATE,
        Step.FILL_TEMPLATE,
        Step.WRITE_CORRECTION,
        Step.EDIT_NOTICE,
        Step.WRITE_MEETING,
        Step.MOVE_MEETING,
        Step.WRITE_MINUTES,
        Step.WRITE_WORKS,
        Step.WRITE_UPDATE,
    }
)
"""Words in the language of those who will read them: it says nothing of the writer's own."""

_GIVE_WAY = frozenset({Step.TELL_WISH, Step.TELL_RATING_REASON})
"""A plain new request is no answer to these."""


async def receive(turn: Turn) -> None:
    """Whatever came in, it is answered, passed on, or politely declined: never dropped."""
    try:
        await _lead_in(turn)
    except NobodyAtAllError:  # raised before anything is written
        turn.say("duty.nobody_here")


async def _lead_in(turn: Turn) -> None:
    incoming = turn.incoming
    if incoming.stale_press:
        turn.notify("common.stale")
    elif incoming.press is not None:
        await PRESSES[incoming.press.action](turn, incoming.press)
    elif incoming.private:
        await _private(turn, incoming)
    else:
        await group.said(turn)
    for guest, words in turn.replays:
        await owner.carry_on(guest, words)


async def _private(turn: Turn, incoming: Incoming) -> None:
    if turn.person.waiting is None or turn.person.waiting.step not in _SAID_FOR_OTHERS:
        owner.follow_language(turn)
    if incoming.edited:
        await owner.edited(turn)
        return
    if incoming.command is not None and incoming.media is None and not relay.is_note(incoming):
        await _command(turn, incoming.command)
        return
    if await _answers_step(turn):
        return
    if incoming.reply_to is not None and await owner.replied(turn):
        return
    if incoming.media is Media.UNKNOWN and not incoming.text:
        turn.say("common.cannot_read")
    elif incoming.media is not None and not incoming.text:
        await owner.media_only(turn)
    elif incoming.text.strip():
        await owner.hear(turn, incoming.text)
    else:
        turn.say("common.cannot_read")


async def _command(turn: Turn, name: str) -> None:
    room = COMMANDS.get(name)
    if room is None:
        turn.say("common.unknown_command", command=name)
    elif (
        (name in LEADERS_ONLY and not turn.leads_here)
        or (name in HEADS_ONLY and not turn.heads_here)
        or (name in MANAGERS_ONLY and not turn.manages_here)
    ):
        turn.say("common.not_for_you", command=name)
    else:
        await turn.expect_nothing()
        await room(turn)


async def _answers_step(turn: Turn) -> bool:
    """Words that a step waited for; an emergency is heard whatever was being talked about.

    What describes a picture is heard like any words, danger included, and takes the picture along.
    """
    awaited = turn.person.waiting
    if awaited is None:
        return False
    alarming = emergency.is_emergency(turn, turn.incoming.text)
    if awaited.step not in _HEAR_DOUBT_THEMSELVES:
        alarming = alarming or turn.understand(turn.incoming.text).doubtful is not None
    if alarming and awaited.step not in _HEAR_DANGER_THEMSELVES:
        return False
    stale = turn.now - awaited.updated_at > PATIENCE
    if stale or (awaited.step in _GIVE_WAY and owner.is_new_matter(turn, turn.incoming.text)):
        return False
    await turn.session.delete(awaited)
    await turn.session.flush()
    return await STEPS[awaited.step](turn, awaited.data)
