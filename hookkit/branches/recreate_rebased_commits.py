"""Recreate the commits of a rebase, which a dry run has made, in the repository itself."""

from __future__ import annotations

from hookkit.dry_run.branch_rebase import RebaseResult
from hookkit.git.runner import Git
from hookkit.git.write_blob_tree_commit import author_variables, write_commit


def recreate_rebased_commits(git: Git, result: RebaseResult, sign: bool) -> dict[str, str]:
    """Make the commits of a rebase in the repository itself.

    The result maps the id of each old commit to the id of its new commit. A dropped commit maps to
    the commit that takes its place: the new commit below it, or ``onto``. Author, date, message and
    encoding stay; the person who runs hookkit is the committer.
    """
    git.run("unpack-objects", "-q", data=result.pack)
    parent, new_ids = result.onto, {}
    for old, tree, _ in result.replayed_commits:
        if tree is not None:
            author = author_variables(old.author)
            parent = write_commit(git, tree, [parent], old.message, old.encoding, author, sign)
        new_ids[old.id] = parent
    return new_ids
