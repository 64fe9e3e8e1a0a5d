"""The refs that a received push would change, read from the input of pre-receive."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from hookkit.errors import WrongUsage
from hookkit.git.refs import HEADS, TAGS
from hookkit.history.refs.pushed_refs import is_null_id


class ReceivedRef(NamedTuple):
    """A ref of a received push: its old id, new id and full name (githooks(5), pre-receive)."""

    old_id: str
    new_id: str
    ref: str

    @property
    def is_deletion(self) -> bool:
        """Whether the ref is to be deleted."""
        return is_null_id(self.new_id)

    @property
    def is_creation(self) -> bool:
        """Whether the ref does not exist yet."""
        return is_null_id(self.old_id)

    @property
    def branch(self) -> str | None:
        """The branch, without refs/heads/; None for every other kind of ref."""
        return self.ref.removeprefix(HEADS) if self.ref.startswith(HEADS) else None

    @property
    def tag(self) -> str | None:
        """The tag, without refs/tags/; None for every other kind of ref."""
        return self.ref.removeprefix(TAGS) if self.ref.startswith(TAGS) else None

    @property
    def name(self) -> str:
        """The name of the ref in reports."""
        return f"the tag {self.tag}" if self.tag else self.branch or self.ref


def read_received_refs(data: bytes, symbolic_ref_targets: Mapping[str, str]) -> list[ReceivedRef]:
    """Read the input of pre-receive. Raises WrongUsage for lines that git does not write.

    A symbolic ref stands for the branch that it points to.
    """
    refs = []
    # Not splitlines: the name of a branch may contain Unicode line separators.
    for line in os.fsdecode(data.removesuffix(b"\n")).split("\n") if data else ():
        fields = line.split(" ")
        if len(fields) != 3:
            raise WrongUsage(f"pre-receive got a line that git does not write: {line!r}")
        old_id, new_id, ref = fields
        refs.append(ReceivedRef(old_id, new_id, symbolic_ref_targets.get(ref, ref)))
    return refs
