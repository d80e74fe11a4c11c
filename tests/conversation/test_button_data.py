"""What a button says to the bot: within 64 bytes, unmistakable, never trusted."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import intents
from bot.buttons import (
    LIMIT,
    Action,
    Button,
    Press,
    button,
    column,
    grid,
    plain,
)
from bot.conversation.complaint import WISHES
from bot.conversation.front import PRESSES, STEPS
from bot.conversation.owner_ticket import CATEGORIES
from bot.conversation.rating import REASONS
from bot.quick_replies import LONGEST_CODE
from db.vocabulary import (
    Attendance,
    ComplaintStep,
    DispatchMode,
    HouseholdTag,
    Impact,
    Language,
    MeetingKind,
    RejectReason,
    Step,
    Theme,
    Urgency,
)
from intents import Category
from reminders.notices import FOLDER

ROW = 2**31 - 1
"""The highest number a table gives its rows."""
MAIL = 2**63 - 1
"""And the inbox, which is longer."""

TOPIC = max(
    (path.stem for path in (Path(intents.__file__).parent / "topics").glob("*.yaml")), key=len
)
NOTICE = max((path.stem for path in FOLDER.glob("*.yaml")), key=len)
CATEGORY = max((*CATEGORIES, "other"), key=len)
LANGUAGE = max((each.value for each in Language), key=len)

LONGEST: dict[Action, tuple[object, ...]] = {
    Action.LANGUAGE: (LANGUAGE,),
    Action.COMMUNITY: (ROW,),
    Action.NOT_RESIDENT: (ROW,),
    Action.VOUCH: (ROW, ROW),
    Action.VOUCH_UNIT: (ROW,),
    Action.REFUSE_VOUCH: (ROW,),
    Action.MEAN: (MAIL, TOPIC),
    Action.NONE_OF_THESE: (MAIL,),
    Action.ATTACH: (MAIL, ROW),
    Action.OPEN_NEW: (MAIL, ROW),
    Action.COMPLAIN: (MAIL, ROW),
    Action.TAKE_WISHES: (MAIL, "person", "ffffffff"),
    Action.REOPEN: (MAIL, ROW),
    Action.NEW_TICKET: (MAIL,),
    Action.HAPPENING: (MAIL,),
    Action.NOT_HAPPENING: (MAIL,),
    Action.SHOW_TICKET: (ROW,),
    Action.WRONG_CATEGORY: (ROW,),
    Action.RECLASSIFY: (ROW, CATEGORY),
    Action.PLACE: (ROW, "b", ROW),
    Action.CANCEL_TICKET: (ROW,),
    Action.CANCEL_SURELY: (ROW, ROW),
    Action.FIXED: (ROW, ROW),
    Action.NOT_FIXED: (ROW, ROW),
    Action.RATE: (ROW, 5, ROW),
    Action.MY_PAGE: (ROW, ROW),
    Action.RATE_REASON: (ROW, max(REASONS, key=len), ROW),
    Action.REOPEN_TICKET: (ROW, ROW),
    Action.FOLLOW_ON: (ROW, ROW),
    Action.CANCEL_SURELY: (ROW,),
    Action.NOT_THEM: (ROW, ROW),
    Action.NOT_THEM_SURELY: (ROW, ROW),
    Action.SAME_PROBLEM: (ROW,),
    Action.OTHER_PROBLEM: (ROW,),
    Action.OPEN_INCIDENT: (ROW, ROW),
    Action.DISMISS_INCIDENT: (ROW, ROW),
    Action.UPDATE_ALL: (ROW, ROW),
    Action.RESOLVE_INCIDENT: (ROW, ROW),
    Action.MOVE_WORKS: (ROW, ROW),
    Action.CALL_OFF_WORKS: (ROW, ROW),
    Action.FIXED: (ROW,),
    Action.NOT_FIXED: (ROW,),
    Action.RATE: (ROW, 5),
    Action.RIGHT: (ROW,),
    Action.NOT_RIGHT: (ROW,),
    Action.WISH: (ROW, max(WISHES, key=len)),
    Action.STEPS: (ROW,),
    Action.STEP: (ROW, max(ComplaintStep, key=len)),
    Action.SEND_DRAFT: (ROW, max(ComplaintStep, key=len)),
    Action.CONCERNS: (ROW,),
    Action.CONCERNS_WHOM: (ROW, ROW),
    Action.HELPFUL: (ROW,),
    Action.NOT_HELPFUL: (ROW,),
    Action.ASK_PERSON: (ROW,),
    Action.SAFE: (ROW,),
    Action.GOING: (ROW,),
    Action.ROLL_CALL: (ROW,),
    Action.AM_SAFE: (ROW, ROW),
    Action.NEED_HELP: (ROW, ROW),
    Action.END_DRILL: (ROW,),
    Action.ACCEPT: (ROW, ROW),
    Action.HAND_OFF: (ROW,),
    Action.OFFER: (ROW, ROW, ROW),
    Action.TAKE_OVER: (ROW, MAIL),
    Action.DECLINE: (ROW, MAIL),
    Action.NOTE: (ROW,),
    Action.QUICK: (ROW, "x" * LONGEST_CODE),
    Action.QUICK_SEND: (ROW, "x" * LONGEST_CODE, MAIL),
    Action.FIGURE: ("retention", ROW, 365, 365),
    Action.FIND_PAGE: (MAIL, ROW, 5_000),
    Action.QUEUE_TAB: ("overdue", ROW, "a", MAIL, ROW),
    Action.WHY: (ROW,),
    Action.PROMISE: (ROW, ROW, MAIL),
    Action.PROMISE_KEPT: (ROW, ROW),
    Action.PROMISE_MOVE: (ROW, ROW),
    Action.MOVE_AGREED: (ROW, ROW, ROW),
    Action.MOVE_REFUSED: (ROW, ROW),
    Action.SAY_KINDER: (ROW, MAIL),
    Action.SAY_ANYWAY: (ROW, MAIL),
    Action.SAY_NOT: (ROW, MAIL),
    Action.RESOLVE: (ROW, ROW),
    Action.MORE: (ROW,),
    Action.ASK_OWNER: (ROW, ROW),
    Action.AWAIT_OTHERS: (ROW, ROW),
    Action.BOOK: (ROW, ROW),
    Action.RESUME: (ROW, ROW),
    Action.ARRIVED: (ROW, ROW),
    Action.REJECT: (ROW, ROW),
    Action.REJECT_AS: (ROW, max(RejectReason, key=len), ROW),
    Action.MERGE: (ROW, ROW),
    Action.MERGE_INTO: (ROW, ROW, ROW),
    Action.UNMERGE: (ROW, ROW),
    Action.OCCURRENCE: (ROW,),
    Action.APPROVE: (ROW,),
    Action.SKIP: (ROW,),
    Action.EDIT: (ROW, LANGUAGE),
    Action.WORDS: (ROW, LANGUAGE),
    Action.PLAN: (),
    Action.SHELF: (),
    Action.AT_HAND: (NOTICE,),
    Action.TAKE_OUT: (NOTICE,),
    Action.PLAN_PICTURE: (),
    Action.PLAN_ICS: (),
    Action.MEET: (ROW, ROW, "kind", max(MeetingKind, key=len)),
    Action.MOVE_MEETING: (ROW, ROW, "0" * 8),
    Action.CALL_OFF: (ROW, ROW),
    Action.MINUTES: (ROW, ROW, "drop", "0" * 8),
    Action.COMING: (ROW, max(Attendance, key=len), 6),
    Action.PRIORITY: (ROW, max((*Urgency, *Impact), key=len), ROW),
    Action.AUDIENCE: (ROW, "b", ROW),
    Action.ADD_LANGUAGE: (ROW, LANGUAGE),
    Action.TEST_SEND: (ROW, "ffffffff", "yes"),
    Action.CORRECT: (ROW, "moved", "go"),
    Action.AIM: (ROW, "t", max(HouseholdTag, key=len)),
    Action.HOUSEHOLD: (ROW, max(HouseholdTag, key=len)),
    Action.SPARE: (max(Theme, key=len),),
    Action.YEAR: (NOTICE, LANGUAGE),
    Action.APPROVE_YEAR: (NOTICE, "ffffffff"),
    Action.SUBMIT: (ROW, "ffffffff"),
    Action.APPROVE_BROADCAST: (ROW, "ffffffff"),
    Action.SEND_BACK: (ROW, "ffffffff"),
    Action.SHOW_DRAFT: (ROW,),
    Action.URGENT: (ROW, "ffffffff"),
    Action.URGENT_SURELY: (ROW, "ffffffff"),
    Action.REVIEWED: (ROW,),
    Action.DROP_BROADCAST: (ROW,),
    Action.STOP_BROADCAST: (ROW,),
    Action.ASKS: (ROW,),
    Action.ACKNOWLEDGE: (ROW,),
    Action.NEEDS_HELP: (ROW,),
    Action.WHO_NOT: (ROW, ROW, 5_000),
    Action.WHO_NOT_PDF: (ROW,),
    Action.REACHED: (ROW, ROW, ROW, "in_person"),
    Action.WHEN: (ROW, "tomorrow"),
    Action.REPEAT: (ROW, "month", 183, 52),
    Action.TEMPLATE: (ROW, LANGUAGE),
    Action.SCHEDULED: (ROW, "off"),
    Action.REPORT_FILE: (ROW, "xlsx"),
    Action.LEARN: (ROW,),
    Action.DECLINE_LESSON: (ROW,),
    Action.INSIST_LESSON: (ROW,),
    Action.TEACH_CATEGORIES: ("q", ROW),
    Action.TEACH_TOPICS: ("q", ROW, max(Category, key=len)),
    Action.TEACH_TOPIC: ("q", ROW, TOPIC),
    Action.TEACH_LATER: ("q", ROW),
    Action.ANSWER_QUESTION: (ROW,),
    Action.USE_REPLY: (ROW,),
    Action.DISMISS_QUESTION: (ROW,),
    Action.ADD_ANSWER: (ROW, ROW, LANGUAGE),
    Action.PUBLISH_ANSWER: (ROW, ROW, "0" * 8),
    Action.WITHDRAW_ANSWER: (ROW,),
    Action.REROUTE: (ROW,),
    Action.REROUTE_TO: (ROW, CATEGORY),
    Action.ASSIGN: (ROW, ROW),
    Action.ASSIGN_TO: (ROW, ROW, ROW),
    Action.ON_DUTY: (),
    Action.OFF_DUTY: (),
    Action.POST: (ROW,),
    Action.POST_LEFT: (ROW,),
    Action.LEFT_SURELY: (ROW,),
    Action.TEAM_MODE: (ROW, max(DispatchMode, key=len)),
}
"""What each button carries when every number is as long as it can get."""

actions = st.sampled_from(list(Action))
arguments = st.lists(st.text(max_size=12).filter(lambda word: ":" not in word), max_size=4)


def test_the_table_of_buttons_is_whole() -> None:
    assert set(LONGEST) == set(Action)


@pytest.mark.parametrize("action", list(Action), ids=lambda action: action.name)
def test_the_messenger_takes_the_longest_button(action: Action) -> None:
    press = Press.of(action, *LONGEST[action])
    assert len(press.data.encode()) <= LIMIT
    assert Press.read(press.data) == press


@pytest.mark.parametrize("action", list(Action), ids=lambda action: action.name)
def test_every_button_leads_somewhere(action: Action) -> None:
    assert action in PRESSES


@pytest.mark.parametrize("step", list(Step), ids=lambda step: step.name)
def test_every_step_has_somebody_who_listens(step: Step) -> None:
    assert step in STEPS


def test_no_two_actions_look_alike() -> None:
    values = {action.value for action in Action.__members__.values()}
    assert len(values) == len(Action.__members__)
    assert all(value.isascii() and ":" not in value for value in values)


@given(actions, arguments)
def test_what_was_written_is_read_again(action: Action, args: list[str]) -> None:
    press = Press.of(action, *args)
    assume(len(":".join((action.value, *args)).encode()) <= LIMIT)
    assert Press.read(press.data) == press


@given(actions, st.text(min_size=LIMIT))
def test_what_the_messenger_would_refuse_is_refused_here(action: Action, words: str) -> None:
    with pytest.raises(ValueError, match="over 64 bytes"):
        _ = Press.of(action, words).data


def test_the_limit_is_bytes_and_not_characters() -> None:
    just_fits = Press.of(Action.SAFE, "鐵" * 19 + "xx").data  # 5 + 57 + 2
    assert len(just_fits) < len(just_fits.encode()) == LIMIT
    with pytest.raises(ValueError, match="over 64 bytes"):
        _ = Press.of(Action.SAFE, "鐵" * 20).data


@pytest.mark.parametrize(
    "data",
    [
        "",
        ":",
        ":17",
        "yesterday:17",
        "accept:17",  # the name in the code, not the value in the message
        "ACC:17",
        " acc:17",
        "acc :17",
        "acc;17",
        "acc\x00:17",
        "a\u200bcc:17",
        "\u0430cc:17",  # a Cyrillic a
        "業主:17",
        "\ud800",
        "x" * 100_000,
        ":" * 100_000,
    ],
)
def test_what_this_version_never_wrote_means_nothing(data: str) -> None:
    assert Press.read(data) is None


@given(st.text(max_size=200) | st.builds("{}:{}".format, actions, st.text(max_size=200)))
def test_no_data_whatever_does_harm(data: str) -> None:
    press = Press.read(data)
    if press is not None:
        for index in range(len(press.args) + 2):
            number = press.number(index)
            assert number is None or 0 <= number < 10**18
            assert (press.word(index) or "") in data


@pytest.mark.parametrize(
    ("argument", "number"),
    [
        ("17", 17),
        ("0", 0),
        ("007", 7),
        ("2147483647", 2147483647),
        ("2147483648", None),
        ("9" * 19, None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("1.5", None),
        ("1e3", None),
        ("1_000", None),
        (" 1", None),
        ("1\n", None),
        ("٣", None),
        ("３", None),
        ("三", None),
        ("²", None),
        ("0x10", None),
        ("u", None),
    ],
)
def test_only_a_plain_number_is_a_number(argument: str, number: int | None) -> None:
    press = Press.read(f"show:{argument}")
    assert press is not None
    assert press.number(0) == number


def test_what_is_missing_is_missing() -> None:
    press = Press.read("acc:17")
    assert press == Press(Action.ACCEPT, ("17",))
    assert press.number(1) is None
    assert press.word(1) is None


def test_a_label_is_a_text_or_stands_as_it_is() -> None:
    assert button("accept", Action.ACCEPT, 17, 3) == Button(
        "buttons.accept", Press(Action.ACCEPT, ("17", "3"))
    )
    assert plain("3棟", Action.PLACE, 17, "b", 3) == Button(
        "3棟", Press(Action.PLACE, ("17", "b", "3")), ready=True
    )
    with_unit = button("vouch", Action.VOUCH, 1, 2, unit="3棟12樓F")
    assert with_unit.values == (("unit", "3棟12樓F"),)


def test_buttons_stand_in_a_column_or_a_grid() -> None:
    five = [plain(str(number), Action.RATE, 1, number) for number in range(1, 6)]
    labels = [[each.label for each in row] for row in grid(five, 2)]
    assert labels == [["1", "2"], ["3", "4"], ["5"]]
    assert [len(row) for row in column(*five)] == [1] * 5
    assert grid([], 3) == ()


@pytest.mark.parametrize(
    ("argument", "number"),
    [("2147483648", 2**31), ("9" * 18, 10**18 - 1), (str(2**63), None), ("9" * 5000, None)],
)
def test_the_mails_numbers_are_wider(argument: str, number: int | None) -> None:
    assert Press(Action.MEAN, (argument,)).wide_number(0) == number
