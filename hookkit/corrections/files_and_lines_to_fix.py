"""The files to fix in a run, with contents (of a commit, a range, ...), and the lines in scope."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from hookkit.corrections.refused_hunks import REFUSALS_REF, fingerprints_of, parse_refusals
from hookkit.errors import EnvironmentFailed
from hookkit.git.changed_python_files import (
    Change,
    all_python_files,
    changes_between,
    commit_changes,
    paths_changed_by,
    staged_changes,
)
from hookkit.git.commits import Commit, read_commit
from hookkit.git.runner import Git
from hookkit.git.trees import empty_tree
from hookkit.named_tuple import NamedTuple
from hookkit.pep8.hunks import LineRanges, diff
from hookkit.pep8.line_ends import split_lines
from hookkit.settings.definitions import Settings


class FilesToFix(NamedTuple):
    """The files that a run fixes, with their contents, and the commit that they belong to.

    ``commit`` is None for the index and for named files; ``description`` then says what the files
    are. ``contents`` maps blob ids to contents. Files of the worktree are not in the object store
    (``has_blobs`` is False): their contents are by path. ``left_alone_reasons`` maps paths to the
    reasons to leave the files alone; ``refused_fingerprints`` are the fingerprints of the parts of
    refused hunks. ``has_only_commit_files`` says that the commit itself changed all of the files;
    ``range_start`` is the id of the commit below a range, None without a range.
    """

    commit: Commit | None
    description: str
    changes: tuple[Change, ...]
    contents: dict[str, bytes]
    left_alone_reasons: Mapping[bytes, str] = MappingProxyType({})
    refused_fingerprints: frozenset[str] = frozenset()
    has_only_commit_files: bool = False
    range_start: str | None = None
    has_blobs: bool = True


def pathspecs(include: Sequence[str], exclude: Sequence[str]) -> list[str]:
    """Turn the settings into git's own pathspecs (gitglossary, "pathspec")."""
    return ["--", *(include or ["*.py"]), *(f":(exclude){pattern}" for pattern in exclude)]


def _pathspecs(settings: Settings) -> list[str]:
    return pathspecs(settings.include, settings.exclude)


def _read_files(
    git: Git, settings: Settings, commit: Commit | None, found_changes: Iterable[Change]
) -> FilesToFix:
    all_changes = tuple(found_changes)
    blobs = [change.blob for change in all_changes]
    if settings.scope != "file":
        blobs += [
            blob for change in all_changes for blob in change.parent_blobs if blob != git.null_id
        ]
    # The refused hunks are read in the same process: every commit waits for this.
    contents = git.object_contents([*blobs, REFUSALS_REF])
    refused = refused_fingerprints_in(contents)
    return FilesToFix(commit, "the index", all_changes, contents, refused_fingerprints=refused)


def refused_fingerprints_in(contents: Mapping[str, bytes]) -> frozenset[str]:
    """Give the fingerprints of refused hunks' parts; none if ``contents`` lacks their blob."""
    return fingerprints_of(parse_refusals(contents.get(REFUSALS_REF, b"")))


def add_old_contents(git: Git, files_to_fix: FilesToFix, files: Iterable[Change]) -> FilesToFix:
    """Add the old contents of ``files``, which show which lines are new."""
    before = [blob for each in files for blob in each.parent_blobs if blob != git.null_id]
    missing = [blob for blob in before if blob not in files_to_fix.contents]
    return (
        files_to_fix._replace(contents={**git.object_contents(missing), **files_to_fix.contents})
        if missing
        else files_to_fix
    )


def files_of_commit(git: Git, settings: Settings, name: str) -> FilesToFix:
    """Give the files that a commit changed."""
    commit = read_commit(git, name)
    found = commit_changes(git, commit.id, _pathspecs(settings))
    return _read_files(git, settings, commit, found)._replace(has_only_commit_files=True)


def files_of_range(git: Git, settings: Settings, old: str, new: str) -> FilesToFix:
    """Give the files that ``new`` changed since its merge base with ``old``.

    They get one correction, which corrects the commit ``new``.
    """
    base, tip = read_commit(git, old), read_commit(git, new)
    answer = git.try_run("merge-base", base.id, tip.id)
    if answer.code != 0:
        raise EnvironmentFailed(
            f"{old} and {new} have no common commit here: what changed is unknown",
            "git fetch --unshallow" if git.is_shallow else "git log --oneline --all",
        )
    range_start = os.fsdecode(answer.out).strip()
    found = changes_between(git, range_start, tip.id, _pathspecs(settings))
    return _read_files(git, settings, tip, found)._replace(range_start=range_start)


