"""``hookkit hook pre-receive``: check a push in the repository that receives it."""

from __future__ import annotations

import os
import sys

from hookkit.diagnostic_log.write_log import Logger, configure_log
from hookkit.errors import EnvironmentFailed, InstallationChanged
from hookkit.git.runner import Git
from hookkit.phrases import plural
from hookkit.safe_imports import require_unreplaced_modules
from hookkit.server.push_environment import host_variables, remove_untrusted_variables
from hookkit.server.read_policy import read_repository_policy
from hookkit.server.record_push import ReceivedPush, reason_of_failure
from hookkit.settings.effective_settings import load_server_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from hookkit.errors import WrongUsage
    from hookkit.history.check_runs.check_result import CheckResult
    from hookkit.terminal.rows import Row


GITLAB_PREFIX = "GL-HOOK-ERR: "
"""The prefix of lines that GitLab shows on its pages to the person who merges or edits there."""


def run_pre_receive(policy_file: str) -> int:
    """Check the push that git describes on standard input, and give the exit status.

    ``policy_file`` is the policy file of the server, "" for the default file. The status 1 refuses
    the whole push. Of the environment only HOST_VARIABLES, and what git and the system set, are
    read. If the policy has a journal, the push is written to the journal before this returns.
    Raises EnvironmentFailed, which refuses the push, if the journal cannot be written, and
    InstallationChanged if modules of two versions may have been imported.
    """
    variables = host_variables(os.environ)
    remove_untrusted_variables(os.environ)
    data = sys.stdin.buffer.read()
    git = Git.discover()
    configure_log(git)
    push = ReceivedPush(read_repository_policy(git, policy_file, variables), variables, data)
    results, settings_error = _check_push(git, push)
    if results is None:
        push.record("unchecked")
        return 0
    is_refused = any(each.is_refused for each in results)
    outcome = "refused" if is_refused else "let through"
    Logger(__name__).info("%s of a push: %s", plural(len(results), "ref"), outcome)
    journal_error = _record_result(push, results, is_refused)
    # A refused push is always reported to the pusher, even if the journal cannot be written.
    if is_refused or journal_error is None:
        from hookkit.history.report.finding_rows import received_push_rows

        prefix = GITLAB_PREFIX if variables.get("GL_PROTOCOL") == "web" else ""
        _write_lines(received_push_rows(results, settings_error, push.policy.notes), prefix)
    if journal_error is not None:
        raise journal_error
    return 1 if is_refused else 0


def _check_push(git: Git, push: ReceivedPush) -> tuple[list[CheckResult] | None, WrongUsage | None]:
    """Give the results of a push, None if hookkit is off, and an error in the settings or None."""
    from hookkit.history.check_runs.receive_checks import check_receive

    policy = push.policy.settings
    try:
        settings, settings_error = load_server_settings(git, policy=policy)
        results = (
            check_receive(git, settings, push.hook_input, policy) if settings.enabled else None
        )
        require_unreplaced_modules()
    except InstallationChanged:  # the hook tries again, and records the push then
        raise
    except Exception as error:
        _record_failure(push, error)
        raise
    return results, settings_error


def _record_failure(push: ReceivedPush, error: Exception) -> None:
    try:
        push.record("failed", reason=reason_of_failure(error))
    except EnvironmentFailed as journal_error:
        from hookkit.terminal.error_messages import print_error

        print_error(journal_error)


def _record_result(
    push: ReceivedPush, results: Sequence[CheckResult], is_refused: bool
) -> EnvironmentFailed | None:
    try:
        push.record("refused" if is_refused else "passed", results)
    except EnvironmentFailed as journal_error:
        return journal_error
    return None


def _write_lines(rows: Sequence[Row], prefix: str) -> None:
    from hookkit.terminal.output import plain_lines, write_raw

    lines = plain_lines(rows)
    write_raw("".join(f"{prefix}{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
