"""The rows of each file: its rules in columns, its withheld fixes, its dropped fixes."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.fix_task_and_outcome import Dropped, FileOutcome, Withheld
from hookkit.phrases import lines_phrase, names_phrase, path_text, plural
from hookkit.terminal.rows import Row, row

# A longer name is printed whole, but does not widen the column.
MAX_NAME_WIDTH = 44
MAX_SEPARATE_FILES = 3
MAX_NAMES = 3
MAX_COMMAND_LENGTH = 60


class RuleCount(NamedTuple):
    """One code in one file: its name, how often it occurs, and on which lines."""

    code: str
    name: str
    fault_count: int
    lines: tuple[int, ...]


class RuleColumnWidths(NamedTuple):
    """The widths of the columns, the same for all files of a report."""

    code: int
    name: int
    fault_count: int


def rule_counts(file: FileOutcome) -> list[RuleCount]:
    """Group the corrected faults of a file by code. The first fault's name stands for all."""
    names: dict[str, str] = {}
    lines: dict[str, list[int]] = {}
    for fault in file.corrected:
        names.setdefault(fault.code, fault.name)
        lines.setdefault(fault.code, []).append(fault.line)
    return [RuleCount(c, names[c], len(lines[c]), tuple(lines[c])) for c in sorted(names)]


def measure_columns(files: Iterable[FileOutcome]) -> RuleColumnWidths:
    """Measure the columns that the rules of ``files`` need."""
    rules = [rule for file in files for rule in rule_counts(file)]
    return RuleColumnWidths(
        code=max((len(rule.code) for rule in rules), default=0),
        name=max((len(rule.name) for rule in rules if len(rule.name) <= MAX_NAME_WIDTH), default=0),
        fault_count=max((len(str(rule.fault_count)) for rule in rules), default=0),
    )


def _rule_row(rule: RuleCount, columns: RuleColumnWidths) -> Row:
    return row(
        ("code", rule.code.ljust(columns.code)),
        ("dim", f"  {rule.fault_count:>{columns.fault_count}}×"),
        f"  {rule.name.ljust(columns.name)}",
        ("dim", "  " + lines_phrase(rule.lines)),
        indent=2,
    )


def _withheld_rows(withheld: Iterable[Withheld]) -> list[Row]:
    groups: dict[tuple[tuple[str, ...], str], list[int]] = {}
    for each in withheld:
        lines = groups.setdefault((each.codes, each.reason), [])
        lines.extend(range(each.first, each.last + 1))
    rows = []
    for (codes, reason), lines in groups.items():
        codes_and_lines = (
            f"{', '.join(codes)} at {lines_phrase(lines)}" if codes else f"at {lines_phrase(lines)}"
        )
        rows.append(row(("warn", "withheld"), f" {codes_and_lines}: {reason}", indent=2))
    return rows


def _dropped_rows_of_file(dropped: Iterable[Dropped]) -> list[Row]:
    groups: dict[str, list[int]] = {}
    for each in dropped:
        groups.setdefault(each.reason, []).extend(range(each.first, each.last + 1))
    return [
        row(("warn", "dropped"), f" {lines_phrase(lines)}: {reason}", indent=2)
        for reason, lines in groups.items()
    ]


def dropped_rows(dropped: Mapping[bytes, Sequence[Dropped]]) -> list[Row]:
    """Give the dropped lines of each file, and why."""
    return [
        row(
            ("path", path_text(path)),
            ("warn", f"  dropped {lines_phrase(range(each.first, each.last + 1))}"),
            f": {each.reason}",
            indent=1,
        )
        for path, lines in dropped.items()
        for each in lines
    ]


def file_heading_rows(file: FileOutcome, columns: RuleColumnWidths) -> list[Row]:
    """Give the row of the file's path and one row for each of its corrected rules."""
    path = path_text(file.path)
    reason = (
        ()
        if file.left_alone_reason is None
        else (("warn", "  left alone"), f": {file.left_alone_reason}")
    )
    rules = [_rule_row(rule, columns) for rule in rule_counts(file)]
    return [row(("path", path), *reason, indent=1), *rules]


def uncorrected_rows(file: FileOutcome) -> list[Row]:
    """Give the rows of the withheld and dropped fixes of a file."""
    return _withheld_rows(file.withheld) + _dropped_rows_of_file(file.dropped)


def _left_alone_rows(files: Sequence[FileOutcome]) -> list[Row]:
    """Name the files that were left alone; many with the same reason share a row."""
    groups: dict[str, list[FileOutcome]] = {}
    for file in files:
        groups.setdefault(file.left_alone_reason or "", []).append(file)
    rows: list[Row] = []
    for reason, group in groups.items():
        if len(group) <= MAX_SEPARATE_FILES:
            rows += [
                each
                for file in group
                for each in file_heading_rows(file, RuleColumnWidths(0, 0, 0))
            ]
            continue
        names = names_phrase([path_text(file.path) for file in group], MAX_NAMES)
        count = f"{len(group):,} files left alone"
        rows.append(row(("warn", count), f": {reason} ", ("dim", f"({names})"), indent=1))
    return rows


def older_rows(
    files: Sequence[FileOutcome], whole_files_command: str, path_to_top: str
) -> list[Row]:
    """Say how many older faults stay, with the command that corrects them too.

    ``whole_files_command`` is the command to show if the names are too long for a line.
    ``path_to_top`` is the relative path to the top level, with a slash at its end.
    """
    files_with_older = [each for each in files if each.older_count]
    if not files_with_older:
        return []
    names = [path_to_top + path_text(each.path) for each in files_with_older]
    files_text = names[0] if len(files_with_older) == 1 else plural(len(files_with_older), "file")
    paths = [f"./{name}" if name.startswith("-") else name for name in names]
    command = shlex.join(["hookkit", "run", *paths])
    is_short = len(files_with_older) == 1 or len(command) <= MAX_COMMAND_LENGTH
    faults = plural(sum(each.older_count for each in files_with_older), "older fault")
    # The words may be wrapped; the command is never cut.
    return [
        row(
            f"{faults} in {files_text} stay: ",
            ("command", command if is_short else whole_files_command),
        )
    ]


def file_rows(files: Sequence[FileOutcome], max_files: int | None = None) -> list[Row]:
    """Give the rows of ``files``: the corrected ones first, at most ``max_files`` of them.

    The files that were left alone follow, all of them. Any other file has no row.
    """
    files_with_fixes = [each for each in files if each.corrected or each.withheld or each.dropped]
    shown = files_with_fixes[:max_files]
    columns = measure_columns(shown)
    rows: list[Row] = []
    for file in shown:
        rows += file_heading_rows(file, columns) + uncorrected_rows(file)
    if len(files_with_fixes) > len(shown):
        hidden_files = files_with_fixes[len(shown) :]
        faults = plural(sum(len(file.corrected) for file in hidden_files), "corrected fault")
        more = f"and {plural(len(hidden_files), 'more file')}"
        rows.append(row(more, ("dim", f" with {faults}"), indent=1))
    return rows + _left_alone_rows(
        [each for each in files if each.left_alone_reason and each not in files_with_fixes]
    )
