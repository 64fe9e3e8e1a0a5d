"""A shard: some of the files of a merge request, the same on every machine (``--shard 2/4``)."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import NamedTuple

from hookkit.errors import WrongUsage

FIRST_SHARD = 1
"""The shard that checks the history."""


class Shard(NamedTuple):
    """Shard ``number`` of ``total`` shards, counted from 1."""

    number: int
    total: int

    def __str__(self) -> str:
        """Give the shard as it is typed: ``2/4``."""
        return f"{self.number}/{self.total}"

    def contains(self, path: bytes) -> bool:
        """Whether a file is in this shard.

        Only its path decides, so that all machines agree, and a new file moves no other file.
        """
        digest = int.from_bytes(sha256(path).digest()[:8], "big")
        return digest % self.total == self.number - 1


def parse_shard(text: str) -> Shard:
    """Read ``I/N``. Raises WrongUsage for anything else."""
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    shard = Shard(*map(int, found.groups())) if found else Shard(0, 0)
    if not FIRST_SHARD <= shard.number <= shard.total:
        sentence = f"--shard {text!r} is no shard; allowed: I/N, such as 1/4, with I from 1 to N"
        raise WrongUsage(sentence, "hookkit ci --shard 1/4")
    return shard
