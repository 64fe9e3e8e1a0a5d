"""The reports of ``hookkit ci`` for GitHub: annotations, and the summary of the job.

GitHub takes ten errors, ten warnings and ten notices of a step and silently drops the rest. It
drops a summary of more than 1 MiB as a whole. So both are cut here, with a count of the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.ci.check_merge_request_or_push import CiResult
from hookkit.formats.describe_pep8_faults import sorted_faults
from hookkit.formats.escaping import markdown_code, markdown_text, utf8_path
from hookkit.formats.github_annotations import check_result_github, run_outcome_github
from hookkit.history.checks.rules import rule_by_id
from hookkit.history.documentation_links import pycodestyle_url, rule_url
from hookkit.history.finding import kind_of, place_of
from hookkit.phrases import plural
from hookkit.terminal.escaping import escape_invisible

MAX_ANNOTATIONS = 10
"""Maximum for each level in a step (github.com/actions/toolkit, docs/problem-matchers.md)."""

MAX_BYTES = 900 * 1024
"""Maximum size of a summary in bytes, well under the limit of 1 MiB for a step."""

ANNOTATION_LEVELS = ("error", "warning", "notice")


def ci_github(result: CiResult) -> bytes:
    """Give the annotations, first from the checks; the last of a level may count what was cut."""
    lines = check_result_github(result.check_result).decode().splitlines()
    if result.fails_if_unknown:  # a notice says that an answer is unknown
        lines = [
            line.replace("::notice ", "::error ", 1) if line.startswith("::notice ") else line
            for line in lines
        ]
    if result.outcome is not None:
        lines += run_outcome_github(result.outcome).decode().splitlines()
    shown_lines = [each for level in ANNOTATION_LEVELS for each in _lines_of_level(lines, level)]
    return "".join(f"{line}\n" for line in shown_lines).encode()


def _lines_of_level(lines: Sequence[str], level: str) -> list[str]:
    found = [line for line in lines if line.startswith(f"::{level} ")]
    if len(found) <= MAX_ANNOTATIONS:
        return found
    shown_lines = found[: MAX_ANNOTATIONS - 1]
    left_out = plural(len(found) - len(shown_lines), f"more {level}")
    return [*shown_lines, f"::{level} title=hookkit::{left_out}: the summary of the job has all"]


def ci_markdown(result: CiResult) -> bytes:
    """Give the summary as Markdown, cut after the last row that fits into MAX_BYTES."""
    head, rows = _head(result), [*_finding_table_rows(result), *_fault_table_rows(result)]
    size = sum(len(line.encode()) + 1 for line in head)
    shown_lines: list[str] = []
    for row in rows:
        size += len(row.encode()) + 1
        if size > MAX_BYTES:
            break
        shown_lines.append(row)
    text = [*head, *shown_lines]
    if len(shown_lines) < len(rows):
        left_out = plural(len(rows) - len(shown_lines), "more row")
        text += ["", f"**{left_out} left out**: too many to show."]
    return "".join(f"{line}\n" for line in text).encode()


def _head(result: CiResult) -> list[str]:
    subject = markdown_text(escape_invisible(result.range_to_check.range_name))
    notes = [f"- {markdown_text(escape_invisible(each))}" for each in result.check_result.notes]
    return [f"## hookkit: {subject}", "", _summary_line(result), *(["", *notes] if notes else [])]


def _summary_line(result: CiResult) -> str:
    """Sum up the result in one line."""
    kinds = [kind_of(each) for each in result.check_result.findings]
    parts = [f"{kinds.count('refused')} refused"] if "refused" in kinds else []
    parts += [plural(kinds.count("warning"), "warning")] if "warning" in kinds else []
    parts += [f"{kinds.count('unknown')} unknown"] if "unknown" in kinds else []
    if result.outcome is not None and result.outcome.corrected_fault_count:
        files = plural(result.corrected_file_count, "file")
        parts.append(
            f"{plural(result.outcome.corrected_fault_count, 'fault')} to correct in {files}"
        )
    return f"**{', '.join(parts)}**" if parts else "Nothing to object to."


def _finding_table_rows(result: CiResult) -> Iterator[str]:
    findings = result.check_result.findings
    if not findings:
        return
    yield from ("", "| | rule | where | what | repair |", "|---|---|---|---|---|")
    for each in findings:
        rule = f"[{each.rule}]({rule_url(rule_by_id(each.rule))})"
        repair = _cell(markdown_code(escape_invisible(each.repair))) if each.repair else ""
        place, sentence = (
            markdown_text(escape_invisible(text)) for text in (place_of(each), each.sentence)
        )
        yield f"| {kind_of(each)} | {rule} | {_cell(place)} | {_cell(sentence)} | {repair} |"


def _fault_table_rows(result: CiResult) -> Iterator[str]:
    files = result.outcome.files if result.outcome is not None else ()
    found = [(file.path, fault) for file in files for fault in sorted_faults(file.corrected)]
    if not found:
        return
    yield from ("", "| file | line | rule | what |", "|---|--:|---|---|")
    for path, fault in found:
        link = pycodestyle_url(fault.code)
        code = f"[{fault.code}]({link})" if link else fault.code
        name = _cell(markdown_text(escape_invisible(utf8_path(path))))
        yield f"| {name} | {fault.line} | {code} | {_cell(markdown_text(fault.name))} |"


def _cell(text: str) -> str:
    """Escape text so that it stays in its cell of a table."""
    return text.replace("\\|", "&#124;").replace("|", "&#124;").replace("\n", " ")
