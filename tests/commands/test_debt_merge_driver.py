"""``hookkit debt merge-driver``, which git runs in merges and rebases."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from hookkit.debt.baseline import format_baseline, parse_baseline
from hookkit.settings.definitions import BASELINE_FILE
from tests.repository import Repository
from tests.repository_with_hooks import run_here

PAGE = Path(__file__).parents[2] / "docs" / "debt.md"
DRIVER = re.findall("merge.hookkit-debt.driver '(.*)'", PAGE.read_text(encoding="utf-8"))[0]
"""What the page has people set."""


@pytest.fixture
def both_paid(repo: Repository) -> Repository:
    """A repository in which main has repaid all of a baseline but the last, topic one of it."""
    lines = [f"x{number}=1" for number in range(6)]
    repo.commit("Begin", {"a.py": "".join(f"{each}\n" for each in lines), "b.py": "y=1\n"})
    assert run_here(repo, "debt", "accept").status == 0
    repo.write(".gitattributes", f"{BASELINE_FILE} merge=hookkit-debt\n")
    repo.git("add", BASELINE_FILE, ".gitattributes")
    repo.commit("Accept the debt")
    repo.git("switch", "-q", "-c", "topic")
    pay(repo, {"a.py": "".join(f"{each}\n" for each in [*lines[:2], "x2 = 1", *lines[3:]])})
    repo.git("switch", "-q", "main")
    pay(repo, {"a.py": "".join(f"x{number} = 1\n" for number in range(6))})
    return repo


def pay(repo: Repository, files: dict[str, str]) -> None:
    """Commit files, and a baseline without what they repay."""
    for name, text in files.items():
        repo.write(name, text)
    assert run_here(repo, "debt", "accept").status == 0
    repo.git("add", BASELINE_FILE, *files)
    repo.commit("Repay")


@pytest.mark.parametrize("command", ["merge", "rebase"])
def test_git_has_no_conflict_where_one_side_repaid_much(
    both_paid: Repository, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    both_paid.git("config", "merge.hookkit-debt.driver", DRIVER)
    if command == "rebase":
        both_paid.git("switch", "-q", "topic")
    other = "main" if command == "rebase" else "topic"
    both_paid.git(command, "-q", "-X", "ours", other)  # the code is taken from main
    keys = parse_baseline(both_paid.read(BASELINE_FILE), BASELINE_FILE).keys
    assert [(key.path, key.code) for key in keys.elements()] == [("b.py", "E225")]
    assert run_here(both_paid, "debt", "check").status == 0


@pytest.mark.parametrize("driver", ["", DRIVER.replace("hookkit debt", "no-hookkit debt")])
def test_without_hookkit_git_merges_the_lines(both_paid: Repository, driver: str) -> None:
    if driver:
        both_paid.git("config", "merge.hookkit-debt.driver", driver)
    assert both_paid.attempt("merge", "-q", "topic").returncode == 1
    assert b"<<<<<<< " in both_paid.read(BASELINE_FILE)


@pytest.mark.parametrize("damaged", ["base.json", "ours.json", "theirs.json"])
@pytest.mark.parametrize("text", [b"", b"{}\n", b'[["hookkit debt",1],\n<<<<<<< HEAD\n[]]\n', None])
def test_what_cannot_be_read_is_not_merged(
    repo: Repository, damaged: str, text: bytes | None
) -> None:
    whole = b'[["hookkit debt",1],\n["a.py","E225","0123456789"],\n[]]\n'
    names = ("base.json", "ours.json", "theirs.json")
    for name in names:
        repo.write(name, whole)
    if text is None:
        (repo.path / damaged).unlink()
    else:
        repo.write(damaged, text)
    ended = run_here(repo, "debt", "merge-driver", *names)
    if (damaged, text) == ("base.json", b""):
        assert ended.status == 0  # git's base where both sides have added the file
        return
    assert 0 < ended.status < 128  # above, git would stop altogether
    assert damaged in ended.err
    if damaged != "ours.json":
        assert repo.read("ours.json") == whole
    if text is not None:
        repair = "git merge-file ours.json base.json theirs.json"
        assert ended.err.endswith(f"\n  repair: {repair}\n")
        # It exits with the number of conflicts.
        assert 0 <= repo.attempt(*repair.split()[1:]).returncode < 128


def test_a_baseline_that_both_sides_added_is_merged(repo: Repository) -> None:
    ours, theirs = (
        b'[["hookkit debt",1],\r\n["a.py","E225","0123456789"],\r\n[]]\r\n',
        b'[["hookkit debt",1],\n["b.py","E225","0123456789"],\n[]]\n',
    )
    for name, data in (("base.json", b""), ("ours.json", ours), ("theirs.json", theirs)):
        repo.write(name, data)
    ended = run_here(repo, "debt", "merge-driver", "base.json", "ours.json", "theirs.json")
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    both = parse_baseline(ours, "").keys + parse_baseline(theirs, "").keys
    assert repo.read("ours.json") == format_baseline(both, ours)
