"""Ctrl-C and SIGTERM to the whole process group while files move: all or nothing, and said."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from hookkit.operation_log.stored_entries import active_entries
from tests.history.checks.scenarios import Team, branch, found_team
from tests.repository import Repository
from tests.repository_with_hooks import repository_content, run_here
from tests.terminal_session import Session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs process groups")

GIT = """\
#!/bin/sh
# Sends a signal to the whole process group at the wanted step, before or after git takes it.
case " $* " in {steps}) ;; *) exec {git} "$@" ;; esac
number=$(($(cat "$STEPS/count") + 1))
echo $number > "$STEPS/count"
[ $number = "$AT" ] || exec {git} "$@"
if [ "$WHEN" = before ]; then kill -s "$SIGNAL" 0; exec {git} "$@"; fi
{git} "$@"
code=$?
kill -s "$SIGNAL" 0
exit $code
"""
MOVING = '*" read-tree -m -u --no-rec"*|*" symbolic-ref -m "*|*" update-ref --create-reflog "*'
WRITING = f'{MOVING}|*" update-ref "*|*" update-index "*|*" write-tree "*|*" hash-object "*'


def seen(repo: Repository) -> tuple[object, ...]:
    """What a person has: files, index, HEAD, branches."""
    there = repository_content(repo)
    refs = [line for line in there.refs.splitlines() if "refs/heads/" in line]
    return there.files, there.index, there.head, refs


def outside(repo: Repository) -> list[str]:
    """The refs that belong to no entry of the log."""
    refs = repo.git("for-each-ref").splitlines()
    return [line for line in refs if "/hookkit/" not in line and "refs/heads/" not in line]


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Alice is on a stack that is behind, with uncommitted work; the target was fetched."""
    team = found_team(tmp_path)
    alice, bob = team.alice, team.bob
    lines = "".join(f"{number}\n" for number in range(30))
    alice.commit("Lines", {"f": lines, "gone": "gone\n"})
    alice.git("push", "-q", "origin", "main")
    branch(alice, "s1", "main", "one")
    branch(alice, "s2", "s1", "two")
    bob.git("pull", "-q", "origin", "main")
    bob.git("rm", "-q", "gone")
    bob.commit("By bob", {"f": lines.replace("5\n", "five\n", 1), "new": "new\n", "x/y": "y\n"})
    bob.git("push", "-q", "origin", "main")
    alice.git("fetch", "-q")
    alice.write("f", lines + "at the end\n")
    alice.write("untracked", "mine\n")
    return team


