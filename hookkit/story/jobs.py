"""What a run looks at: a commit, a range, the index, all files or some, and their contents."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hookkit.doors.config import Settings
from hookkit.doors.files import NotWritable, read_file
from hookkit.doors.git import Git
from hookkit.facts import changes
from hookkit.facts.commits import Commit, read_commit
from hookkit.judgement.correction import Correction, fixed_files
from hookkit.values.change import Change
from hookkit.values.errors import EnvironmentFailed, WrongUsage


@dataclass(frozen=True, slots=True)
class Job:
    """What to look at: the files with their contents, and the commit that they belong to.

    Without a commit (the index, files by name) ``subject`` says what it is.
    """

    commit: Commit | None
    subject: str
    changes: tuple[Change, ...]
    contents: dict[str, bytes]


def _specs(settings: Settings) -> list[str]:
    return changes.pathspecs(settings.include, settings.exclude)


def _job(git: Git, settings: Settings, commit: Commit | None, found: Iterable[Change]) -> Job:
    listed = tuple(found)
    blobs = [change.blob for change in listed]
    if settings.scope == "lines":
        blobs += [blob for change in listed for blob in change.before if blob != git.null]
    return Job(commit, "the index", listed, git.objects(blobs))


def of_commit(git: Git, settings: Settings, name: str) -> Job:
    """Look at what one commit changed."""
    commit = read_commit(git, name)
    return _job(git, settings, commit, changes.of_commit(git, commit.id, _specs(settings)))


def of_range(git: Git, settings: Settings, old: str, new: str) -> Job:
    """Look at what ``new`` has changed since it left ``old``, in one correction on ``new``."""
    base, tip = read_commit(git, old), read_commit(git, new)
    answer = git.ask("merge-base", base.id, tip.id)
    if answer.code != 0:
        raise EnvironmentFailed(
            f"{old} and {new} have no common commit here: what changed is unknown",
            "git fetch --unshallow" if git.is_shallow else "git log --oneline --all",
        )
    since = os.fsdecode(answer.out).strip()
    return _job(git, settings, tip, changes.of_range(git, since, tip.id, _specs(settings)))


def of_rewritten(git: Git, settings: Settings, commits: Sequence[str]) -> Job:
    """Look at what a rebase has made anew, in one correction on HEAD."""
    tip = read_commit(git, "HEAD")
    paths = changes.of_commits(git, commits, _specs(settings))
    everything = changes.of_tree(git, tip.id, _specs(settings)) if paths else []
    return _job(git, settings, tip, (each for each in everything if each.path in paths))


def of_all(git: Git, settings: Settings) -> Job:
    """Look at every file of HEAD."""
    tip = read_commit(git, "HEAD")
    return _job(git, settings, tip, changes.of_tree(git, tip.id, _specs(settings)))


def of_correction(git: Git, settings: Settings, correction: Correction) -> Job:
    """Look again at what the corrected commit changed and at every file of its correction."""
    corrected = correction.corrected
    paths = {file.path for file in fixed_files(git, correction)}
    paths |= {each.path for each in changes.of_commit(git, corrected.id, _specs(settings))}
    everything = changes.of_tree(git, corrected.id, _specs(settings))
    return _job(git, settings, corrected, (each for each in everything if each.path in paths))


def of_index(git: Git, settings: Settings) -> Job:
    """Look at what is staged."""
    return _job(git, settings, None, changes.of_index(git, _specs(settings)))


def of_paths(git: Git, settings: Settings, paths: Sequence[str]) -> Job:
    """Look at files of the worktree as they are now; a folder stands for its ``.py`` files.

    Raises WrongUsage for a path that is not there or not in the worktree.
    """
    if git.top is None:
        raise EnvironmentFailed("this repository has no worktree", "hookkit run COMMIT")
    found: dict[bytes, Change] = {}
    contents: dict[str, bytes] = {}
    for name in (name for path in paths for name in _expand(git, settings, git.top, path)):
        try:
            snapshot = read_file(git.top, name)
        except NotWritable as error:
            raise WrongUsage(f"{os.fsdecode(name)} {error}", "git status") from error
        is_program = snapshot.path.stat().st_mode & stat.S_IXUSR
        key = os.fsdecode(name)
        found[name] = Change(name, "100755" if is_program else "100644", key)
        contents[key] = snapshot.data
    return Job(None, "the named files", tuple(found.values()), contents)


def _expand(git: Git, settings: Settings, top: Path, path: str) -> list[bytes]:
    place = Path(os.path.abspath(path))
    if not place.exists() and not place.is_symlink():
        raise WrongUsage(f"{path} is neither a commit nor a file", "hookkit run --help")
    try:
        inside = place.parent.resolve().joinpath(place.name).relative_to(top.resolve())
    except ValueError:
        raise WrongUsage(f"{path} is not in the worktree {top}", "hookkit run --help") from None
    if not place.is_dir():
        return [os.fsencode(inside.as_posix())]
    command = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = git.fields(*command, *_specs(settings))
    folder = b"" if inside == Path() else os.fsencode(inside.as_posix()) + b"/"
    return [
        name
        for name in names
        if name.startswith(folder) and name.endswith(b".py") and _is_file(top, name)
    ]


def _is_file(top: Path, name: bytes) -> bool:
    path = top / os.fsdecode(name)
    return path.is_file() and not path.is_symlink()
