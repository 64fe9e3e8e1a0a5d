"""Build a repository from a short description, in one git process."""

from __future__ import annotations

import re
from pathlib import Path

from tests.repository import Repository

_NOON = 1_700_000_000
_HEADER = re.compile(r"(?P<ref>[^@\s]+?)(?:@(?P<at>\S+?))?:")


class _Stream:
    """What ``git fast-import`` is given: commits by their subjects, branches by their names."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.marks: dict[str, int] = {}
        self.files: dict[str, dict[str, str]] = {"": {}}
        self.tips: dict[str, str] = {}

    def commit(self, ref: str, below: str, word: str) -> str:
        """Add a commit on top of ``below``, and give its subject."""
        word, _, change = word.partition(":")
        subject, merged = word.replace("_", " "), ""
        files = dict(self.files[below])
        if word.startswith("merge("):
            merged = self.tips[word[6:-1]]
            subject = f"Merge {word[6:-1]}"
            files = self.files[merged] | files
        elif change:
            name, _, text = change.partition("=")
            files[name] = text.replace(",", "\n") + "\n"
        elif word != word.rstrip("."):
            subject = subject.rstrip(".")  # nothing is changed
        else:
            files[f"{re.sub('[^a-z0-9]', '-', subject)}.txt"] = f"{subject}\n"
        self._write(ref, below, merged, subject, files)
        return subject

    def _write(
        self, ref: str, below: str, merged: str, subject: str, files: dict[str, str]
    ) -> None:
        mark = len(self.marks) + 1
        when = f"{_NOON + 60 * mark} +0000"
        self.text += [f"commit {ref}", f"mark :{mark}", f"committer T <t@hookkit.invalid> {when}"]
        self.text += [f"data {len(subject.encode())}", subject]
        self.text += [f"from :{self.marks[below]}"] if below else []
        self.text += [f"merge :{self.marks[merged]}"] if merged else []
        for name, content in files.items():
            self.text += [f"M 100644 inline {name}", f"data {len(content.encode())}", content]
        self.text.append("")
        self.marks[subject], self.files[subject] = mark, files


def build(folder: Path, state: str) -> Repository:
    """Build a repository: each line of ``state`` is a branch with its commits.

    ``topic@a: b c`` is a branch that begins at the commit called a. A commit is named by its
    subject, with ``_`` for spaces, and has a file of its own; ``b:f=1,2`` writes two lines to f,
    ``b.`` changes nothing, ``merge(x)`` merges a branch. Of equal subjects the last is meant.
    ``origin/main@a:`` is what a remote has. HEAD is on the last local branch.
    """
    stream, head = _Stream(), "main"
    for line in filter(None, map(str.strip, state.splitlines())):
        found = _HEADER.match(line)
        assert found is not None, line
        name, tip = found["ref"], (found["at"] or "").replace("_", " ")
        is_remote = name.startswith("origin/")
        ref = f"refs/remotes/{name}" if is_remote else f"refs/heads/{name}"
        head = head if is_remote else name
        for word in line[found.end() :].split():
            tip = stream.commit(ref, tip, word)
        stream.tips[name] = tip
        stream.text += [f"reset {ref}", f"from :{stream.marks[tip]}", ""]
    repo = Repository.init(folder)
    repo.git("fast-import", "--quiet", "--force", data="\n".join(stream.text).encode())
    if any(name.startswith("origin/") for name in stream.tips):
        with (repo.path / ".git" / "config").open("a") as config:
            config.write('[remote "origin"]\n\turl = /nowhere\n')
            config.write("\tfetch = +refs/heads/*:refs/remotes/origin/*\n")
    repo.git("symbolic-ref", "HEAD", f"refs/heads/{head}")
    repo.git("reset", "-q", "--hard")
    return repo


def subjects(repo: Repository, revisions: str) -> list[str]:
    """The subjects on the first-parent line, the oldest first."""
    said = repo.git("log", "--first-parent", "--reverse", "--format=%s", *revisions.split(), "--")
    return said.splitlines()
