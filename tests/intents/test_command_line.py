"""The command line as other programs use it: JSON lines through a pipe, errors in place."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import intents.check
from intents import (
    LeftOut,
    Lesson,
    Lessons,
    Sources,
    Theft,
    Trial,
    cache,
    engine_of,
    samples,
    trial,
)
from intents import __main__ as command_line
from intents.__main__ import main
from intents.check import check_sources
from intents.rules import Rules
from intents.shapes import check_words
from intents.sources import HOME
from tests.intents.tiny import CATALOGUE, SAMPLES

FIELDS = {"kind", "kinds", "category", "urgent", "confidence", "topic", "evidence"}


def classify(cache: Path, *lines: str) -> list[dict[str, object]]:
    finished = subprocess.run(
        [sys.executable, "-m", "intents", "--cache", str(cache), "classify"],
        input="\n".join(lines).encode("utf-8", "surrogatepass"),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return [json.loads(line) for line in finished.stdout.splitlines()]


def test_every_line_is_answered_in_order_and_bad_ones_with_an_error(learned: Path) -> None:
    answers = classify(
        learned,
        json.dumps({"text": "12樓電梯壞了"}),
        "this is not JSON",
        json.dumps({"text": 7}),
        json.dumps(["text"]),
        "[" * 100_000,
        '{"text": "\\ud800"}',
        "",
        json.dumps({"text": "樓下好像失火了，好多煙"}, ensure_ascii=False),
    )
    assert [("error" in answer) for answer in answers] == [0, 1, 1, 1, 1, 0, 0]
    assert set(answers[0]) == FIELDS
    assert (answers[0]["kind"], answers[0]["category"]) == ("request", "elevator")
    assert (answers[5]["kind"], answers[5]["urgent"]) == ("other", False)
    assert (answers[6]["kind"], answers[6]["urgent"]) == ("emergency", True)


def test_each_answer_is_flushed_before_the_next_line_is_read(learned: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "intents", "--cache", str(learned), "classify"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in ("hello", "我要找真人"):
            process.stdin.write(json.dumps({"text": text}) + "\n")
            process.stdin.flush()
            assert "kind" in json.loads(process.stdout.readline())
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def test_check_counts_the_topics(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--quick"]) == 0
    assert "all is well" in capsys.readouterr().out


def test_check_names_the_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "odd.yaml").write_text("id: odd\n", encoding="utf-8")
    assert main(["--topics", str(tmp_path), "check"]) == 1
    assert "odd.yaml:1: kind is missing" in capsys.readouterr().err


def test_check_names_the_mistakes_of_all_files_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in HOME.glob("*.yaml"):
        content = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(f"{content}\nodd: 7\n", encoding="utf-8")
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples/en.yaml").write_text("- odd\n", encoding="utf-8")
    topics = tmp_path / "topics"
    topics.mkdir()
    (topics / "odd.yaml").write_text("id: odd\n", encoding="utf-8")
    monkeypatch.setattr(samples, "SAMPLES", tmp_path / "samples")
    monkeypatch.setattr(intents.check, "Rules", lambda: Rules(tmp_path))
    monkeypatch.setattr(intents.check, "check_words", lambda: check_words(tmp_path))
    assert main(["--topics", str(topics), "check"]) == 1
    told = capsys.readouterr().err
    for name in ("samples/en", "odd", "rooms", "rules", "subjects", "things", "times"):
        assert f"{name}.yaml:" in told
    assert "Traceback" not in told


def test_words_that_cannot_be_used_are_told_before_a_message_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "check_words", lambda: check_words(tmp_path))
    assert main(["--cache", str(tmp_path), "ask", "hello"]) == 1
    assert "rooms.yaml:1: this cannot be read: No such file" in capsys.readouterr().err


def test_what_is_learned_from_a_home_is_found_by_whoever_has_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the school does it: written out, learned in another process, read back."""
    for name in ("first", "second"):
        topics = {
            f"topics/{each.id}.yaml": each.model_dump_json(exclude_none=True).encode()
            for each in CATALOGUE
        }
        rows = [
            {"kind": each.kind, "category": each.category, "urgent": each.urgent, "text": each.text}
            for each in SAMPLES
        ]
        cues = {name: (HOME / name).read_bytes() for name in ("rules.yaml", "subjects.yaml")}
        samples_ = {"samples/en.yaml": json.dumps(rows, indent=0).encode()}
        Sources({**topics, **samples_, **cues}).write(tmp_path / name)
    lessons, kept = tmp_path / "lessons.json", tmp_path / "kept"
    Lessons([Lesson("the box between floors is dead", "lift_broken")]).write(lessons)
    train = ["train", "--home", str(tmp_path / "first"), "--lessons", str(lessons)]
    assert main([*train, "--cache", str(kept)]) == 0

    def never(*_: object) -> None:
        raise AssertionError("it was learned already")

    monkeypatch.setattr(cache.training, "train", never)
    taught = check_sources(tmp_path / "second").with_lessons(Lessons.read(lessons).learned)
    engine = engine_of(taught, kept, home=tmp_path / "second")
    assert engine.understand("the box between floors is dead").topic == "lift_broken"
    letter = tmp_path / "second/samples/en.yaml"
    letter.write_text(letter.read_text().replace("thank you", "thanks"))
    with pytest.raises(AssertionError, match="learned already"):
        engine_of(taught, kept, home=tmp_path / "second")


def test_ask_explains_itself(learned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--cache", str(learned), "ask", "3棟12樓F漏水"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("request")
    assert "water, urgent" in out
    assert "because" in out
    assert "rival" in out
    assert "'unit': 'F'" in out


def test_try_prints_what_a_trial_is_read_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Trial(0.93, 0.92, (Theft("漏水", "water_leak", "q"),), (LeftOut("滴水", "q", None),))
    monkeypatch.setattr(trial, "try_out", lambda *_: found)
    Lessons().write(tmp_path / "lessons.json")
    assert main(["try", "--lessons", str(tmp_path / "lessons.json")]) == 0
    assert Trial.read(json.loads(capsys.readouterr().out)) == found


def test_evaluate_prints_its_measures_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train, test = tmp_path / "train.jsonl", tmp_path / "test.jsonl"
    rows = [("lift", "the lift is broken"), ("leak", "water leaks from the pipe")]
    _write(train, rows)
    _write(test, [*rows, ("oos", "zebra quartz")])
    assert main(["evaluate", "--train", str(train), "--test", str(test)]) == 0
    measures = json.loads(capsys.readouterr().out)
    assert measures["accuracy"] == 1.0
    assert measures["oos_recall"] == 1.0
    assert measures["rows"] == 3
    assert measures["latency_p50_ms"] > 0


def test_evaluate_names_a_wrong_row_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"text": "a", "label": "b"}\n{"text": "a"}\n', encoding="utf-8")
    assert main(["evaluate", "--train", str(path), "--test", str(path)]) == 2
    assert "rows.jsonl:2: not" in capsys.readouterr().err


def _write(path: Path, rows: list[tuple[str, str]]) -> None:
    lines = [json.dumps({"text": text, "label": label}) for label, text in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
