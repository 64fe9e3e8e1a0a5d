"""Refs moved and deleted, each only from the value that it must have."""

from __future__ import annotations

from collections.abc import Mapping

from hookkit.git.runner import Git


def update_ref(git: Git, name: str, new: str, old: str, reason: str) -> None:
    """Move a ref from ``old`` (all zeros: it must not exist). Raises GitFailed if it is elsewhere.

    ``reason`` goes to the reflog.
    """
    git.run("update-ref", "--create-reflog", "-m", f"hookkit: {reason}", name, new, old)


def delete_refs(git: Git, refs: Mapping[str, str]) -> None:
    """Delete refs (name to the value that they must have), all or none."""
    lines = "".join(f"delete {name} {value}\n" for name, value in refs.items())
    git.run("update-ref", "--stdin", data=lines.encode())
