"""Writing blobs, trees and commits, by plumbing alone."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder
from hookkit.git.tree import TreeEntry

# A split index would leave its shared part in the git dir; a sparse one has folders for files.
_PLAIN_INDEX = ("-c", "core.splitIndex=false", "-c", "index.sparse=false")


def write_blob(git: Git, data: bytes) -> str:
    """Keep ``data`` as it is, no filter applied, and give its id."""
    if data not in git.written:
        blob_id = git.line("hash-object", "-w", "--no-filters", "--stdin", data=data)
        git.written[data] = blob_id
    return git.written[data]


def compute_blob_id(git: Git, data: bytes) -> str:
    """Give the id that ``data`` has as a blob, whether git keeps it or not."""
    import hashlib

    hasher = hashlib.sha1 if len(git.null) == 40 else hashlib.sha256
    return hasher(b"blob %d\0" % len(data) + data).hexdigest()


def write_tree(git: Git, base: str | None, entries: Sequence[TreeEntry]) -> str:
    """Write the tree of ``base`` (empty if None) with ``entries`` replaced, and give its id."""
    # The user's index stays out of it: git builds the tree from one of our own.
    with scratch_folder(git.git_dir) as folder:
        env = {"GIT_INDEX_FILE": str(folder / "index")}
        if base is not None:
            git.run(*_PLAIN_INDEX, "read-tree", base, env=env)
        command = (*_PLAIN_INDEX, "update-index", "-z", "--add", "--index-info")
        git.run(*command, data=b"".join(each.info for each in entries), env=env)
        # A partial clone need not have the files beside ours; they are in the tree of the commit.
        return git.line(*_PLAIN_INDEX, "write-tree", "--missing-ok", env=env)


def author_variables(line: bytes) -> dict[str, str]:
    """Turn the author line of a commit object into the variables that git commit-tree reads."""
    person, _, when = line.rpartition(b"> ")
    name, _, address = person.partition(b"<")
    seconds, _, zone = when.partition(b" ")
    return {
        "GIT_AUTHOR_NAME": os.fsdecode(name.strip()),
        "GIT_AUTHOR_EMAIL": os.fsdecode(address),
        "GIT_AUTHOR_DATE": f"@{os.fsdecode(seconds)} {os.fsdecode(zone)}",
    }


def _committer(git: Git) -> dict[str, str]:
    # Who runs hookkit makes the commit, now: not the author whose commit is being corrected.
    if not git.committer:
        answer = git.ask("var", "GIT_COMMITTER_IDENT")
        if answer.code != 0:
            repair = "git config user.name 'Your Name' && git config user.email you@example.com"
            raise EnvironmentFailed("git does not know whose commit this would be", repair)
        git.committer.update(author_variables(answer.out.rstrip(b"\n")))
    return git.committer


def write_commit(
    git: Git,
    tree: str,
    parents: Sequence[str],
    message: bytes,
    encoding: str | None = None,
    author: Mapping[str, str] | None = None,
    sign: bool = False,
) -> str:
    """Make a commit object and give its id. Nothing points at it yet, and no hook runs.

    ``message`` is in ``encoding`` (UTF-8 if None). ``author`` is what ``author_variables`` gives,
    by default the person who runs hookkit, now. git's commit-tree signs only when told to ``sign``.
    Raises EnvironmentFailed where git does not know who that is.
    """
    identity_env = {**_committer(git), **(author or {})}
    encoding_options = ["-c", f"i18n.commitEncoding={encoding or 'utf-8'}"]
    parent_options = [word for parent in parents for word in ("-p", parent)]
    options = [*(["-S"] if sign else []), *parent_options, "-F", "-"]
    command = [*encoding_options, "commit-tree", *options, tree]
    return git.line(*command, data=message, env=identity_env)


def signs_commits(git: Git) -> bool:
    """Whether the person wants their commits signed (``commit.gpgSign``)."""
    return git.ask("config", "--type=bool", "--get", "commit.gpgSign").out.strip() == b"true"
