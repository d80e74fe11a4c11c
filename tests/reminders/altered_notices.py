"""The shipped notices with one thing changed, as a maintainer might."""

from typing import Any

from db.vocabulary import Language
from reminders.notices import Notice, Notices
from reminders.rules import FixedRule


def altered(notices: Notices, notice_id: str, **values: Any) -> Notices:
    changed = notices.by_id[notice_id].model_copy(update=values)
    return Notices({**notices.by_id, notice_id: changed})


def without(notices: Notices, notice_id: str) -> Notices:
    return Notices({id_: notice for id_, notice in notices.by_id.items() if id_ != notice_id})


def on(notices: Notices, notice_id: str, month: int, day: int) -> Notices:
    rule = FixedRule.model_validate({"fixed": {"month": month, "day": day}})
    return altered(notices, notice_id, rule=rule)


def said_differently(notices: Notices, notice_id: str) -> Notices:
    notice: Notice = notices.by_id[notice_id]
    texts = {
        region: {
            language: text.model_copy(update={"why": f"{text.why} "})
            if language is Language.EN
            else text
            for language, text in by_language.items()
        }
        for region, by_language in notice.texts.items()
    }
    return altered(notices, notice_id, texts=texts)
