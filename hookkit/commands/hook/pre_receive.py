"""``hookkit hook pre-receive``: the checks of a push, in the repository that receives it."""

from __future__ import annotations

import os
import sys

from hookkit.git.runner import Git
from hookkit.log.logger import Logger, configure
from hookkit.phrases import counted
from hookkit.settings.environment import remove_pusher_variables
from hookkit.settings.reader import load_server_settings


def run_pre_receive() -> int:
    """Check the push that git tells of on standard input, and give the exit status.

    1 refuses all of it. Variables of the person who pushes are not read.
    """
    remove_pusher_variables(os.environ)
    from hookkit.history.checking.receive_checks import check_receive
    from hookkit.history.report.findings import received_rows
    from hookkit.terminal.output import plain_lines
    from hookkit.terminal.raw_output import write_raw

    data = sys.stdin.buffer.read()
    git = Git.discover()
    configure(git)
    settings, problem = load_server_settings(git)
    if not settings.enabled:
        return 0
    checked = check_receive(git, settings, data)
    is_refused = any(each.is_refused for each in checked)
    outcome = "refused" if is_refused else "let through"
    Logger(__name__).info("%s of a push: %s", counted(len(checked), "ref"), outcome)
    lines = plain_lines(received_rows(checked, problem))
    write_raw("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"))
    return 1 if is_refused else 0
