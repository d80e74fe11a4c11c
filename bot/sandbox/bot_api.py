"""The Bot API over HTTP, so that bots made by others can hold the sandbox to account."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.sandbox import gateway
from bot.sandbox.cloud import Cloud
from bot.sandbox.limits import UPLOAD_BYTES
from bot.sandbox.refusals import ConnectionBrokenError, RefusalError
from bot.sandbox.uploads import Upload

_ENVELOPE_BYTES = 1024 * 1024
"""What a form may need beside its file."""

Parameters = dict[str, Any]
Uploads = dict[str, Upload]


def bot_api_routes(cloud: Cloud) -> list[BaseRoute]:
    """`/bot<token>/<method>` and `/file/bot<token>/<path>`, as at api.telegram.org."""
    return [
        Route("/bot{token}/{method}", _method_endpoint(cloud), methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", _file_endpoint(cloud), methods=["GET"]),
    ]


Endpoint = Callable[[Request], Awaitable[Response]]


def _method_endpoint(cloud: Cloud) -> Endpoint:
    async def call_method(request: Request) -> Response:
        try:
            parameters, uploads = await _read(request)
        except RefusalError as refusal:
            return _json(refusal.code, refusal.payload())
        except ClientDisconnect:
            return _NoAnswer()
        token, method = request.path_params["token"], request.path_params["method"]
        work = gateway.answer(cloud, token, method, parameters, uploads)
        try:
            answered = await _unless_hung_up(request, work)
        except ConnectionBrokenError:
            return _NoAnswer()
        return _json(*answered) if answered else _NoAnswer()

    return call_method


def _file_endpoint(cloud: Cloud) -> Endpoint:
    async def send_file(request: Request) -> Response:
        token, path = request.path_params["token"], request.path_params["path"]
        status, content = gateway.download(cloud, token, path)
        if status != 200:
            return _json(status, content)
        return Response(content, media_type="application/octet-stream")

    return send_file


async def _read(request: Request) -> tuple[Parameters, Uploads]:
    """Parameters come in the address and in the body, as JSON or as a form."""
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > UPLOAD_BYTES + _ENVELOPE_BYTES:
        raise RefusalError(413, "Request Entity Too Large")
    parameters: Parameters = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return parameters | await _json_body(request), {}
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form() as form:
            values, uploads = await _form_body(form)
        return parameters | values, uploads
    return parameters, {}


async def _json_body(request: Request) -> Parameters:
    try:
        body = await request.json() if await request.body() else {}
    except ValueError as error:
        raise RefusalError(400, "Bad Request: can't parse JSON in the request body") from error
    if not isinstance(body, dict):
        raise RefusalError(400, "Bad Request: object expected in the request body")
    return body


async def _form_body(form: FormData) -> tuple[Parameters, Uploads]:
    parameters: Parameters = {}
    uploads: Uploads = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            uploads[name] = Upload(await value.read(), value.filename, value.content_type)
        else:
            parameters[name] = value
    return parameters, uploads


async def _unless_hung_up(
    request: Request, work: Coroutine[Any, Any, tuple[int, bytes]]
) -> tuple[int, bytes] | None:
    """The answer; None when the caller hung up, whose poll must not stand in the next one's way."""
    answering = asyncio.create_task(work)
    hanging_up = asyncio.create_task(_hung_up(request))
    try:
        await asyncio.wait({answering, hanging_up}, return_when=asyncio.FIRST_COMPLETED)
        return await answering if answering.done() else None
    finally:
        hanging_up.cancel()
        answering.cancel()
        await asyncio.wait({answering, hanging_up})


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _json(status: int, content: bytes) -> Response:
    return Response(content, status, media_type="application/json")


class _NoAnswer(Response):
    """Breaks the connection: a body is announced and never comes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"1"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": True})
