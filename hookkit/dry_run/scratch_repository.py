"""A scratch repository: it has the objects of another one, its own refs, and is deleted soon.

Also the environment and options with which git runs in it, and a pack of its new objects.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from hookkit.errors import EnvironmentFailed
from hookkit.git.commits import Commit
from hookkit.git.hook_disabling_settings import DISABLED_HOOK_SECTIONS
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder

# In the quarantine of a push git refuses to move refs, also in the scratch repository. With
# GIT_REFERENCE_BACKEND (git 2.54) git would write the refs of the scratch repository to the
# repository itself.
_REMOVED_VARIABLES = ("GIT_OBJECT_DIRECTORY", "GIT_QUARANTINE_PATH", "GIT_REFERENCE_BACKEND")

REPOSITORY_NAME = "borrowed"
"""The name of the folder of a scratch repository: it borrows the objects of another one."""

ATTRIBUTES_FILE = ".gitattributes"
HOUR = 60 * 60
CONFIG_TEMPLATE = """\
[core]
\trepositoryformatversion = {version}
\tbare = false
\tsparseCheckout = true
\tsparseCheckoutCone = false
[extensions]
{extensions}{hooks}"""

_DISABLING_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.editor": ":",
    "sequence.editor": ":",
    "core.autocrlf": "false",
    "commit.gpgSign": "false",
    "rerere.enabled": "false",
    "rebase.autoStash": "false",
    "rebase.updateRefs": "false",
    "rebase.rebaseMerges": "false",
    "rebase.missingCommitsCheck": "ignore",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "submodule.recurse": "false",
}
DRY_RUN_ENVIRONMENT = {  # nobody commits in a dry run, and no editor is opened
    "GIT_COMMITTER_NAME": "hookkit",
    "GIT_COMMITTER_EMAIL": "hookkit@localhost",
    "GIT_EDITOR": ":",
    "GIT_SEQUENCE_EDITOR": ":",
}
_MERGE_KEYS = r"^(merge\..*|diff\.[a-z]*)$"


@contextmanager
def scratch_repository(git: Git, head: str) -> Iterator[Git]:
    """Give a repository with all objects of ``git`` whose detached HEAD is the commit ``head``.

    It has its own refs, index and worktree. Only .gitattributes files are checked out: git needs
    them for merges. The repository is deleted afterwards. Raises EnvironmentFailed if it cannot be
    created.
    """
    _delete_leftovers(git.git_dir)
    with scratch_folder(git.git_dir) as folder:
        top = folder / REPOSITORY_NAME
        try:
            _write_files(git, top / ".git", head)
        except OSError as error:
            raise EnvironmentFailed(f"{top} cannot be written: {error.strerror}") from error
        yield _scratch_git(git, top)


def _write_files(git: Git, git_dir: Path, head: str) -> None:
    for name in ("objects/info", "refs", "info"):
        (git_dir / name).mkdir(parents=True)
    objects = git.env.get("GIT_OBJECT_DIRECTORY") or git.common_dir / "objects"
    has_sha256 = len(git.null_id) == 64
    extensions = "\tobjectFormat = sha256\n" if has_sha256 else ""
    texts = {
        "HEAD": f"{head}\n",
        "config": CONFIG_TEMPLATE.format(
            version=int(has_sha256), extensions=extensions, hooks=DISABLED_HOOK_SECTIONS
        ),
        "info/sparse-checkout": f"{ATTRIBUTES_FILE}\n",
        "objects/info/alternates": f"{os.path.realpath((git.top or git.git_dir) / objects)}\n",
    }
    for name, text in texts.items():
        (git_dir / name).write_bytes(os.fsencode(text))
    for name in ("shallow", "info/attributes"):
        with suppress(FileNotFoundError):
            shutil.copyfile(git.common_dir / name, git_dir / name)


def _scratch_git(git: Git, top: Path) -> Git:
    git_dir = top / ".git"
    env: Mapping[str, str] = {
        **{name: value for name, value in git.env.items() if name not in _REMOVED_VARIABLES},
        "GIT_DIR": str(git_dir),
        "GIT_WORK_TREE": str(top),
        "GIT_INDEX_FILE": str(git_dir / "index"),
    }
    index = git_dir / "index"
    return Git(top, git_dir, git_dir, index, git.null_id, git.is_shallow, env)


def _delete_leftovers(git_dir: Path) -> None:
    """Delete scratch repositories, older than an hour, that killed processes left behind."""
    for leftover in git_dir.glob(f"hookkit-*/{REPOSITORY_NAME}"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > HOUR:
                shutil.rmtree(leftover.parent, ignore_errors=True)


def dry_run_options(git: Git) -> Sequence[str]:
    """Give the ``-c`` options for the repository's merge settings and for _DISABLING_SETTINGS."""
    git_result = git.try_run("config", "--local", "-z", "--get-regexp", _MERGE_KEYS)
    pairs = (os.fsdecode(field).partition("\n") for field in git_result.out.split(b"\0")[:-1])
    options = [f"{key}{equals_sign and '='}{value}" for key, equals_sign, value in pairs]
    options += [f"{key}={value}" for key, value in _DISABLING_SETTINGS.items()]
    return [word for each in options for word in ("-c", each)]


def pack_new_objects(
    git: Git, new_commits: Sequence[Commit], known_commits: Sequence[str]
) -> bytes:
    """Pack the trees and files that only the scratch repository has.

    ``new_commits`` are the scratch repository's own commits up to HEAD, which are left out of the
    pack. ``known_commits`` are commits that the repository itself has.
    """
    # A partial clone need not have the files that nobody touched.
    command = ("rev-list", "--objects", "--no-object-names", "--missing=allow-any")
    listed = set(git.line(*command, "HEAD", "--not", *known_commits).split())
    names = sorted(listed - {each.id for each in new_commits})
    data = "".join(f"{name}\n" for name in names).encode()
    return git.run("pack-objects", "--quiet", "--local", "--stdout", data=data)
