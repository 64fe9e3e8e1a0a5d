"""A commit with faults, its correction, and an oracle for what a placement may change.

The faults are whole lines, so that the oracle needs no diff: a place (HEAD, index, worktree) gets
the fix of a fault exactly where the fault's line stands in every place that takes part.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hookkit.corrections.accept import AcceptAs, accept
from hookkit.corrections.correction import Correction, fixed_files, keep_correction
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.placement_result import PlacementResult
from hookkit.corrections.worktree_placement import place_in_worktree
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome
from tests.repository import Repository

CLEAN = b"""\
import os


def first():
    return os.name


def second():
    return 2


def third():
    return 3


LAST = first, second, third
"""
SLOPPY = CLEAN.replace(b"    return", b"    x=1\n    return", 1)
SLOPPY = SLOPPY.replace(b"    return 2", b"    y=2\n    return y")
SLOPPY = SLOPPY.replace(b"    return 3", b"    z=3\n    return z")
FAULTS = (b"    x=1", b"    y=2", b"    z=3")
MODES = ("propose", "worktree", "fixup", "commit")


def better(line: bytes) -> bytes:
    """Correct one line that has a fault."""
    return re.sub(rb"(\w)=(\w)", rb"\1 = \2", line)


def correct(data: bytes, faults: Iterable[bytes] = FAULTS) -> bytes:
    """Correct some faults of a content, every other byte as it was."""
    wanted = frozenset(faults)
    return b"".join(
        better(line) if line.rstrip(b"\r\n") in wanted else line
        for line in data.splitlines(keepends=True)
    )


def faults_in(data: bytes) -> set[bytes]:
    """The faults whose lines a content still has."""
    return {line for line in data.splitlines() if line in FAULTS}


def sloppy(repo: Repository, *paths: str, data: bytes = SLOPPY) -> Correction:
    """Commit sloppy files upon clean ones, and keep the correction."""
    names = paths or ("a.py",)
    repo.commit("Begin", {**dict.fromkeys(names, CLEAN), "other.txt": b"other\n"})
    repo.commit("Add sloppy lines", dict.fromkeys(names, data))
    return keep(repo)


def correct_all(data: bytes) -> bytes:
    """Correct every line of a content."""
    return b"".join(map(better, data.splitlines(keepends=True)))


def keep(
    repo: Repository, name: str = "HEAD", fix: Callable[[bytes], bytes] = correct
) -> Correction:
    """Keep the correction of a commit: every ``.py`` file of it, corrected."""
    git = repo.runner
    commit = read_commit(git, name)
    files = []
    for field in git.fields("ls-tree", "-r", "-z", "--full-tree", commit.id):
        words, _, path = field.partition(b"\t")
        mode, _, blob = words.decode().split(" ")
        if not path.endswith(b".py") or not mode.startswith("100"):
            continue
        base = git.object_contents([blob]).get(blob, b"")
        if fix(base) != base:
            files.append(FixedFile(path, mode, base, fix(base)))
    fault = Fault("E225", 5, "missing whitespace around operator")
    outcomes = [FileOutcome(file.path, (fault,)) for file in files]
    kept = keep_correction(git, commit, files, outcomes)
    return Correction(read_commit(git, kept), commit)


def place(repo: Repository, mode: str, correction: Correction) -> PlacementResult:
    """Place a correction as the mode says."""
    git = repo.runner
    if mode == "propose":
        return PlacementResult(None, {}, is_empty=True)
    if mode == "worktree":
        files = fixed_files(git, correction)
        return place_in_worktree(git, correction.corrected.id, files, mode)
    how: dict[str, AcceptAs] = {"fixup": "fixup", "commit": "commit", "amend": "amend"}
    return accept(git, correction, how[mode])


@dataclass(frozen=True)
class State:
    """Everything of a person's that a placement could reach."""

    head: str
    branch: str
    index: list[str]
    worktree: dict[str, tuple[str, int, bytes]]
    status: str


