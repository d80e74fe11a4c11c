"""Telegram's updates, read into our own words. The only place that looks inside them."""

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.buttons import Press
from bot.conversation.messages import (
    Change,
    ChatChange,
    ChatMoved,
    Incoming,
    Media,
    Speaker,
)

Happening = Incoming | ChatChange | ChatMoved

_GONE = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


def read(update: Update, inbox_id: int) -> Happening | None:
    """None for what concerns nobody: service messages, channels, other bots."""
    if update.callback_query is not None:
        return _press(update.callback_query, inbox_id)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    message = update.message or update.edited_message
    if message is None:
        return None
    if message.migrate_to_chat_id is not None:
        return ChatMoved(message.chat.id, message.migrate_to_chat_id)
    if message.from_user is None or message.from_user.is_bot:
        return None
    return _message(message, inbox_id, edited=update.edited_message is not None)


def _message(message: Message, inbox_id: int, *, edited: bool) -> Incoming | None:
    user = message.from_user
    media, file_id = _media(message)
    text = message.text or message.caption or ""
    if user is None or (not text and media is None):
        return None
    reply = message.reply_to_message
    if reply is not None and reply.forum_topic_created is not None:
        reply = None  # every message in a topic "replies" to the topic's first line
    return Incoming(
        speaker=_speaker(user),
        chat_id=message.chat.id,
        private=message.chat.type == ChatType.PRIVATE,
        inbox_id=inbox_id,
        message_id=message.message_id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
        text=text,
        media=media,
        file_id=file_id,
        album=message.media_group_id,
        reply_to=reply.message_id if reply else None,
        edited=edited,
    )


def _media(message: Message) -> tuple[Media | None, str | None]:
    if message.photo:
        return Media.PHOTO, message.photo[-1].file_id
    for media, attached in (
        (Media.ANIMATION, message.animation),  # before document: an animation is both
        (Media.VIDEO, message.video),
        (Media.VIDEO, message.video_note),
        (Media.VOICE, message.voice),
        (Media.AUDIO, message.audio),
        (Media.DOCUMENT, message.document),
        (Media.STICKER, message.sticker),
    ):
        if attached is not None:
            return media, attached.file_id
    if message.location is not None or message.venue is not None:
        return Media.LOCATION, None
    if message.contact is not None:
        return Media.CONTACT, None
    if message.poll is not None or message.dice is not None or message.game is not None:
        return Media.UNKNOWN, None
    return None, None


def _press(query: CallbackQuery, inbox_id: int) -> Incoming | None:
    message = query.message
    if message is None:
        return None
    press = Press.read(query.data or "")
    thread = message.message_thread_id if isinstance(message, Message) else None
    return Incoming(
        speaker=_speaker(query.from_user),
        chat_id=message.chat.id,
        private=message.chat.type == ChatType.PRIVATE,
        inbox_id=inbox_id,
        message_id=message.message_id,
        thread_id=thread,
        press=press,
        stale_press=press is None,
    )


def _membership(changed: ChatMemberUpdated) -> ChatChange:
    chat: Chat = changed.chat
    private = chat.type == ChatType.PRIVATE
    gone = changed.new_chat_member.status in _GONE
    if private:
        change = Change.BLOCKED if gone else Change.REACHABLE
    else:
        change = Change.LEFT if gone else Change.JOINED
    return ChatChange(
        speaker=_speaker(changed.from_user),
        chat_id=chat.id,
        private=private,
        change=change,
        title=chat.title or "",
        is_forum=bool(chat.is_forum),
        may_manage_topics=bool(getattr(changed.new_chat_member, "can_manage_topics", False)),
    )


def _speaker(user: User) -> Speaker:
    name = " ".join(part for part in (user.first_name, user.last_name) if part).strip()
    return Speaker(user.id, name[:128] or str(user.id), user.language_code)
