"""What comes in and goes out, and what a conversation waits for."""

from enum import IntEnum, StrEnum


class Step(StrEnum):
    """What the bot waits for in a chat; the dialogue table holds it."""

    NAME_UNIT = "name_unit"
    TELL_PLACE = "tell_place"
    CORRECT_COMPLAINT = "correct_complaint"
    TELL_WISH = "tell_wish"
    TELL_RATING_REASON = "tell_rating_reason"
    DESCRIBE_MEDIA = "describe_media"
    WRITE_NOTE = "write_note"
    WRITE_BROADCAST = "write_broadcast"
    NAME_AUDIENCE = "name_audience"
    EDIT_NOTICE = "edit_notice"
    SEND_BACK_WORDS = "send_back_words"
    WRITE_CORRECTION = "write_correction"
    TELL_SEND_TIME = "tell_send_time"
    TELL_REPEAT = "tell_repeat"
    WRITE_TEMPLATE = "write_template"
    FILL_TEMPLATE = "fill_template"
    NAME_INVITEE = "name_invitee"
    IS_IT_NOW = "is_it_now"
    WRITE_ANSWER = "write_answer"
    WRITE_QUESTION = "write_question"
    TELL_APPOINTMENT = "tell_appointment"
    WRITE_CONTACT = "write_contact"
    NAME_MAIN_TICKET = "name_main_ticket"
    MOVE_PROMISE = "move_promise"
    ENTER_SHIFT = "enter_shift"
    TAKE_STEP = "take_step"
    WRITE_UPDATE = "write_update"
    WRITE_WORKS = "write_works"
    MOVE_WORKS = "move_works"
    IS_IT_SAME = "is_it_same"
    WRITE_MEETING = "write_meeting"
    MOVE_MEETING = "move_meeting"
    WRITE_MINUTES = "write_minutes"


class InboxState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"


class OutboxState(StrEnum):
    PENDING = "pending"
    ASLEEP = "asleep"
    """It waits for the morning, out of the queue's way."""
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    IN_DOUBT = "in_doubt"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class MailPriority(IntEnum):
    """The order in which the sender drains the outbox: lower goes first."""

    EMERGENCY = 0
    REPLY = 1
    TICKET = 2
    URGENT = 3
    """To many: it passes every other letter to many, and holds up no page and no answer, however
    many there are."""
    REMINDER = 4


class LetterKind(StrEnum):
    """What the sender does with an outbox row; the border translates it to the messenger."""

    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    COPY = "copy"
    CARD = "card"
    BUTTONS = "buttons"
    """Other buttons under a message that stands already."""
    CLOSE_TOPIC = "close_topic"
    REOPEN_TOPIC = "reopen_topic"


class CardAudience(StrEnum):
    """Whose view of a ticket a card shows."""

    OWNER = "owner"
    STAFF = "staff"
    PROGRESS = "progress"
    INCIDENT = "incident"
    ROLL_CALL = "roll_call"
    MEETING = "meeting"
