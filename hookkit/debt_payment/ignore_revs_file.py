"""The file of ignored revisions, in which a payment lists its commits for ``git blame``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hookkit.corrections.fixed_file import FixedFile
from hookkit.debt_payment.payment_commits import PaymentCommit
from hookkit.errors import Refused
from hookkit.git.commits import Commit
from hookkit.git.runner import Git
from hookkit.git.trees import REGULAR_MODES, TreeEntry, tree_entries
from hookkit.git.write_blob_tree_commit import write_blob, write_commit, write_tree

IGNORE_REVS_FILE = ".git-blame-ignore-revs"


def read_ignore_revs(git: Git, head: Commit) -> FixedFile:
    """Read the file from HEAD, as a FixedFile without a fix. Raises Refused if HEAD has none."""
    entry = tree_entries(git, head.id, [IGNORE_REVS_FILE.encode()]).get(IGNORE_REVS_FILE.encode())
    if entry is None or entry.mode not in REGULAR_MODES:
        name = IGNORE_REVS_FILE
        command = f"touch {name} && git add {name} && git commit -m 'Begin {name}'"
        raise Refused(f"{IGNORE_REVS_FILE} is not in the last commit: nothing was changed", command)
    data = git.object_contents([entry.blob])[entry.blob]
    return FixedFile(entry.path, entry.mode, data, data)


class ListingCommit(NamedTuple):
    """The commit that lists the commits of a payment, and the file that it changes."""

    id: str
    file: FixedFile


def make_listing_commit(
    git: Git, file: FixedFile, commits: Sequence[PaymentCommit], sign: bool
) -> ListingCommit:
    """Make a commit on top of the last one that lists all of them; no ref points at it yet."""
    changed_file = _with_commits_appended(file, commits)
    entry = TreeEntry(file.path, file.mode, write_blob(git, changed_file.fixed))
    message = f"List the commits of paid debt in {IGNORE_REVS_FILE}\n".encode()
    tip = commits[-1].id
    tree = write_tree(git, tip, [entry])
    return ListingCommit(write_commit(git, tree, [tip], message, sign=sign), changed_file)


def _with_commits_appended(file: FixedFile, commits: Sequence[PaymentCommit]) -> FixedFile:
    """Give the file with the commits appended: a comment with the group, then the id."""
    line_end = b"\r\n" if b"\r\n" in file.original else b"\n"
    separator = line_end if file.original and not file.original.endswith(b"\n") else b""
    lines = [f"# hookkit debt pay: {each.group.name}\n{each.id}\n" for each in commits]
    text = "".join(lines).encode("utf-8", "surrogateescape").replace(b"\n", line_end)
    return file._replace(fixed=file.original + separator + text)
