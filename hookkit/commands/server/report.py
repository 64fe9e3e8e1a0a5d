"""``hookkit server report``: count the pushes in the journal of a server."""

from __future__ import annotations

import os

import rich_click as click

from hookkit.commands.shared.output_options_and_files import (
    output_option,
    parse_output_option,
    write_output_file,
)
from hookkit.commands.shared.parse_day import parse_day
from hookkit.errors import WrongUsage
from hookkit.server.filter_and_count_pushes import GROUPINGS, PushFilter, count_pushes
from hookkit.server.journal_report import (
    JOURNAL_REPORT_FORMATS,
    journal_report_document,
    journal_report_rows,
)
from hookkit.server.policy import DEFAULT_POLICY_FILE
from hookkit.server.read_journal import JournalReader
from hookkit.server.read_policy import read_policy
from hookkit.terminal.output import TERMINAL_FORMATS, print_rows_in_format, write_raw

_COMMAND = "hookkit server report"


@click.command("report")
@click.option("--by", type=click.Choice(GROUPINGS), help="One table, whole.")
@click.option("--since", metavar="DATE", help="From this day on, in UTC.")
@click.option("--until", metavar="DATE", help="Up to the end of this day.")
@click.option("--repository", metavar="PATTERN", help="Of these repositories alone.")
@click.option("--person", metavar="NAME", help="Of this person alone.")
@click.option("--rule", metavar="RULE", help="With a finding of this rule.")
@click.option("--policy", metavar="FILE", help=f"The policy, instead of {DEFAULT_POLICY_FILE}.")
@click.option("--journal", metavar="FILE", help="The journal itself.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice([*TERMINAL_FORMATS, *JOURNAL_REPORT_FORMATS]),
    help="rich or plain for people, the others for programs.",
)
@output_option
def command(
    by: str | None,
    policy: str | None,
    journal: str | None,
    output_format: str | None,
    outputs: tuple[str, ...],
    **filter_values: str | None,
) -> int:
    """Count the pushes in the journal of a server: by repository, person, rule and day.

    Who pushed is as the software of the host told it, or the account of the hook.
    """
    report_files = [parse_output_option(each, JOURNAL_REPORT_FORMATS, _COMMAND) for each in outputs]
    for option in ("since", "until"):
        day = filter_values[option]
        if day is not None:
            filter_values[option] = parse_day(day, _COMMAND)
    push_filter = PushFilter(**filter_values)
    reader = JournalReader(
        _journal_of_policy(policy) if journal is None else _existing_journal(journal)
    )
    push_counts = count_pushes(filter(push_filter.matches, reader.pushes()))
    tables = GROUPINGS if by is None else (by,)
    for each in report_files:
        write_output_file(
            each.path, journal_report_document(each.output_format, push_counts, reader, tables)
        )
    if output_format is not None and output_format in JOURNAL_REPORT_FORMATS:
        write_raw(journal_report_document(output_format, push_counts, reader, tables))
    else:
        print_rows_in_format(output_format, journal_report_rows(push_counts, reader, tables))
    return 0


def _existing_journal(journal: str) -> str:
    """Give the absolute path of a named journal. Raises WrongUsage if it does not exist."""
    if not os.path.exists(journal):
        sentence = f"there is no journal {journal}"
        raise WrongUsage(sentence, "hookkit server policy --check")
    return os.path.abspath(journal)


def _journal_of_policy(policy_file: str | None) -> str:
    """Give the path of the journal that a policy names. Raises WrongUsage if there is none.

    ``policy_file`` is the policy file, None for the default file.
    """
    owner = os.geteuid() if hasattr(os, "geteuid") else 0
    policy = read_policy("" if policy_file is None else os.path.abspath(policy_file), owner)
    if policy is not None and policy.journal.file:
        return policy.journal.file
    where = (
        f"{policy.policy_file} has no journal"
        if policy is not None
        else f"there is no {DEFAULT_POLICY_FILE}"
    )
    raise WrongUsage(f"{where}: name the journal", f"{_COMMAND} --journal FILE")
