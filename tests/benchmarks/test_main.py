"""The benchmark with one small case: it measures, refuses, skips, writes and draws."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.__main__ import CASES, NAMES, ROOT, chosen, main
from benchmarks.cases import Place
from benchmarks.command_cases import history
from benchmarks.environments import already_here
from benchmarks.measure_in_turn import Command, first_runs
from benchmarks.peers import HOOKKIT
from benchmarks.repeated_commit import environment
from benchmarks.target_ratios import ROWS
from tests.long_runs import some

SMALLEST = ("--here", "--no-instructions", "--peers", "hookkit,script")


def document(tmp_path: Path, *args: str) -> dict[str, Any]:
    """Run the benchmark and give its document."""
    path = tmp_path / "out.json"
    main([*SMALLEST, "--json", str(path), *args])
    output: dict[str, Any] = json.loads(path.read_text())
    return output


@pytest.mark.parametrize("rows", some(["faults", "text,faults"], ["faults"]))
def test_a_commit_is_measured_with_each_peer(
    rows: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "out.svg"
    output = document(tmp_path, "--rows", rows, "--runs", "3", "--svg", str(picture))
    for case in rows.split(","):
        peers = output["cases"][case]["peers"]
        assert {"no hook", "script", "hookkit"} <= set(peers)
        assert {each["rounds"] for each in peers.values()} == {3}
    printed = capsys.readouterr().out
    assert "| 12 faults | hookkit | script | wall |" in printed
    drawn = ElementTree.fromstring(picture.read_text())
    assert "12 faults" in drawn.attrib["aria-label"]


@pytest.mark.long
def test_two_rounds_are_too_few_for_a_ratio(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    assert main([*SMALLEST, "--json", str(path), "--rows", "text", "--runs", "2"]) == 1
    first = json.loads(path.read_text())["rows"][0]
    assert (first["verdict"], first["ratio"]) == ("refused", None)
    assert "2 of 3 rounds" in first["reason"]


def test_a_peer_that_is_not_here_is_skipped_with_a_reason(tmp_path: Path) -> None:
    output = document(tmp_path, "--rows", "clean", "--runs", "1")
    by_ruff = next(row for row in output["rows"] if row["against"] == "ruff")
    assert by_ruff["verdict"] == "skipped"
    assert by_ruff["reason"]


@pytest.mark.long
def test_commands_on_what_was_checked_are_measured(tmp_path: Path) -> None:
    output = document(tmp_path, "--rows", "rewritten", "--runs", "1")
    names = set(output["cases"]["rewritten"]["peers"])
    assert {f"hookkit: {what}" for what in ("the commit", "amend", "rebase", "checkout")} <= names


@pytest.mark.long
def test_a_history_is_checked_and_drawn(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    place = Place(tmp_path / "case", environment(tmp_path / "home"), already_here({HOOKKIT: ROOT}))
    built = history(300, place)
    whats = ("check", "graph", "history-report", "history-report of all")
    assert set(built) == {f"hookkit: {what}" for what in whats}
    commands = {name: each for name, each in built.items() if isinstance(each, Command)}
    assert first_runs(commands) == {}


@pytest.mark.long
def test_each_file_is_measured_by_itself(tmp_path: Path) -> None:
    output = document(tmp_path, "--rows", "each", "--files", "2", "--quick")
    assert output["worst"]["files"] == 2


def test_what_is_compared_must_be_a_checkout(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="is no checkout of hookkit"):
        main([*SMALLEST, "--rows", "text", "--compare", str(tmp_path)])


def test_every_row_is_one_of_a_case() -> None:
    assert {row.case for row in ROWS} <= {case.name for case in CASES}
    assert chosen("single,each")[-1] == "each"
    assert chosen(None) == list(NAMES)
    with pytest.raises(SystemExit, match="no case 'commits'"):
        chosen("commits")
