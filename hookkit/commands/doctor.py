"""``hookkit doctor``."""

from __future__ import annotations

import rich_click as click

from hookkit.doors.git import Git


@click.command("doctor")
def command() -> int:
    """Find what keeps hookkit from working here, with the command that repairs it.

    Ends with 1 where something has to be repaired first.
    """
    from hookkit.report.examined import doctor_rows
    from hookkit.report.voice import say
    from hookkit.story.doctor import examine, is_well

    findings = examine(Git.discover())
    say(doctor_rows(findings))
    return 0 if is_well(findings) else 1
