"""Explain why faults are still in a file, each with the remedy that fixes it."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

from hookkit.corrections import worktree_files_to_fix
from hookkit.corrections.fix_files import fix_for_outcomes
from hookkit.corrections.why_not.autopep8_configuration import explain_ignored, location_of_key
from hookkit.corrections.why_not.explain_whole_file import explain_file, explain_missing
from hookkit.corrections.why_not.explanation import (
    ExplainedFault,
    Explanation,
    ExplanationKind,
    FileExplanation,
    nearest_line,
)
from hookkit.corrections.why_not.file_to_explain import FileToExplain
from hookkit.errors import WrongUsage
from hookkit.fix_cache.cached_obstacles import obstacles_of
from hookkit.git.compute_object_ids import compute_blob_id
from hookkit.git.runner import Git
from hookkit.pep8.autopep8_options_and_errors import Pep8Failed
from hookkit.pep8.decode_source import NotPythonSource
from hookkit.pep8.fault_obstacles import MAX_AGGRESSIVENESS, FaultObstacles
from hookkit.pep8.fix_task_and_outcome import Fault
from hookkit.pep8.fix_text import NEVER_FIXED_CODES
from hookkit.pep8.fixable_faults import has_fix
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.syntax_tree import DoesNotParse, parse
from hookkit.settings.definitions import Settings

if TYPE_CHECKING:
    from hookkit.corrections.fix_files import ProgressListener

OLDER_LINE_REASON = "the last commit did not touch its lines"


def explain_faults(
    git: Git, settings: Settings, path: str, listener: ProgressListener, line: int | None = None
) -> FileExplanation:
    """Explain each fault of a file of the worktree, as ``hookkit run PATH`` sees the file.

    ``path`` is as it was typed. If a line is given, only the faults that are nearest to it are
    explained, because an explanation may take further fixes. Raises WrongUsage for a path of no
    file of the worktree.
    """
    if not os.path.lexists(path):
        return explain_missing(git, path)
    if os.path.isdir(path):
        repair = shlex.join(["hookkit", "run", "--check", path])
        raise WrongUsage(f"{path} is a folder: name a file in it", repair)
    result = fix_for_outcomes(
        git, settings, worktree_files_to_fix.files_at_paths(git, settings, [path]), listener
    )
    file = FileToExplain(git, settings, path, result)
    file_explanation = explain_file(file)
    left_alone = file_explanation if file.outcome.left_alone_reason is not None else None
    found_obstacles = _find_obstacles(file)
    if line is not None:
        nearest = nearest_line({each.fault.line for each in found_obstacles}, line)
        found_obstacles = [each for each in found_obstacles if each.fault.line == nearest]
    faults = tuple(
        ExplainedFault(each.fault, left_alone or _explain(file, each)) for each in found_obstacles
    )
    file.cache.save()
    return FileExplanation(len(split_lines(file.data)), file_explanation, faults)


def _find_obstacles(file: FileToExplain) -> list[FaultObstacles]:
    try:
        parse(file.data)
        blob = compute_blob_id(file.git, file.data)
        return obstacles_of(file.git, file.data, blob, file.options)
    except (NotPythonSource, DoesNotParse, Pep8Failed):
        return []


def _explain(file: FileToExplain, obstacles: FaultObstacles) -> Explanation:
    fault = obstacles.fault
    if file.fixes(fault):
        return _explain_fixed(file, fault)
    if not has_fix(fault.code):
        return _explain_unfixable(file, fault, "autopep8 has no fix for it")
    return (
        _explain_silenced(file, obstacles)
        or _explain_by_settings(file, obstacles)
        or _explain_failed_fix(file, fault)
    )


def _explain_fixed(file: FileToExplain, fault: Fault) -> Explanation:
    if file.older_fault_count and (fault.code, fault.line) not in file.fixable_in_head:
        reason = f"{OLDER_LINE_REASON}, and older faults are many: {file.older_fault_count:,}"
        return Explanation("out of scope", reason, "correct it all the same", file.run_command())
    kind: ExplanationKind = "dropped" if fault.line in file.lines_of_dropped_hunks else "corrected"
    return Explanation(kind, "", "correct it", file.run_command())


def _explain_unfixable(file: FileToExplain, fault: Fault, reason: str) -> Explanation:
    return Explanation("unfixable", reason, "mend it by hand", file.edit_command(fault.line))


def _explain_silenced(file: FileToExplain, obstacles: FaultObstacles) -> Explanation | None:
    if obstacles.disabling_line is not None:
        reason = f"by the comment in line {obstacles.disabling_line}"
        return Explanation(
            "silenced", reason, "take it away", file.edit_command(obstacles.disabling_line)
        )
    if obstacles.noqa_line is not None:
        line_text = (
            "" if obstacles.noqa_line == obstacles.fault.line else f" in line {obstacles.noqa_line}"
        )
        return Explanation(
            "silenced",
            f"by # noqa{line_text}",
            "take it away",
            file.edit_command(obstacles.noqa_line),
        )
    return None


def _explain_by_settings(file: FileToExplain, obstacles: FaultObstacles) -> Explanation | None:
    """Explain a fault that the settings or the configuration of autopep8 leave out."""
    fault = obstacles.fault
    if file.settings.safety == "strict" and fault.code in NEVER_FIXED_CODES:
        return _add_remedy(
            file, Explanation("always withheld", NEVER_FIXED_CODES[fault.code]), fault
        )
    if not obstacles.is_selected:
        return explain_ignored(fault.code, file.configuration)
    if obstacles.aggressiveness is None:
        return _explain_unfixable(file, fault, "autopep8 leaves it alone in strings and comments")
    if obstacles.aggressiveness > file.options.aggressive:
        return _explain_level(file, fault, obstacles.aggressiveness)
    return None


def _explain_failed_fix(file: FileToExplain, fault: Fault) -> Explanation:
    """Explain a fault that autopep8 tries to fix."""
    unlimited = file.outcome_with(touched=None, refused_fingerprints=frozenset())
    if file.fixes(fault, touched=None, refused_fingerprints=frozenset()):
        return _explain_out_of_scope(file, fault) or _explain_refused(file, fault)
    for each in unlimited.withheld:
        if each.first <= fault.line <= each.last and (fault.code in each.codes or not each.codes):
            return _add_remedy(file, Explanation("withheld", each.reason), fault)
    if file.settings.safety == "strict" and file.fixes(fault, safety="off"):
        return _add_remedy(file, Explanation("withheld", "it needs a fix that is withheld"), fault)
    for level in range(file.options.aggressive + 1, MAX_AGGRESSIVENESS + 1):
        if file.fixes(fault, options=file.options._replace(aggressive=level)):
            return _explain_aggressive(file, level)
    return _explain_unfixable(file, fault, "autopep8 finds no way to mend it")


def _add_remedy(file: FileToExplain, explanation: Explanation, fault: Fault) -> Explanation:
    if file.fixes(fault, safety="off"):
        command = file.run_command("--safety", "off")
        return explanation._replace(remedy='safety = "off" takes it', command=command)
    return explanation._replace(remedy="mend it by hand", command=file.edit_command(fault.line))


def _explain_level(file: FileToExplain, fault: Fault, level: int) -> Explanation:
    if file.fixes(fault, options=file.options._replace(aggressive=level)):
        return _explain_aggressive(file, level)
    reason = f"autopep8 mends it only with aggressive = {level}, and that may change the program"
    return Explanation("withheld", reason, "mend it by hand", file.edit_command(fault.line))


def _explain_aggressive(file: FileToExplain, level: int) -> Explanation:
    shown, command = location_of_key(file.configuration, "aggressive")
    # A new configuration of autopep8 also replaces the default of ``ignore``.
    found_options = file.configuration.found_options
    ignore_setting = (
        "" if found_options.files else f' and ignore = "{found_options.configured_options.ignore}"'
    )
    remedy = f"set aggressive = {level}{ignore_setting} in {shown}"
    return Explanation("aggressive", str(level), remedy, command)


def _explain_out_of_scope(file: FileToExplain, fault: Fault) -> Explanation | None:
    if file.task.touched is None:
        return None
    if (fault.code, fault.line) in file.fixable_in_head:
        return Explanation("corrected", "", "correct it", "hookkit run --mode worktree")
    if file.fixes(fault, touched=None):
        command = file.run_command("--scope", "file")
        return Explanation("out of scope", OLDER_LINE_REASON, "correct it all the same", command)
    return None


def _explain_refused(file: FileToExplain, fault: Fault) -> Explanation:
    ids = file.refused_hunk_ids_at(fault.line)
    flags = [word for each in ids for word in ("--forget", each)]
    command = shlex.join(["hookkit", "refused", *flags])
    return Explanation("refused", ", ".join(ids), "have it proposed again", command)
