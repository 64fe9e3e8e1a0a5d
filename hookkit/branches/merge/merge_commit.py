"""The merge commit of a rebased branch: build its message, run the hook on it, write the commit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from hookkit.errors import Refused
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder
from hookkit.git.write_blob_tree_commit import signs_commits, write_commit
from hookkit.history.refs.branch_refs import BranchRef

_NO_GIT_HOOK_COMMAND = "git: 'hook' is not a git command"

MAX_LISTED_SUBJECTS = 50


def merge_subject(git: Git, topic: BranchRef, target_name: str) -> str:
    """Give the subject that git itself gives to the merge of ``topic`` into a branch."""
    branch_phrase = f"{'branch' if topic.is_local else 'remote-tracking branch'} '{topic.name}'"
    subject = _merge_title(git, topic.id, branch_phrase, target_name)
    if subject == "":  # HEAD contains the topic: git names only unmerged branches
        with _unrelated_commit(git) as (scratch, commit):
            subject = _merge_title(scratch, commit, branch_phrase, target_name)
    # git before 2.35 only knows the branch that HEAD is on, not --into-name.
    return subject or f"Merge {branch_phrase} into {target_name}"


@contextmanager
def _unrelated_commit(git: Git) -> Iterator[tuple[Git, str]]:
    """Write a commit that no branch has to a temporary folder; give a Git for it, and its id."""
    tree = git.line("rev-parse", "HEAD^{tree}")
    text = f"tree {tree}\nauthor - <-> 0 +0000\ncommitter - <-> 0 +0000\n\n-\n"
    with scratch_folder(git.git_dir) as folder:
        alternates = folder / "info" / "alternates"
        alternates.parent.mkdir()
        alternates.write_bytes(os.fsencode(git.common_dir / "objects") + b"\n")
        scratch = git.with_variables({"GIT_OBJECT_DIRECTORY": os.fspath(folder)})
        command = ("hash-object", "-w", "-t", "commit", "--stdin")
        yield scratch, scratch.line(*command, data=text.encode())


def _merge_title(git: Git, commit: str, branch_phrase: str, target_name: str) -> str | None:
    """Give git's title for the merge of a commit, "" if git gives none, None if git fails."""
    line = os.fsencode(f"{commit}\t\t{branch_phrase} of .\n")
    git_result = git.try_run("fmt-merge-msg", "--no-log", "--into-name", target_name, data=line)
    return os.fsdecode(git_result.out).split("\n", 1)[0] if git_result.code == 0 else None


def run_commit_msg_hook(git: Git, message: str) -> str:
    """Run the team's own commit-msg hook on a message, as git does; give the edited message.

    Raises Refused if the hook fails or leaves an empty message. git before 2.36 cannot run hooks:
    then the message stays as it is.
    """
    with scratch_folder(git.git_dir) as folder:
        file = folder / "MERGE_MSG"
        file.write_bytes(os.fsencode(message))
        git_result = git.try_run("hook", "run", "--ignore-missing", "commit-msg", "--", str(file))
        if git_result.code != 0 and not git_result.err.startswith(_NO_GIT_HOOK_COMMAND):
            reason = git_result.err.strip() or f"it ended with status {git_result.code}"
            raise Refused(f"the hook commit-msg refuses the merge, nothing was changed: {reason}")
        edited = os.fsdecode(file.read_bytes())
        if not edited.strip():
            raise Refused("the hook commit-msg left no message, nothing was changed")
        return edited


def write_merge_commit(git: Git, parents: Sequence[str], message: str) -> str:
    """Write the commit that merges the second of ``parents`` into the first; give its id.

    The second parent descends from the first, so the merge gets the files of the second.
    """
    tree = read_commit(git, parents[-1]).tree
    return write_commit(git, tree, parents, os.fsencode(message), sign=signs_commits(git))


def merge_message(subject: str, subjects: Sequence[str], body: str = "") -> str:
    """Build a message from ``subject``, the person's ``body`` and the commits' ``subjects``.

    The subjects are listed in the given order, at most MAX_LISTED_SUBJECTS of them.
    """
    listed = [f"* {each}" for each in subjects[:MAX_LISTED_SUBJECTS]]
    unlisted_count = len(subjects) - MAX_LISTED_SUBJECTS
    if unlisted_count > 0:
        listed.append(f"* and {unlisted_count:,} more")
    paragraphs = (subject, body.strip(), "\n".join(listed))
    return "\n\n".join(each for each in paragraphs if each) + "\n"
