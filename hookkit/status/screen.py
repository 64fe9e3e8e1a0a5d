"""``hookkit status``: the status read and printed, as a screen, for a prompt or as JSON."""

from __future__ import annotations

import os
import time

from hookkit.git.runner import Git


def show_status(is_short: bool = False, output_format: str = "plain") -> int:
    """Print where the work stands, ``plain`` or as ``json``, and give the exit status, 0.

    If ``is_short``, a plain status is the text for a prompt, which may be empty.
    """
    git = Git.discover()
    with git.batch_session():
        git.start_reading()  # it is ready when the imports are done
        return _show(git, is_short, output_format)


def _show(git: Git, is_short: bool, output_format: str) -> int:
    # Imported while git starts.
    from hookkit.status.report import short_text, status_json, status_rows
    from hookkit.status.status import read_status
    from hookkit.terminal.output import say
    from hookkit.terminal.rejected_settings import readable_settings
    from hookkit.terminal.rows import row

    status = read_status(git, readable_settings(git))
    if output_format == "json":
        from hookkit.terminal.output import write_raw

        write_raw(os.fsencode(status_json(status)))
    elif not is_short:
        say(status_rows(status, int(time.time())))
    elif text := short_text(status.waiting):
        say([row(text)])
    return 0
