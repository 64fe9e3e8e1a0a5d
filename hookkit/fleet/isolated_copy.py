"""A repository with the objects and refs of another one, without the other's configuration.

git merges, diffs and rebases in it: for these a configuration may name programs (merge drivers,
filters, textconv). It is in a temporary folder, so that the other repository is only read.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from hookkit.errors import EnvironmentFailed, reason_of
from hookkit.fleet.untrusted_repository import without_hooks
from hookkit.git.refs import HEADS, REMOTES, TAGS
from hookkit.git.runner import Git

TEMPORARY_FOLDER_PREFIX = "hookkit-fleet-"
"""The prefix of the names of temporary folders."""

_CONFIG_TEXT = """\
[core]
\trepositoryformatversion = 1
\tbare = true
[extensions]
\tobjectFormat = {object_format}
"""
_REMOVED_VARIABLES = ("GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_REFERENCE_BACKEND")


@contextmanager
def isolated_copy(git: Git) -> Iterator[Git]:
    """Give a bare repository with the branches and tags of ``git``, and delete it afterwards.

    Raises EnvironmentFailed if it cannot be created.
    """
    objects = os.path.realpath(os.path.join(git.paths.common_dir, "objects"))
    if "\n" in objects:
        raise EnvironmentFailed(f"{objects!r} has a line break in its path: git cannot name it")
    refs = _refs(git)
    try:
        with tempfile.TemporaryDirectory(
            prefix=TEMPORARY_FOLDER_PREFIX, ignore_cleanup_errors=True
        ) as name:
            _fill(Path(name), git, objects, refs)
            yield _git_in(Path(name), git)
    except OSError as error:
        raise EnvironmentFailed(f"no copy of its refs can be made: {reason_of(error)}") from error


def _refs(git: Git) -> list[tuple[str, str, str]]:
    """Give the name and id of each ref, and the target of a symbolic ref ("" otherwise)."""
    format_option = "--format=%(refname) %(objectname) %(symref)"
    lines = git.lines("for-each-ref", format_option, HEADS, REMOTES, TAGS)
    return [(name, id, target) for name, id, target in (line.split(" ", 2) for line in lines)]


def _fill(folder: Path, git: Git, objects: str, refs: list[tuple[str, str, str]]) -> None:
    for name in ("objects/info", "refs", "info"):
        (folder / name).mkdir(parents=True)
    head = os.fsdecode(git.try_run("symbolic-ref", "-q", "HEAD").out) or f"{git.resolve('HEAD')}\n"
    packed = "".join(f"{id} {name}\n" for name, id, target in refs if not target)
    object_format = "sha256" if len(git.null_id) == 64 else "sha1"
    texts = {
        "HEAD": f"ref: {head}" if head.startswith("refs/") else head,
        "config": _CONFIG_TEXT.format(object_format=object_format),
        "objects/info/alternates": f"{objects}\n",
        "packed-refs": packed,
        **{name: f"ref: {target}\n" for name, _, target in refs if target},
    }
    with suppress(FileNotFoundError):
        texts["shallow"] = (git.common_dir / "shallow").read_text()
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(os.fsencode(text))


def _git_in(folder: Path, git: Git) -> Git:
    env: Mapping[str, str] = {
        **{name: value for name, value in git.env.items() if name not in _REMOVED_VARIABLES},
        "GIT_DIR": str(folder),
        "GIT_INDEX_FILE": str(folder / "index"),
    }
    return without_hooks(
        Git(None, folder, folder, folder / "index", git.null_id, git.is_shallow, env)
    )
