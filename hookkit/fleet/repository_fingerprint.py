"""The fingerprint of a repository, which shows without git whether it has changed.

A fingerprint covers the refs, the configuration, and the other files on which the result depends.
Any change of these files changes their content or their date. Which files git's configuration
consists of is asked of git when a repository is inspected (``git_config_file_paths``).
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence

from hookkit.git.config import read_config
from hookkit.git.runner import Git

_COMMON_FILES = ("config", "packed-refs", "shallow", "reftable/tables.list")
_WORKTREE_FILES = ("HEAD", "config.worktree")
"""Files in the git directory of a worktree; the other files are shared by all worktrees."""

_PERSONAL_FILES = ("~/.gitconfig", "~/.config/git/config")

_MAX_BYTES = 64_000_000
_MAX_REFS = 200_000


def repository_fingerprint(path: str, other_files: Iterable[str] = ()) -> str:
    """Give the fingerprint of the repository at a path, "" if there is no repository.

    ``other_files`` are other files and folders, whose size, mode and date are covered.
    """
    found = _git_dir_and_common_dir(path)
    if found is None:
        return ""
    git_dir, common_dir = found
    digest = hashlib.sha256()
    file_paths = [os.path.join(git_dir, each) for each in _WORKTREE_FILES]
    file_paths += [os.path.join(common_dir, each) for each in _COMMON_FILES]
    for file_path in (
        *file_paths,
        *_loose_refs(common_dir),
        *_loose_refs(git_dir, "bisect", "worktree"),
    ):
        _add_entry(digest, file_path, _content(file_path))
    for file_path in sorted(set(other_files)):
        _add_entry(digest, file_path, _file_state(file_path))
    return digest.hexdigest()


def _add_entry(digest: hashlib._Hash, path: str, data: bytes) -> None:
    name = os.fsencode(path)
    digest.update(b"%d %d\n" % (len(name), len(data)) + name + data)


def _git_dir_and_common_dir(path: str) -> tuple[str, str] | None:
    """Give the git directory of a worktree or bare repository and the common git directory.

    Returns None if there is no repository at the path.
    """
    dot_git = os.path.join(path, ".git")
    if os.path.isdir(dot_git):
        git_dir = dot_git
    elif os.path.isfile(dot_git):
        line = _content(dot_git)[:10_000].strip()
        if not line.startswith(b"gitdir: "):
            return None
        git_dir = os.path.join(path, os.fsdecode(line[len(b"gitdir: ") :]))
    elif os.path.isfile(os.path.join(path, "HEAD")):
        git_dir = path
    else:
        return None
    if not os.path.isfile(os.path.join(git_dir, "HEAD")):
        return None
    common_dir = os.fsdecode(_content(os.path.join(git_dir, "commondir"))[:10_000].strip())
    return git_dir, os.path.join(git_dir, common_dir) if common_dir else git_dir


def _loose_refs(git_dir: str, *subfolders: str) -> Iterator[str]:
    tops = [os.path.join(git_dir, "refs", each) for each in subfolders] or [f"{git_dir}/refs"]
    count = 0
    for top in tops:
        for folder, folders, names in os.walk(top):
            folders.sort()
            for name in sorted(names):
                count += 1
                if count > _MAX_REFS:
                    return
                yield os.path.join(folder, name)


def _content(path: str) -> bytes:
    """Read a regular file, never a pipe (which would wait for its writer); b"" if unreadable."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return b"no file"
            return file.read(_MAX_BYTES)
    except OSError:
        return b""


def _file_state(path: str) -> bytes:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return b""
    return b"%d %d %d" % (status.st_mode, status.st_size, status.st_mtime_ns)


def git_config_file_paths(git: Git, scope: Sequence[str] = ()) -> list[str]:
    """Give the files that git reads, the files they include, and paths where it would read files.

    ``scope`` are options of ``git config`` such as ``--local``, none for all scopes. One git
    process is started for each scope, and its answer is cached. Facts of a repository are old once
    one of the files changes.
    """
    files = [] if scope else [os.path.expanduser(each) for each in _PERSONAL_FILES]
    for entry in read_config(git, scope):
        if entry.origin.startswith("file:"):
            files.append(entry.origin.removeprefix("file:"))
            if entry.value and _is_include(entry.key):  # also if the included file has no entry yet
                folder = os.path.dirname(files[-1])
                files.append(os.path.join(folder, os.path.expanduser(entry.value)))
    return [os.path.join(git.paths.folder, each) for each in dict.fromkeys(files)]


def _is_include(key: str) -> bool:
    return key == "include.path" or (key.startswith("includeif.") and key.endswith(".path"))
