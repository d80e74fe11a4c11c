"""The command line: classify messages, ask about one, check the topics, measure the matcher."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from intents.catalogue import Catalogue, CatalogueError
from intents.evaluate import evaluate, read_rows
from intents.understand import Engine, Understanding


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0, 1 for mistakes in the topics, 2 for a file that cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intents", description=__doc__)
    parser.add_argument("--topics", type=Path, help="the folder of topic files")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("classify", help='JSON lines {"text"} in, JSON lines out')
    commands.add_parser("check", help="read the topics and name every mistake")
    asked = commands.add_parser("ask", help="say what one message means, and why")
    asked.add_argument("text")
    measured = commands.add_parser("evaluate", help='measure on rows {"text", "label"}')
    measured.add_argument("--train", type=Path, required=True, action="append")
    measured.add_argument("--test", type=Path, required=True)
    return parser


def _run(options: argparse.Namespace) -> int:
    if options.command == "evaluate":
        train = [row for path in options.train for row in read_rows(path)]
        print(json.dumps(asdict(evaluate(train, read_rows(options.test))), indent=2))
        return 0
    catalogue = Catalogue.load(options.topics)
    if options.command == "check":
        phrases = sum(len(some) for topic in catalogue for some in topic.phrases.values())
        print(f"{len(catalogue)} topics, {phrases} phrases: all is well")
    elif options.command == "ask":
        _print_explained(options.text, Engine(catalogue))
    else:
        # A pipe may use any encoding of the machine it runs on; JSON lines are UTF-8.
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        classify(sys.stdin, sys.stdout, Engine(catalogue))
    return 0


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


def _print_explained(text: str, engine: Engine) -> None:
    understood = engine.understand(text)
    slots = {name: value for name, value in asdict(understood.slots).items() if value}
    also = f" (also {', '.join(understood.kinds)})" if understood.kinds else ""
    print(f"{understood.kind}{also}, {understood.category}" + ", urgent" * understood.urgent)
    print(f"topic       {understood.topic or 'none'}")
    print(f"confidence  {understood.confidence} ({'sure' if understood.sure else 'not sure'})")
    print(f"because     {understood.evidence.by}: {understood.evidence.said}")
    for rival in understood.evidence.rivals:
        print(f"rival       {rival.topic} {rival.score}")
    print(f"place       {slots or 'not named'}")
    print(f"language    {understood.language or 'open'}")


if __name__ == "__main__":
    sys.exit(main())
