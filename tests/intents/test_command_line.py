"""The command line as other programs use it: JSON lines through a pipe, errors in place."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from intents import LeftOut, Lessons, Theft, Trial, trial
from intents.__main__ import main

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
