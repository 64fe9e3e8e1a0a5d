"""docs/safety.md: the ways back by hand work, and its links and commands are there."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path

from scripts.render_safety import TABLE, table_of
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY, run_here

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/safety.md").read_text("utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")


def block(word: str) -> str:
    """The commands of the page that have a word in them."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S)
    return next(str(each) for each in blocks if word in each)


def run(repo: Repository, script: str) -> str:
    """Run commands of the page; each must end with 0."""
    ended = subprocess.run(
        ["sh", "-e", "-c", script], cwd=repo.path, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_a_correction_is_shown_taken_and_forgotten_by_git(repo: Repository) -> None:
    repo.commit("Add a", {"a.py": SLOPPY})
    assert run_here(repo, "run", "--mode", "propose").status == 0
    name = repo.head
    assert "+x = 1" in run(repo, block("cherry-pick").replace("COMMIT", name))
    assert repo.git("log", "-1", "--format=%s") == "fixup! Add a"
    assert b"x = 1" in repo.read("a.py")
    assert repo.git("for-each-ref", "refs/hookkit/corrections/") == ""


def test_the_operation_log_gives_the_old_contents_without_hookkit(repo: Repository) -> None:
    repo.commit("Add a", {"a.py": SLOPPY})
    repo.write("a.py", SLOPPY + "mine = 1\n")
    assert run_here(repo, "run").status == 0
    (entry,) = (repo.path / ".git/hookkit/undo").iterdir()
    shown = run(repo, block("zlib").replace("NUMBER.STATE", entry.name))
    assert '"path": "a.py"' in shown
    contents = {path.read_text() for path in repo.path.glob("content-*")}
    assert contents == {SLOPPY + "mine = 1\n", repo.read("a.py").decode()}


def test_a_backup_becomes_a_branch_again(repo: Repository) -> None:
    repo.commit("Begin")
    repo.git("switch", "-q", "-c", "7-x")
    repo.commit("Add a", {"a.txt": "a\n"})
    repo.commit("fixup! Add a", {"a.txt": "b\n"})
    before = repo.head
    assert run_here(repo, "tidy").status == 0
    (line,) = repo.git("for-each-ref", "refs/hookkit/backup/").splitlines()
    number = line.rpartition("/")[2]
    run(repo, block("refs/hookkit/backup").replace("BRANCH", "7-x").replace("NUMBER", number))
    assert repo.git("rev-parse", "7-x-before") == before


def test_each_table_has_a_command_that_is_there() -> None:
    commands = [found["command"] for found in TABLE.finditer(PAGE)]
    assert len(commands) >= 4
    for command in commands:
        assert importlib.util.find_spec(command.split()[0]), command
        assert f"python -m {command.split()[0]}" in PAGE


def test_a_table_is_found_in_what_is_printed() -> None:
    assert table_of("one\n| a |\n|---|\n| 1 |\n\n| b |\n") == "| a |\n|---|\n| 1 |\n"
    assert table_of("nothing\n") == ""


def test_links_between_the_pages_lead_somewhere() -> None:
    for folder, page in ((ROOT / "docs", PAGE), (ROOT, SECURITY)):
        for target in re.findall(r"\]\(([^)#]*)(?:#[^)]*)?\)", page):
            assert not target or (folder / target).exists(), target
