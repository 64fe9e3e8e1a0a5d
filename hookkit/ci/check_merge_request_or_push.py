"""Check what a CI server builds, a merge request or a push: its faults and its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple

from hookkit.ci.range_to_check import (
    RangeToCheck,
    RevisionOptions,
    find_range_to_check,
    full_history_fetch_command,
)
from hookkit.ci.read_build import read_build
from hookkit.ci.shard import FIRST_SHARD, Shard
from hookkit.corrections.files_and_lines_to_fix import files_of_commit, files_of_range
from hookkit.corrections.fix_files import fix_files
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.run_outcome import Outcome, outcome_of
from hookkit.errors import EnvironmentFailed
from hookkit.formats.describe_pep8_faults import sorted_faults
from hookkit.git.runner import Git
from hookkit.history.check_runs.branch_checks import run_branch_checks
from hookkit.history.check_runs.branch_context import BranchContext
from hookkit.history.check_runs.check_result import CheckResult, collect_results
from hookkit.history.check_runs.range_checks import check_range
from hookkit.history.checks.repair_commands import without_autostash
from hookkit.history.finding import Finding
from hookkit.history.refs.target_branch import with_protected_branch
from hookkit.settings.definitions import Settings

if TYPE_CHECKING:
    from hookkit.corrections.fix_files import ProgressListener
    from hookkit.pep8.fix_processes import RemoteFixer


class CiResult(NamedTuple):
    """The result of a merge request or a push.

    ``server`` is the name of the CI server, "" if none runs this. ``outcome`` has the faults to
    correct, None if the range is unknown. ``files`` are the corrected files, empty if the results
    of several shards were joined; ``corrected_file_count`` is their number in any case. If
    ``fails_if_unknown``, an unknown answer fails the run. ``shard`` is the shard that was checked,
    None for all files.
    """

    server: str
    range_to_check: RangeToCheck
    outcome: Outcome | None
    files: tuple[FixedFile, ...]
    check_result: CheckResult
    fails_if_unknown: bool
    corrected_file_count: int = 0
    shard: Shard | None = None

    @property
    def has_faults_or_refusals(self) -> bool:
        """Whether a fault would be corrected or a finding refuses the request."""
        return bool(self.corrected_file_count) or self.check_result.is_refused

    @property
    def is_unknown(self) -> bool:
        """Whether a check has no answer."""
        return any(each.answer == "unknown" for each in self.check_result.findings)

    @property
    def status(self) -> int:
        """The exit status: 1 with findings, 3 if an unknown answer fails the run, else 0."""
        if self.has_faults_or_refusals:
            return 1
        return EnvironmentFailed.exit_status if self.is_unknown and self.fails_if_unknown else 0


def check_merge_request_or_push(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    revision_options: RevisionOptions,
    fails_if_unknown: bool | None,
    progress: Callable[[int], AbstractContextManager[ProgressListener]],
    shard: Shard | None,
    remote_fixer: RemoteFixer | None,
) -> CiResult:
    """Check the commits that the CI server builds, or those that the options name.

    ``fails_if_unknown`` is whether an unknown answer fails the run, None for: only on a CI server.
    ``progress`` takes the number of files and shows the progress. With ``shard`` only the files of
    that shard are checked, and only the first shard checks the history. ``remote_fixer`` fixes
    files on other machines, None to fix all here. Nothing is fetched or stored.
    """
    build = read_build(variables)
    range_to_check = find_range_to_check(git, settings, variables, build, revision_options)
    outcome, files = _fix_files(git, settings, range_to_check, progress, shard, remote_fixer)
    found = _check_history(git, settings, variables, range_to_check, shard)
    check_result = _with_usable_repairs(git, range_to_check, found)
    if fails_if_unknown is None:
        fails_if_unknown = build is not None or variables.get("CI", "").lower() in ("1", "true")
    server = build.server if build else ""
    return CiResult(
        server, range_to_check, outcome, files, check_result, fails_if_unknown, len(files), shard
    )


def _fix_files(
    git: Git,
    settings: Settings,
    range_to_check: RangeToCheck,
    progress: Callable[[int], AbstractContextManager[ProgressListener]],
    shard: Shard | None,
    remote_fixer: RemoteFixer | None,
) -> tuple[Outcome | None, tuple[FixedFile, ...]]:
    if range_to_check.tip is None or range_to_check.unknown_finding is not None:
        return None, ()
    if range_to_check.base is None:
        files_to_fix = files_of_commit(git, settings, range_to_check.tip)
    else:
        files_to_fix = files_of_range(git, settings, range_to_check.base, range_to_check.tip)
    if shard is not None:
        files_to_fix = files_to_fix._replace(
            changes=tuple(each for each in files_to_fix.changes if shard.contains(each.path))
        )
    with progress(len(files_to_fix.changes)) as listener:
        result = fix_files(git, settings, files_to_fix, listener, remote_fixer)
    outcome = outcome_of(git, settings, result)
    # The order of the JSON document, so that joined shards equal one run.
    ordered = (each._replace(corrected=(*sorted_faults(each.corrected),)) for each in outcome.files)
    return outcome._replace(files=tuple(ordered)), result.files


def _check_history(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    range_to_check: RangeToCheck,
    shard: Shard | None,
) -> CheckResult:
    """Check the history in the first shard or without shards; give the other shards a note."""
    if shard is not None and shard.number != FIRST_SHARD and range_to_check.unknown_finding is None:
        note = f"its history is checked by shard {Shard(FIRST_SHARD, shard.total)}"
        return CheckResult(range_to_check.range_name, notes=(note,))
    return _with_debt_findings(
        git,
        settings,
        range_to_check,
        _check_branch_or_range(git, settings, variables, range_to_check),
    )


def _check_branch_or_range(
    git: Git, settings: Settings, variables: Mapping[str, str], range_to_check: RangeToCheck
) -> CheckResult:
    if range_to_check.unknown_finding is not None or range_to_check.tip is None:
        assert range_to_check.unknown_finding is not None
        return collect_results(
            range_to_check.range_name, [range_to_check.unknown_finding, *range_to_check.notes]
        )
    if range_to_check.target is None:
        if range_to_check.base is None:
            return collect_results(range_to_check.range_name, range_to_check.notes)
        found = check_range(git, settings, variables, range_to_check.base, range_to_check.tip)
        return found._replace(
            checked_name=range_to_check.range_name, notes=(*found.notes, *range_to_check.notes)
        )
    protected = with_protected_branch(settings, range_to_check.target.name)
    context = BranchContext(
        git,
        protected,
        variables,
        range_to_check.checked_branch,
        range_to_check.tip,
        range_to_check.target,
    )
    return run_branch_checks(context)._replace(checked_name=range_to_check.range_name)


def _with_debt_findings(
    git: Git, settings: Settings, range_to_check: RangeToCheck, check_result: CheckResult
) -> CheckResult:
    """Add the findings of new debt, if the settings switch that check on."""
    level = settings.level("debt", "off")
    if level == "off" or range_to_check.tip is None or range_to_check.base is None:
        return check_result
    from hookkit.history.checks.debt import range_debt

    found = range_debt(git, level, range_to_check.base, range_to_check.tip)
    return check_result._replace(findings=(*check_result.findings, *found))


def _with_usable_repairs(
    git: Git, range_to_check: RangeToCheck, check_result: CheckResult
) -> CheckResult:
    """Adapt the repairs to the clone in which each will be run.

    A fetch is run in this clone. All others are run in a developer's clone, whose setting
    rebase.autoStash is unknown here.
    """

    def usable(found: Finding) -> Finding:
        if found.repair is None or found is range_to_check.unknown_finding:
            return found
        if found.answer == "unknown" and found.repair.startswith(("git fetch", "git config")):
            return found._replace(
                repair=full_history_fetch_command(git, range_to_check.branch_to_fetch)
            )
        by_git = found.git_repair and without_autostash(found.git_repair)
        return found._replace(repair=without_autostash(found.repair), git_repair=by_git)

    return check_result._replace(findings=tuple(map(usable, check_result.findings)))
