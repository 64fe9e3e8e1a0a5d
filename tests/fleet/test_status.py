"""The status of many repositories, and which of them a second run inspects again."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from hookkit import __version__
from tests.fleet.repositories import clone, look, mirror
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, install_starting_hooks, run_here


@pytest.fixture
def fleet(tmp_path: Path) -> Repository:
    """A folder with a clone that has hooks, a mirror of it, and one without settings."""
    cart = clone(tmp_path / "git" / "cart", mode='"propose"', protected='["main"]')
    install_starting_hooks(cart)
    mirror(cart, tmp_path / "git" / "mirrors" / "cart.git")
    Repository.init(tmp_path / "git" / "pay", "-b", "main").commit("Begin", {"pay.py": "a = 1\n"})
    cart.commit("Add", {"sloppy.py": SLOPPY})
    return Repository(tmp_path)


def test_the_status_of_each_repository_is_read(fleet: Repository) -> None:
    found = look(fleet, "status", "git")
    cart, bare, pay = (found[each] for each in ("cart", "mirrors/cart.git", "pay"))
    assert [each["hooks"] for each in (cart, bare, pay)] == ["alive", "none", "none"]
    assert (cart["installed"], cart["versions"], cart["is_current"]) == (8, [__version__], True)
    assert cart["policy"] == {"mode": "propose", "protected": ["main"]}
    assert cart["policy_id"] == bare["policy_id"] != pay["policy_id"]
    assert (bare["is_bare"], bare["branch"]) == (True, "main")
    assert cart["corrected"] == cart["tip"] and cart["corrections"] == 1
    assert pay["corrected_at"] is None


def test_what_the_environment_switches_off_is_not_of_the_repository(
    fleet: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOKKIT", "0")
    assert look(fleet, "status", "git")["cart"]["hooks"] == "alive"


def test_the_report_has_a_row_for_each(fleet: Repository) -> None:
    ended = run_here(fleet, "fleet", "status", "git")
    lines = ended.out.splitlines()
    assert lines[0] == "3 repositories: 2 without hooks, 1 with hooks"
    assert lines[2].split() == ["cart", "alive", __version__, "A", "just", "now"]
    assert lines[5] == '  policy A (2): mode = propose, protected = ["main"]'


def test_a_second_run_looks_only_at_what_changed(fleet: Repository) -> None:
    first = run_here(fleet, "fleet", "status", "git", "--store", "s")
    assert first.out.endswith("\nthe next run looks only at those that have changed\n")
    again = run_here(fleet, "fleet", "status", "--store", "s")
    assert again.out.endswith("0 looked at now, 3 are as in the store\n")
    Repository(fleet.path / "git" / "pay").commit("Go on")
    again = run_here(fleet, "fleet", "status", "--store", "s")
    assert again.out.endswith("1 looked at now, 2 are as in the store\n")


def _pack(repo: Repository) -> None:
    repo.git("pack-refs", "--all")


def _uninstall(repo: Repository) -> None:
    assert run_here(repo, "uninstall").status == 0


def _set(repo: Repository) -> None:
    repo.git("config", "hookkit.mode", "fixup")


def _set_for_all(repo: Repository) -> None:
    repo.git("config", "--global", "core.hooksPath", "/elsewhere")


@pytest.mark.parametrize("change", [_uninstall, _set, _set_for_all, _pack])
def test_whatever_a_status_depends_on_has_it_looked_at_again(
    fleet: Repository, change: Callable[[Repository], None]
) -> None:
    before = look(fleet, "status", "git", "--store", "s")["cart"]
    change(Repository(fleet.path / "git" / "cart"))
    stored = look(fleet, "status", "--store", "s")["cart"]
    fresh = look(fleet, "status", "git")["cart"]
    assert {**stored, "looked_at": 0} == {**fresh, "looked_at": 0}
    assert change is _pack or stored != before


@pytest.mark.parametrize("name", [".config/lefthook.json", ".husky/post-commit"])
def test_a_framework_that_runs_hookkit_now_has_it_looked_at_again(
    fleet: Repository, name: str
) -> None:
    pay = Repository(fleet.path / "git" / "pay")
    if name.startswith(".husky"):
        pay.git("config", "core.hooksPath", ".husky/_")
    path = pay.write(name, "")
    assert look(fleet, "status", "git", "--store", "s")["pay"]["hooks"] == "none"
    path.write_text("hookkit hook post-commit\n")
    assert look(fleet, "status", "--store", "s")["pay"]["hooks"] == "pre-commit"


def test_the_table_is_for_spreadsheets_too(fleet: Repository) -> None:
    for name in ("=1+1", "::error::x"):
        clone(fleet.path / "git" / name)
    ended = run_here(fleet, "fleet", "status", "git", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    names = ["\\x3a:error::x", "'=1+1", "cart", "mirrors/cart.git", "pay"]
    assert [each["name"] for each in rows] == names  # a CI server would obey the first
    assert rows[2]["policy"] == '{"mode": "propose", "protected": ["main"]}'
    assert rows[2]["corrected_at"].endswith("Z")


def test_an_interruption_keeps_what_is_done_and_says_how_to_go_on(
    fleet: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("hookkit.terminal.progress.Progress.count_finished", stop)
        ended = run_here(fleet, "fleet", "status", "git", "--store", "s", "--jobs", "1")
    command = "hookkit fleet status --store s"
    assert ended.status == 130
    assert f"what was found is in s; to go on: {command}\n" in ended.err
    again = run_here(fleet, *command.split()[1:])
    assert again.out.endswith("2 looked at now, 1 is as in the store\n")


@pytest.mark.parametrize(
    ("args", "printed"),
    [
        (["status"], "no repositories are named"),
        (["status", "none"], "there is no file or folder 'none'"),
        (["status", "empty"], "there is no repository in empty"),
        (["status", "git", "--store", "other"], "other is not a store of hookkit fleet"),
        (["status", "git", "--store", "text"], "text is not a store of hookkit fleet"),
        (["status", "git", "--store", "newer"], "newer was written by a newer hookkit"),
        (["status", "git", "--output", "xml=x"], "there is no format 'xml'"),
        ([], "fleet needs to be told what to do: status"),
    ],
)
def test_what_cannot_be_is_refused(fleet: Repository, args: list[str], printed: str) -> None:
    (fleet.path / "empty").mkdir()
    (fleet.path / "text").write_text("text\n" * 1000)
    sqlite3.connect(fleet.path / "other").execute("CREATE TABLE other (a)").connection.close()
    run_here(fleet, "fleet", "status", "git", "--store", "newer")
    newer = sqlite3.connect(fleet.path / "newer")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    ended = run_here(fleet, "fleet", *args)
    assert ended.status == 2
    assert printed in ended.err
