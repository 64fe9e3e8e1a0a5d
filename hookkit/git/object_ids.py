"""One ``git unpack-objects`` process that writes new objects: blobs, trees and commits.

git unpacks the objects from a pack on its stdin (git-unpack-objects(1)), as it does with a push. It
compresses and stores each object as at a commit, with the configured permissions, syncing and
object folders, and ignores objects that exist. gitdb, which comes with GitPython, supports only
SHA-1, and its import takes longer than this process.
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

    type: str
    data: bytes


def object_id(git: Git, new_object: NewObject) -> str:
    """Compute the id of an object, whether or not git has stored it."""
    header = f"{new_object.type} {len(new_object.data)}\0".encode()
    return _hash(git, header + new_object.data).hex()


def compute_blob_id(git: Git, data: bytes) -> str:
    """Compute the id of ``data`` as a blob, whether or not git has stored it."""
    return object_id(git, NewObject("blob", data))


def _hash(git: Git, data: bytes) -> bytes:
    try:
        # hashlib loads OpenSSL, which takes as long as a git process, and may forbid SHA-1.
        if len(git.null_id) == 40:
            import _sha1  # type: ignore[import-not-found]

            return bytes(_sha1.sha1(data).digest())
    except ImportError:  # a Python without it
        pass
    import hashlib

    return (hashlib.sha1 if len(git.null_id) == 40 else hashlib.sha256)(data).digest()


def write_objects(git: Git, objects: Iterable[NewObject]) -> None:
    """Write objects in one git process, or in none if ``git`` has written all of them before."""
    objects_by_id = {object_id(git, each): each for each in objects}
    missing = {name: each for name, each in objects_by_id.items() if name not in git.written_ids}
    if missing:
        pack = b"PACK" + b"".join(each.to_bytes(4, "big") for each in (2, len(missing)))
        pack += b"".join(map(_pack_entry, missing.values()))
        git.run("unpack-objects", "-q", data=pack + _hash(git, pack))
        git.written_ids.update(missing)


def _pack_entry(new_object: NewObject) -> bytes:
    """Give an object as a pack entry: type and size, seven bits a byte, and the content."""
    size = len(new_object.data)
    remaining_size, header = size >> 4, [_TYPES[new_object.type] << 4 | size & 15]
    while remaining_size:
        header[-1] |= 0x80
        header.append(remaining_size & 0x7F)
        remaining_size >>= 7
    # Without compression: git compresses the object again.
    return bytes(header) + zlib.compress(new_object.data, 0)
