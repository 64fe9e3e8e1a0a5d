"""The environment in which a server checks a push: what its host says, and nothing of the pusher.

The software of the host tells in variables who pushes and what the repository is called.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping

RECEIVE_PACK_VARIABLES = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_QUARANTINE_PATH",
    "GIT_SHALLOW_FILE",
)
"""The variables that git-receive-pack(1) sets for its hooks: the repository, and the folders of the
pushed objects."""

PUSHER_VARIABLES = ("GL_USERNAME", "GL_ID", "GL_USER", "GITEA_PUSHER_NAME", "REMOTE_USER")
"""The variables in which the software of a host names the pusher; the first that is set counts.

GitLab sets GL_USERNAME, or only GL_ID if a deploy key pushes (docs.gitlab.com, Git server hooks),
gitolite GL_USER, Gitea and Forgejo GITEA_PUSHER_NAME, and a web server REMOTE_USER
(git-http-backend(1)).
"""

REPOSITORY_VARIABLES = ("GL_PROJECT_PATH", "GL_REPO")
"""The variables in which GitLab and gitolite name the repository."""

HOST_VARIABLES = (*PUSHER_VARIABLES, *REPOSITORY_VARIABLES, "GL_PROTOCOL")
"""All variables that the software of a host sets; the last one is the protocol of the push."""

SYSTEM_VARIABLES = ("PATH", "SYSTEMROOT")
"""The variables that every program needs; the shim sets the PATH of the installation."""

DRY_RUN_COMMITTER = {
    "GIT_COMMITTER_NAME": "hookkit",
    "GIT_COMMITTER_EMAIL": "hookkit@hookkit.invalid",
}
"""The committer of the commits of a dry run, which are deleted afterwards."""


def host_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the variables of the host; for a push to a local path the pusher may have set them."""
    return {name: environ[name] for name in HOST_VARIABLES if environ.get(name)}


def remove_untrusted_variables(environ: MutableMapping[str, str]) -> None:
    """Remove from ``environ`` all variables except those that git and the system set.

    HOME becomes the home of the account, and git's global configuration is not read; so a committer
    is set for the commits of dry runs.
    """
    kept_names = {*RECEIVE_PACK_VARIABLES, *SYSTEM_VARIABLES}
    for name in [name for name in environ if name.upper() not in kept_names]:
        del environ[name]
    if not _is_receive_pack_file(environ.get("GIT_SHALLOW_FILE"), environ.get("GIT_DIR", ".")):
        environ.pop("GIT_SHALLOW_FILE", None)
    environ["GIT_CONFIG_GLOBAL"] = os.devnull
    environ["HOME"] = _home()
    environ.update(DRY_RUN_COMMITTER)


def _is_receive_pack_file(file: str | None, git_dir: str) -> bool:
    """Whether a shallow file is the one that git made for this push."""
    if file is None:
        return False
    folder, name = os.path.split(os.path.join(git_dir, file))
    is_in_git_dir = os.path.realpath(folder) == os.path.realpath(git_dir)
    return is_in_git_dir and name.startswith("shallow_")


def _home() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.geteuid()).pw_dir
    except (ImportError, KeyError):  # Windows, or an account without a name
        return os.path.abspath(os.sep)
