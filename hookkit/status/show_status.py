"""``hookkit status``: read the status, and print it as rows, for a prompt or as JSON."""

from __future__ import annotations

import os
import time

from hookkit.git.runner import Git


def show_status(is_short: bool = False, output_format: str = "plain") -> int:
    """Print the status, and give the exit status, 0.

    ``output_format`` is ``plain`` or ``json``. If ``is_short``, the plain output is the text for a
    prompt, and nothing if that is empty.
    """
    git = Git.discover()
    with git.batch_session():
        git.start_object_reader()  # git is ready when the imports are done
        return _show(git, is_short, output_format)


def _show(git: Git, is_short: bool, output_format: str) -> int:
    # Imported while git starts.
    from hookkit.status.read_status import read_status
    from hookkit.status.report import prompt_text, status_json, status_rows
    from hookkit.terminal.load_settings_with_warnings import load_settings_with_warnings
    from hookkit.terminal.output import print_rows
    from hookkit.terminal.rows import row

    status = read_status(git, load_settings_with_warnings(git))
    if output_format == "json":
        from hookkit.terminal.output import write_raw

        write_raw(os.fsencode(status_json(status)))
    elif not is_short:
        print_rows(status_rows(status, int(time.time())))
    elif text := prompt_text(status.waiting_corrections):
        print_rows([row(text)])
    return 0
