"""What a person does in a conflict: whether it is resolved, and what of it must not get lost."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress

from hookkit.errors import Refused
from hookkit.git.commits import read_commit
from hookkit.git.differences import unmerged
from hookkit.git.objects import write_blob
from hookkit.git.runner import Git
from hookkit.git.typed_path import typed_path
from hookkit.git.worktree_read import FileUnavailable, read_file
from hookkit.history.checks.wording import commands
from hookkit.phrases import in_one_line, name_list, quoted, shell_word, short

CONTINUE = "hookkit sync --continue"
_MOST_NAMES = 3
_BEGIN, _END = (re.compile(rb"^%s " % (sign * 7), re.MULTILINE) for sign in (b"<", b">"))


def check_whole(git: Git) -> None:
    """Raise Refused where git was killed while it rewrote a commit: it would go on without it."""
    done = _lines(git, "done")
    command, _, rest = (done[-1] if done else "").partition(" ")
    if command not in ("pick", "p") or _lines(git, "stopped-sha"):
        return
    picked, head = (read_commit(git, name) for name in (rest.partition(" ")[0], "HEAD"))
    if picked.author != head.author:
        name = f"{short(picked.id)} {quoted(picked.shown_subject)}"
        sentence = f"git was ended while it made {name} anew, and would go on without it"
        raise Refused(sentence, "hookkit sync --abort")


def _lines(git: Git, name: str) -> list[str]:
    """Read what git notes of a rebase (sequencer.c)."""
    with suppress(OSError), open(os.path.join(git.places.git_dir, "rebase-merge", name)) as file:
        return [line for line in file.read().splitlines() if line and line[0] != "#"]
    return []


def check_resolved(git: Git) -> None:
    """Raise Refused where a file has conflict markers, or is not staged as it is."""
    in_conflict = unmerged(git)
    resolved = {each.partition(b"\t")[2] for each in git.fields("ls-files", "-z", "--resolve-undo")}
    marked = _with_markers(git, in_conflict | resolved)
    if marked:
        verb = "has" if len(marked) == 1 else "have"
        sentence = f"{_names(marked)} still {verb} conflict markers"
        raise Refused(sentence, "git diff --check HEAD")
    changed = git.fields("diff", "--name-only", "-z", "--no-ext-diff", "--ignore-submodules")
    waiting = sorted(in_conflict | set(changed))
    if waiting:
        words = " ".join(shell_word(typed_path(git, os.fsdecode(each))) for each in waiting)
        sentence = f"what you have changed in {_names(waiting)} is not staged"
        raise Refused(sentence, commands(f"git add -- {words}", CONTINUE))


def _names(paths: Iterable[bytes]) -> str:
    return name_list([in_one_line(os.fsdecode(each)) for each in paths], _MOST_NAMES)


def _with_markers(git: Git, paths: Iterable[bytes]) -> list[bytes]:
    """Give the files with markers that neither side of the conflict has."""
    return [path for path in sorted(paths) if _has_markers(_file(git, path)) and _is_new(git, path)]


def _has_markers(data: bytes) -> bool:
    return bool(_BEGIN.search(data) and _END.search(data))


def _is_new(git: Git, path: bytes) -> bool:
    name = os.fsdecode(path)
    sides = git.objects([f"HEAD:{name}", f"REBASE_HEAD:{name}"])
    return not any(map(_has_markers, sides.values()))


def _file(git: Git, path: bytes) -> bytes:
    assert git.top is not None
    with suppress(FileUnavailable):
        return read_file(git.top, path).data
    return b""


def keep_edits(git: Git) -> tuple[tuple[bytes, str], ...]:
    """Keep what was edited since git stopped, and give the files with the ids of the contents."""
    # git notes what it has written into the files, markers included (2.34).
    since = "AUTO_MERGE" if git.ask("cat-file", "-e", "AUTO_MERGE").code == 0 else "HEAD"
    command = ("diff", "--name-only", "-z", "--no-ext-diff", "--no-renames", "--ignore-submodules")
    edited = git.fields(*command, since, "--")
    found = []
    for path in edited:
        data = _file(git, path)
        if data:
            found.append((path, write_blob(git, data)))
    return tuple(found)
