"""Settings: from the environment, from `.env`, from the command line; every mistake at once."""

from pathlib import Path

import pytest

from bot.config import Settings, SettingsError, read_settings
from db.vocabulary import FeedCode
from reminders.warnings.source import ADDRESSES

TOKEN = "123456789:AAF-abc_DEF"


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither by this machine's environment nor by a `.env` where the tests are run."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def mistakes(**given: object) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(**given)
    return caught.value.mistakes


def test_with_nothing_set_it_is_the_sandbox_on_this_machine_alone() -> None:
    settings = read_settings()
    assert settings.in_sandbox
    assert settings.database == "sqlite+aiosqlite:///data/guanjia.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.telegram_api_base == "https://api.telegram.org"
    assert settings.send_per_second == 25
    assert settings.log_level == "INFO"


def test_a_token_leaves_the_sandbox() -> None:
    settings = read_settings(telegram_bot_token=f" {TOKEN}\n")
    assert not settings.in_sandbox
    assert settings.telegram_bot_token.get_secret_value() == TOKEN


def test_everything_written_goes_under_the_data_directory(tmp_path: Path) -> None:
    settings = read_settings(data=tmp_path / "elsewhere")
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path / 'elsewhere' / 'guanjia.db'}"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("PORT", "9090")
    settings = read_settings()
    assert not settings.in_sandbox
    assert settings.port == 9090


def test_a_file_is_read_and_the_environment_wins_and_the_command_line_wins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("PORT=1111\nLOG_LEVEL=debug\nSOMETHING_ELSE=1\n", encoding="utf-8")
    assert (read_settings().port, read_settings().log_level) == (1111, "DEBUG")
    monkeypatch.setenv("PORT", "2222")
    assert read_settings().port == 2222
    assert read_settings(port=3333).port == 3333
    assert read_settings(port=None).port == 2222


def test_a_line_left_empty_is_as_good_as_none() -> None:
    Path(".env").write_text("TELEGRAM_BOT_TOKEN=\nPORT=\nDATABASE_URL=\n", encoding="utf-8")
    settings = read_settings()
    assert settings.in_sandbox
    assert settings.port == 8080


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgresql://u:p@db/guanjia", "postgresql+asyncpg://u:p@db/guanjia"),
        ("postgres://u:p@db/guanjia", "postgresql+asyncpg://u:p@db/guanjia"),
        ("postgresql+asyncpg://u:p@db/guanjia", "postgresql+asyncpg://u:p@db/guanjia"),
        ("sqlite+aiosqlite:////srv/guanjia.db", "sqlite+aiosqlite:////srv/guanjia.db"),
    ],
)
def test_a_database_is_named_as_people_name_it(given: str, kept: str) -> None:
    assert read_settings(database_url=given).database == kept


@pytest.mark.parametrize("base", ["http://127.0.0.1:8081", "http://127.0.0.1:8081/"])
def test_another_bot_api_server_may_end_in_a_slash(base: str) -> None:
    assert read_settings(telegram_api_base=base).telegram_api_base == "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    "token", ["abc", "123456789", "123456789:", "123456789:AA", ":AAF-abc", "bot123:AAF-abc"]
)
def test_what_is_no_token_is_told_without_being_repeated(token: str) -> None:
    (sentence,) = mistakes(telegram_bot_token=token)
    assert sentence == ("TELEGRAM_BOT_TOKEN: not a bot token: BotFather's look like 123456789:AA…")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"telegram_api_base": "api.telegram.org"}, "TELEGRAM_API_BASE: must begin with http:// "),
        ({"telegram_api_base": "ftp://x"}, "TELEGRAM_API_BASE: must begin with http:// "),
        ({"database_url": "mysql://x/y"}, "DATABASE_URL: must begin with postgresql:// "),
        ({"database_url": "guanjia.db"}, "DATABASE_URL: must begin with postgresql:// "),
        ({"port": 65536}, "PORT: "),
        ({"port": -1}, "PORT: "),
        ({"port": "eighty"}, "PORT: "),
        ({"send_per_second": 0}, "SEND_PER_SECOND: "),
        ({"send_per_second": 1001}, "SEND_PER_SECOND: "),
        ({"log_level": "LOUD"}, "LOG_LEVEL: must be DEBUG, INFO, WARNING or ERROR"),
    ],
)
def test_a_mistake_is_a_sentence_that_names_the_setting(
    given: dict[str, object], sentence: str
) -> None:
    (told,) = mistakes(**given)
    assert told.startswith(sentence)
    assert "Value error" not in told


def test_all_mistakes_are_told_at_once() -> None:
    told = mistakes(
        telegram_bot_token="abc",
        telegram_api_base="nowhere",
        database_url="mysql://x/y",
        port=70_000,
        send_per_second=-1,
        log_level="LOUD",
    )
    assert [each.split(":")[0] for each in told] == [
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_BASE",
        "DATABASE_URL",
        "PORT",
        "SEND_PER_SECOND",
        "LOG_LEVEL",
    ]


def test_secrets_are_not_shown_by_accident() -> None:
    assert "AAF-abc_DEF" not in repr(read_settings(telegram_bot_token=TOKEN))
    with pytest.raises(SettingsError) as caught:
        read_settings(telegram_bot_token="s3cret-and-wrong", port=-1)
    assert "s3cret" not in str(caught.value)


def test_official_warnings_may_come_from_a_mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    keyless = {feed: address for feed, address in ADDRESSES.items() if feed is not FeedCode.CWA}
    assert read_settings().feeds == keyless
    asked_with = f"{ADDRESSES[FeedCode.CWA]}?Authorization=a%26key"
    assert read_settings(cwa_key="a&key").feeds == keyless | {FeedCode.CWA: asked_with}
    monkeypatch.setenv("HKO_URL", "http://mirror.example/hko.json")
    assert read_settings().feeds[FeedCode.HKO] == "http://mirror.example/hko.json"
    assert mistakes(ncdr_url="alerts.ncdr.nat.gov.tw") == [
        "NCDR_URL: must begin with http:// or https://"
    ]
