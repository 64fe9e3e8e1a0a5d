"""What a push would do to one ref of the other repository."""

from __future__ import annotations

from typing import NamedTuple

from hookkit.errors import WrongUsage


class RefUpdate(NamedTuple):
    """One line of what git tells pre-push (githooks(5)), and the remote.

    ``local_ref`` is as the person named it (a full ref, ``HEAD~1``, an id, ``(delete)``).
    ``remote`` is its name, or its URL where the push names no remote.
    """

    local_ref: str
    local_id: str
    remote_ref: str
    remote_id: str
    remote: str

    @property
    def deletes(self) -> bool:
        """Whether the ref is to be deleted."""
        return is_null(self.local_id)

    @property
    def creates(self) -> bool:
        """Whether the ref is not there yet."""
        return is_null(self.remote_id)

    @property
    def branch(self) -> str | None:
        """The branch on the remote, without refs/heads/; None for every other kind of ref."""
        name = self.remote_ref.removeprefix("refs/heads/")
        return None if name == self.remote_ref else name


def is_null(commit: str) -> bool:
    """Whether an id is all zeros, of whatever length."""
    return commit.strip("0") == ""


def read_ref_updates(text: str, remote: str) -> list[RefUpdate]:
    """Read what git writes to pre-push's input. Raises WrongUsage for anything else."""
    found = []
    # Not splitlines: the name of a branch may have line separators of Unicode.
    for line in text.removesuffix("\n").split("\n") if text else ():
        words = line.split(" ")
        if len(words) != 4:
            raise WrongUsage(f"pre-push got a line that git does not write: {line!r}")
        local_ref, local_id, remote_ref, remote_id = words
        found.append(RefUpdate(local_ref, local_id, remote_ref, remote_id, remote))
    return found
