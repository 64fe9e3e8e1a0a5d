"""Which events start Python, for every git command that people use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hookkit.shims.shim_file import events_with_shim
from tests.repository import Repository
from tests.test_hook_files import Recorder, put_shim

Play = Callable[[Repository], object]


@pytest.fixture
def python(tmp_path: Path) -> Recorder:
    """What stands for Python: it finds nothing, whatever it is asked."""
    return Recorder.make(tmp_path / "bin" / "python")


@pytest.fixture
def hooked(repo: Repository, python: Recorder, tmp_path: Path) -> Repository:
    """A repository with a remote, a branch that conflicts and one that does not, and all checks."""
    remote = Repository.init(tmp_path / "remote.git", "--bare")
    repo.commit("begin", {"a.py": "0\n"})
    for name in ("clean", "conflict"):
        repo.git("checkout", "-q", "-b", name, "main")
        repo.commit(name, {"a.py" if name == "conflict" else "c.py": f"{name}\n"})
    repo.git("checkout", "-q", "main")
    repo.commit("more", {"a.py": "1\n"})
    repo.git("remote", "add", "origin", str(remote.path))
    repo.git("push", "-q", "origin", "main")
    repo.git("config", "hookkit.branchPattern", "x")
    repo.git("config", "hookkit.ticketPattern", "x")
    for event in events_with_shim():
        put_shim(repo, event, python.path)
    return repo


def steps(*commands: str) -> Play:
    """Run git commands one after the other, however they end."""
    return lambda repo: [repo.attempt(*command.split(" ")) for command in commands]


def changed(*commands: str) -> Play:
    """Change a Python file, stage it, and run git commands."""

    def play(repo: Repository) -> None:
        repo.write("b.py", "1\n")
        repo.git("add", "b.py")
        steps(*commands)(repo)

    return play


def solved(*commands: str) -> Play:
    """Run the first command, which stops at a conflict, solve it, and run the others."""

    def play(repo: Repository) -> None:
        assert repo.attempt(*commands[0].split(" ")).returncode
        repo.write("a.py", "2\n")
        repo.git("add", "a.py")
        for command in commands[1:]:
            repo.git(*command.split(" "), GIT_EDITOR=":")

    return play


def worktree(repo: Repository) -> None:
    repo.git("worktree", "add", "-q", "-b", "linked", str(repo.path.parent / "linked"))


def mail(repo: Repository) -> None:
    repo.git("format-patch", "-q", "-o", "../mail", "main..clean")
    repo.git("am", "-q", *map(str, (repo.path.parent / "mail").iterdir()))


def reworded(repo: Repository) -> None:
    repo.git("checkout", "-q", "clean")
    env = {"GIT_SEQUENCE_EDITOR": "sed -i.bak 1s/pick/reword/", "GIT_EDITOR": ":"}
    repo.git("rebase", "-q", "-i", "main", data=None, **env)


COMMIT = "pre-commit commit-msg post-commit"
CASES: dict[str, tuple[Play, str]] = {
    "commit": (changed("commit -qm x"), COMMIT),
    "fixup": (changed("commit -q --fixup HEAD"), COMMIT),
    "on a detached HEAD": (changed("checkout -q --detach", "commit -qm x"), COMMIT),
    "amend": (changed("commit -q --amend --no-edit"), COMMIT),
    "no verify": (changed("commit -q --no-verify -m x"), "post-commit"),
    "nothing staged": (steps("commit -qm x"), "pre-commit"),
    "merge": (steps("merge -q --no-ff clean"), "pre-merge-commit post-merge"),
    "merge without verify": (steps("merge -q --no-verify --no-edit clean"), "post-merge"),
    "up to date": (steps("merge -q main"), ""),
    "fast-forward": (steps("reset -q --hard main~1", "merge -q --ff-only clean"), "post-merge"),
    "octopus": (
        steps("update-ref refs/heads/other main~1", "merge -q clean other"),
        "pre-merge-commit post-merge",
    ),
    "conflict and commit": (
        solved("merge -q conflict", "commit -qm merged"),
        "pre-commit post-commit",
    ),
    "conflict and continue": (
        solved("merge -q conflict", "merge --continue"),
        "pre-commit post-commit",
    ),
    "merge without a commit": (
        steps("merge -q --no-ff --no-commit clean", "commit -qm x"),
        "pre-commit",
    ),
    "squash": (steps("merge -q --squash clean", "commit -qm x"), COMMIT),
    "cherry-pick": (steps("cherry-pick clean"), "post-commit"),
    "cherry-pick with a conflict": (
        solved("cherry-pick conflict", "commit -qm x"),
        "post-commit",
    ),
    "revert": (steps("revert --no-edit HEAD"), "post-commit"),
    "revert with a conflict": (
        solved("revert --no-edit HEAD~1", "revert --continue"),
        "post-commit",
    ),
    "rebase": (steps("rebase -q main clean"), "post-rewrite"),
    "rebase by apply": (steps("rebase -q --apply main clean"), "post-rewrite"),
    "rebase with a conflict": (
        solved("rebase -q main conflict", "rebase --continue"),
        "post-rewrite",
    ),
    "reword": (reworded, "post-rewrite"),
    "am": (mail, ""),
    "stash": (changed("stash -q", "stash pop -q"), ""),
    "branches, tags, reset": (
        steps("branch new", "branch -m new newer", "tag t", "reset -q --hard main~1"),
        "",
    ),
    "new branch": (steps("checkout -q -b new"), "post-checkout"),
    "new branch elsewhere": (steps("switch -q -c new clean"), "post-checkout"),
    "another branch": (steps("checkout -q clean", "checkout -q -"), ""),
    "detach": (steps("checkout -q --detach clean"), ""),
    "files": (steps("checkout -q clean -- c.py"), ""),
    "worktree": (worktree, ""),
    "clone": (steps("clone -q . ../clone"), ""),
    "bisect": (steps("bisect start main main~1", "bisect reset"), ""),
    "push": (steps("push -q origin main:new"), "pre-push"),
    "push by URL": (steps("push -q ../remote.git clean"), "pre-push"),
    "dry push": (steps("push -q --dry-run origin clean"), "pre-push"),
    "tag": (steps("tag t", "push -q origin t"), "pre-push"),
    "deletion": (steps("push -q origin :main"), "pre-push"),
    "push of nothing": (steps("push -q origin main"), ""),
    "push without verify": (steps("push -q --no-verify origin clean"), ""),
}


@pytest.mark.parametrize("name", CASES)
def test_only_the_right_events_start_python(
    hooked: Repository, python: Recorder, name: str
) -> None:
    play, expected = CASES[name]
    python.log.unlink(missing_ok=True)
    play(hooked)
    assert events_of(python) == expected.split()


@pytest.fixture
def trunk(hooked: Repository) -> Repository:
    """The same without settings, in a clone whose default branch is called trunk."""
    hooked.git("config", "--unset", "hookkit.branchPattern")
    hooked.git("branch", "-m", "main", "trunk")
    hooked.git("push", "-q", "--no-verify", "-u", "origin", "trunk", "clean:topic")
    hooked.git("remote", "set-head", "origin", "trunk")
    return hooked


AT_A_COMMIT = {
    "on it": ("", "pre-commit commit-msg"),
    "on a topic": ("checkout -q --no-guess clean", "commit-msg"),
    "on a branch that is called nearly so": ("checkout -q -b my/trunk", "commit-msg"),
    "on main": ("checkout -q -b main", "pre-commit commit-msg"),
}


@pytest.mark.parametrize("place", ["here", "linked"])
@pytest.mark.parametrize("name", AT_A_COMMIT)
def test_a_commit_starts_python_for_the_default_branch_and_no_topic(
    trunk: Repository, python: Recorder, name: str, place: str
) -> None:
    before, expected = AT_A_COMMIT[name]
    if place == "linked":
        trunk.git("checkout", "-q", "conflict")
        trunk.git("worktree", "add", "-q", "../linked", "trunk")
    here = trunk if place == "here" else Repository(trunk.path.parent / "linked")
    here.attempt(*before.split(" ")) if before else None
    assert started(python, here, "commit", "-qm", "x", "--allow-empty") == expected.split()


MERGED = {
    "a topic that was pushed": (
        "reset -q --hard trunk~1",
        "merge -q --ff-only clean",
        "post-merge",
    ),
    "what the branch has at the remote": ("reset -q --hard trunk~1", "pull -q --ff-only", ""),
    "a topic that goes on": ("checkout -q -b new trunk~1", "merge -q --ff-only trunk", ""),
}


@pytest.mark.parametrize("name", MERGED)
def test_a_fast_forward_starts_python_for_what_the_branch_has_at_no_remote(
    trunk: Repository, python: Recorder, name: str
) -> None:
    before, merge, expected = MERGED[name]
    trunk.git(*before.split(" "), HOOKKIT="0")
    assert started(python, trunk, *merge.split(" ")) == expected.split()


def started(python: Recorder, repo: Repository, *command: str) -> list[str]:
    """Run a git command, and give the events that started Python."""
    python.log.unlink(missing_ok=True)
    repo.git(*command)
    return events_of(python)


def events_of(python: Recorder) -> list[str]:
    """Give the events that started Python."""
    words = python.words("arg")
    return [words[at + 2] for at, word in enumerate(words) if word == "hook"]
