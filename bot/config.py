"""Settings: read once from the environment and `.env`, checked loudly, then passed."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from db.vocabulary import FeedCode
from reminders.warnings.source import ADDRESSES


class SettingsError(Exception):
    """The settings cannot be used; each mistake is one sentence."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    telegram_bot_token: SecretStr = SecretStr("")
    """Empty: the sandbox, with no messenger but the page."""
    telegram_api_base: str = "https://api.telegram.org"
    """Another Bot API server, without a trailing slash."""
    database_url: str = ""
    """Empty: SQLite in the data directory. Else `postgresql+asyncpg://…`."""
    data: Path = Path("data")
    """Everything that the program writes is under this directory."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    send_per_second: Annotated[float, Field(gt=0, le=1000)] = 25.0
    """All chats together; Telegram's free limit is about 30."""
    ncdr_url: str = ADDRESSES[FeedCode.NCDR]
    hko_url: str = ADDRESSES[FeedCode.HKO]
    cma_url: str = ADDRESSES[FeedCode.CMA]
    hko_forecast_url: str = ADDRESSES[FeedCode.HKO_FORECAST]
    """Official warnings, or a mirror of them; read only where a community listens to them."""
    cwa_key: SecretStr = SecretStr("")
    """For the forecasts of Taiwan's weather service; empty: they are not read."""
    open_meteo_url: str = ""
    """A forecast server of one's own, or the paid one with its key; empty: it is not asked."""
    log_level: str = "INFO"

    @field_validator("telegram_bot_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr) -> SecretStr:
        value = token.get_secret_value().strip()
        number, colon, secret = value.partition(":")
        if value and not (colon and number.isdigit() and len(secret) >= 3):
            raise ValueError("not a bot token: BotFather's look like 123456789:AA…")
        return SecretStr(value)

    @field_validator("ncdr_url", "hko_url", "cma_url", "hko_forecast_url", "open_meteo_url")
    @classmethod
    def _is_a_feed(cls, address: str) -> str:
        if address and not address.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return address

    @field_validator("telegram_api_base")
    @classmethod
    def _is_an_address(cls, base: str) -> str:
        if not base.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return base.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        if url.startswith(("postgres://", "postgresql://")):
            return "postgresql+asyncpg://" + url.split("://", 1)[1]
        if url and not url.startswith(("postgresql+asyncpg://", "sqlite+aiosqlite://")):
            raise ValueError("must begin with postgresql:// (or be empty, for SQLite)")
        return url

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, level: str) -> str:
        if level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return level.upper()

    @property
    def in_sandbox(self) -> bool:
        return not self.telegram_bot_token.get_secret_value()

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data / 'guanjia.db'}"

    @property
    def feeds(self) -> dict[FeedCode, str]:
        key = self.cwa_key.get_secret_value()
        addresses = {
            FeedCode.NCDR: self.ncdr_url,
            FeedCode.HKO: self.hko_url,
            FeedCode.CMA: self.cma_url,
            FeedCode.CWA: f"{ADDRESSES[FeedCode.CWA]}?Authorization={quote(key)}" if key else "",
            FeedCode.HKO_FORECAST: self.hko_forecast_url,
            FeedCode.OPEN_METEO: self.open_meteo_url,
        }
        return {feed: address for feed, address in addresses.items() if address}

    @property
    def learning(self) -> Path:
        """Where lessons are handed to trainings, and what was learned is kept."""
        return self.data / "learning"


def read_settings(**given: object) -> Settings:
    """`given` wins over the environment; None counts as not given.

    Raises SettingsError with every mistake at once.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(
            [
                f"{'.'.join(map(str, each['loc'])).upper()}: {_plain(each['msg'])}"
                for each in error.errors()
            ]
        ) from error


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
