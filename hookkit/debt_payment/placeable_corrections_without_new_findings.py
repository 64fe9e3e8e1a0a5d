"""The corrections that can be placed in HEAD, index and worktree without a new finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.corrections.branch_placement import tree_after_placement
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.placement_result import faults_outside_dropped
from hookkit.debt.baseline_matching import match_with_baseline
from hookkit.debt.finding import LintFinding
from hookkit.debt.flake8_config_files import CONFIGURATION_NAMES
from hookkit.debt.lint_contents import Flake8Run, PluginSource, lint_contents
from hookkit.debt.tracked_files import blob_ids, is_utf8_path, read_blobs
from hookkit.debt_payment.corrected_parts import (
    CorrectedPart,
    FileCorrection,
    corrected_parts,
    without_unproven_parts,
)
from hookkit.git.commits import Commit
from hookkit.git.runner import Git
from hookkit.git.trees import tree_entries
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.phrases import path_text

FIRST_TRY_BY_FILE = 4
"""The try (1 is the first) from which whole files with new findings are left out, not parts."""


class LintedCorrections(NamedTuple):
    """The findings of flake8 in corrected files, and the new ones among them."""

    corrected_run: Flake8Run
    new_findings: list[LintFinding]


class PlaceableCorrections(NamedTuple):
    """Corrections that can be placed in HEAD, index and worktree.

    ``files`` are the files of HEAD with their corrected contents, by path; ``parts`` are the parts
    of their corrections, in order; ``linted`` are the findings in them. ``dropped`` are the
    lines that cannot be placed because of other edits. The corrections that would bring
    ``avoided_findings`` are left out.
    """

    files: Mapping[bytes, FixedFile]
    parts: tuple[CorrectedPart, ...]
    dropped: Mapping[bytes, tuple[Dropped, ...]]
    linted: LintedCorrections
    avoided_findings: tuple[LintFinding, ...] = ()


def find_placeable_corrections(
    git: Git, head: Commit, corrections: Sequence[FileCorrection]
) -> PlaceableCorrections | None:
    """Give the corrections that can be placed without a new finding.

    If none can, ``files`` is empty and the other fields have the reasons. None if there is no
    reason, or if the last try still brings new findings. Each corrected file as a whole is proven
    to stay the same program.
    """
    left_out: list[LintFinding] = []
    for attempt in range(1, FIRST_TRY_BY_FILE + 2):
        placed = _place_corrections(git, head, corrections)
        if not placed.files:
            return (
                placed._replace(avoided_findings=tuple(left_out))
                if placed.dropped or left_out
                else None
            )
        new_findings = placed.linted.new_findings
        if not new_findings:
            return placed._replace(avoided_findings=tuple(left_out))
        left_out += new_findings
        corrections = _without_bad_parts(
            corrections, placed, is_by_file=attempt >= FIRST_TRY_BY_FILE
        )
    return None


def _place_corrections(
    git: Git, head: Commit, corrections: Sequence[FileCorrection]
) -> PlaceableCorrections:
    proven_corrections = [without_unproven_parts(each) for each in corrections]
    faults = {
        each.file.path: [fault for part in each.parts for fault in part.faults]
        for each in proven_corrections
    }
    proven_files = [each.file for each in proven_corrections if each.parts]
    tree, dropped = tree_after_placement(git, head.id, proven_files)
    files = _changed_files(git, tree, proven_files) if tree is not None else {}
    dropped_lines = {path: lines for path, lines in dropped.items() if lines}
    corrected = [
        part
        for path, file in files.items()
        for part in corrected_parts(
            file, faults_outside_dropped(faults[path], dropped_lines.get(path, ()))
        )
    ]
    return PlaceableCorrections(files, tuple(corrected), dropped_lines, _lint(git, head.id, files))


def _changed_files(git: Git, tree: str, files: Sequence[FixedFile]) -> dict[bytes, FixedFile]:
    """Give the files of a tree that have changed."""
    entries = tree_entries(git, tree, [each.path for each in files])
    contents = git.object_contents(each.blob for each in entries.values())
    found = (each._replace(fixed=contents[entries[each.path].blob]) for each in files)
    return {each.path: each for each in found if each.original != each.fixed}


def _without_bad_parts(
    corrections: Sequence[FileCorrection], placed: PlaceableCorrections, is_by_file: bool
) -> list[FileCorrection]:
    """Leave out the parts that bring new findings, or all of their files."""
    bad_parts = [
        part
        for each in placed.linted.new_findings
        for part in placed.parts
        if _is_on_changed_lines(part, each)
    ]
    known = {path_text(each.path) for each in bad_parts}
    files = {
        each.path for each in placed.linted.new_findings if is_by_file or each.path not in known
    }
    return [
        each._replace(
            parts=tuple(part for part in each.parts if not _overlaps_any(part, bad_parts))
        )
        for each in corrections
        if path_text(each.file.path) not in files
    ]


def _overlaps_any(part: CorrectedPart, bad: Sequence[CorrectedPart]) -> bool:
    """Whether a part changes lines that one of the ``bad`` parts changes too."""
    start, end = part.part.start, part.part.end
    return any(
        part.path == each.path
        and (start == each.part.start or (start < each.part.end and each.part.start < end))
        for each in bad
    )


def _lint(git: Git, commit: str, files: Mapping[bytes, FixedFile]) -> LintedCorrections:
    """Run flake8 on files before and after, with the configuration that a commit has.

    Raises EnvironmentFailed if flake8 fails.
    """
    config = read_blobs(git, blob_ids(git, commit, CONFIGURATION_NAMES))
    files_with_utf8_path = {path: each for path, each in files.items() if is_utf8_path(path)}
    before = {path: each.original for path, each in files_with_utf8_path.items()}
    after = {path: each.fixed for path, each in files_with_utf8_path.items()}
    old_run = lint_contents(git, [config, before], PluginSource(commit))
    new_run = lint_contents(git, [config, after], PluginSource(commit))
    keys = Counter(each.key for each in old_run.findings)
    return LintedCorrections(new_run, match_with_baseline(keys, new_run.findings, ()).new_findings)


def _is_on_changed_lines(part: CorrectedPart, finding: LintFinding) -> bool:
    """Whether a finding in a corrected file is on lines that a part has changed."""
    changed = part.part
    last_line = max(changed.new_end, changed.new_start + 1)
    is_on_lines = changed.new_start < finding.line <= last_line
    return is_on_lines and path_text(part.path) == finding.path
