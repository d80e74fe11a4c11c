"""What a button means: an action and its arguments, within the messenger's 64 bytes."""

from dataclasses import dataclass
from enum import StrEnum

LIMIT = 64
"""Bytes of callback data that the messenger takes, in UTF-8."""


class Action(StrEnum):
    """Everything a button can ask for. The values travel in messages: never reuse one."""

    LANGUAGE = "lang"
    COMMUNITY = "comm"
    NOT_RESIDENT = "nores"
    VOUCH = "vouch"
    VOUCH_UNIT = "vunit"
    REFUSE_VOUCH = "vno"

    MEAN = "mean"
    NONE_OF_THESE = "none"
    ATTACH = "att"
    OPEN_NEW = "new"
    COMPLAIN = "cpl"
    TAKE_WISHES = "many"
    REOPEN = "reop"
    NEW_TICKET = "fresh"
    HAPPENING = "now"
    NOT_HAPPENING = "notnow"
    SHOW_TICKET = "show"
    WRONG_CATEGORY = "wrong"
    RECLASSIFY = "recl"
    PLACE = "place"
    CANCEL_TICKET = "canc"
    CANCEL_SURELY = "canc2"
    SAME_PROBLEM = "same"
    OTHER_PROBLEM = "nsame"
    OPEN_INCIDENT = "iopen"
    DISMISS_INCIDENT = "idis"
    UPDATE_ALL = "iupd"
    RESOLVE_INCIDENT = "ires"
    MOVE_WORKS = "wmove"
    CALL_OFF_WORKS = "wcall"

    FIXED = "fix"
    NOT_FIXED = "nofix"
    RATE = "rate"
    MY_PAGE = "mypg"
    RATE_REASON = "ratew"
    REOPEN_TICKET = "reopt"
    FOLLOW_ON = "follw"

    RIGHT = "right"
    NOT_RIGHT = "nright"
    WISH = "wish"
    STEPS = "steps"
    STEP = "step"
    SEND_DRAFT = "draft"
    CONCERNS = "conc"
    CONCERNS_WHOM = "concw"

    HELPFUL = "help"
    NOT_HELPFUL = "nohelp"
    ASK_PERSON = "askp"

    SAFE = "safe"
    NOT_THEM = "nthem"
    NOT_THEM_SURELY = "nthem2"
    GOING = "going"
    ROLL_CALL = "roll"
    AM_SAFE = "isafe"
    NEED_HELP = "ihelp"
    END_DRILL = "dend"

    ACCEPT = "acc"
    HAND_OFF = "hand"
    OFFER = "offer"
    TAKE_OVER = "take"
    DECLINE = "decl"
    NOTE = "note"
    QUEUE_TAB = "qtab"
    FIND_PAGE = "fpage"
    FIGURE = "fig"
    QUICK = "quick"
    QUICK_SEND = "quick2"
    WHY = "why"
    PROMISE = "prom"
    PROMISE_KEPT = "pkept"
    PROMISE_MOVE = "pmove"
    MOVE_AGREED = "pagr"
    MOVE_REFUSED = "pref"
    SAY_KINDER = "kinder"
    SAY_ANYWAY = "anyway"
    SAY_NOT = "unsay"
    RESOLVE = "res"
    MORE = "more"
    ASK_OWNER = "asko"
    AWAIT_OTHERS = "await"
    BOOK = "book"
    RESUME = "resu"
    ARRIVED = "there"
    REJECT = "rej"
    REJECT_AS = "rejas"
    MERGE = "merge"
    MERGE_INTO = "mrgto"
    UNMERGE = "unmrg"

    OCCURRENCE = "occ"
    APPROVE = "appr"
    SKIP = "skip"
    EDIT = "edit"
    WORDS = "words"
    PLAN = "plan"
    SHELF = "shelf"
    AT_HAND = "leaf"
    TAKE_OUT = "takeout"
    PLAN_PICTURE = "ppic"
    PLAN_ICS = "pics"
    MEET = "meet"
    MOVE_MEETING = "mmove"
    CALL_OFF = "mcall"
    MINUTES = "mmin"
    COMING = "rsvp"
    PRIORITY = "prio"

    AUDIENCE = "aud"
    ADD_LANGUAGE = "blang"
    DROP_BROADCAST = "drop"
    STOP_BROADCAST = "stop"
    TEST_SEND = "test"
    CORRECT = "corr"
    AIM = "aim"
    HOUSEHOLD = "house"
    SPARE = "spare"
    YEAR = "year"
    APPROVE_YEAR = "yapp"
    SUBMIT = "subm"
    APPROVE_BROADCAST = "bapp"
    SEND_BACK = "bback"
    SHOW_DRAFT = "bshow"
    URGENT = "urg"
    URGENT_SURELY = "urg2"
    REVIEWED = "revd"
    WHEN = "bwhen"
    REPEAT = "brep"
    TEMPLATE = "tmpl"
    SCHEDULED = "bsched"
    REPORT_FILE = "rfile"

    ASKS = "basks"
    ACKNOWLEDGE = "ack"
    NEEDS_HELP = "hlp"
    WHO_NOT = "whonot"
    WHO_NOT_PDF = "wpdf"
    REACHED = "reach"

    LEARN = "learn"
    DECLINE_LESSON = "lno"
    INSIST_LESSON = "insist"
    TEACH_CATEGORIES = "tcat"
    TEACH_TOPICS = "ttop"
    TEACH_TOPIC = "teach"
    TEACH_LATER = "later"
    ANSWER_QUESTION = "qans"
    USE_REPLY = "quse"
    DISMISS_QUESTION = "qno"
    ADD_ANSWER = "qlang"
    PUBLISH_ANSWER = "qpub"
    WITHDRAW_ANSWER = "qback"
    REROUTE = "rer"
    REROUTE_TO = "rerto"
    ASSIGN = "asgn"
    ASSIGN_TO = "asgto"
    ON_DUTY = "onduty"
    OFF_DUTY = "offdut"
    POST = "post"
    POST_LEFT = "left"
    LEFT_SURELY = "left2"
    TEAM_MODE = "tmode"


