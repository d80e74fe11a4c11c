"""Plays people, time and mishaps over HTTP: for the page, for tests, for curious scripts."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.sandbox import playing, speeches
from bot.sandbox.accounts import Person
from bot.sandbox.bot_api import bot_api_routes
from bot.sandbox.call import as_number
from bot.sandbox.chats import Chat
from bot.sandbox.cloud import Cloud
from bot.sandbox.faults import Fault
from bot.sandbox.feeds import FeedShelf, Filled
from bot.sandbox.playing import Speech
from bot.sandbox.refusals import ImpossibleError
from bot.sandbox.shapes import Json
from bot.sandbox.views import (
    bot_view,
    chat_view,
    clock_view,
    happening_view,
    message_view,
    person_view,
    witness_view,
)

PATIENCE = 60.0
"""Seconds that a `say` or a `tap` waits for the bot."""
_HEARTBEAT = 15.0
_FILE_HEADERS = {
    # Anybody may have sent it: it is shown, never run.
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


class Steering(Protocol):
    """What the sandbox needs of the program around the bot."""

    async def settle(self, timeout: float) -> None:  # noqa: ASYNC109 # the program knows what it can interrupt
        """Return when the bot has finished with everything said so far.

        May raise TimeoutError when that takes longer than `timeout` seconds.
        """

    async def move_clock(self, target: datetime) -> None:
        """Move the clock; return when all that fell due has been sent."""


Verb = Callable[[Request], Awaitable[Json]]


def sandbox_routes(
    cloud: Cloud, steering: Steering, feeds: FeedShelf | None = None
) -> list[BaseRoute]:
    """The script interface under `/sandbox/`, and the Bot API beside it.

    `feeds`: where the bot reads official warnings, if it does.
    """
    script = _Script(cloud, steering, feeds or FeedShelf())
    return [
        _route("POST", "say", script.say),
        _route("POST", "tap", script.tap),
        _route("GET", "chats", script.chats),
        _route("GET", "chats/{chat}/messages", script.messages),
        _route("GET", "people", script.people),
        _route("GET", "bots", script.bots),
        _route("GET", "clock", script.clock),
        _route("POST", "clock", script.move_clock),
        _route("POST", "fault", script.order_fault),
        _route("DELETE", "fault", script.clear_faults),
        _route("POST", "feed", script.fill_feed),
        _route("GET", "calls", script.calls),
        _route("POST", "join", script.join),
        _route("POST", "leave", script.leave),
        _route("POST", "block", script.block),
        _route("POST", "unblock", script.unblock),
        _route("POST", "migrate", script.migrate),
        _route("POST", "delete_topic", script.delete_topic),
        Route("/sandbox/events", script.events, methods=["GET"]),
        Route("/sandbox/files/{file_id}", script.file, methods=["GET"]),
        *bot_api_routes(cloud),
    ]


def _route(http_method: str, path: str, verb: Verb) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await verb(request))
        except ImpossibleError as refusal:
            return JSONResponse({"error": str(refusal)}, refusal.status)
        except TimeoutError:
            late = f"The bot has not finished within {PATIENCE:.0f} seconds."
            return JSONResponse({"error": late}, 504)

    return Route(f"/sandbox/{path}", endpoint, methods=[http_method])


class _Script:
    def __init__(self, cloud: Cloud, steering: Steering, feeds: FeedShelf) -> None:
        self._cloud = cloud
        self._steering = steering
        self._feeds = feeds

    # --- people -----------------------------------------------------------------------------

    async def say(self, request: Request) -> Json:
        wish = speeches.read_wish(speeches.SayWish, await _body(request))
        speech = self._speech(wish)
        with self._cloud.witness() as witness:
            person, chat = self._person_in(wish.who, wish.chat)
            if wish.edit is not None:
                message = playing.edit(self._cloud, person, chat, wish.edit, wish.text)
            else:
                message = playing.say(
                    self._cloud, person, chat, speech, topic=wish.topic, reply_to=wish.reply_to
                )[0]
            self._cloud.commit()
            await self._steering.settle(PATIENCE)
            said = {"message": message_view(self._cloud, chat, message)}
            return said | witness_view(self._cloud, witness)

    def _speech(self, wish: speeches.SayWish) -> Speech:
        return Speech(
            text=wish.text,
            files=wish.files(),
            location=wish.location.model_dump() if wish.location else None,
            contact=wish.contact.model_dump(exclude_none=True) if wish.contact else None,
            forwarded=self._forwarded(wish),
        )

    def _forwarded(self, wish: speeches.SayWish) -> Any:
        if wish.forward_from is None:
            return None
        chat = self._chat(wish.forward_from.chat)
        playing.check_can_see(self._person(wish.who), chat)
        message = chat.messages.get(wish.forward_from.message_id)
        if message is None:
            raise ImpossibleError(404, "There is no such message to forward.")
        return message

    async def tap(self, request: Request) -> Json:
        wish = speeches.read_wish(speeches.TapWish, await _body(request))
        with self._cloud.witness() as witness:
            person, chat = self._person_in(wish.who, wish.chat)
            press = playing.tap(
                self._cloud, person, chat, wish.message_id, wish.button, stale=wish.stale
            )
            self._cloud.commit()
            await self._steering.settle(PATIENCE)
            shown = {"message": None, "answer": press.answer or None}
            return shown | witness_view(self._cloud, witness)

    async def join(self, request: Request) -> Json:
        wish = speeches.read_wish(speeches.MemberWish, await _body(request))
        chat = self._chat(wish.chat)
        return await self._done(lambda: playing.join(self._cloud, self._person(wish.who), chat))

    async def leave(self, request: Request) -> Json:
        wish = speeches.read_wish(speeches.MemberWish, await _body(request))
        chat = self._chat(wish.chat)
        return await self._done(lambda: playing.leave(self._cloud, self._person(wish.who), chat))

    async def block(self, request: Request) -> Json:
        return await self._set_blocked(request, is_blocked=True)

    async def unblock(self, request: Request) -> Json:
        return await self._set_blocked(request, is_blocked=False)

    async def _set_blocked(self, request: Request, *, is_blocked: bool) -> Json:
        wish = speeches.read_wish(speeches.Personal, await _body(request))
        person = self._person(wish.who)
        return await self._done(
            lambda: playing.set_blocked(self._cloud, person, is_blocked=is_blocked)
        )

    async def migrate(self, request: Request) -> Json:
        wish = speeches.read_wish(speeches.MigrateWish, await _body(request))
        chat = self._chat(wish.chat)
        done = await self._done(lambda: playing.migrate(self._cloud, chat))
        return done | {"id": chat.id}

    async def delete_topic(self, request: Request) -> Json:
        wish = speeches.read_wish(speeches.TopicWish, await _body(request))
        chat = self._chat(wish.chat)
        return await self._done(lambda: playing.delete_topic(self._cloud, chat, wish.topic))

    async def _done(self, deed: Callable[[], None]) -> Json:
        """Does it, lets the bot finish with it, and tells what the bot did about it."""
        with self._cloud.witness() as witness:
            deed()
            self._cloud.commit()
            await self._steering.settle(PATIENCE)
            return {"message": None} | witness_view(self._cloud, witness)

    # --- time and mishaps -------------------------------------------------------------------

    async def clock(self, _: Request) -> Json:
        return {"now": clock_view(self._cloud)}

    async def move_clock(self, request: Request) -> Json:
        wish = speeches.read_wish(speeches.ClockWish, await _body(request))
        target = wish.target(self._cloud.clock.now())
        with self._cloud.witness() as witness:
            await self._steering.move_clock(target)
            self._cloud.commit()
            self._cloud.happenings.add("clock")
            return await self.clock(request) | witness_view(self._cloud, witness)

    async def order_fault(self, request: Request) -> Json:
        wish = speeches.read_wish(speeches.FaultWish, await _body(request))
        chat_id = None if wish.chat is None else self._chat_id(wish.chat)
        ordered = wish.model_dump(exclude={"chat"}) | {"chat_id": chat_id}
        self._cloud.faults.order(Fault(**ordered))
        return {"ok": True}

    async def clear_faults(self, _: Request) -> Json:
        self._cloud.faults.clear()
        return {"ok": True}

    async def fill_feed(self, request: Request) -> Json:
        """The bot meets it the next time that it looks: within ten minutes of the clock."""
        wish = speeches.read_wish(speeches.FeedWish, await _body(request))
        content = Filled(wish.body.encode(), wish.status, wish.delay)
        self._feeds.fill(wish.feed, wish.link, content)
        return {"ok": True}

    # --- looking ----------------------------------------------------------------------------

    async def chats(self, _: Request) -> Json:
        chats = self._cloud.memory.chats.values()
        return {"chats": [chat_view(self._cloud, each) for each in chats]}

    async def messages(self, request: Request) -> Json:
        chat = self._chat(request.path_params["chat"])
        after = _number(request, "after") or 0
        topic = _number(request, "topic")
        return {
            "messages": [
                message_view(self._cloud, chat, each)
                for each in chat.messages.values()
                if each.id > after and topic in (None, each.thread_id)
            ]
        }

    async def people(self, _: Request) -> Json:
        people = self._cloud.memory.people.values()
        return {"people": [person_view(self._cloud, each) for each in people]}

    async def bots(self, _: Request) -> Json:
        return {"bots": [bot_view(each) for each in self._cloud.memory.bots.values()]}

    async def calls(self, request: Request) -> Json:
        return {"calls": self._cloud.calls.after(_number(request, "after") or 0)}

    async def events(self, request: Request) -> Response:
        last = request.headers.get("last-event-id", "")
        number = int(last) if last.isdigit() else self._cloud.happenings.last
        return StreamingResponse(
            self._stream(number),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
        )

    async def _stream(self, number: int) -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        async for news in self._cloud.happenings.watch(number, _HEARTBEAT):
            if not news:
                yield ": still here\n\n"
            for happening in news:
                if (told := happening_view(self._cloud, happening)) is not None:
                    yield f"id: {happening.number}\ndata: {json.dumps(told)}\n\n"

    async def file(self, request: Request) -> Response:
        file = self._cloud.shelf.find(request.path_params["file_id"])
        if file is None:
            return JSONResponse({"error": "There is no such file."}, 404)
        content = self._cloud.shelf.content(file)
        return Response(content, media_type=file.mime, headers=_FILE_HEADERS)

    # --- who and where ----------------------------------------------------------------------

    def _person(self, key: str) -> Person:
        person = self._cloud.person(key)
        if person is None:
            raise ImpossibleError(
                400,
                f"Nobody can be called “{key}”: a small letter first, then small letters, "
                "digits and _, 2 to 32 in all.",
            )
        return person

    def _person_in(self, key: str, chat: str | int | None) -> tuple[Person, Chat]:
        """Somebody in a chat, without a word about it their own with the bot."""
        person = self._person(key)
        if chat is None or chat in (key, person.id):
            return person, self._cloud.start(person)
        return person, self._chat(chat)

    def _chat(self, name: str | int) -> Chat:
        chat = self._cloud.memory.chats.get(self._chat_id(name))
        if chat is None:
            raise ImpossibleError(404, f"The chat “{name}” has not begun yet.")
        return chat

    def _chat_id(self, name: str | int) -> int:
        """Of a chat, or of somebody whose chat may still begin."""
        memory = self._cloud.memory
        number = as_number(name)
        if number is not None:
            number = memory.moved_chats.get(number, number)
            if number in memory.chats or number in memory.people:
                return number
        found = memory.chat_by_key(str(name))
        chat_id = found.id if found else memory.person_id(str(name))
        if chat_id is None:
            known = ", ".join(chat.key for chat in memory.chats.values())
            raise ImpossibleError(404, f"There is no chat “{name}”. The chats are: {known}.")
        return chat_id


async def _body(request: Request) -> object:
    try:
        return json.loads(await request.body())
    except ValueError as error:
        raise ImpossibleError(400, "The body is not JSON.") from error


def _number(request: Request, name: str) -> int | None:
    value = request.query_params.get(name)
    if value is None or value == "":
        return None
    try:
        return int(value)
    except ValueError as error:
        raise ImpossibleError(400, f"“{name}” must be a number.") from error
