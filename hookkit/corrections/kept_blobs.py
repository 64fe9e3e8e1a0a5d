"""The contents that kept corrections have: each was proven when its correction was made."""

from __future__ import annotations

from hookkit.corrections.correction_refs import CORRECTION_REFS
from hookkit.errors import GitFailed
from hookkit.git.runner import Git

MOST_CORRECTIONS = 20
"""The newest corrections that are looked at: those of what is amended, rebased or run again."""


def kept_blobs(git: Git) -> frozenset[tuple[str, str]]:
    """Give the ids of the files of the newest corrections, before and after, in two processes."""
    newest = ("--sort=-committerdate", f"--count={MOST_CORRECTIONS}", "--format=%(objectname)")
    try:
        names = git.lines("for-each-ref", *newest, CORRECTION_REFS)
        if not names:
            return frozenset()
        listed = "".join(f"{name}\n" for name in names).encode()
        options = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff")
        fields = git.fields("diff-tree", "--stdin", *options, data=listed)
    except GitFailed:  # a parent is not here
        return frozenset()
    headers = (field.split(b" ") for field in fields if field.startswith(b":"))
    return frozenset((words[2].decode(), words[3].decode()) for words in headers if len(words) == 5)