@dataclass(frozen=True)
class Press:
    """A button pressed, or to be pressed: `accept:17:3` as data."""

    action: Action
    args: tuple[str, ...] = ()

    @classmethod
    def of(cls, action: Action, *args: object) -> "Press":
        return cls(action, tuple(str(arg) for arg in args))

    @property
    def data(self) -> str:
        """Raises ValueError where the messenger would refuse it: that is a bug, not a user's."""
        data = ":".join((self.action.value, *self.args))
        if len(data.encode()) > LIMIT:
            raise ValueError(f"button data over {LIMIT} bytes: {data}")
        return data

    @classmethod
    def read(cls, data: str) -> "Press | None":
        """None for anything this version never wrote: an old button, or a forged one."""
        action, *args = data.split(":")
        known = next((each for each in Action if each.value == action), None)
        return cls(known, tuple(args)) if known else None

    def number(self, index: int) -> int | None:
        """The argument as a row's id; None where it is missing or no number a row could have."""
        number = self.wide_number(index)
        return number if number is not None and number < 2**31 else None

    def wide_number(self, index: int) -> int | None:
        """The same for the mail's ids, which are 64 bits wide."""
        said = self.word(index)
        if said is None or not (said.isascii() and said.isdigit()) or len(said) > 19:
            return None
        return int(said) if int(said) < 2**63 else None

    def word(self, index: int) -> str | None:
        return self.args[index] if index < len(self.args) else None


@dataclass(frozen=True)
class Button:
    """A label (a text's name, or ready words) and what it asks for (a press, or a link)."""

    label: str
    press: Press | None = None
    url: str | None = None
    values: tuple[tuple[str, object], ...] = ()
    ready: bool = False
    """True: `label` is shown as it stands (a number, a place's name) and is no text's name."""


Rows = tuple[tuple[Button, ...], ...]


def button(label: str, action: Action, *args: object, **values: object) -> Button:
    """A button whose label is the text `buttons.<label>`."""
    return Button(f"buttons.{label}", Press.of(action, *args), values=tuple(values.items()))


def plain(label: str, action: Action, *args: object) -> Button:
    """A button whose label is ready words."""
    return Button(label, Press.of(action, *args), ready=True)


def column(*buttons: Button) -> Rows:
    return tuple((each,) for each in buttons)


def grid(buttons: list[Button], width: int) -> Rows:
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))