def files_of_rebase(git: Git, settings: Settings, commits: Sequence[str]) -> FilesToFix:
    """Give the files of the commits that a rebase has made, for one correction of HEAD.

    ``commits`` are the ids that git passes to the hook. If the state files of the rebase still
    exist, the commits are found from these files instead.
    """
    tip = read_commit(git, "HEAD")
    onto, old_tip = _state_file_text(git, "onto"), _state_file_text(git, "orig-head")
    if onto and old_tip:
        # git does not list a commit that was made while the rebase was stopped, and lists a
        # skipped first commit as rewritten to the commit below it.
        commits = git.line("rev-list", tip.id, f"^{onto}", f"^{old_tip}").split()
    paths = paths_changed_by(git, commits, _pathspecs(settings))
    all_changes: list[Change] = []
    if paths:
        base = onto or empty_tree(git)
        all_changes = changes_between(git, base, tip.id, _pathspecs(settings))
    return _read_files(git, settings, tip, (each for each in all_changes if each.path in paths))


def _state_file_text(git: Git, name: str) -> str | None:
    """Read a state file of a rebase that is ending (sequencer.c, builtin/am.c)."""
    paths = (git.git_dir / folder / name for folder in ("rebase-merge", "rebase-apply"))
    return next((path.read_text().strip() for path in paths if path.is_file()), None)


def all_files_of_commit(git: Git, settings: Settings, name: str = "HEAD") -> FilesToFix:
    """Give every file of a commit."""
    tip = read_commit(git, name)
    return _read_files(git, settings, tip, all_python_files(git, tip.id, _pathspecs(settings)))


def files_of_correction(
    git: Git, settings: Settings, corrected: Commit, extra_paths: Iterable[bytes]
) -> FilesToFix:
    """Give the files that a commit changed, and the ``extra_paths`` that its correction has."""
    specs = _pathspecs(settings)
    changed = {each.path: each for each in commit_changes(git, corrected.id, specs)}
    paths = changed.keys() | set(extra_paths)
    all_changes = all_python_files(git, corrected.id, specs)
    wanted = (changed.get(each.path, each) for each in all_changes if each.path in paths)
    return _read_files(git, settings, corrected, wanted)


def files_of_index(git: Git, settings: Settings) -> FilesToFix:
    """Give the staged files."""
    return _read_files(git, settings, None, staged_changes(git, _pathspecs(settings)))


def blob_of(git: Git, files_to_fix: FilesToFix, change: Change) -> str:
    """Give the blob id of a change; for a file of the worktree it has to be computed."""
    if files_to_fix.has_blobs:
        return change.blob
    from hookkit.git.compute_object_ids import compute_blob_id

    return compute_blob_id(git, files_to_fix.contents[change.blob])


def lacks_parent_content(change: Change, files_to_fix: FilesToFix, git: Git) -> bool:
    """Whether the content of a file in some parent is missing, as in a partial clone."""
    return any(
        blob not in files_to_fix.contents for blob in change.parent_blobs if blob != git.null_id
    )


def touched_in_scope(
    git: Git, settings: Settings, change: Change, files_to_fix: FilesToFix
) -> LineRanges | None:
    """Give the lines of a file that are in the scope, None for all lines, as in a new file."""
    is_new = all(blob == git.null_id for blob in change.parent_blobs)
    return None if is_new or settings.scope == "file" else touched_lines(change, files_to_fix)


def touched_lines(change: Change, files_to_fix: FilesToFix) -> LineRanges:
    """Give the lines that differ from every parent, whose contents must be there."""
    new = split_lines(files_to_fix.contents[change.blob])
    lines: set[int] = set(range(1, len(new) + 1))
    for blob in change.parent_blobs:
        hunks = diff(new, split_lines(files_to_fix.contents.get(blob, b"")))
        lines &= {line + 1 for hunk in hunks for line in range(hunk.start, hunk.end)}
    return tuple((line, line) for line in sorted(lines))
