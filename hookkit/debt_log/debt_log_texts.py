"""The texts of a debt log that its report, its page and its charts have in common."""

from __future__ import annotations

from hookkit.debt_log.compute_debt_log import DebtLog, DebtSample
from hookkit.phrases import date_of, plural, short_id

TOP_FOLDER = "."
"""The name of the folder at the top level."""


def headline(log: DebtLog) -> str:
    """Say how many findings the newest commit has."""
    last = log.samples[-1]
    commit = last.sampled_commit.commit
    found = plural(last.total, "finding") if last.total else "no finding"
    where = f"in {plural(last.file_count, 'file')}"
    return f"{found} {where} at {short_id(commit.id)} of {date_of(commit.commit_time)}"


def change_sentence(log: DebtLog) -> str:
    """Say how the number of findings has changed since the first sampled commit."""
    first, last = log.samples[0], log.samples[-1]
    start = f"{plural(first.total, 'finding')} at the end of {first.sampled_commit.label}"
    if log.interval in ("commit", "release"):
        start = f"{plural(first.total, 'finding')} in {first.sampled_commit.label}"
    return f"{signed_text(last.total - first.total)} since: {start}"


def tools_sentence(log: DebtLog) -> str:
    """Name the versions of the tools, and their configuration."""
    name = log.configuration
    source = f"with {name} as it is now" if name else "without a configuration"
    return f"{log.tools.summary}, {source}, for every commit"


def signed_text(number: int) -> str:
    """Format a change with its sign, ``±0`` for zero."""
    return f"{number:+,}".replace("-", "−") if number else "±0"


def findings_per_1000_lines(sample: DebtSample) -> str:
    """Give the findings per 1,000 lines, "" without lines."""
    return f"{sample.total * 1000 / sample.line_count:.1f}" if sample.line_count else ""


def folder_name(folder: str) -> str:
    """Name a folder; the path of the top level is empty, so it is shown as TOP_FOLDER."""
    return folder or TOP_FOLDER
