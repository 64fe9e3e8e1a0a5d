"""New objects written by git: any number of blobs, trees and commits in one process.

git unpacks them from a pack on its stdin (git-unpack-objects(1)), as it does with a push: it
compresses and stores each one as it does at a commit, with the permissions, the syncing and the
object folders that are configured, and ignores those that exist. gitdb, which comes with
GitPython, supports SHA-1 alone, and its import takes longer than that process.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

_TYPES = {"commit": 1, "tree": 2, "blob": 3}
"""gitformat-pack(5), "Object types"."""


class NewObject(NamedTuple):
    """An object to write: its type (``blob``, ``tree``, ``commit``) and its content."""

    kind: str
    data: bytes


def object_id(git: Git, new: NewObject) -> str:
    """Give the id that an object has, whether git keeps it or not."""
    header = f"{new.kind} {len(new.data)}\0".encode()
    return _hash(git, header + new.data).hex()


def compute_blob_id(git: Git, data: bytes) -> str:
    """Give the id that ``data`` has as a blob, whether git keeps it or not."""
    return object_id(git, NewObject("blob", data))


def _hash(git: Git, data: bytes) -> bytes:
    try:
        # hashlib loads OpenSSL, which takes as long as a git process, and may forbid SHA-1.
        if len(git.null) == 40:
            import _sha1  # type: ignore[import-not-found]

            return bytes(_sha1.sha1(data).digest())
    except ImportError:  # a Python without it
        pass
    import hashlib

    return (hashlib.sha1 if len(git.null) == 40 else hashlib.sha256)(data).digest()


def write_objects(git: Git, objects: Iterable[NewObject]) -> None:
    """Have git write objects, in one process, or in none where all of them were written before."""
    new = {object_id(git, each): each for each in objects}
    missing = {name: each for name, each in new.items() if name not in git.written}
    if missing:
        pack = b"PACK" + b"".join(each.to_bytes(4, "big") for each in (2, len(missing)))
        pack += b"".join(map(_pack_entry, missing.values()))
        git.run("unpack-objects", "-q", data=pack + _hash(git, pack))
        git.written.update(missing)


def _pack_entry(new: NewObject) -> bytes:
    """Give an object as a pack entry: type and size, seven bits a byte, and the content."""
    rest, header = len(new.data) >> 4, [_TYPES[new.kind] << 4 | len(new.data) & 15]
    while rest:
        header[-1] |= 0x80
        header.append(rest & 0x7F)
        rest >>= 7
    # Without compression: git compresses the object again.
    return bytes(header) + zlib.compress(new.data, 0)
