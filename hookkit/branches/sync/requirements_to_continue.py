"""What a stopped rebase requires to go on: the conflict is resolved, and no commit is lost."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

from hookkit.errors import Refused
from hookkit.git.commits import Commit, read_commit
from hookkit.git.index import unmerged_paths
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.rebase_state import read_rebase_file
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_current_folder
from hookkit.history.checks.repair_commands import join_commands
from hookkit.operation_log.stopped_sync_entry import ABORT_SYNC, CONTINUE_SYNC
from hookkit.phrases import paths_phrase, quote_subject, shell_word, short_id

_MAX_NAMES = 3
_BEGIN_MARKER, _END_MARKER = (
    re.compile(rb"^%s " % (sign * 7), re.MULTILINE) for sign in (b"<", b">")
)


def require_no_commit_lost(git: Git) -> None:
    """Raise Refused if git was killed while it rewrote a commit, and would leave the commit out."""
    planned_ids = _picked_ids(read_rebase_file(git, "git-rebase-todo.backup"))
    listed_steps = read_rebase_file(git, "done") + read_rebase_file(git, "git-rebase-todo")
    # git removes a commit from its todo list before it adds it to done (sequencer.c, save_todo).
    for lost_id in planned_ids - _picked_ids(listed_steps):
        lost_commit = _describe(read_commit(git, lost_id))
        sentence = (
            f"{lost_commit} is missing from the todo list of the rebase, as "
            "after a kill; if you removed it, git rebase --continue goes on without it"
        )
        raise Refused(sentence, ABORT_SYNC)
    last_step = read_rebase_file(git, "done").strip().rpartition("\n")[2]
    command, _, arguments = last_step.partition(" ")
    stopped_id = read_rebase_file(git, "stopped-sha").strip()
    if command not in ("pick", "p") or (stopped_id and arguments.startswith(stopped_id)):
        return
    picked, head = (read_commit(git, name) for name in (arguments.partition(" ")[0], "HEAD"))
    if (picked.author, picked.decoded_subject) != (head.author, head.decoded_subject):
        sentence = f"git was killed while it rewrote {_describe(picked)}, and would leave it out"
        raise Refused(sentence, ABORT_SYNC)


def _picked_ids(todo_list: str) -> set[str]:
    """Give the ids of the commits that a todo list of git picks."""
    lines = (line.split(" ", 2) for line in todo_list.splitlines())
    return {each[1] for each in lines if each[0] in ("pick", "p") and len(each) > 1}


def _describe(commit: Commit) -> str:
    return f"{short_id(commit.id)} {quote_subject(commit.decoded_subject)}"


def require_resolved(git: Git) -> None:
    """Raise Refused if a file has conflict markers or unstaged edits."""
    sides = _sides(git)
    marked_paths = _files_with_markers(git, sides)
    if marked_paths:
        verb = "has" if len(marked_paths) == 1 else "have"
        sentence = f"{paths_phrase(marked_paths, _MAX_NAMES)} still {verb} conflict markers"
        raise Refused(sentence, "git diff --check HEAD")
    changed_paths = git.fields("diff", "--name-only", "-z", "--no-ext-diff", "--ignore-submodules")
    unstaged_paths = sorted(unmerged_paths(git) | set(changed_paths))
    if unstaged_paths:
        quoted_paths = " ".join(
            shell_word(path_from_current_folder(git, os.fsdecode(each))) for each in unstaged_paths
        )
        sentence = (
            f"what you have changed in {paths_phrase(unstaged_paths, _MAX_NAMES)} is not staged"
        )
        paths_without_conflict = [each for each in unstaged_paths if each not in sides]
        if paths_without_conflict:
            names = paths_phrase(paths_without_conflict, _MAX_NAMES)
            sentence += f"; {names} had no conflict, and would go into the commit as well"
        raise Refused(sentence, join_commands(f"git add -- {quoted_paths}", CONTINUE_SYNC))


def _sides(git: Git) -> dict[bytes, list[str]]:
    """Give the blobs of both sides for each path that is or was in conflict."""
    sides: dict[bytes, list[str]] = {}
    for each in git.fields("ls-files", "-z", "--unmerged", "--resolve-undo"):
        entry, _, path = each.partition(b"\t")
        _, blob, stage = os.fsdecode(entry).split(" ")
        sides.setdefault(path, [])
        if stage != "1":  # stage 1 is the merge base
            sides[path].append(blob)
    return sides


def _files_with_markers(git: Git, sides: Mapping[bytes, Sequence[str]]) -> list[bytes]:
    """Give the files with conflict markers that neither side of the conflict has."""
    marked_paths = [path for path in sorted(sides) if _has_markers(_file_content(git, path))]
    contents = git.object_contents(blob for path in marked_paths for blob in sides[path])
    had_markers = {blob for blob, data in contents.items() if _has_markers(data)}
    return [path for path in marked_paths if had_markers.isdisjoint(sides[path])]


def _has_markers(data: bytes) -> bool:
    return bool(_BEGIN_MARKER.search(data) and _END_MARKER.search(data))


def _file_content(git: Git, path: bytes) -> bytes:
    assert git.top is not None
    with suppress(FileUnavailable):
        return read_file(git.top, path).data
    return b""
