"""Two clones of one remote: Alice has a topic branch, Bob has pushed new commits to main."""

from __future__ import annotations

import os
from pathlib import Path

from tests.copied_scenarios import give_copy
from tests.history.checks.scenarios import Team, clone, found_team, team_in
from tests.repository import Repository
from tests.repository_with_hooks import RepositoryContent, repository_content, run_here, short_ids

LINES = "".join(f"{number}\n" for number in range(1, 30))


def edited(text: str, **lines: str) -> str:
    """A text with some of its lines replaced: ``_3="x"`` for the third."""
    all_lines = text.splitlines()
    for key, line in lines.items():
        all_lines[int(key[1:]) - 1] = line
    return "\n".join(all_lines) + "\n"


def begin(folder: Path, *options: str) -> Team:
    """Alice has two commits on ``7-topic``, Bob has pushed one to main; nobody has fetched it."""
    give_copy(_begun, folder, *options)
    return team_in(folder)


def _begun(folder: Path, *options: str) -> None:
    made = found_team(folder, *options)
    alice, bob = made.alice, made.bob
    alice.commit("Begin", {"a.txt": LINES, "b.txt": LINES})
    alice.git("push", "-q")
    bob.git("pull", "-q")
    alice.git("switch", "-q", "-c", "7-topic")
    alice.commit("One", {"a.txt": edited(LINES, _2="one")})
    alice.commit("Two", {"b.txt": edited(LINES, _2="two")})
    push(bob, "On main", {"a.txt": edited(LINES, _20="bob"), "new.txt": "new\n"})


def push(repo: Repository, subject: str, files: dict[str, str]) -> str:
    """Commit and push, and give the id."""
    made = repo.commit(subject, files)
    repo.git("push", "-q")
    return made


def push_to_topic(team: Team) -> None:
    """Alice pushes her topic, and Bob pushes a commit to it; Alice does not fetch."""
    alice, bob = team.alice, team.bob
    alice.git("push", "-q", "-u", "origin", "7-topic")
    bob.git("fetch", "-q")
    bob.git("switch", "-q", "7-topic")
    push(bob, "Bobs", {"bobs.txt": "b\n"})


def sync_report(repo: Repository, *options: str) -> str:
    """What is said by a sync that is not refused, with subjects for ids."""
    ended = run_here(repo, "sync", *options)
    assert (ended.status, ended.err) == (0, "")
    return short_ids(repo, ended.out)


def refused(repo: Repository, *options: str) -> str:
    """What is said by a sync that is refused and changes nothing but what a fetch does."""
    before, branches = repository_content(repo), own_refs(repo)
    ended = run_here(repo, "sync", *options)
    after = repository_content(repo)
    assert (after.files, after.index, after.head) == (before.files, before.index, before.head)
    assert own_refs(repo) == branches
    assert repo.git("for-each-ref", "refs/hookkit/") == ""
    assert (ended.status, ended.out) == (1, "")
    return short_ids(repo, ended.err)


def stand(seen: RepositoryContent) -> tuple[object, ...]:
    """Files, index, HEAD and refs: all that differs in nothing but objects."""
    refs = [line for line in seen.refs.splitlines() if "refs/hookkit/kept/" not in line]
    return seen.files, seen.index, seen.head, refs


def without_identity(repo: Repository) -> None:
    """Let git not know who commits."""
    home = Path(os.environ["HOME"]) / ".gitconfig"
    repo.git("config", "--file", str(home), "--remove-section", "user")
    repo.attempt("config", "--remove-section", "user")
    repo.git("config", "user.useConfigOnly", "true")


def own_refs(repo: Repository) -> str:
    """The branches that are here, with their commits."""
    return repo.git("for-each-ref", "refs/heads/")


__all__ = [
    "LINES",
    "Team",
    "begin",
    "clone",
    "edited",
    "own_refs",
    "push",
    "push_to_topic",
    "refused",
    "stand",
    "sync_report",
    "without_identity",
]


def break_notes(repo: Repository) -> None:
    """Have git fail to copy notes: what should be their tree is a blob."""
    blob = repo.git("hash-object", "-w", "--stdin", data=b"no tree\n")
    repo.git("update-ref", "refs/notes/commits", blob)


def under_way(operation: str) -> tuple[str, str]:
    """What is said, and the repair, in the middle of a ``merge`` or a ``rebase``."""
    sentence = f"a {operation} is under way: finish it first, or take it back"
    return f"{sentence}: git {operation} --abort", f"git {operation} --continue"
