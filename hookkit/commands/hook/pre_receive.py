"""``hookkit hook pre-receive``: the checks of a push, in the repository that receives it."""

from __future__ import annotations

import os
import sys

from hookkit.git.runner import Git
from hookkit.log.logger import Logger, configure
from hookkit.phrases import counted
from hookkit.server.read_policy import policy_of
from hookkit.settings.environment import remove_pusher_variables, told_by_host
from hookkit.settings.reader import load_server_settings


def run_pre_receive(policy_file: str = "") -> int:
    """Check the push that git tells of on standard input, and give the exit status.

    ``policy_file`` is the policy of the server, "" for the usual one. 1 refuses all of the push.
    Variables of the person who pushes are not read.
    """
    told = told_by_host(os.environ)
    remove_pusher_variables(os.environ)
    from hookkit.history.checking.receive_checks import check_receive
    from hookkit.history.report.findings import received_rows
    from hookkit.terminal.output import plain_lines
    from hookkit.terminal.raw_output import write_raw

    data = sys.stdin.buffer.read()
    git = Git.discover()
    configure(git)
    policy = policy_of(git, policy_file, told)
    settings, problem = load_server_settings(git, policy=policy.settings)
    if not settings.enabled:
        return 0
    checked = check_receive(git, settings, data, policy.settings)
    is_refused = any(each.is_refused for each in checked)
    outcome = "refused" if is_refused else "let through"
    Logger(__name__).info("%s of a push: %s", counted(len(checked), "ref"), outcome)
    lines = plain_lines(received_rows(checked, problem, policy.notes))
    write_raw("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
    return 1 if is_refused else 0
