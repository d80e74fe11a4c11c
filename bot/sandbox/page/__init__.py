"""A newcomer tries the bot with no token: serves the page with the three phones."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

FOLDER = Path(__file__).parent
MEDIA_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
# Message text reaches the page: should the whitelist ever fail, nothing foreign may run or load.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # a new version shows at the next visit
}


def page_routes() -> list[BaseRoute]:
    """`/`, the page, and `/page/…`, what it is made of."""
    return [
        Route("/", _index, methods=["GET"]),
        Route("/page/{name}", _part, methods=["GET"]),
    ]


async def _index(_: Request) -> Response:
    return _served("index.html")


async def _part(request: Request) -> Response:
    name: str = request.path_params["name"]
    if name not in _parts():
        raise HTTPException(404)
    return _served(name)


def _parts() -> set[str]:
    return {path.name for path in FOLDER.iterdir() if path.suffix in MEDIA_TYPES}


def _served(name: str) -> Response:
    path = FOLDER / name
    return FileResponse(path, media_type=MEDIA_TYPES[path.suffix], headers=HEADERS)
