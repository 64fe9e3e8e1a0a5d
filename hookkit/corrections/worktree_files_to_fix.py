"""The files of the worktree that a person names, or a text given for one file."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence

from hookkit.corrections.files_and_lines_to_fix import (
    FilesToFix,
    pathspecs,
    refused_fingerprints_in,
)
from hookkit.corrections.refused_hunks import REFUSALS_REF
from hookkit.errors import EnvironmentFailed, WrongUsage
from hookkit.git.changed_python_files import Change
from hookkit.git.match_pathspecs import paths_matching
from hookkit.git.read_worktree_file import FileUnavailable, read_file
from hookkit.git.runner import Git
from hookkit.git.trees import tree_entries
from hookkit.git.worktree_paths_and_checks import path_from_top
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import shell_word
from hookkit.settings import environment_variables
from hookkit.settings.definitions import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:  # an editor waits for what is imported here
    from pathlib import Path


def files_at_paths(git: Git, settings: Settings, paths: Sequence[str]) -> FilesToFix:
    """Give files as the worktree has them; a folder stands for its ``.py`` files.

    Raises WrongUsage for a path that does not exist or is not in the worktree.
    """
    if git.top is None:
        raise EnvironmentFailed("this repository has no worktree", "hookkit run HEAD")
    top = git.top
    names = dict.fromkeys(name for path in paths for name in _expand(git, settings, top, path))
    left_alone_reasons = _excluded(git, settings, list(names))
    return _read_files(
        git, settings, {name: _read_content(top, name) for name in names}, left_alone_reasons
    )


def file_of_text(git: Git, settings: Settings, path: str, data: bytes) -> FilesToFix:
    """Give a text as the content of a file, which need not exist.

    Raises WrongUsage for a path that is not in the worktree.
    """
    name = _path_in(git.paths.top or "", path)
    find_excluded = _excluded if os.path.lexists(path) else _excluded_if_created
    left_alone_reasons = find_excluded(git, settings, [name])
    return _read_files(git, settings, {name: _Content("100644", data)}, left_alone_reasons)


def _path_in(top: str, path: str) -> bytes:
    """Give a path relative to the top level, with the links of its folders resolved."""
    folder, file = os.path.split(os.path.abspath(path))
    name = os.path.relpath(os.path.join(os.path.realpath(folder), file), os.path.realpath(top))
    parts = name.split(os.sep)
    if ".." in parts or ".git" in parts:
        raise WrongUsage(f"{path} is not in the worktree {top}", "hookkit run --help")
    return os.fsencode("/".join(parts))


class _Content(NamedTuple):
    """The mode of a file, as git writes it, and its bytes."""

    mode: str
    data: bytes


def _read_content(top: Path, name: bytes) -> _Content:
    try:
        snapshot = read_file(top, name)
    except FileUnavailable as error:
        raise WrongUsage(f"{os.fsdecode(name)} {error}", "git status") from error
    is_program = os.stat(snapshot.path).st_mode & stat.S_IXUSR
    return _Content("100755" if is_program else "100644", snapshot.data)


def _read_files(
    git: Git,
    settings: Settings,
    files: Mapping[bytes, _Content],
    left_alone_reasons: Mapping[bytes, str],
) -> FilesToFix:
    before = _old_blobs(git, settings, list(files))
    found = [
        Change(name, each.mode, os.fsdecode(name), before.get(name, ()))
        for name, each in files.items()
    ]
    contents = {os.fsdecode(name): each.data for name, each in files.items()}
    contents |= git.object_contents(
        [*(blob for change in found for blob in change.parent_blobs), REFUSALS_REF]
    )
    if settings.scope == "auto":
        found = [_new_if_unchanged(change, contents) for change in found]
    refused = refused_fingerprints_in(contents)
    return FilesToFix(
        None, "the worktree", tuple(found), contents, left_alone_reasons, refused, has_blobs=False
    )


def _old_blobs(
    git: Git, settings: Settings, names: Sequence[bytes]
) -> dict[bytes, tuple[str, ...]]:
    """Give the old blobs of files, which show the lines that are new.

    With ``scope = "auto"``, all lines count in a file that a person names. pre-commit and prek name
    either the files of a commit or a range, in which only the new lines count, or all files, in
    which all lines count.
    """
    is_by_framework = environment_variables.runs_under_pre_commit()
    if settings.scope == "file" or (settings.scope == "auto" and not is_by_framework):
        return {}
    commit_range = environment_variables.pre_commit_range() if settings.scope == "auto" else None
    base = git.try_run("merge-base", *commit_range).out.decode().strip() if commit_range else "HEAD"
    if not base or git.resolve(base) is None:
        return {}
    return {path: (each.blob,) for path, each in tree_entries(git, base, names).items()}


def _new_if_unchanged(change: Change, contents: Mapping[str, bytes]) -> Change:
    """Treat an unchanged file as a new one: all of its lines count."""
    is_changed = any(contents.get(each) != contents[change.blob] for each in change.parent_blobs)
    return change if is_changed else change._replace(parent_blobs=())


def _expand(git: Git, settings: Settings, top: Path, path: str) -> list[bytes]:
    if not os.path.lexists(path):
        word = shell_word(path)
        raise WrongUsage(f"{word} is neither a commit nor a file", "hookkit run --help")
    relative_path = os.fsencode(_path_from_top(top, path).as_posix())
    if not os.path.isdir(path):
        return [relative_path]
    command = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = git.fields(*command, *pathspecs(settings.include, settings.exclude))
    folder = b"" if relative_path == b"." else relative_path + b"/"
    return sorted(
        name
        for name in names
        if name.startswith(folder) and name.endswith(b".py") and _is_file(top, name)
    )


def _path_from_top(top: Path, path: str) -> Path:
    """Give a path from the top level. Raises WrongUsage if it is not in the worktree."""
    relative_path = path_from_top(top, path)
    if relative_path is None or ".git" in relative_path.parts:
        raise WrongUsage(f"{path} is not in the worktree {top}", "hookkit run --help")
    for folder in [relative_path, *relative_path.parents][:-1]:
        if os.path.lexists(top / folder / ".git"):
            import shlex

            other_repository = shlex.quote(str(top / folder))
            sentence = f"{path} is in another repository, {top / folder}"
            raise WrongUsage(sentence, f"(cd {other_repository} && hookkit run --check .)")
    return relative_path


def _is_file(top: Path, name: bytes) -> bool:
    path = top / os.fsdecode(name)
    return path.is_file() and not path.is_symlink()


def _excluded(git: Git, settings: Settings, names: Sequence[bytes]) -> dict[bytes, str]:
    """Give the named files that the settings exclude, with the reason.

    A named file may be excluded, because pre-commit names every file, wanted or not.
    """
    if not settings.exclude:
        return {}
    not_excluded: set[bytes] = set()
    for start in range(0, len(names), 200):
        literal_specs = [f":(literal){os.fsdecode(name)}" for name in names[start : start + 200]]
        specs = pathspecs(literal_specs, settings.exclude)
        not_excluded |= set(git.fields("ls-files", "-z", "--cached", "--others", *specs))
    return {name: _EXCLUDED_REASON for name in names if name not in not_excluded}


_EXCLUDED_REASON = "is excluded by hookkit's settings"


def _excluded_if_created(git: Git, settings: Settings, names: Sequence[bytes]) -> dict[bytes, str]:
    """Give the files that do not exist and that the settings would exclude, with the reason."""
    if not settings.exclude:
        return {}
    literal_specs = [f":(literal){os.fsdecode(each)}" for each in names]
    matched = paths_matching(git, names, pathspecs(literal_specs, settings.exclude))
    return {name: _EXCLUDED_REASON for name in names if name not in matched}
