"""Open the repository that a command works in."""

from __future__ import annotations

from click import get_current_context

from hookkit.diagnostic_log.write_log import configure_log
from hookkit.git.runner import Git


def open_repository() -> Git:
    """Find the repository of the current folder, and begin the log as the settings say.

    The whole command is one ``Git.batch_session``. Raises EnvironmentFailed if there is no
    repository.
    """
    git = Git.discover()
    get_current_context().with_resource(git.batch_session())
    configure_log(git)
    return git
