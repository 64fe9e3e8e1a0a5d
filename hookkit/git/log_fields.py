"""What ``git log`` tells of commits, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.git.runner import Git

# log.showSignature would mix what gpg says into the fields.
_PLAIN = ("log", "-z", "--no-show-signature", "--encoding=UTF-8")


def log_rows(
    git: Git, fields: Sequence[str], *arguments: str, data: bytes | None = None
) -> Iterator[tuple[str, ...]]:
    """Give the ``fields`` (of git's pretty formats) of each commit that ``git log`` lists.

    ``data`` is for its ``--stdin``. Raises GitFailed where a commit is not here.
    """
    out = git.run(*_PLAIN, f"--format=tformat:{'%x00'.join(fields)}", *arguments, data=data)
    texts = out.decode("utf-8", "replace").split("\0")[:-1]
    width = len(fields)
    return zip(*(texts[start::width] for start in range(width)), strict=True)
