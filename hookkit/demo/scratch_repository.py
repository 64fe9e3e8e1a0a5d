"""A scratch repository that no configuration of the person or of the machine reaches."""

from __future__ import annotations

import os
import shutil
import site
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import FIXED_ENVIRONMENT, Git

PREFIX = "hookkit-demo-"
DROPPED = ("GIT_", "HOOKKIT", "PRE_COMMIT", "PREK")
KEPT = ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE", "GIT_EXEC_PATH")
CONFIG = {
    "user.name": "hookkit demo",
    "user.email": "demo@hookkit.invalid",
    "commit.gpgSign": "false",
}


@contextmanager
def scratch_folder(is_kept: bool) -> Iterator[Path]:
    """Make an empty folder for temporary files, which is gone afterwards unless ``is_kept``.

    Raises EnvironmentFailed where none can be made.
    """
    try:
        # git names folders by their real path, and so do the messages that a person compares.
        folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    except OSError as error:
        raise EnvironmentFailed(f"no temporary folder can be made: {error.strerror}") from error
    try:
        yield folder
    finally:
        if not is_kept:
            remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, as far as possible."""
    for path in folder.rglob("*"):
        # Windows removes no file that is read-only, and git's objects are.
        if path.is_file() and not path.is_symlink():
            path.chmod(0o600)
    shutil.rmtree(folder, ignore_errors=True)


def init_scratch(folder: Path) -> Git:
    """Make a repository at ``folder``; its configuration is the only one that git will read."""
    git_dir = folder / ".git"
    git = Git(
        top=folder,
        git_dir=git_dir,
        common_dir=git_dir,
        index=git_dir / "index",
        null="0" * 40,
        is_shallow=False,
        env=_environment(folder),
    )
    # No template: it may have hooks of its own.
    git.run("init", "--quiet", "--initial-branch=main", "--object-format=sha1", "--template=")
    for key, value in CONFIG.items():
        git.run("config", key, value)
    return git


def _environment(home: Path) -> Mapping[str, str]:
    env = {
        name: value
        for name, value in os.environ.items()
        if name in KEPT or not name.startswith(DROPPED)
    }
    # An older git than 2.32 knows no GIT_CONFIG_GLOBAL, but every git asks HOME. A Python that
    # has hookkit in the person's own site-packages must still find it there.
    env |= {"PYTHONUSERBASE": site.getuserbase()} if site.ENABLE_USER_SITE else {}
    env |= {"HOME": str(home), "USERPROFILE": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
    return {**env, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull} | FIXED_ENVIRONMENT
