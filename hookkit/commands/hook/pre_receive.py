"""``hookkit hook pre-receive``: the checks of a push, in the repository that receives it."""

from __future__ import annotations

import os
import sys

from hookkit.errors import EnvironmentFailed, InstallationChanged
from hookkit.git.runner import Git
from hookkit.import_path import check_not_replaced
from hookkit.log.logger import Logger, configure
from hookkit.phrases import counted
from hookkit.server.read_policy import policy_of
from hookkit.server.record import Push, reason_of_failure
from hookkit.settings.environment import host_variables, remove_pusher_variables
from hookkit.settings.reader import load_server_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from hookkit.errors import WrongUsage
    from hookkit.history.checking.check_result import CheckResult
    from hookkit.terminal.rows import Row


SHOWN_ON_PAGES = "GL-HOOK-ERR: "
"""Before a line that GitLab shows to who merges or edits on its pages (Git server hooks)."""


def run_pre_receive(policy_file: str = "") -> int:
    """Check the push that git tells of on standard input, and give the exit status.

    ``policy_file`` is the policy of the server, "" for the usual one. 1 refuses all of the push.
    Variables of the person who pushes are not read, but for those that tell who that is. Where the
    policy has a journal the push is written down before git is answered. Raises EnvironmentFailed,
    which refuses the push, where it cannot be, and InstallationChanged where modules of two
    versions may have judged.
    """
    variables = host_variables(os.environ)
    remove_pusher_variables(os.environ)
    data = sys.stdin.buffer.read()
    git = Git.discover()
    configure(git)
    push = Push(policy_of(git, policy_file, variables), variables, data)
    checked, problem = _judged(git, push)
    if checked is None:
        push.record("unchecked")
        return 0
    is_refused = any(each.is_refused for each in checked)
    outcome = "refused" if is_refused else "let through"
    Logger(__name__).info("%s of a push: %s", counted(len(checked), "ref"), outcome)
    unwritten = _recorded(push, checked, is_refused)
    # The person whose push is refused reads why, whatever becomes of the journal.
    if is_refused or unwritten is None:
        from hookkit.history.report.findings import received_rows

        before = SHOWN_ON_PAGES if variables.get("GL_PROTOCOL") == "web" else ""
        _say(received_rows(checked, problem, push.policy.notes), before)
    if unwritten is not None:
        raise unwritten
    return 1 if is_refused else 0


def _judged(git: Git, push: Push) -> tuple[list[CheckResult] | None, WrongUsage | None]:
    """Check a push; None where hookkit is off. What is given beside it is wrong in the settings."""
    from hookkit.history.checking.receive_checks import check_receive

    policy = push.policy.settings
    try:
        settings, problem = load_server_settings(git, policy=policy)
        checked = check_receive(git, settings, push.data, policy) if settings.enabled else None
        check_not_replaced()
    except InstallationChanged:  # the hook tries again, and that is written down
        raise
    except Exception as error:
        _record_failure(push, error)
        raise
    return checked, problem


def _record_failure(push: Push, error: Exception) -> None:
    try:
        push.record("failed", reason=reason_of_failure(error))
    except EnvironmentFailed as unwritten:
        from hookkit.terminal.errors import say_error

        say_error(unwritten)


def _recorded(
    push: Push, checked: Sequence[CheckResult], is_refused: bool
) -> EnvironmentFailed | None:
    try:
        push.record("refused" if is_refused else "passed", checked)
    except EnvironmentFailed as unwritten:
        return unwritten
    return None


def _say(rows: Sequence[Row], before: str) -> None:
    from hookkit.terminal.output import plain_lines, write_raw

    lines = plain_lines(rows)
    write_raw("".join(f"{before}{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
