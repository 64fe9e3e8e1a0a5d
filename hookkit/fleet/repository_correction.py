"""The correction of a repository for ``hookkit fleet run``: of all files of its default branch."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from hookkit.corrections.correction import keep_correction
from hookkit.corrections.files_and_lines_to_fix import all_files_of_commit
from hookkit.corrections.fix_files import FixResult, NoProgress, fix_files
from hookkit.fleet.default_branch_and_settings import find_default_branch
from hookkit.fleet.inspection import Facts
from hookkit.fleet.isolated_copy import isolated_copy
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.fleet.untrusted_repository import open_untrusted_repository, without_hooks
from hookkit.git.commits import read_commit
from hookkit.settings.effective_settings import make_settings

PROPOSE_MODE = "propose"
"""The mode that keeps a correction as a ref and changes no branch."""


class CorrectionFacts(NamedTuple):
    """The result of a correction of all files of the default branch.

    ``files`` is the number of all files, ``changed`` of corrected ones, ``skipped`` of files left
    alone. ``corrected`` is the number of corrected faults, with ``rules`` by rule, ``withheld`` the
    number of withheld fixes. ``correction`` is the id of the kept correction, "" for none.
    """

    branch: str
    tip: str = ""
    files: int = 0
    changed: int = 0
    skipped: int = 0
    corrected: int = 0
    withheld: int = 0
    rules: dict[str, int] = {}
    correction: str = ""


def correct_repository(repository: ListedRepository, mode: str) -> tuple[Facts, list[str]]:
    """Correct all files of the default branch, and in PROPOSE_MODE keep the correction.

    Gives the facts, and the ``other_files`` of ``InspectionResult``: none.
    """
    git = open_untrusted_repository(repository.path)
    with git.batch_session():
        branch = find_default_branch(git, repository.default_branch)
        if not branch.commit:
            return CorrectionFacts(branch.name)._asdict(), []
        settings = make_settings(branch.settings)._replace(jobs=1, scope="file")
        # The cache of fixes is written to the isolated repository, not to this one.
        with isolated_copy(git) as isolated, isolated.batch_session():
            files_to_fix = all_files_of_commit(isolated, settings, branch.commit)
            result = fix_files(isolated, settings, files_to_fix, NoProgress())
    kept = ""
    if mode == PROPOSE_MODE and result.files:
        hookless_git = without_hooks(git)
        commit = read_commit(hookless_git, branch.commit)
        kept = keep_correction(hookless_git, commit, result.files, result.outcomes)
    return _make_facts(branch.name, branch.commit, result, kept)._asdict(), []


def _make_facts(branch: str, tip: str, result: FixResult, kept: str) -> CorrectionFacts:
    faults = [each for outcome in result.outcomes for each in outcome.corrected]
    return CorrectionFacts(
        branch=branch,
        tip=tip,
        files=len(result.outcomes),
        changed=len(result.files),
        skipped=sum(each.left_alone_reason is not None for each in result.outcomes),
        corrected=len(faults),
        withheld=sum(len(each.withheld) for each in result.outcomes),
        rules=dict(Counter(each.code for each in faults).most_common()),
        correction=kept,
    )
