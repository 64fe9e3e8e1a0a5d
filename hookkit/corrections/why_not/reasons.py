"""Why a fault is still in a file: what would fix it, or what stands in the way."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

from hookkit.corrections import named_files
from hookkit.corrections.fix_job import fix_without_files
from hookkit.corrections.why_not.answer import (
    ExplainedFault,
    Explanation,
    FileExplanation,
    Kind,
    nearest_line,
)
from hookkit.corrections.why_not.case import Case
from hookkit.corrections.why_not.configuration import ignored, place_of
from hookkit.corrections.why_not.whole_file import explain_file, explain_missing
from hookkit.errors import WrongUsage
from hookkit.fix_cache.obstacles import obstacles_of
from hookkit.git.new_objects import compute_blob_id
from hookkit.git.runner import Git
from hookkit.pep8 import fix_text
from hookkit.pep8.fault_obstacles import MAX_LEVEL, FaultObstacles
from hookkit.pep8.fix_text import Pep8Failed
from hookkit.pep8.lines import split
from hookkit.pep8.outcome import Fault
from hookkit.pep8.safety import DoesNotParse, parse
from hookkit.pep8.source import NotSource
from hookkit.pep8.stable_fix import NEVER_TAKEN
from hookkit.settings.schema import Settings

if TYPE_CHECKING:
    from hookkit.corrections.fix_job import ProgressListener

OLDER = "the last commit did not touch its lines"


def why_not(
    git: Git, settings: Settings, name: str, watch: ProgressListener, line: int | None = None
) -> FileExplanation:
    """Explain each fault of a file of the worktree, which is as ``hookkit run NAME`` sees it.

    Where a line is given only those are explained that are the nearest to it: what keeps another
    one may take further fixes to find out. Raises WrongUsage for what is no file of the worktree.
    """
    if not os.path.lexists(name):
        return explain_missing(git, name)
    if os.path.isdir(name):
        repair = shlex.join(["hookkit", "run", "--check", name])
        raise WrongUsage(f"{name} is a folder: name a file in it", repair)
    result = fix_without_files(git, settings, named_files.paths_job(git, settings, [name]), watch)
    case = Case(git, settings, name, result)
    about = explain_file(case)
    alone = about if about is not None and case.outcome.skipped is not None else None
    found = _examine(case)
    if line is not None:
        nearest = nearest_line({each.fault.line for each in found}, line)
        found = [each for each in found if each.fault.line == nearest]
    faults = tuple(ExplainedFault(each.fault, alone or _explain(case, each)) for each in found)
    case.memory.save()
    return FileExplanation(len(split(case.data)), about, faults)


def _examine(case: Case) -> list[FaultObstacles]:
    try:
        parse(case.data)
        blob = compute_blob_id(case.git, case.data)
        return obstacles_of(case.git, case.data, blob, case.options)
    except (NotSource, DoesNotParse, Pep8Failed):
        return []


def _explain(case: Case, each: FaultObstacles) -> Explanation:
    fault = each.fault
    if case.fixes(fault):
        return _explain_fixed(case, fault)
    if not fix_text.has_fix(fault.code):
        return _by_hand(case, fault, "autopep8 has no fix for it")
    return _by_comment(case, each) or _by_settings(case, each) or _by_result(case, fault)


def _explain_fixed(case: Case, fault: Fault) -> Explanation:
    if case.older and (fault.code, fault.line) not in case.by_head:
        reason = f"{OLDER}, and older faults are many: {case.older:,}"
        return Explanation("scope", reason, "correct it all the same", case.run())
    kind: Kind = "overlapped" if fault.line in case.overlapped else "corrected"
    return Explanation(kind, "", "correct it", case.run())


def _by_hand(case: Case, fault: Fault, reason: str) -> Explanation:
    return Explanation("unfixable", reason, "mend it by hand", case.edit(fault.line))


def _by_comment(case: Case, each: FaultObstacles) -> Explanation | None:
    if each.switched_off is not None:
        reason = f"by the comment in line {each.switched_off}"
        return Explanation("silenced", reason, "take it away", case.edit(each.switched_off))
    if each.silenced is not None:
        at = "" if each.silenced == each.fault.line else f" in line {each.silenced}"
        return Explanation("silenced", f"by # noqa{at}", "take it away", case.edit(each.silenced))
    return None


def _by_settings(case: Case, each: FaultObstacles) -> Explanation | None:
    """Explain what autopep8 is kept from before it looks."""
    fault = each.fault
    if case.settings.safety == "strict" and fault.code in NEVER_TAKEN:
        return _unsafe(case, Explanation("never", NEVER_TAKEN[fault.code]), fault)
    if not each.is_selected:
        return ignored(fault.code, case.configured)
    if each.level is None:
        return _by_hand(case, fault, "autopep8 leaves it alone in strings and comments")
    if each.level > case.options.aggressive:
        return _more_aggressive(case, fault, each.level)
    return None


def _by_result(case: Case, fault: Fault) -> Explanation:
    """Explain what autopep8 has looked at."""
    freely = case.outcome_with(touched=None, refused=frozenset())
    if case.fixes(fault, touched=None, refused=frozenset()):
        return _out_of_scope(case, fault) or _refused(case, fault)
    for each in freely.withheld:
        if each.first <= fault.line <= each.last and (fault.code in each.codes or not each.codes):
            return _unsafe(case, Explanation("withheld", each.reason), fault)
    if case.settings.safety == "strict" and case.fixes(fault, safety="off"):
        return _unsafe(case, Explanation("withheld", "it needs a fix that is withheld"), fault)
    level = case.options.aggressive + 1
    for higher in range(level, MAX_LEVEL + 1):
        options = case.options._replace(aggressive=higher)
        if case.fixes(fault, options=options):
            return _aggressive(case, higher)
    return _by_hand(case, fault, "autopep8 finds no way to mend it")


def _unsafe(case: Case, verdict: Explanation, fault: Fault) -> Explanation:
    if case.fixes(fault, safety="off"):
        command = case.run("--safety", "off")
        return verdict._replace(change='safety = "off" takes it', command=command)
    return verdict._replace(change="mend it by hand", command=case.edit(fault.line))


def _more_aggressive(case: Case, fault: Fault, level: int) -> Explanation:
    options = case.options._replace(aggressive=level)
    if case.fixes(fault, options=options):
        return _aggressive(case, level)
    reason = f"autopep8 mends it only with aggressive = {level}, and that may change the program"
    return Explanation("withheld", reason, "mend it by hand", case.edit(fault.line))


def _aggressive(case: Case, level: int) -> Explanation:
    shown, command = place_of(case.configured, "aggressive")
    # Whoever configures autopep8 at all says what is ignored, too.
    found = case.configured.found
    also = "" if found.files else f' and ignore = "{found.configured.ignore}"'
    change = f"set aggressive = {level}{also} in {shown}"
    return Explanation("aggressive", str(level), change, command)


def _out_of_scope(case: Case, fault: Fault) -> Explanation | None:
    if case.task.touched is None:
        return None
    if (fault.code, fault.line) in case.by_head:
        return Explanation("corrected", "", "correct it", "hookkit run --mode worktree")
    if case.fixes(fault, touched=None):
        command = case.run("--scope", "file")
        return Explanation("scope", OLDER, "correct it all the same", command)
    return None


def _refused(case: Case, fault: Fault) -> Explanation:
    ids = case.refusals_at(fault.line)
    flags = [word for each in ids for word in ("--forget", each)]
    command = shlex.join(["hookkit", "refused", *flags])
    return Explanation("refused", ", ".join(ids), "have it proposed again", command)
