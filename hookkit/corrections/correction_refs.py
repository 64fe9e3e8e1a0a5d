"""The refs of corrections, and the blob ids of the files in the newest corrections."""

from __future__ import annotations

from hookkit.errors import GitFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.git.runner import Git

CORRECTION_REFS = "refs/hookkit/corrections/"
"""The prefix of the refs of corrections; the id of the corrected commit follows it."""

MAX_CORRECTIONS = 20
"""How many of the newest corrections are read."""


def kept_blob_pairs(git: Git) -> frozenset[tuple[str, str]]:
    """Give the old and new blob ids of the files of the newest corrections, by two git processes.

    These fixes were proved when their corrections were made.
    """
    newest_options = (
        "--sort=-committerdate",
        f"--count={MAX_CORRECTIONS}",
        "--format=%(objectname)",
    )
    try:
        ids = git.lines("for-each-ref", *newest_options, CORRECTION_REFS)
        if not ids:
            return frozenset()
        listing = "".join(f"{each}\n" for each in ids).encode()
        options = ("-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff")
        fields = git.fields("diff-tree", "--stdin", *options, data=listing)
    except GitFailed:  # this clone lacks a parent
        return frozenset()
    headers = (field.split(b" ") for field in fields if field.startswith(b":"))
    return frozenset((words[2].decode(), words[3].decode()) for words in headers if len(words) == 5)
