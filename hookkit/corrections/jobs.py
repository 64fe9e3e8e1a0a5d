"""What a run looks at: a commit, a range, the index, all files or some, and their contents."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from hookkit.corrections.refusals import REFUSALS, parse_refusals, refused_parts
from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.git import changes
from hookkit.git.changes import Change
from hookkit.git.commits import Commit, read_commit
from hookkit.git.runner import Git
from hookkit.git.tree import tree_entries
from hookkit.git.worktree_read import FileUnavailable, read_file
from hookkit.settings import environment
from hookkit.settings.schema import Settings


class Job(NamedTuple):
    """What to look at: the files with their contents, and the commit that they belong to.

    Without a commit (the index, files by name) ``subject`` says what it is. ``kept_out`` holds,
    by path, the reason why a file is not to be touched; ``refused`` the fingerprints of what a
    person does not want to be offered again. ``is_own`` says that all of the files are such that
    the commit itself changed, ``since`` is the id of the commit below a range.
    """

    commit: Commit | None
    subject: str
    changes: tuple[Change, ...]
    contents: dict[str, bytes]
    kept_out: Mapping[bytes, str] = MappingProxyType({})
    refused: frozenset[str] = frozenset()
    is_own: bool = False
    since: str | None = None


def _specs(settings: Settings) -> list[str]:
    return changes.pathspecs(settings.include, settings.exclude)


def _job(git: Git, settings: Settings, commit: Commit | None, found: Iterable[Change]) -> Job:
    listed = tuple(found)
    blobs = [change.blob for change in listed]
    if settings.scope != "file":
        blobs += [blob for change in listed for blob in change.before if blob != git.null]
    # In the same process, because this is the path of every commit.
    contents = git.objects([*blobs, REFUSALS])
    refused = _refused(contents)
    return Job(commit, "the index", listed, contents, refused=refused)


def _refused(contents: Mapping[str, bytes]) -> frozenset[str]:
    return refused_parts(parse_refusals(contents.get(REFUSALS, b"")))


def with_before(git: Git, job: Job, files: Iterable[Change]) -> Job:
    """Add the contents that ``files`` had before, which show the lines that are new."""
    before = [blob for each in files for blob in each.before if blob != git.null]
    missing = [blob for blob in before if blob not in job.contents]
    return job._replace(contents={**git.objects(missing), **job.contents}) if missing else job


def of_commit(git: Git, settings: Settings, name: str) -> Job:
    """Look at what one commit changed."""
    commit = read_commit(git, name)
    found = changes.of_commit(git, commit.id, _specs(settings))
    return _job(git, settings, commit, found)._replace(is_own=True)


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
    found = changes.of_range(git, since, tip.id, _specs(settings))
    return _job(git, settings, tip, found)._replace(since=since)


def of_rewritten(git: Git, settings: Settings, commits: Sequence[str]) -> Job:
    """Look at the commits that a rebase has made, in one correction on HEAD.

    ``commits`` are the ids that git gives to the hook. Where the rebase has left its state files
    they are found from these.
    """
    tip = read_commit(git, "HEAD")
    onto, before = _note(git, "onto"), _note(git, "orig-head")
    if onto and before:
        # git does not list a commit that was made while the rebase was stopped, and lists a
        # skipped first commit as rewritten to the commit below it.
        commits = git.line("rev-list", tip.id, f"^{onto}", f"^{before}").split()
    paths = changes.of_commits(git, commits, _specs(settings))
    everything: list[Change] = []
    if paths:
        base = onto or changes.empty_tree(git)
        everything = changes.of_range(git, base, tip.id, _specs(settings))
    return _job(git, settings, tip, (each for each in everything if each.path in paths))


def _note(git: Git, name: str) -> str | None:
    """Read a state file of a rebase that is ending (sequencer.c, builtin/am.c)."""
    notes = (git.git_dir / folder / name for folder in ("rebase-merge", "rebase-apply"))
    return next((note.read_text().strip() for note in notes if note.is_file()), None)


def of_all(git: Git, settings: Settings) -> Job:
    """Look at every file of HEAD."""
    tip = read_commit(git, "HEAD")
    return _job(git, settings, tip, changes.of_tree(git, tip.id, _specs(settings)))


def of_corrected(
    git: Git, settings: Settings, corrected: Commit, extra_paths: Iterable[bytes]
) -> Job:
    """Look again at what a commit changed, and at ``extra_paths``, which its correction has."""
    changed = {each.path: each for each in changes.of_commit(git, corrected.id, _specs(settings))}
    paths = changed.keys() | set(extra_paths)
    everything = changes.of_tree(git, corrected.id, _specs(settings))
    wanted = (changed.get(each.path, each) for each in everything if each.path in paths)
    return _job(git, settings, corrected, wanted)


def of_index(git: Git, settings: Settings) -> Job:
    """Look at what is staged."""
    return _job(git, settings, None, changes.of_index(git, _specs(settings)))


def of_paths(git: Git, settings: Settings, paths: Sequence[str]) -> Job:
    """Look at files of the worktree as they are now; a folder stands for its ``.py`` files.

    Raises WrongUsage for a path that is not there or not in the worktree.
    """
    if git.top is None:
        raise EnvironmentFailed("this repository has no worktree", "hookkit run HEAD")
    top = git.top
    found: list[Change] = []
    contents: dict[str, bytes] = {}
    names = dict.fromkeys(name for path in paths for name in _expand(git, settings, top, path))
    before = _before_of_paths(git, settings, list(names))
    for name in names:
        try:
            snapshot = read_file(top, name)
        except FileUnavailable as error:
            raise WrongUsage(f"{os.fsdecode(name)} {error}", "git status") from error
        is_program = snapshot.path.stat().st_mode & stat.S_IXUSR
        key = os.fsdecode(name)
        mode = "100755" if is_program else "100644"
        found.append(Change(name, mode, key, before.get(name, ())))
        contents[key] = snapshot.data
    contents |= git.objects([*(blob for change in found for blob in change.before), REFUSALS])
    if settings.scope == "auto":
        found = [_without_unchanged(change, contents) for change in found]
    kept_out = _excluded(git, settings, list(names))
    refused = _refused(contents)
    return Job(None, "the worktree", tuple(found), contents, kept_out, refused)


def _before_of_paths(
    git: Git, settings: Settings, names: Sequence[bytes]
) -> dict[bytes, tuple[str, ...]]:
    """Give the blobs that show which lines of some files are new.

    With ``scope = "auto"`` a person who names a file means all of it. pre-commit and prek name the
    files of a commit, of a range, or all files: of those that are as they were, all is meant.
    """
    is_by_framework = environment.runs_under_pre_commit()
    if settings.scope == "file" or (settings.scope == "auto" and not is_by_framework):
        return {}
    asked = environment.pre_commit_range() if settings.scope == "auto" else None
    base = git.ask("merge-base", *asked).out.decode().strip() if asked else "HEAD"
    if not base or git.resolve(base) is None:
        return {}
    return {path: (each.blob,) for path, each in tree_entries(git, base, names).items()}


def _without_unchanged(change: Change, contents: Mapping[str, bytes]) -> Change:
    """Give a file that is as it was before as one that was not there before."""
    is_changed = any(contents.get(each) != contents[change.blob] for each in change.before)
    return change if is_changed else change._replace(before=())


def _expand(git: Git, settings: Settings, top: Path, path: str) -> list[bytes]:
    if not os.path.lexists(path):
        said = shlex.quote(path)
        raise WrongUsage(f"{said} is neither a commit nor a file", "hookkit run --help")
    place = Path(os.path.abspath(path))
    inside = _inside(top, place, path)
    if not place.is_dir():
        return [os.fsencode(inside.as_posix())]
    command = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = git.fields(*command, *_specs(settings))
    folder = b"" if inside == Path() else os.fsencode(inside.as_posix()) + b"/"
    return sorted(
        name
        for name in names
        if name.startswith(folder) and name.endswith(b".py") and _is_file(top, name)
    )


def _inside(top: Path, place: Path, path: str) -> Path:
    """Give a place as the worktree has it. Raises WrongUsage if it is not in there."""
    try:
        inside = place.parent.resolve().joinpath(place.name).relative_to(top.resolve())
    except ValueError:
        raise WrongUsage(f"{path} is not in the worktree {top}", "hookkit run --help") from None
    for folder in [inside, *inside.parents][:-1]:
        if os.path.lexists(top / folder / ".git"):
            other_repository = shlex.quote(str(top / folder))
            sentence = f"{path} is in another repository, {top / folder}"
            raise WrongUsage(sentence, f"(cd {other_repository} && hookkit run --check .)")
    if ".git" in inside.parts:
        raise WrongUsage(f"{path} is not in the worktree {top}", "hookkit run --help")
    return inside


def _is_file(top: Path, name: bytes) -> bool:
    path = top / os.fsdecode(name)
    return path.is_file() and not path.is_symlink()


def _excluded(git: Git, settings: Settings, names: Sequence[bytes]) -> dict[bytes, str]:
    """Give the reason for those that the team excludes, though they were named one by one.

    pre-commit passes each file that it finds, so a named file was not asked for by a person.
    """
    if not settings.exclude:
        return {}
    not_excluded: set[bytes] = set()
    for start in range(0, len(names), 200):
        named = [f":(literal){os.fsdecode(name)}" for name in names[start : start + 200]]
        specs = changes.pathspecs(named, settings.exclude)
        not_excluded |= set(git.fields("ls-files", "-z", "--cached", "--others", *specs))
    return {name: "is excluded by hookkit's settings" for name in names if name not in not_excluded}
