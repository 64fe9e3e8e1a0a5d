"""What is looked at: all files of the worktree, what is staged, or what a range changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from hookkit.debt.baseline import NAME, Baseline, parse_baseline
from hookkit.debt.finding import LintFinding
from hookkit.debt.flake8_process import (
    CONFIGURATIONS,
    find_configuration,
    known_codes,
    refuse_local_plugins,
    run_flake8,
)
from hookkit.debt.scratch_tree import write_tree
from hookkit.errors import EnvironmentFailed, Refused
from hookkit.git.changes import Change, of_index, of_range
from hookkit.git.commits import read_commit
from hookkit.git.differences import unmerged
from hookkit.git.index import read_index
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder
from hookkit.git.tree import REGULAR_MODES, tree_entries
from hookkit.git.typed_path import typed_path
from hookkit.git.worktree_read import FileUnavailable, read_file
from hookkit.phrases import path_text, short

_AT_ONCE = 200
"""Files whose contents are in memory at one time."""


class Flake8Run(NamedTuple):
    """What flake8 finds, and what the codes of its plugins begin with, those of files too."""

    findings: list[LintFinding]
    codes: tuple[str, ...]


class CheckedFiles(NamedTuple):
    """Some files with what flake8 finds in them, and the baseline that they are compared with.

    ``subject`` says what they are of. ``paths`` are theirs, ``existing`` those of all Python files
    there; files whose names are not UTF-8 are left out. ``baseline`` is None where there is none.
    ``fork`` is the commit from which a range was left, "" elsewhere, and ``after`` the baseline
    that it ends with.
    """

    subject: str
    paths: frozenset[str]
    existing: frozenset[str]
    found: Flake8Run
    baseline: Baseline | None
    after: Baseline | None = None
    fork: str = ""


def of_worktree(git: Git, with_local_plugins: bool) -> CheckedFiles:
    """Look at all Python files that git tracks, as they are in the worktree.

    Raises EnvironmentFailed in a bare repository, Refused where flake8 would run plugins of the
    repository itself and ``with_local_plugins`` is False.
    """
    if git.top is None:
        sentence = "there is no worktree here: name the commits"
        raise EnvironmentFailed(sentence, "hookkit debt check HEAD~1..HEAD")
    contents: dict[bytes, bytes] = {}
    tracked = git.fields("ls-files", "-z", "--", "*.py")
    for path in (*filter(_is_printable, tracked), *map(str.encode, CONFIGURATIONS)):
        with suppress(FileUnavailable):  # gone, or a link
            contents[path] = read_file(git.top, path).data
    found = _found_in(git, [contents], with_local_plugins)
    names = frozenset(path_text(each) for each in contents if each.endswith(b".py"))
    return CheckedFiles("the worktree", names, names, found, read_baseline(git))


def _is_printable(path: bytes) -> bool:
    """Whether a path is UTF-8: flake8 stops at a traceback where it has to print another."""
    return path.decode("utf-8", "ignore").encode() == path


def read_baseline(git: Git) -> Baseline | None:
    """Give the baseline of the worktree, None where there is none.

    Raises WrongUsage where it is damaged, EnvironmentFailed where it cannot be read.
    """
    assert git.top is not None
    try:
        data = (git.top / NAME).read_bytes()
    except FileNotFoundError:
        if (git.top / NAME).is_symlink():
            sentence = f"{NAME} is a link that leads nowhere"
            raise EnvironmentFailed(sentence, f"ls -l {NAME}") from None
        return None
    except OSError as error:
        raise EnvironmentFailed(f"{NAME} cannot be read: {error.strerror}") from error
    return parse_baseline(data, NAME)


def of_staged(git: Git) -> CheckedFiles:
    """Look at the Python files of the index that HEAD has not, or has otherwise.

    Raises Refused where flake8 would run plugins of the repository itself, and where the baseline
    is in conflict.
    """
    if NAME.encode() in unmerged(git):
        repair = f"git add {typed_path(git, NAME)}"
        raise Refused("the baseline is in conflict in the index", repair)
    changed = [each for each in of_index(git, []) if _is_printable(each.path)]
    found = _found_in(git, _contents(git, "", changed), with_local_plugins=False)
    return CheckedFiles(
        "the index",
        frozenset(path_text(each.path) for each in changed),
        frozenset(map(path_text, git.fields("ls-files", "-z", "--", "*.py"))),
        found,
        _baseline_of(git, "", "the index"),
    )


def of_commits(git: Git, old: str, new: str) -> CheckedFiles:
    """Look at what ``new`` has changed since it left ``old``, against the baseline there.

    Raises EnvironmentFailed where it is not known where they parted, Refused where flake8 would run
    plugins of the repository itself.
    """
    base, tip = read_commit(git, old), read_commit(git, new)
    answer = git.ask("merge-base", base.id, tip.id)
    if answer.code != 0:
        raise EnvironmentFailed(
            f"{old} and {new} have no common commit here: what is new is unknown",
            "git fetch --unshallow" if git.is_shallow else None,
        )
    fork = os.fsdecode(answer.out).strip()
    changed = [each for each in of_range(git, fork, tip.id, []) if _is_printable(each.path)]
    listed = git.fields("ls-tree", "-r", "-z", "--name-only", tip.id)
    existing = frozenset(path_text(each) for each in listed if each.endswith(b".py"))
    return CheckedFiles(
        f"{short(fork)}..{short(tip.id)}",
        frozenset(path_text(each.path) for each in changed),
        existing,
        _found_in(git, _contents(git, tip.id, changed), with_local_plugins=False),
        _baseline_of(git, fork, short(fork)),
        _baseline_of(git, tip.id, short(tip.id)),
        fork,
    )


def _baseline_of(git: Git, commit: str, name: str) -> Baseline | None:
    data = _read(git, _blobs(git, commit, [NAME])).get(NAME.encode())
    return None if data is None else parse_baseline(data, f"{name}:{NAME}")


def _contents(git: Git, commit: str, changed: Sequence[Change]) -> Iterator[dict[bytes, bytes]]:
    """Give the contents of files by their paths, some at a time; first what configures flake8."""
    yield _read(git, _blobs(git, commit, CONFIGURATIONS))
    for start in range(0, len(changed), _AT_ONCE):
        yield _read(git, {each.path: each.blob for each in changed[start : start + _AT_ONCE]})


def _blobs(git: Git, commit: str, names: Sequence[str]) -> dict[bytes, str]:
    """Give the blobs of files at the top of a commit, "" for the index, by their paths."""
    paths = [each.encode() for each in names]
    if commit:
        found = tree_entries(git, commit, paths)
    else:
        found = {path: each.entry for path, each in read_index(git, paths).items()}
    return {path: each.blob for path, each in found.items() if each.mode in REGULAR_MODES}


def _read(git: Git, blobs: Mapping[bytes, str]) -> dict[bytes, bytes]:
    """Read contents. Raises EnvironmentFailed for one that a partial clone would have to fetch."""
    contents = git.objects(blobs.values())
    for path, blob in blobs.items():
        if blob not in contents:
            sentence = f"the content of {path_text(path)} is not in this partial clone"
            raise EnvironmentFailed(sentence, "git fetch --refetch --no-filter")
    return {path: contents[blob] for path, blob in blobs.items()}


def _found_in(
    git: Git, contents: Iterable[Mapping[bytes, bytes]], with_local_plugins: bool
) -> Flake8Run:
    """Give what flake8 finds in contents, and in nothing else that may lie around."""
    with scratch_folder(git.git_dir) as scratch:
        folder = scratch / "files"
        # Without one flake8 would look for its configuration in the folders above.
        write_tree(scratch, {b"empty.cfg": b"[flake8]\n"})
        for some in contents:
            write_tree(folder, some)
        config = find_configuration(folder)
        if not with_local_plugins:
            refuse_local_plugins(config)
        found = run_flake8(folder, scratch / "found", config or scratch / "empty.cfg")
        return Flake8Run(list(found), known_codes(config))
