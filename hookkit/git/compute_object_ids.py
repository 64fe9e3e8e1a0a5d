"""Compute the ids of objects that git may not have stored yet, from types and contents."""

from __future__ import annotations

from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple


class NewObject(NamedTuple):
    """An object to write: its type (``blob``, ``tree``, ``commit``) and its content."""

    type: str
    data: bytes


def object_id(git: Git, new_object: NewObject) -> str:
    """Compute the id of an object, whether or not git has stored it."""
    header = f"{new_object.type} {len(new_object.data)}\0".encode()
    return hash_bytes(git, header + new_object.data).hex()


def compute_blob_id(git: Git, data: bytes) -> str:
    """Compute the id of ``data`` as a blob, whether or not git has stored it."""
    return object_id(git, NewObject("blob", data))


def hash_bytes(git: Git, data: bytes) -> bytes:
    """Hash bytes by the algorithm of the repository."""
    try:
        # hashlib loads OpenSSL, which takes as long as a git process, and may forbid SHA-1.
        if len(git.null_id) == 40:
            import _sha1  # type: ignore[import-not-found]

            return bytes(_sha1.sha1(data).digest())
    except ImportError:  # a Python without it
        pass
    import hashlib

    return (hashlib.sha1 if len(git.null_id) == 40 else hashlib.sha256)(data).digest()
