"""The environment of a judgement on a push: nothing of it is set by the person who pushes.

Over a path of the same machine git hands all variables of that person to the hooks of the other
repository, and over ssh those that ``AcceptEnv`` names.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path

SET_BY_GIT = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
)
"""What git-receive-pack(1) sets for its hooks: the repository, and where the pushed objects are."""

SET_BY_SYSTEM = ("PATH", "SYSTEMROOT")
"""What no program starts without; the shim gives the PATH with which it was installed."""


TRIAL_COMMITTER = {
    "GIT_COMMITTER_NAME": "hookkit",
    "GIT_COMMITTER_EMAIL": "hookkit@hookkit.invalid",
}
"""Who makes the commits of a repair that is tried: nothing of them stays."""


def remove_pusher_variables(environ: MutableMapping[str, str]) -> None:
    """Take from ``environ`` all variables but those that git and the system set.

    The home is that of the account, and its configuration of git is not read, so that git is given
    a name for the commits that are made only to try something.
    """
    kept = {*SET_BY_GIT, *SET_BY_SYSTEM}
    for name in [name for name in environ if name.upper() not in kept]:
        del environ[name]
    if not _is_of_receive_pack(environ.get("GIT_SHALLOW_FILE"), environ.get("GIT_DIR", ".")):
        environ.pop("GIT_SHALLOW_FILE", None)
    environ["GIT_CONFIG_GLOBAL"] = os.devnull
    environ["HOME"] = _home()
    environ.update(TRIAL_COMMITTER)


def _is_of_receive_pack(file: str | None, git_dir: str) -> bool:
    """Whether a list of commits without parents is the one that git made for this push."""
    if file is None:
        return False
    place = Path(git_dir, file)
    is_own = place.parent.resolve() == Path(git_dir).resolve()
    return is_own and place.name.startswith("shallow_")


def _home() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.geteuid()).pw_dir
    except (ImportError, KeyError):  # Windows, or an account without a name
        return os.path.abspath(os.sep)
