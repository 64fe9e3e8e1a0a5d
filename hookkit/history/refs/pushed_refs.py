"""The refs of a push, read from the input of pre-push, and what the configuration pushes where."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.errors import WrongUsage
from hookkit.git.refs import HEADS, REMOTES
from hookkit.git.runner import Git


class PushedRef(NamedTuple):
    """A ref that is pushed: a line of pre-push's input (githooks(5)), and the remote.

    ``local_ref`` is the ref as the person named it (a full ref, ``HEAD~1``, an id, ``(delete)``).
    ``remote`` is the name of the remote, or a URL if the push names no remote.
    """

    local_ref: str
    local_id: str
    remote_ref: str
    remote_id: str
    remote: str

    @property
    def is_deletion(self) -> bool:
        """Whether the ref is to be deleted."""
        return is_null_id(self.local_id)

    @property
    def is_creation(self) -> bool:
        """Whether the ref does not exist on the remote yet."""
        return is_null_id(self.remote_id)

    @property
    def branch(self) -> str | None:
        """The branch on the remote, without refs/heads/; None for every other kind of ref."""
        name = self.remote_ref.removeprefix("refs/heads/")
        return None if name == self.remote_ref else name


def is_null_id(commit: str) -> bool:
    """Whether an id is all zeros, of any length."""
    return commit.strip("0") == ""


def read_pushed_refs(text: str, remote: str) -> list[PushedRef]:
    """Read the input of pre-push. Raises WrongUsage for lines that git does not write."""
    refs = []
    # Not splitlines: the name of a branch may contain Unicode line separators.
    for line in text.removesuffix("\n").split("\n") if text else ():
        fields = line.split(" ")
        if len(fields) != 4:
            raise WrongUsage(f"pre-push got a line that git does not write: {line!r}")
        local_ref, local_id, remote_ref, remote_id = fields
        refs.append(PushedRef(local_ref, local_id, remote_ref, remote_id, remote))
    return refs


def push_sources(git: Git, remote: str, name: str) -> list[str]:
    """Give the full names of the local branches that are pushed to the branch ``name``."""
    remote_ref = f"{REMOTES}{remote}/{name}"
    lines = git.lines("for-each-ref", "--format=%(refname) %(push)", HEADS)
    pairs = (line.split(" ", 1) for line in lines)
    return [ref for ref, push in pairs if push == remote_ref]


def push_remote(git: Git, branch: str | None) -> str:
    """Give the remote that a branch is pushed to."""
    remote = git.line("for-each-ref", "--format=%(push:remotename)", f"{HEADS}{branch}")
    return remote or "origin"
