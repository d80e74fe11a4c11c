"""What the Bot API's objects look like on the wire, where they need more than their contents."""

from typing import Any

Json = dict[str, Any]

CONTENT = (
    "text",
    "entities",
    "link_preview_options",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "photo",
    "document",
    "video",
    "audio",
    "voice",
    "sticker",
    "location",
    "contact",
)
"""The parts of a message that a copy takes along."""

SERVICES = {
    "forum_topic_created": "topic_created",
    "forum_topic_edited": "topic_edited",
    "forum_topic_closed": "topic_closed",
    "forum_topic_reopened": "topic_reopened",
    "pinned_message": "pinned",
    "new_chat_members": "joined",
    "left_chat_member": "left",
    "migrate_from_chat_id": "migrated",
}
"""What a message is when it tells of a deed, and how the script interface calls that."""

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_NO_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)


def administrator(user: Json) -> Json:
    rights = {**dict.fromkeys(_RIGHTS, True), **dict.fromkeys(_NO_RIGHTS, False)}
    return {"status": "administrator", "user": user, **rights}


def owner(user: Json) -> Json:
    return {"status": "creator", "user": user, "is_anonymous": False}


def member(user: Json) -> Json:
    return {"status": "member", "user": user}


def left(user: Json) -> Json:
    return {"status": "left", "user": user}


def banned(user: Json) -> Json:
    return {"status": "kicked", "user": user, "until_date": 0}


def full_chat(card: Json) -> Json:
    """A ChatFullInfo: what getChat tells beyond a message's own `chat`."""
    return {
        **card,
        "accent_color_id": 3,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def service_of(body: Json) -> str | None:
    """How the script interface calls this service message; None for an ordinary message."""
    return next((name for key, name in SERVICES.items() if key in body), None)
