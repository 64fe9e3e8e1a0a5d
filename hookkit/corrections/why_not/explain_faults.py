"""The reasons why faults are still in a file, each with the change that fixes them."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

from hookkit.corrections import named_files
from hookkit.corrections.fix_files import fix_without_files
from hookkit.corrections.why_not.autopep8_configuration import explain_ignored, place_of_key
from hookkit.corrections.why_not.explanation import (
    ExplainedFault,
    Explanation,
    ExplanationKind,
    FileExplanation,
    nearest_line,
)
from hookkit.corrections.why_not.file_to_explain import FileContext
from hookkit.corrections.why_not.whole_file import explain_file, explain_missing
from hookkit.errors import WrongUsage
from hookkit.fix_cache.cached_obstacles import obstacles_of
from hookkit.git.object_writer import compute_blob_id
from hookkit.git.runner import Git
from hookkit.pep8 import fix_text
from hookkit.pep8.fault_obstacles import MAX_AGGRESSIVENESS, FaultObstacles
from hookkit.pep8.fix_outcome import Fault
from hookkit.pep8.fix_text import Pep8Failed
from hookkit.pep8.line_ends import split_lines
from hookkit.pep8.program_difference import DoesNotParse, parse
from hookkit.pep8.source import NotPythonSource
from hookkit.pep8.stable_fix import NEVER_TAKEN
from hookkit.settings.schema import Settings

if TYPE_CHECKING:
    from hookkit.corrections.fix_files import ProgressListener

OLDER_LINE_REASON = "the last commit did not touch its lines"


def why_not(
    git: Git, settings: Settings, name: str, listener: ProgressListener, line: int | None = None
) -> FileExplanation:
    """Explain each fault of a file of the worktree, as ``hookkit run NAME`` sees the file.

    If a line is given, only the faults that are nearest to it are explained, because an explanation
    may take further fixes. Raises WrongUsage for a name that is no file of the worktree.
    """
    if not os.path.lexists(name):
        return explain_missing(git, name)
    if os.path.isdir(name):
        repair = shlex.join(["hookkit", "run", "--check", name])
        raise WrongUsage(f"{name} is a folder: name a file in it", repair)
    result = fix_without_files(
        git, settings, named_files.files_at_paths(git, settings, [name]), listener
    )
    context = FileContext(git, settings, name, result)
    file_explanation = explain_file(context)
    left_alone = (
        file_explanation
        if file_explanation is not None and context.outcome.skipped is not None
        else None
    )
    found_obstacles = _find_obstacles(context)
    if line is not None:
        nearest = nearest_line({each.fault.line for each in found_obstacles}, line)
        found_obstacles = [each for each in found_obstacles if each.fault.line == nearest]
    faults = tuple(
        ExplainedFault(each.fault, left_alone or _explain(context, each))
        for each in found_obstacles
    )
    context.cache.save()
    return FileExplanation(len(split_lines(context.data)), file_explanation, faults)


def _find_obstacles(context: FileContext) -> list[FaultObstacles]:
    try:
        parse(context.data)
        blob = compute_blob_id(context.git, context.data)
        return obstacles_of(context.git, context.data, blob, context.options)
    except (NotPythonSource, DoesNotParse, Pep8Failed):
        return []


def _explain(context: FileContext, obstacles: FaultObstacles) -> Explanation:
    fault = obstacles.fault
    if context.fixes(fault):
        return _explain_fixed(context, fault)
    if not fix_text.has_fix(fault.code):
        return _explain_unfixable(context, fault, "autopep8 has no fix for it")
    return (
        _explain_silenced(context, obstacles)
        or _explain_by_settings(context, obstacles)
        or _explain_unfixed(context, fault)
    )


def _explain_fixed(context: FileContext, fault: Fault) -> Explanation:
    if context.older_fault_count and (fault.code, fault.line) not in context.fixed_in_head:
        reason = f"{OLDER_LINE_REASON}, and older faults are many: {context.older_fault_count:,}"
        return Explanation("scope", reason, "correct it all the same", context.run_command())
    kind: ExplanationKind = "overlapped" if fault.line in context.overlapped_lines else "corrected"
    return Explanation(kind, "", "correct it", context.run_command())


def _explain_unfixable(context: FileContext, fault: Fault, reason: str) -> Explanation:
    return Explanation("unfixable", reason, "mend it by hand", context.edit_command(fault.line))


def _explain_silenced(context: FileContext, obstacles: FaultObstacles) -> Explanation | None:
    if obstacles.off_line is not None:
        reason = f"by the comment in line {obstacles.off_line}"
        return Explanation(
            "silenced", reason, "take it away", context.edit_command(obstacles.off_line)
        )
    if obstacles.noqa_line is not None:
        line_text = (
            "" if obstacles.noqa_line == obstacles.fault.line else f" in line {obstacles.noqa_line}"
        )
        return Explanation(
            "silenced",
            f"by # noqa{line_text}",
            "take it away",
            context.edit_command(obstacles.noqa_line),
        )
    return None


def _explain_by_settings(context: FileContext, obstacles: FaultObstacles) -> Explanation | None:
    """Explain a fault that the settings or the configuration of autopep8 leave out."""
    fault = obstacles.fault
    if context.settings.safety == "strict" and fault.code in NEVER_TAKEN:
        return _add_change(context, Explanation("never", NEVER_TAKEN[fault.code]), fault)
    if not obstacles.is_selected:
        return explain_ignored(fault.code, context.configured)
    if obstacles.level is None:
        return _explain_unfixable(
            context, fault, "autopep8 leaves it alone in strings and comments"
        )
    if obstacles.level > context.options.aggressive:
        return _explain_level(context, fault, obstacles.level)
    return None


def _explain_unfixed(context: FileContext, fault: Fault) -> Explanation:
    """Explain a fault that autopep8 tries to fix."""
    unlimited = context.outcome_with(touched=None, refused=frozenset())
    if context.fixes(fault, touched=None, refused=frozenset()):
        return _explain_out_of_scope(context, fault) or _explain_refused(context, fault)
    for each in unlimited.withheld:
        if each.first <= fault.line <= each.last and (fault.code in each.codes or not each.codes):
            return _add_change(context, Explanation("withheld", each.reason), fault)
    if context.settings.safety == "strict" and context.fixes(fault, safety="off"):
        return _add_change(
            context, Explanation("withheld", "it needs a fix that is withheld"), fault
        )
    level = context.options.aggressive + 1
    for higher in range(level, MAX_AGGRESSIVENESS + 1):
        options = context.options._replace(aggressive=higher)
        if context.fixes(fault, options=options):
            return _explain_aggressive(context, higher)
    return _explain_unfixable(context, fault, "autopep8 finds no way to mend it")


def _add_change(context: FileContext, explanation: Explanation, fault: Fault) -> Explanation:
    if context.fixes(fault, safety="off"):
        command = context.run_command("--safety", "off")
        return explanation._replace(remedy='safety = "off" takes it', command=command)
    return explanation._replace(remedy="mend it by hand", command=context.edit_command(fault.line))


def _explain_level(context: FileContext, fault: Fault, level: int) -> Explanation:
    options = context.options._replace(aggressive=level)
    if context.fixes(fault, options=options):
        return _explain_aggressive(context, level)
    reason = f"autopep8 mends it only with aggressive = {level}, and that may change the program"
    return Explanation("withheld", reason, "mend it by hand", context.edit_command(fault.line))


def _explain_aggressive(context: FileContext, level: int) -> Explanation:
    shown, command = place_of_key(context.configured, "aggressive")
    # A new configuration of autopep8 also replaces the default of ``ignore``.
    found_options = context.configured.found_options
    ignore_setting = (
        "" if found_options.files else f' and ignore = "{found_options.configured.ignore}"'
    )
    change = f"set aggressive = {level}{ignore_setting} in {shown}"
    return Explanation("aggressive", str(level), change, command)


def _explain_out_of_scope(context: FileContext, fault: Fault) -> Explanation | None:
    if context.task.touched is None:
        return None
    if (fault.code, fault.line) in context.fixed_in_head:
        return Explanation("corrected", "", "correct it", "hookkit run --mode worktree")
    if context.fixes(fault, touched=None):
        command = context.run_command("--scope", "file")
        return Explanation("scope", OLDER_LINE_REASON, "correct it all the same", command)
    return None


def _explain_refused(context: FileContext, fault: Fault) -> Explanation:
    ids = context.refusals_at(fault.line)
    flags = [word for each in ids for word in ("--forget", each)]
    command = shlex.join(["hookkit", "refused", *flags])
    return Explanation("refused", ", ".join(ids), "have it proposed again", command)
