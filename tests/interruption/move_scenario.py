"""A repository whose branch can move to another commit, with uncommitted edits."""

from __future__ import annotations

import os

from hookkit.branches.checkout import CheckoutMove
from hookkit.operation_log.entry import RefChange, ValueChange
from tests.repository import Repository

TOPIC = "refs/heads/topic"
MAIN = "refs/heads/main"
LINES = "".join(f"{number}\n" for number in range(1, 31))


def changed(text: str, **lines: str) -> str:
    """Replace lines of a text: ``l3="three"``."""
    found = text.split("\n")
    for name, line in lines.items():
        found[int(name[1:]) - 1] = line
    return "\n".join(found)


def two_commits(repo: Repository) -> tuple[str, str]:
    """Make two commits that differ in every way that a tree can; HEAD is on topic, at the old."""
    repo.write("shop.py", LINES)
    repo.write("stays.txt", "stays\n")
    repo.write("goes.txt", "goes\n")
    repo.write("folder/file.txt", "in a folder\n")
    repo.write("name", "a file where a folder comes\n")
    repo.write("run.sh", "echo\n")
    os.symlink("stays.txt", repo.path / "link")
    repo.git("add", "-A")
    repo.commit("Begin")
    repo.git("switch", "-q", "-c", "topic")
    repo.git("switch", "-q", "-c", "next")
    repo.write("shop.py", changed(LINES, l3="three", l20="twenty"))
    repo.write("comes.txt", "comes\n")
    repo.write("new folder/ü.txt", "comes too\n")
    (repo.path / "goes.txt").unlink()
    (repo.path / "name").unlink()
    repo.write("name/inside.txt", "inside\n")
    (repo.path / "folder/file.txt").unlink()
    (repo.path / "folder").rmdir()
    repo.write("folder", "a file where a folder was\n")
    (repo.path / "run.sh").chmod(0o755)
    (repo.path / "link").unlink()
    os.symlink("shop.py", repo.path / "link")
    repo.git("add", "-A")
    new = repo.commit("Next")
    repo.git("switch", "-q", "topic")
    repo.git("branch", "-q", "-D", "next")
    return repo.head, new


def topic_to(old: str, new: str, kind: str = "sync") -> CheckoutMove:
    """Move the branch topic, on which HEAD stays."""
    return CheckoutMove(kind, old, new, (RefChange(TOPIC, old, new),), ValueChange(TOPIC, TOPIC))
