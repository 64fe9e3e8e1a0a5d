"""Commits, parsed from their objects, and whether this clone and other people have them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple


class Commit(NamedTuple):
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
        """The first paragraph in one line, as git joins it (pretty.c, format_subject)."""
        lines = [line.rstrip() for line in self.message.split(b"\n")]
        return b" ".join(takewhile(bool, dropwhile(lambda line: not line, lines)))

    @property
    def decoded_subject(self) -> str:
        """The subject as text."""
        return self._text(self.subject)

    @property
    def decoded_message(self) -> str:
        """The whole message as text."""
        return self._text(self.message)

    @property
    def bare_subject(self) -> bytes:
        """The subject without the prefix ``fixup! ``, ``squash! `` or ``amend! ``."""
        from hookkit.git.autosquash import bare_subject

        # The prefixes are ASCII in every encoding that git accepts, and latin-1 keeps all other
        # bytes.
        return bare_subject(self.subject.decode("latin-1")).encode("latin-1")

    @property
    def decoded_bare_subject(self) -> str:
        """``bare_subject`` as text."""
        return self._text(self.bare_subject)

    def _text(self, data: bytes) -> str:
        try:
            return data.decode(self.encoding or "utf-8", "replace")
        except LookupError:  # git keeps whatever name i18n.commitEncoding had
            return data.decode("utf-8", "replace")


def parse_commit(commit_id: str, raw: bytes) -> Commit:
    """Read a commit object (git's Documentation/gitformat-*, commit.c)."""
    header_text, _, message = raw.partition(b"\n\n")
    # Lines that begin with a space continue a header (signatures, tags of merged commits).
    headers = [
        line.partition(b" ") for line in header_text.split(b"\n") if not line.startswith(b" ")
    ]
    first = {key: value for key, _, value in reversed(headers)}
    return Commit(
        id=commit_id,
        tree=first[b"tree"].decode(),
        parents=tuple(value.decode() for key, _, value in headers if key == b"parent"),
        author=first[b"author"],
        encoding=first[b"encoding"].decode("ascii", "replace") if b"encoding" in first else None,
        message=message,
        has_mergetag=b"mergetag" in first,
    )


def read_commit(git: Git, name: str) -> Commit:
    """Read the commit that ``name`` resolves to. Raises EnvironmentFailed if there is none."""
    found = git.commit_object(name)
    if found is None:
        raise EnvironmentFailed(f"there is no commit {name!r} here", "git log --oneline --all")
    return parse_commit(*found)


def read_commits(git: Git, ids: Sequence[str]) -> list[Commit]:
    """Read commits that the repository has, in the order of their ``ids``, in one request."""
    objects = git.object_contents(ids)
    return [parse_commit(each, objects[each]) for each in ids]


def has_commit(git: Git, commit: str) -> bool:
    """Whether this clone has the commit of this id; a partial clone never fetches it."""
    # cat-file would fetch before git 2.45; with --missing=allow-any rev-list never did.
    result = git.try_run_cached("rev-list", "--no-walk", "--missing=allow-any", commit, "--")
    return result.code == 0 and os.fsdecode(result.out).strip() == commit


def shallow_boundary(git: Git) -> frozenset[str]:
    """Give the commits whose parents a shallow clone does not have."""
    if not git.is_shallow:
        return frozenset()
    name = git.env.get("GIT_SHALLOW_FILE") or "shallow"
    return frozenset((git.common_dir / name).read_text().split())


def is_pushed(git: Git, commit: str) -> bool:
    """Whether a remote-tracking branch has the commit, so that others may have built on it."""
    return not git.line("rev-list", "-1", commit, "--not", "--remotes")
