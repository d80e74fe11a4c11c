"""The sandbox is found again as it was left, however it was left."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from telegram import Bot

from bot.clock import SandboxClock
from bot.sandbox.cloud import Cloud
from bot.sandbox.playing import Speech, join, migrate, say, set_blocked, tap
from bot.sandbox.uploads import Upload
from bot.sandbox.views import chat_view, message_view, person_view

from .conftest import ALICE, STAFF, bot_in

KEYBOARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


async def lived_in(path: Path) -> Cloud:
    """A sandbox in which everything that is kept has happened at least once."""
    clock = SandboxClock()
    cloud = Cloud.open(clock, path)
    clock.offset = timedelta(days=3)
    alice, charlie, wendy = (cloud.person(key) for key in ("alice", "charlie", "wendy"))
    assert alice
    assert charlie
    assert wendy
    photo = Speech(text="the leak", files=[("photo", Upload(b"picture"))])
    say(cloud, alice, cloud.start(alice), photo)
    say(cloud, wendy, cloud.start(wendy), Speech(text="good morning"))
    async with bot_in(cloud) as bot:
        topic = await bot.create_forum_topic(STAFF, "#1")
        card = await bot.send_message(
            STAFF,
            "<b>card</b>",
            parse_mode="HTML",
            message_thread_id=topic.message_thread_id,
            api_kwargs={"reply_markup": KEYBOARD},
        )
        await card.pin()
        await (await bot.send_message(ALICE, "gone")).delete()
        asked = await bot.send_message(ALICE, "?", api_kwargs={"reply_markup": KEYBOARD})
        await bot.set_my_description("the steward")
    tap(cloud, alice, cloud.start(alice), asked.id, "A", stale=False)
    set_blocked(cloud, wendy, is_blocked=True)
    join(cloud, charlie, cloud.memory.chats[STAFF])
    migrate(cloud, cloud.memory.chats[STAFF])
    cloud.commit()
    return cloud


def everything(cloud: Cloud) -> dict[str, object]:
    memory = cloud.memory
    return {
        "people": [person_view(cloud, each) for each in memory.people.values()],
        "chats": {
            chat.id: [
                chat_view(cloud, chat),
                *(message_view(cloud, chat, each) for each in chat.messages.values()),
            ]
            for chat in memory.chats.values()
        },
        "bodies": [each.body for chat in memory.chats.values() for each in chat.messages.values()],
        "bots": {bot.id: (bot.document(), bot.queue) for bot in memory.bots.values()},
        "moved": memory.moved_chats,
        "clock": memory.clock_offset,
    }


def in_any_order(state: dict[str, object]) -> dict[str, object]:
    people = state["people"]
    assert isinstance(people, list)
    return state | {"people": sorted(people, key=lambda each: int(each["id"]))}


async def test_everything_is_found_again(journal_path: Path) -> None:
    before = await lived_in(journal_path)
    left = in_any_order(everything(before))
    before.close()
    clock = SandboxClock()
    again = Cloud.open(clock, journal_path)
    found = in_any_order(everything(again))
    assert sorted(found) == sorted(left)
    for part, was in left.items():
        if isinstance(was, list) and part == "bodies":
            assert sorted(map(str, found[part])) == sorted(map(str, was))  # type: ignore[call-overload]
        else:
            assert found[part] == was, part
    assert clock.offset == timedelta(days=3)
    again.close()


async def test_life_goes_on_where_it_stopped(journal_path: Path) -> None:
    (await lived_in(journal_path)).close()
    cloud = Cloud.open(SandboxClock(), journal_path)
    async with bot_in(cloud) as bot:
        updates = await bot.get_updates()
        photo = updates[0].message.photo[-1]
        content = await (await bot.get_file(photo.file_id)).download_as_bytearray()
        assert bytes(content) == b"picture"
        [press] = [update.callback_query for update in updates if update.callback_query]
        assert await press.answer("still in time")
        known = set(cloud.memory.chats[ALICE].messages)
        sent = await bot.send_message(ALICE, "again")
        assert sent.id not in known
        assert sent.id > max(known)
        await bot.get_updates(offset=updates[-1].update_id + 1)
    cloud.close()
    cloud = Cloud.open(SandboxClock(), journal_path)
    assert cloud.idle_for(cloud.guanjia)
    xavier = cloud.person("xavier")
    assert xavier
    assert xavier.id == 1102
    cloud.close()


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.clock import SandboxClock
from bot.sandbox.cloud import Cloud
from bot.sandbox.request import SANDBOX_TOKEN, CloudRequest
from telegram import Bot

async def main():
    cloud = Cloud.open(SandboxClock(), Path(sys.argv[1]))
    async with Bot(SANDBOX_TOKEN, request=CloudRequest(cloud, SANDBOX_TOKEN)) as bot:
        for number in range(50):
            await bot.send_message(1001, str(number))
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


def test_a_killed_sandbox_forgets_nothing_it_has_answered(journal_path: Path) -> None:
    root = Path(__file__).parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(journal_path)],
        env=os.environ | {"PYTHONPATH": str(root)},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    cloud = Cloud.open(SandboxClock(), journal_path)
    texts = [each.body["text"] for each in cloud.memory.chats[ALICE].messages.values()]
    assert texts == [str(number) for number in range(50)]
    cloud.close()


async def test_without_a_journal_nothing_is_written(
    guanjia: Bot, cloud: Cloud, tmp_path: Path
) -> None:
    await guanjia.send_photo(ALICE, b"picture")
    assert os.listdir(tmp_path) == []
    assert not cloud.memory.journal.keeps
