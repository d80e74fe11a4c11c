"""The workbench: classify messages, ask about one, check, train, try lessons, measure, report."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from tqdm import tqdm

from intents import report, trial
from intents.cache import engine_of, learn, ready
from intents.catalogue import Catalogue
from intents.check import check_everything
from intents.evaluate import evaluate, read_rows
from intents.explain import explain
from intents.lesson import Lessons, Theft
from intents.meaning import Understanding
from intents.mistakes import CatalogueError
from intents.shapes import check_words
from intents.understand import Engine

CACHE = Path("data/learning/cache")
"""Where `python -m bot` keeps what it learned, too."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0, 1 for mistakes in the topics, 2 for a file that cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intents", description=__doc__)
    parser.add_argument("--topics", type=Path, help="the folder of topic files")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where what was learned is kept")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], None], what: str) -> _Command:
        added = commands.add_parser(name, help=what)
        added.set_defaults(run=run)
        return added

    command("classify", _classify, 'JSON lines {"text"} in, JSON lines out')
    asked = command("ask", _ask, "say what one message means, and why")
    asked.add_argument("text")
    checked = command("check", _check, "name every mistake, theft and thin topic")
    checked.add_argument("--quick", action="store_true", help="do not look for thefts")
    trained = command("train", _train, "learn, and keep what was learned in the cache")
    trained.add_argument("--lessons", type=Path)
    trained.add_argument("--cache", type=Path, default=argparse.SUPPRESS)
    tried = command("try", _try, "what lessons would do, as JSON")
    tried.add_argument("--lessons", type=Path, required=True)
    for each in (trained, tried):
        each.add_argument("--home", type=Path, help="topics, samples and cues of its own")
    measured = command("evaluate", _evaluate, 'measure on rows {"text", "label"}')
    measured.add_argument("--train", type=Path, required=True, action="append")
    measured.add_argument("--test", type=Path, required=True)
    reported = command("report", _report, "accuracy a topic, confusions and calibration as PNG")
    reported.add_argument("--out", type=Path, default=Path("report"))
    return parser


_Command = argparse.ArgumentParser


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """A line on the terminal that says how far long work is; nothing where nobody watches."""
    with tqdm(bar_format="{desc} {elapsed}", leave=False, disable=None) as line:

        def tell(step: str) -> None:
            line.set_description_str(f"{step} …")

        yield tell


def _engine(options: argparse.Namespace) -> Engine:
    check_words()
    with _progress() as tell:
        return ready(options.cache, options.topics, tell)


def _classify(options: argparse.Namespace) -> None:
    # A pipe may use any encoding of the machine it runs on; JSON lines are UTF-8.
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    classify(sys.stdin, sys.stdout, _engine(options))


def _ask(options: argparse.Namespace) -> None:
    print(explain(_engine(options).understand(options.text)))


def _check(options: argparse.Namespace) -> None:
    catalogue, known = check_everything(options.topics)
    thin = list(trial.thin(catalogue))
    for sentence in thin:
        print(sentence)
    thefts: list[Theft] = []
    if not options.quick:
        with _progress() as tell:
            thefts = list(trial.thefts(catalogue, tell))
    for theft in thefts:
        print(theft)
    phrases = sum(len(some) for topic in catalogue for some in topic.phrases.values())
    wanting = f"{len(thin)} thin, {len(thefts)} thefts"
    end = wanting if thin or thefts else "all is well"
    print(f"{len(catalogue)} topics, {phrases} phrases, {len(known)} samples: {end}")


def _train(options: argparse.Namespace) -> None:
    with _progress() as tell:
        if options.lessons is None and options.home is None:
            learn(options.cache, options.topics, tell)
            return
        lessons = Lessons.read(options.lessons) if options.lessons else Lessons()
        taught = _topics(options).with_lessons(lessons.learned, lessons.questions)
        engine_of(taught, options.cache, tell, options.home)


def _topics(options: argparse.Namespace) -> Catalogue:
    return Catalogue.load(options.home / "topics" if options.home else options.topics)


def _try(options: argparse.Namespace) -> None:
    lessons = Lessons.read(options.lessons)
    with _progress() as tell:
        tried = trial.try_out(_topics(options), lessons, tell, options.home)
    print(json.dumps(asdict(tried), ensure_ascii=False))


def _evaluate(options: argparse.Namespace) -> None:
    rows = [row for path in options.train for row in read_rows(path)]
    with _progress() as tell:
        measures = evaluate(rows, read_rows(options.test), tell)
    print(json.dumps(asdict(measures), indent=2))


def _report(options: argparse.Namespace) -> None:
    with _progress() as tell:
        for path in report.write(Catalogue.load(options.topics), options.out, tell):
            print(path)


def classify(lines: Iterable[str], out: TextIO, engine: Engine) -> None:
    """One answer a line, at once; a bad line gets its error and the next one its answer."""
    for line in lines:
        if line.strip():
            print(json.dumps(_answer(line, engine)), file=out, flush=True)


def _answer(line: str, engine: Engine) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"error": f"this line is not JSON: {error}"}
    text = row.get("text") if isinstance(row, dict) else None
    if not isinstance(text, str):
        return {"error": 'a line is an object with a string "text"'}
    return as_row(engine.understand(text))


def as_row(understood: Understanding) -> dict[str, object]:
    """The stable part of an understanding, ready for JSON."""
    return {
        "kind": understood.kind,
        "kinds": list(understood.kinds),
        "category": understood.category,
        "urgent": understood.urgent,
        "confidence": understood.confidence,
        "topic": understood.topic,
        "evidence": asdict(understood.evidence),
    }


if __name__ == "__main__":
    sys.exit(main())
