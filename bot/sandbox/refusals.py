"""How the sandbox says no: to bots in the Bot API's own words, to people in a sentence."""

import json
from typing import NoReturn


class RefusalError(Exception):
    """The Bot API answers `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def payload(self) -> bytes:
        answer = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return json.dumps(answer).encode()


class ConnectionBrokenError(Exception):
    """The connection breaks instead of an answer."""

    def __init__(self, *, delivered: bool) -> None:
        super().__init__("the answer was lost" if delivered else "the server was not reached")
        self.delivered = delivered


class ImpossibleError(Exception):
    """Somebody in the sandbox tries what they cannot do; the sentence tells them why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def bad_request(description: str) -> NoReturn:
    raise RefusalError(400, f"Bad Request: {description}")


def forbidden(description: str) -> NoReturn:
    raise RefusalError(403, f"Forbidden: {description}")


def conflict(description: str) -> NoReturn:
    raise RefusalError(409, f"Conflict: {description}")
