"""The command line: run, check, load, invite, roster."""

import argparse
import asyncio
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot import check, serve
from bot.community_file import CommunityFileError
from bot.config import Settings, SettingsError, read_settings
from db.vocabulary import StaffRole


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Guanjia, the building steward"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="start: the sandbox, or Telegram where there is a token")
    run.add_argument("--port", type=int, help="of the page and of /health (8080)")
    run.add_argument("--host", help="to listen on (127.0.0.1)")
    checking = commands.add_parser("check", help="every mistake in settings, texts and topics")
    loading = commands.add_parser("load", help="load a community from a YAML file")
    loading.add_argument("file", type=Path)
    inviting = commands.add_parser("invite", help="a way in for the first manager")
    leads = [StaffRole.MANAGER.value, StaffRole.SUPERVISOR.value, StaffRole.DIRECTOR.value]
    inviting.add_argument("role", choices=leads, default=StaffRole.MANAGER.value, nargs="?")
    rostering = commands.add_parser("roster", help="enter the shifts of a CSV file, or none of it")
    rostering.add_argument("file", type=Path, help="columns: person, team, date, from, to [, kind]")
    for each in (inviting, rostering):
        each.add_argument("--community", help="its code, where there are several")
    for each in (run, checking, loading, inviting, rostering):
        each.add_argument("--data", type=Path, help="where everything is written (./data)")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0, or 1 with one sentence a mistake on standard error."""
    given = _parser().parse_args(arguments)
    try:
        settings = read_settings(
            data=given.data, port=getattr(given, "port", None), host=getattr(given, "host", None)
        )
        logging.basicConfig(
            level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        for talkative in ("httpx", "apscheduler", "aiosqlite", "alembic", "uvicorn.access"):
            logging.getLogger(talkative).setLevel(logging.WARNING)
        return _obey(given, settings)
    except (SettingsError, CommunityFileError) as error:
        return _complain(error.mistakes)
    except serve.CannotServeError as error:
        return _complain(str(error).splitlines())
    except KeyboardInterrupt:
        return 0


def _obey(given: argparse.Namespace, settings: Settings) -> int:
    match given.command:
        case "run":
            return asyncio.run(serve.run(settings))
        case "check":
            found = asyncio.run(check.everything(settings, datetime.now(UTC).date()))
            for each in found.advice:
                print(f"advice: {each}")
            if found.mistakes:
                return _complain(found.mistakes)
            print("Everything is in order.")
        case "load":
            print(asyncio.run(serve.load_community(settings, given.file)))
        case "invite":
            print(asyncio.run(serve.invite(settings, given.role, given.community)))
        case "roster":
            print(asyncio.run(serve.enter_roster(settings, given.file, given.community)))
    return 0


def _complain(mistakes: list[str]) -> int:
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