def _seen(path: str) -> tuple[str, int, bytes]:
    seen = os.lstat(path)
    if stat.S_ISLNK(seen.st_mode):
        return "link", 0, os.fsencode(os.readlink(path))
    with open(path, "rb") as file:
        return "file", stat.S_IMODE(seen.st_mode), file.read()


def worktree(repo: Repository) -> dict[str, tuple[str, int, bytes]]:
    """Every file and link of the worktree: kind, mode, content."""
    found: dict[str, tuple[str, int, bytes]] = {}
    for folder, folders, files in os.walk(repo.path):
        folders[:] = [each for each in folders if each != ".git"]
        links = [each for each in folders if os.path.islink(os.path.join(folder, each))]
        for name in [*files, *links]:
            path = os.path.join(folder, name)
            if name != ".git":
                found[os.path.relpath(path, repo.path)] = _seen(path)
    return found


def state(repo: Repository) -> State:
    """Look at everything, and change nothing by that."""
    return State(
        head=repo.git("rev-parse", "--verify", "-q", "HEAD"),
        branch=repo.attempt("symbolic-ref", "-q", "HEAD").stdout.decode(),
        index=repo.git("ls-files", "-z", "-s", "-v", GIT_OPTIONAL_LOCKS="0").split("\0"),
        worktree=worktree(repo),
        status=repo.git("status", "--porcelain=v1", "-z", GIT_OPTIONAL_LOCKS="0"),
    )


def at_head(repo: Repository, path: str = "a.py") -> bytes | None:
    """The content of a file in HEAD; None where it is not a regular file there."""
    return _regular(repo, "ls-tree", "-z", "--format=%(objectmode) %(objectname)", "HEAD", path)


def in_index(repo: Repository, path: str = "a.py") -> bytes | None:
    """The merged content of a file in the index; None where it is not a regular file there."""
    field = repo.git("ls-files", "-z", "-s", "--", path).rstrip("\0")
    words = field.partition("\t")[0].split(" ")
    is_merged = len(words) == 3 and words[2] == "0" and words[0].startswith("100")
    return repo.blob(words[1]) if is_merged else None


def _regular(repo: Repository, *command: str) -> bytes | None:
    mode, _, blob = repo.git(*command).rstrip("\0").partition(" ")
    return repo.blob(blob) if mode.startswith("100") else None


def in_worktree(repo: Repository, path: str = "a.py") -> bytes | None:
    """The content of a file in the worktree; None where no regular file is there."""
    kind, _, data = worktree(repo).get(path, ("", 0, b""))
    return data if kind == "file" else None


def other_refs(repo: Repository, *branches: str) -> list[str]:
    """The refs with their ids, less hookkit's own and the branches that an operation may move."""
    own = {f"refs/heads/{name}" for name in branches}
    lines = repo.git("for-each-ref", "--format=%(refname) %(objectname)").splitlines()
    refs = [line for line in lines if not line.startswith("refs/hookkit/")]
    return [line for line in refs if line.split(" ")[0] not in own]


def add_refs(repo: Repository) -> None:
    """Add refs that no operation is about: a tag and a stash at HEAD, a branch at the root."""
    for ref in ("refs/tags/v1", "refs/stash"):
        repo.git("update-ref", ref, "HEAD")
    repo.git("branch", "other", repo.git("rev-list", "--max-parents=0", "HEAD"))


def check_sound(repo: Repository) -> None:
    """Nothing is broken, and nothing of ours lies about."""
    ended = repo.attempt("fsck", "--strict", "--no-dangling")
    # "HEAD points to an unborn branch" and its like, and that a sparse index takes long (2.55)
    noise = (b"notice: ", b"hint: ")
    complaints = [line for line in ended.stderr.splitlines() if not line.startswith(noise)]
    assert (ended.returncode, complaints) == (0, []), ended
    check_tidy(repo.runner)


def check_tidy(git: Git) -> None:
    """No lock, no scratch folder, no temporary file is left."""
    assert not git.index.with_name(git.index.name + ".lock").exists()
    left = [each.name for each in git.git_dir.iterdir() if each.name.startswith("hookkit-")]
    assert left == []
    assert git.top is not None
    assert list(git.top.rglob(".hookkit-*")) == []