def run(
    repo: Repository, folder: Path, words: list[str], at: int, when: str, name: str, steps: str
) -> subprocess.CompletedProcess[str]:
    """Run hookkit in a process group of its own, with the signal at one step."""
    wrapper = folder / "bin" / "git"
    wrapper.parent.mkdir(parents=True, exist_ok=True)
    wrapper.write_text(GIT.format(git=shutil.which("git"), steps=steps))
    wrapper.chmod(0o755)
    (folder / "count").write_text("0")
    env = {
        **os.environ,
        "PATH": f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}",
        "STEPS": str(folder),
        "AT": str(at),
        "WHEN": when,
        "SIGNAL": name,
    }
    command = [sys.executable, "-m", "hookkit", *words]
    with subprocess.Popen(
        command,
        cwd=repo.path,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as child:
        out, err = child.communicate()
    return subprocess.CompletedProcess(command, child.returncode, out, err)


def check_all_or_nothing(
    team: Team, tmp_path: Path, words: list[str], when: str, name: str, steps: str
) -> None:
    """Signal a command at each of its steps: it is done as a whole, or not at all."""
    before = seen(team.alice)
    done = Repository(tmp_path / "done")
    shutil.copytree(team.alice.path, done.path, symlinks=True)
    ended = run(done, tmp_path / "plain", words, 0, when, name, steps)
    assert ended.returncode == 0, ended.stderr
    count, after = int((tmp_path / "plain" / "count").read_text()), _dateless(done)
    assert count >= 2
    for at in range(1, count + 1):
        copy = Repository(tmp_path / f"at-{at}")
        shutil.copytree(team.alice.path, copy.path, symlinks=True)
        others = outside(copy)
        ended = run(copy, tmp_path / f"steps-{at}", words, at, when, name, steps)
        where = f"{name} {when} step {at}: {ended.stderr}"
        status = {"INT": 130, "TERM": 128 + signal.SIGTERM}[name]
        assert ended.returncode in (status, 3, 0), where
        assert list((copy.path / ".git").rglob("*.lock")) == [], where
        if seen(copy) != before:
            assert _dateless(copy) == after, where
            assert "hookkit undo" in ended.stderr + ended.stdout, where
            if words != ["undo"]:
                undone = run_here(copy, "undo")
                assert (undone.status, undone.err) == (0, ""), where
                assert seen(copy) == before, where
        elif words != ["undo"]:
            assert list(active_entries(copy.runner)) == [], where
        assert outside(copy) == others, where
        shutil.rmtree(copy.path)


def _dateless(repo: Repository) -> tuple[object, ...]:
    """What a person has, less the ids of commits: they have the time in them."""
    there = repository_content(repo)
    form = "--format=%(refname) %(tree) %(contents:subject)"
    log = repo.git("for-each-ref", form, "refs/heads").splitlines()
    return there.files, there.index, there.head.splitlines()[0], log


ACTIONS = {"start": ["start", "12", "x", "--no-fetch"], "sync": ["sync", "--no-fetch"]}


@pytest.mark.parametrize(
    ("action", "when", "name"), [("start", "after", "TERM"), ("sync", "before", "INT")]
)
def test_interrupted_while_files_move_it_is_done_or_not_at_all(
    team: Team, tmp_path: Path, action: str, when: str, name: str
) -> None:
    check_all_or_nothing(team, tmp_path, ACTIONS[action], when, name, MOVING)


def test_an_undo_that_is_interrupted_is_done_or_not_at_all(team: Team, tmp_path: Path) -> None:
    assert run_here(team.alice, "sync", "--no-fetch").status == 0
    check_all_or_nothing(team, tmp_path, ["undo"], "before", "INT", MOVING)


@pytest.mark.long
@pytest.mark.parametrize("name", ["INT", "TERM"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("action", ["start", "sync", "undo"])
def test_interrupted_at_any_write_it_is_done_or_not_at_all(
    team: Team, tmp_path: Path, action: str, when: str, name: str
) -> None:
    words = ["undo"]
    if action == "undo":
        assert run_here(team.alice, "sync", "--no-fetch").status == 0
    else:
        words = ACTIONS[action]
    check_all_or_nothing(team, tmp_path, words, when, name, WRITING)


FILES = 1_500


@pytest.fixture
def many(tmp_path: Path) -> Team:
    """The target has another content for 1,500 files; git waits in the middle of them."""
    team = found_team(tmp_path)
    for number in range(FILES):
        team.bob.write(f"d/{number}", f"{number}\n")
    team.bob.git("add", "d")
    team.bob.git("commit", "-q", "-m", "Many")
    team.bob.git("push", "-q", "origin", "main")
    team.alice.git("pull", "-q", "origin", "main")
    branch(team.alice, "12-x", "main", "one")
    for number in range(FILES):
        team.bob.write(f"d/{number}", f"{number} by bob\n")
    team.bob.git("commit", "-q", "-a", "-m", "Many by bob")
    team.bob.git("push", "-q", "origin", "main")
    team.alice.git("fetch", "-q")
    return team


def wait_in_the_middle(repo: Repository, folder: Path) -> Callable[[], None]:
    """Let git wait in the middle of the files; gives what lets it go on."""
    for name in ("there", "go"):
        os.mkfifo(folder / name)
    repo.write(".git/info/attributes", f"d/{FILES // 2} filter=wait\n")
    script = f"echo > '{folder}/there'; cat '{folder}/go' > /dev/null; cat"
    repo.git("config", "filter.wait.smudge", script)
    repo.git("config", "filter.wait.clean", "cat")

    def let_go() -> None:
        repo.git("config", "filter.wait.smudge", "cat")
        with suppress(OSError):  # whoever waited may have been stopped by then
            (folder / "go").write_text("")

    return let_go


@pytest.mark.parametrize("words", [["start", "13", "x"], ["sync"], ["merge", "--rebase"]])
def test_ctrl_c_on_a_terminal_while_1500_files_move(
    many: Team, tmp_path: Path, words: list[str]
) -> None:
    alice = many.alice
    if words[0] == "merge":
        alice.git("branch", "-q", "-f", "main", "origin/main")
    before = seen(alice)
    let_go = wait_in_the_middle(alice, tmp_path)
    with Session(alice, *words, *(() if words[0] == "merge" else ("--no-fetch",))) as session:
        (tmp_path / "there").read_text()  # git is in the middle
        session.send("\x03")
        # A thread: if git has been killed after all, nobody reads.
        threading.Thread(target=let_go, daemon=True).start()
        assert session.end() == 130, session.said
        assert "repair: hookkit undo" in session.said
    assert (alice.status, seen(alice) != before) == ("", True)
    assert alice.read("d/1499") == b"1499 by bob\n"
    ended = run_here(alice, "undo")
    assert (ended.status, ended.err) == (0, "")
    assert (seen(alice), alice.status) == (before, "")


def test_sigterm_to_the_group_while_1500_files_move(many: Team, tmp_path: Path) -> None:
    alice = many.alice
    before = seen(alice)
    let_go = wait_in_the_middle(alice, tmp_path)
    command = [sys.executable, "-m", "hookkit", "sync", "--no-fetch"]
    with subprocess.Popen(
        command, cwd=alice.path, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as child:
        (tmp_path / "there").read_text()
        os.killpg(child.pid, signal.SIGTERM)
        threading.Thread(target=let_go, daemon=True).start()
        err = child.communicate()[1]
    assert child.returncode == 128 + signal.SIGTERM, err
    assert err.endswith("repair: hookkit undo\n")
    assert run_here(alice, "undo").status == 0
    assert (seen(alice), alice.status) == (before, "")
