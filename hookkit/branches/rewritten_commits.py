"""Rewritten commits: recreate those of a dry run here, and copy the old ones' notes to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hookkit.branches.dry_run_rebase import RebaseResult
from hookkit.corrections.keep_for_rewritten_commits import keep_for_rewritten_commits
from hookkit.dry_run.branch_squash import SquashResult
from hookkit.git.commits import Commit
from hookkit.git.runner import Git
from hookkit.git.write_blob_tree_commit import author_variables, signs_commits, write_commit

GIT_NOTES_NOT_COPIED = "the notes of the old commits could not be copied"
"""The sentence of a report if ``copy_notes_and_corrections`` gives False."""


def recreate_rebased_commits(git: Git, result: RebaseResult) -> dict[str, str]:
    """Make the commits of a rebase in the repository itself.

    The result maps the id of each old commit to the id of its new commit. A dropped commit maps to
    the commit that takes its place: the new commit below it, or ``onto``. Author, date, message and
    encoding stay; the person who runs hookkit is the committer.
    """
    sign = signs_commits(git)
    git.run("unpack-objects", "-q", data=result.pack)
    parent, new_ids = result.onto, {}
    for old, tree, _ in result.replayed_commits:
        if tree is not None:
            author = author_variables(old.author)
            parent = write_commit(git, tree, [parent], old.message, old.encoding, author, sign)
        new_ids[old.id] = parent
    return new_ids


def recreate_squashed_commits(
    git: Git, squash_result: SquashResult, old_commits: Sequence[Commit], parents: Sequence[str]
) -> list[str]:
    """Make the commits of a squash in the repository itself, on ``parents``; give their ids.

    ``old_commits`` has for each new commit the old one. A new commit keeps the author, the author's
    date and, if the message can be encoded in it, the encoding; the person who runs hookkit is the
    committer.
    """
    sign, new_ids = signs_commits(git), list[str]()
    git.run("unpack-objects", "-q", data=squash_result.pack)
    for new_commit, old in zip(squash_result.commits, old_commits, strict=True):
        author, message, encoding = _encode_as_before(new_commit, old)
        new_ids.append(write_commit(git, new_commit.tree, parents, message, encoding, author, sign))
        parents = new_ids[-1:]
    return new_ids


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


def copy_notes_and_corrections(git: Git, new_ids: Mapping[str, str]) -> bool:
    """Keep corrections and notes for the new commits too.

    ``new_ids`` maps the ids of the old commits to the ids of the new ones. Gives False if git's
    configuration asks for the notes to be copied and that failed, else True.
    """
    if not new_ids:
        return True
    keep_for_rewritten_commits(git, new_ids)
    # Without the setting notes.rewriteRef git copies no notes.
    lines = "".join(f"{old} {new}\n" for old, new in new_ids.items()).encode()
    return git.try_run("notes", "copy", "--for-rewrite=rebase", "--stdin", data=lines).code == 0
