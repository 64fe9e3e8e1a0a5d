"""The operations that are run with faults, and the repository in which they run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import GLOBAL_CONFIG, UNSEAL

HOOKKIT = (sys.executable, "-m", "hookkit")
PLAIN = {"HOOKKIT": "0"}

CLEAN = """\
import os


def first():
    return os.name


def second():
    return 2


def third():
    return 3


LAST = first, second, third
"""
SLOPPY = CLEAN.replace("    return os", "    x=1\n    return os").replace(
    "    return 2", "    y=[1,2]\n    return y"
)
NUMBERS = "".join(f"{number}\n" for number in range(1, 31))


@dataclass(frozen=True)
class Scenario:
    """A folder with a home, a repository and the remote of it."""

    path: Path

    @property
    def repo(self) -> Path:
        """The repository in which the person works."""
        return self.path / "repo"

    @property
    def remote(self) -> Path:
        """The bare repository that is its remote."""
        return self.path / "remote.git"

    def env(self, **more: str) -> dict[str, str]:
        """An environment without the configuration of the machine, and with a fixed time."""
        home = self.path / "home"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(UNSEAL)}
        return {
            **kept,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "TMPDIR": str(self.path / "tmp"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_EDITOR": "false",
            "GIT_AUTHOR_DATE": "1750000000 +0000",
            "GIT_COMMITTER_DATE": "1750000000 +0000",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TZ": "UTC",
            **more,
        }

    def run(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the repository and give how it ended."""
        return subprocess.run(
            command,
            cwd=self.repo,
            env=self.env(**env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="surrogateescape",
        )

    def must(self, *command: str, **env: str) -> None:
        """Run a command that must end with 0, without hooks unless told otherwise."""
        ended = self.run(*command, **{**PLAIN, **env})
        assert ended.returncode == 0, (command, ended.stdout, ended.stderr)

    def git(self, *args: str) -> None:
        """Run git without hooks; it must end with 0."""
        self.must("git", *args)

    def write(self, name: str, content: str) -> None:
        """Write a file of the worktree."""
        path = self.repo / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a piece of a file, which must be there."""
        path = self.repo / name
        text = path.read_text()
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1))

    def commit(self, subject: str, **files: str) -> None:
        """Commit just some files (``_py`` for the ending)."""
        for key, content in files.items():
            name = re.sub(r"_(py|txt)$", r".\1", key)
            self.write(name, content)
            self.git("add", "--", name)
        self.git("commit", "-q", "--allow-empty", "-m", subject)

    def copy(self, to: Path) -> Scenario:
        """The same at another place; every path in it is relative."""
        subprocess.run(["cp", "-a", str(self.path), str(to)], check=True)
        return Scenario(to)

    def remove(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.path)


def begin(path: Path) -> Scenario:
    """A repository with a remote, three branches, a tag, a stash and files of every kind.

    HEAD is on the topic, which is one commit ahead of main, and hookkit is installed.
    """
    scenario = Scenario(path)
    for folder in ("home", "tmp", "repo"):
        (path / folder).mkdir(parents=True)
    (path / "home/.gitconfig").write_text(GLOBAL_CONFIG)
    subprocess.run(["git", "init", "-q", "--bare", scenario.remote], env=scenario.env(), check=True)
    scenario.git("init", "-q")
    scenario.git("remote", "add", "origin", "../remote.git")
    scenario.git("config", "person.own", "value")
    scenario.write(".gitignore", "*.secret\n")
    scenario.write("run.sh", "echo\n")
    (scenario.repo / "run.sh").chmod(0o755)
    (scenario.repo / "link").symlink_to("shop.py")
    scenario.write("windows.txt", "one\r\ntwo\r\n")
    scenario.git("add", "-A")
    scenario.commit("Begin", shop_py=CLEAN, notes_txt=NUMBERS, tags_txt=NUMBERS)
    scenario.git("tag", "v1")
    scenario.git("push", "-q", "-u", "origin", "main", "v1")
    scenario.git("remote", "set-head", "origin", "main")
    scenario.git("switch", "-q", "-c", "other")
    scenario.commit("On other", other_txt="other\n")
    scenario.git("switch", "-q", "-c", "7-tax", "main")
    scenario.commit("Add tax", tax_py="TAX = 7\n")
    scenario.replace("tags.txt", "20\n", "stashed\n")
    scenario.git("stash", "push", "-q")
    scenario.must(*HOOKKIT, "install")
    return scenario


def edit(scenario: Scenario) -> None:
    """Uncommitted work: staged, unstaged, both in one file, untracked, ignored, executable."""
    scenario.replace("notes.txt", "25\n", "twenty-five, staged\n")
    scenario.git("add", "notes.txt")
    scenario.replace("notes.txt", "28\n", "twenty-eight, not staged\n")
    scenario.replace("shop.py", "LAST", "# mine\nLAST")
    scenario.write("todo.txt", "untracked\n")
    scenario.write("folder/draft.py", "untracked = 1\n")
    scenario.write("key.secret", "ignored\n")


def main_goes_on(scenario: Scenario) -> None:
    """A colleague pushes to main what the person has not fetched."""
    other = Scenario(scenario.path / "colleague")
    other.path.mkdir()
    clone = ["git", "clone", "-q", str(scenario.remote), str(other.repo)]
    subprocess.run(clone, env=scenario.env(HOOKKIT="0"), check=True)
    notes = other.repo / "notes.txt"
    notes.write_text(notes.read_text().replace("3\n", "three\n", 1))
    (other.repo / "fresh.txt").write_text("fresh\n")
    for args in (["add", "-A"], ["commit", "-q", "-m", "On main"], ["push", "-q"]):
        subprocess.run(["git", *args], cwd=other.repo, env=scenario.env(HOOKKIT="0"), check=True)
    other.remove()


def sloppy_staged(scenario: Scenario) -> None:
    """A sloppy change and a sloppy file are staged; beside them is work that is not."""
    scenario.write("shop.py", SLOPPY)
    scenario.write("new.py", "import os,sys\nz=1\n")
    scenario.git("add", "shop.py", "new.py")
    scenario.replace("notes.txt", "28\n", "twenty-eight, not staged\n")
    scenario.replace("shop.py", "LAST", "# mine\nLAST")
    scenario.write("todo.txt", "untracked\n")
    scenario.write("key.secret", "ignored\n")


def sloppy_committed(scenario: Scenario) -> None:
    """The sloppy commit was made without hookkit; uncommitted work is beside it."""
    scenario.commit("Sloppy", shop_py=SLOPPY, new_py="import os,sys\nz=1\n")
    edit(scenario)


def two_sloppy_commits(scenario: Scenario) -> None:
    """Two commits have each a fault of their own, and the correction of both is kept."""
    scenario.commit("One", shop_py=CLEAN.replace("    return os", "    x=1\n    return os"))
    scenario.commit("Two", shop_py=SLOPPY, new_py="z=1\n")
    scenario.must(*HOOKKIT, "run", "--scope", "file", "--mode", "propose", HOOKKIT="1")
    edit(scenario)


def indebted(scenario: Scenario) -> None:
    """The sloppy files are accepted in a baseline; uncommitted work is beside it."""
    scenario.commit("Sloppy", shop_py=SLOPPY, new_py="z=1\n")
    scenario.must(*HOOKKIT, "debt", "accept")
    scenario.git("add", ".hookkit-debt.json")
    scenario.commit("Accept")
    edit(scenario)


def paid(scenario: Scenario) -> None:
    """Debt was paid."""
    indebted(scenario)
    scenario.must(*HOOKKIT, "debt", "pay", HOOKKIT="1")


def proposed(scenario: Scenario) -> None:
    """The correction of the sloppy commit is kept as a proposal."""
    sloppy_committed(scenario)
    scenario.must(*HOOKKIT, "run", "--mode", "propose", HOOKKIT="1")


def placed(scenario: Scenario) -> None:
    """The correction is in the files, as uncommitted edits."""
    sloppy_committed(scenario)
    scenario.must(*HOOKKIT, "run", "--mode", "worktree", HOOKKIT="1")


def accepted(scenario: Scenario) -> None:
    """The correction was accepted as a fixup."""
    proposed(scenario)
    scenario.must(*HOOKKIT, "accept", HOOKKIT="1")


def behind(scenario: Scenario) -> None:
    """The topic has a commit more, main has gone on at the remote, and there is work."""
    scenario.commit("Add cart", cart_py="CART = []\n")
    main_goes_on(scenario)
    edit(scenario)


def sync_report(scenario: Scenario) -> None:
    """The topic was brought up to main."""
    behind(scenario)
    scenario.must(*HOOKKIT, "sync", HOOKKIT="1")


def in_conflict(scenario: Scenario) -> None:
    """The topic changes a line that main has changed too; what is not committed is untracked."""
    scenario.commit("Name three", notes_txt=NUMBERS.replace("3\n", "drei\n", 1))
    scenario.commit("Add cart", cart_py="CART = []\n")
    main_goes_on(scenario)
    scenario.write("todo.txt", "untracked\n")
    scenario.write("key.secret", "ignored\n")


def stopped(scenario: Scenario) -> None:
    """A sync has stopped in the conflict."""
    in_conflict(scenario)
    ended = scenario.run(*HOOKKIT, "sync", "--resolve")
    assert "hookkit sync --continue" in ended.stdout + ended.stderr, ended


def resolved(scenario: Scenario) -> None:
    """A sync has stopped in the conflict, which is resolved since."""
    stopped(scenario)
    scenario.write("notes.txt", NUMBERS.replace("3\n", "drei, three\n", 1))
    scenario.git("add", "notes.txt")


def with_fixups(scenario: Scenario) -> None:
    """The topic has fixups to be squashed."""
    scenario.commit("Add cart", cart_py="CART = []\n")
    scenario.commit("fixup! Add tax", tax_py="TAX = 19\n")
    scenario.commit("fixup! Add cart", cart_py="CART = [1]\n")
    edit(scenario)


def diverged(scenario: Scenario) -> None:
    """The topic is pushed and was amended since."""
    scenario.git("push", "-q", "-u", "origin", "7-tax")
    scenario.git("commit", "-q", "--amend", "-m", "Add the tax")
    edit(scenario)


def at_main(scenario: Scenario) -> None:
    """HEAD is on main, which has gone on at the remote."""
    scenario.git("switch", "-q", "main")
    main_goes_on(scenario)
    edit(scenario)


def taken_back(scenario: Scenario) -> None:
    """The correction was accepted as a fixup, and that was taken back."""
    accepted(scenario)
    scenario.must(*HOOKKIT, "undo", HOOKKIT="1")


TOPIC = r"refs/heads/7-tax"
TRACKED = r"refs/remotes/origin/.*"


@dataclass(frozen=True)
class Operation:
    """What a person does: ``prepare`` makes the scenario, ``command`` is what the fault meets.

    ``keys`` are typed in a terminal, each at the next question. ``may_move`` is what refs it may
    move. ``by_git`` is what plain git does on the way: its result is a place to stop at as well.
    ``again`` says that the way on from half of it is the same command, not ``hookkit undo``.
    ``stops`` says that it is to stop in a conflict. ``began`` makes the state in which what it goes
    on with began: where git cannot go on, that is a place to stop at as well.
    """

    name: str
    prepare: Callable[[Scenario], None]
    command: tuple[str, ...]
    may_move: str
    keys: str = ""
    mode: str = ""
    by_git: tuple[str, ...] = ()
    again: bool = False
    stops: bool = False
    began: Callable[[Scenario], None] | None = None


def _commit(mode: str) -> Operation:
    command = ("git", "commit", "-q", "-m", "Sloppy")
    return Operation(f"commit, mode {mode}", sloppy_staged, command, TOPIC, "", mode, command)


def _hookkit(
    prepare: Callable[[Scenario], None], *args: str, may: str = TOPIC, keys: str = ""
) -> Operation:
    name = " ".join(("hookkit", *args))
    return Operation(name, prepare, (*HOOKKIT, *args), may, keys)


def _sync(
    prepare: Callable[[Scenario], None], option: str, *, again: bool = False, stops: bool = False
) -> Operation:
    began = in_conflict if again else None
    may = rf"{TOPIC}|refs/heads/main|{TRACKED}"
    command = (*HOOKKIT, "sync", option)
    name = f"hookkit sync {option}"
    return Operation(name, prepare, command, may, again=again, stops=stops, began=began)


def _undo(prepare: Callable[[Scenario], None], what: str, may: str = TOPIC) -> Operation:
    command = (*HOOKKIT, "undo")
    return Operation(f"hookkit undo of {what}", prepare, command, may, again=True)


OPERATIONS = (
    *(_commit(mode) for mode in ("worktree", "propose", "fixup", "commit")),
    _hookkit(sloppy_committed, "run"),
    _hookkit(sloppy_committed, "run", "--mode", "fixup"),
    _hookkit(proposed, "accept"),
    _hookkit(proposed, "accept", "--as", "amend"),
    _hookkit(proposed, "accept", "--as", "commit"),
    _hookkit(two_sloppy_commits, "accept", "--spread"),
    _hookkit(proposed, "review", "-i", "--as", "worktree", keys="yyyyyyyyyy"),
    _hookkit(indebted, "debt", "pay"),
    _hookkit(at_main, "start", "9", "cart", may=rf"refs/heads/9-cart|refs/heads/main|{TRACKED}"),
    _hookkit(behind, "sync", may=rf"{TOPIC}|refs/heads/main|{TRACKED}"),
    _sync(in_conflict, "--resolve", stops=True),
    _sync(resolved, "--continue", again=True),
    _sync(stopped, "--abort", again=True),
    _hookkit(with_fixups, "tidy"),
    _hookkit(behind, "merge", "--rebase", may=rf"{TOPIC}|refs/heads/main|{TRACKED}"),
    _hookkit(diverged, "push", "--yes", may=r"refs/remotes/origin/7-tax"),
    _undo(placed, "a placement"),
    _undo(accepted, "accept"),
    _undo(paid, "debt pay"),
    _undo(sync_report, "sync", rf"{TOPIC}|refs/heads/main"),
    _hookkit(taken_back, "redo"),
)
