"""A bare repository that checks what is pushed to it, and people who push."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from hookkit.hook_events import SERVER_EVENTS
from hookkit.install.install import install
from tests.copied_scenarios import give_copy
from tests.forked_hooks import forking
from tests.history.checks.scenarios import Team, branch, found_team, grow, merge, team_in
from tests.repository import Repository

STRICT = "[[policy]]\nrepositories = '*'\nchecks.history = 'refuse'\n"
"""A policy by which no commit may be made on a protected branch directly."""


class Push(NamedTuple):
    """How a push ended: whether the server took it, and what it said, line by line."""

    is_taken: bool
    said: list[str]

    @property
    def verdicts(self) -> list[tuple[str, str]]:
        """What becomes of each finding, and its rule."""
        found = (re.match(r"(refused|warning|unknown)  (HK\d+)", line) for line in self.said)
        return [(each[1], each[2]) for each in found if each]


def served_team(folder: Path, *options: str) -> Team:
    """Begin a project, as ``found_team`` does, whose server checks every push from then on."""
    give_copy(_served, folder, *options)
    return team_in(folder)


def _served(folder: Path, *options: str) -> None:
    serve(found_team(folder, *options).remote)


def serve(remote: Repository, policy: Path | None = None) -> None:
    """Have a bare repository check what is pushed to it, by a policy if there is one."""
    with forking("server"):
        install(remote.runner, SERVER_EVENTS, None if policy is None else str(policy))


def write_policy(team: Team, text: str, top: str = "") -> Path:
    """Write a policy outside of the repository, and have the server check by it.

    ``top`` are lines of the file above its tables.
    """
    place = team.remote.path.parent / "policy" / "policy.toml"
    place.parent.mkdir(mode=0o755, exist_ok=True)
    place.write_text(f"root = '{team.remote.path.parent}'\n{top}{text}")
    place.chmod(0o644)
    serve(team.remote, place)
    return place


def team_with_a_merge(folder: Path) -> Team:
    """Begin such a project, in which alice's main has a merge that the server does not take."""
    give_copy(_with_a_merge, folder)
    return team_in(folder)


def _with_a_merge(folder: Path) -> None:
    alice = served_team(folder).alice
    grow(alice, "m1")
    alice.git("push", "-q", "origin", "main")
    branch(alice, "topic", "main~1", "t1")
    merge(alice, "topic")


def push(repo: Repository, *args: str, **env: str) -> Push:
    """Run ``git push`` and give how it ended, with each id as the subject of its commit."""
    ended = repo.attempt("push", "--no-verify", *args, data=b"", **env)
    lines = os.fsdecode(ended.stderr).splitlines()
    said = [line.removeprefix("remote:") for line in lines if line.startswith("remote:")]
    return Push(ended.returncode == 0, [subjects(repo, line.strip()) for line in said])


def push_settings(team: Team, text: str, name: str = "pyproject.toml") -> None:
    """Have the server get a file of settings on main."""
    team.alice.git("checkout", "-q", "main")
    team.alice.commit(f"settings for #1 in {name}", {name: text})
    assert push(team.alice, "origin", "main").is_taken


def subjects(repo: Repository, text: str) -> str:
    """Write each id in ``text`` as the subject of its commit, in angle brackets."""

    def subject(found: re.Match[str]) -> str:
        shown = repo.attempt("log", "-1", "--format=%s", found[0], "--")
        return f"<{os.fsdecode(shown.stdout).strip()}>" if shown.returncode == 0 else found[0]

    return re.sub(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{7})\b", subject, text)


def refs(repo: Repository) -> dict[str, str]:
    """Every ref of a repository with its id."""
    out = repo.git("for-each-ref", "--format=%(refname) %(objectname)")
    return dict(line.split(" ") for line in out.splitlines())
