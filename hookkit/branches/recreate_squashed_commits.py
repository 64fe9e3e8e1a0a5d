"""Recreate the commits of a squash, which a dry run has made, in the repository itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hookkit.dry_run.branch_squash import SquashResult
from hookkit.git.commits import Commit
from hookkit.git.runner import Git
from hookkit.git.write_blob_tree_commit import author_variables, write_commit


def recreate_squashed_commits(
    git: Git,
    squash_result: SquashResult,
    old_commits: Sequence[Commit],
    parents: Sequence[str],
    sign: bool,
) -> Iterator[str]:
    """Make the commits of a squash in the repository itself, on ``parents``; give their ids.

    ``old_commits`` has for each new commit the old one. A new commit keeps the author, the author's
    date and, if the message can be encoded in it, the encoding; the person who runs hookkit is the
    committer.
    """
    git.run("unpack-objects", "-q", data=squash_result.pack)
    for new_commit, old in zip(squash_result.commits, old_commits, strict=True):
        author, message, encoding = _encode_as_before(new_commit, old)
        new_id = write_commit(git, new_commit.tree, parents, message, encoding, author, sign)
        parents = [new_id]
        yield new_id


def _encode_as_before(
    new_commit: Commit, old: Commit
) -> tuple[Mapping[str, str], bytes, str | None]:
    """Give author, message and encoding: in the encoding of the old commit, or in UTF-8."""
    if old.encoding is not None:
        try:
            message = new_commit.message.decode("utf-8").encode(old.encoding)
        except (LookupError, UnicodeError):
            return author_variables(new_commit.author), new_commit.message, None
        return author_variables(old.author), message, old.encoding
    return author_variables(new_commit.author), new_commit.message, None
