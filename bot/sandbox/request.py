"""Lets python-telegram-bot run over the sandbox without a network."""

import asyncio
import json
from typing import Any
from urllib.parse import unquote

import httpx
from telegram._utils.types import ODVInput
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.sandbox import gateway
from bot.sandbox.accounts import SANDBOX_TOKEN
from bot.sandbox.cloud import Cloud
from bot.sandbox.refusals import ConnectionBrokenError
from bot.sandbox.uploads import Upload

__all__ = ["SANDBOX_TOKEN", "CloudRequest"]


class CloudRequest(BaseRequest):
    """Give one to `request` and one to `get_updates_request`, or polling dials out."""

    def __init__(self, cloud: Cloud, token: str) -> None:
        self._cloud = cloud
        self._token = token

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close: the cloud goes on without the bot."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        # A network would let others run meanwhile; so does this.
        await asyncio.sleep(0)
        if method == "GET":
            # PTB quotes the whole address, the token's colon too.
            path = unquote(url).partition(f"/file/bot{self._token}/")[2]
            return gateway.download(self._cloud, self._token, path)
        try:
            return await gateway.answer(
                self._cloud,
                self._token,
                url.rpartition("/")[2],
                _parameters(request_data),
                _uploads(request_data),
            )
        except ConnectionBrokenError as broken:
            raise _as_network_error(broken) from _cause(broken)


def _parameters(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    # There and back again: what is left are plain values, as they would arrive on the wire.
    parameters: dict[str, Any] = json.loads(json.dumps(data.parameters))
    return parameters


def _uploads(data: RequestData | None) -> dict[str, Upload]:
    if data is None or not data.contains_files:
        return {}
    return {
        name: Upload(_content(content), filename, mime)
        for name, (filename, content, mime) in data.multipart_data.items()
    }


def _content(content: Any) -> bytes:
    return bytes(content if isinstance(content, bytes | bytearray) else content.read())


def _cause(broken: ConnectionBrokenError) -> httpx.TransportError:
    """What the real transport would have met: it tells sent from not sent by the class."""
    kind = httpx.ReadError if broken.delivered else httpx.ConnectError
    return kind(str(broken))


def _as_network_error(broken: ConnectionBrokenError) -> NetworkError:
    cause = _cause(broken)
    return NetworkError(f"httpx.{type(cause).__name__}: {cause}")
