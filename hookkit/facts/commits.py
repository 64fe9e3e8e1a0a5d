"""Commits as values, and whether other people may have them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hookkit.doors.git import Git
from hookkit.values.errors import EnvironmentFailed

_FIXUPISH = re.compile(rb"^(?:(?:fixup|squash|amend)! )+")  # git's sequencer.c, skip_fixupish
CORRECTS = "Hookkit-Corrects"
"""The trailer by which a commit of ours names the commit that it corrects."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit object: ids, the author line, the encoding header, the message's bytes."""

    id: str
    tree: str
    parents: tuple[str, ...]
    author: bytes
    encoding: str | None
    message: bytes
    has_mergetag: bool

    @property
    def subject(self) -> bytes:
        """The first paragraph in one line, as git shows it."""
        first = self.message.lstrip(b"\n").split(b"\n\n", 1)[0]
        return b" ".join(line.strip() for line in first.splitlines())

    @property
    def shown_subject(self) -> str:
        """The subject as text."""
        return self._text(self.subject)

    @property
    def bare_subject(self) -> bytes:
        """The subject without ``fixup! `` and its like in front."""
        return _FIXUPISH.sub(b"", self.subject)

    @property
    def shown_bare_subject(self) -> str:
        """The subject without ``fixup! `` and its like, as text."""
        return self._text(self.bare_subject)

    def _text(self, data: bytes) -> str:
        try:
            return data.decode(self.encoding or "utf-8", "replace")
        except LookupError:  # git keeps whatever name i18n.commitEncoding had
            return data.decode("utf-8", "replace")

    @property
    def corrects(self) -> str | None:
        """The id of the commit that this one corrects, if hookkit made it."""
        found = re.search(rb"^%s: ([0-9a-f]{40,64})$" % CORRECTS.encode(), self.message, re.M)
        return found[1].decode() if found else None


def parse_commit(name: str, raw: bytes) -> Commit:
    """Read a commit object (git's Documentation/gitformat-*, commit.c)."""
    head, _, message = raw.partition(b"\n\n")
    # A header goes on in lines that begin with a space (signatures, tags of merged commits).
    headers = [line.partition(b" ") for line in head.split(b"\n") if not line.startswith(b" ")]
    first = {key: value for key, _, value in reversed(headers)}
    return Commit(
        id=name,
        tree=first[b"tree"].decode(),
        parents=tuple(value.decode() for key, _, value in headers if key == b"parent"),
        author=first[b"author"],
        encoding=first[b"encoding"].decode("ascii", "replace") if b"encoding" in first else None,
        message=message,
        has_mergetag=b"mergetag" in first,
    )


def read_commit(git: Git, name: str) -> Commit:
    """Read the commit that ``name`` means. Raises EnvironmentFailed where there is none."""
    oid = git.resolve(name)
    if oid is None:
        raise EnvironmentFailed(f"there is no commit {name!r} here", "git log --oneline")
    return parse_commit(oid, git.objects([oid])[oid])


def is_pushed(git: Git, commit: str) -> bool:
    """Whether a remote-tracking branch has the commit, so that others may have built on it."""
    return not git.line("rev-list", "-1", commit, "--not", "--remotes")


def has_unique_subject(git: Git, commit: Commit, among: str, limit: int = 1000) -> bool:
    """Whether no other unpushed commit below ``among`` has this commit's bare subject.

    ``git rebase --autosquash`` would attach ``fixup! <subject>`` to the oldest of several.
    """
    command = ("log", "-z", f"--max-count={limit}", "--format=%s", "--encoding=UTF-8", among)
    subjects = git.run(*command, "--not", "--remotes").split(b"\0")
    wanted = commit.shown_bare_subject.encode()
    return sum(subject == wanted for subject in subjects) <= 1
