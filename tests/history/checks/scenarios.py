"""Functions that build histories with git for the tests of checks, and a team that pushes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from hookkit.git.runner import Git
from hookkit.history.finding import Finding
from hookkit.history.refs.pushed_refs import PushedRef, read_pushed_refs
from tests.copied_scenarios import give_copy
from tests.repository import Repository

# Each commit is a minute later than the one before, so that dates order them as people see them.
_NOON = 1_700_000_000


def grow(repo: Repository, *names: str) -> str:
    """Make a commit on the current branch for each name, with a file of that name."""
    for name in names:
        tick(repo)
        repo.commit(name, {re.sub(r"\W+", "-", name): f"{name}\n"})
    return repo.head


def tick(repo: Repository) -> None:
    """Let a minute go by for the next commit."""
    now = int(os.environ.get("GIT_COMMITTER_DATE", f"@{_NOON}").strip("@").split()[0]) + 60
    os.environ["GIT_COMMITTER_DATE"] = os.environ["GIT_AUTHOR_DATE"] = f"@{now} +0000"


def branch(repo: Repository, name: str, at: str, *names: str) -> str:
    """Make a branch at a commit and let it grow."""
    repo.git("checkout", "-q", "-b", name, at)
    return grow(repo, *names)


def merge(repo: Repository, *heads: str, into: str = "main", title: str = "", how: str = "") -> str:
    """Merge heads into a branch with a merge commit "Merge <heads>"; ``how`` are options of git."""
    repo.git("checkout", "-q", into)
    tick(repo)
    title = title or "Merge " + ", ".join(heads)
    repo.git("merge", "-q", "--no-ff", "-m", title, *how.split(), *heads)
    return repo.head


def run_repair(repo: Repository, repair: str, **env: str) -> None:
    """Run the command that a finding gives, as a person copies it."""
    # hookkit itself is beside the Python of the tests.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ended = subprocess.run(
        repair,
        shell=True,
        cwd=repo.path,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path, **env},
    )
    assert ended.returncode == 0, f"{repair}\n{ended.stdout}{ended.stderr}"


def lines_of(repo: Repository, findings: Iterable[Finding]) -> list[str]:
    """Write findings as lines, each id as the subject of its commit in angle brackets."""

    def subject(found: re.Match[str]) -> str:
        shown = repo.attempt("log", "-1", "--format=%s", found[0], "--")
        return f"<{os.fsdecode(shown.stdout).strip()}>" if shown.returncode == 0 else found[0]

    return [
        re.sub(
            r"\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{7})\b",
            subject,
            f"{each.rule} {each.answer} {each.level} {each.place}: {each.sentence}"
            + (f" | {each.repair}" if each.repair else ""),
        )
        for each in findings
    ]


def verdicts(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """Give rule, answer and level of each finding."""
    return [(each.rule, each.answer, each.level) for each in findings]


@dataclass(frozen=True)
class Team:
    """A bare repository and two people's clones of it."""

    remote: Repository
    alice: Repository
    bob: Repository


def found_team(folder: Path, *options: str) -> Team:
    """Begin a project: main with one commit, which both have. ``options`` are those of git init."""
    give_copy(_found, folder, *options)
    return team_in(folder)


def team_in(folder: Path) -> Team:
    """Give the team whose repositories are in a folder."""
    return Team(*(Repository(folder / name) for name in ("remote.git", "alice", "bob")))


def _found(folder: Path, *options: str) -> None:
    remote = Repository.init(folder / "remote.git", "--bare", *options)
    alice = Repository.init(folder / "alice", *options)
    grow(alice, "base")
    alice.git("remote", "add", "origin", str(remote.path))
    alice.git("push", "-q", "-u", "origin", "main")
    alice.git("remote", "set-head", "origin", "main")
    clone(remote, folder / "bob", "bob")


def clone(remote: Repository, folder: Path, person: str, *options: str) -> Repository:
    """Clone a repository for a person."""
    remote.git("clone", "-q", *options, remote.path.as_uri(), str(folder))
    made = Repository(folder)
    made.git("config", "user.name", person)
    made.git("config", "user.email", f"{person}@hookkit.invalid")
    return made


def pushed(repo: Repository, *arguments: str) -> list[PushedRef]:
    """Give what git tells pre-push about ``git push ARGUMENTS``, and let nothing be pushed."""
    told_to_hook = repo.path.parent / f"{repo.path.name}-pushed"
    hook = repo.path / repo.git("rev-parse", "--git-path", "hooks") / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\necho \"$1\" >'{told_to_hook}'\ncat >>'{told_to_hook}'\nexit 1\n")
    hook.chmod(0o755)
    try:
        repo.attempt("push", *arguments)
    finally:
        hook.unlink()
    remote, _, lines = told_to_hook.read_text().partition("\n")
    return read_pushed_refs(lines, remote)


class Watched(NamedTuple):
    """A runner of git, and the command line of each git process that it has started so far."""

    runner: Git
    trace: Path

    @property
    def started(self) -> list[list[str]]:
        """The command lines, those of processes that git itself started too."""
        events = map(json.loads, self.trace.read_text().splitlines())
        return [each["argv"] for each in events if each["event"] == "start"]

    @property
    def commands(self) -> list[str]:
        """The git command of each of them, such as ``log``."""
        return [_command_of(iter(each[1:])) for each in self.started]


def _command_of(words: Iterator[str]) -> str:
    for word in words:
        if word != "-c":
            return word
        next(words)  # the setting
    return ""


def watched(repo: Repository, folder: Path) -> Watched:
    """Give a runner whose git processes are noted; ``folder`` is where."""
    trace = folder / "trace2.json"
    runner = repo.runner
    trace.write_text("")
    return Watched(runner.with_variables({"GIT_TRACE2_EVENT": str(trace)}), trace)


def topic_beside_main(repo: Repository) -> Repository:
    """Make a repository on the branch "topic", whose last commit is on main as well as one more."""
    repo.commit("base", {"a": "1\n"})
    branch(repo, "topic", "main", "t1")
    repo.git("checkout", "-q", "main")
    grow(repo, "m1")
    repo.git("checkout", "-q", "topic")
    return repo


def edit_on_main(repo: Repository, text: str) -> None:
    """Edit the file of the first commit on main."""
    repo.git("checkout", "-q", "main")
    repo.commit("edit", {"a": text})
    repo.git("checkout", "-q", "topic")
