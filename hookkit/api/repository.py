"""A repository for bots and scripts: make, keep and accept corrections, and check the history."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal, Protocol

from hookkit.api.convert_results import (
    from_corrected_file,
    to_check_result,
    to_corrected_files,
    to_dropped,
)
from hookkit.api.library_call import library_call
from hookkit.api.result_classes import Accepted, CheckResult, Correction
from hookkit.corrections import correction as kept_corrections
from hookkit.corrections.accept import AcceptAs, accept
from hookkit.corrections.drop_and_expire import expire_corrections_and_entries
from hookkit.corrections.files_and_lines_to_fix import (
    FilesToFix,
    all_files_of_commit,
    files_of_commit,
    files_of_correction,
    files_of_range,
)
from hookkit.corrections.find_corrected_faults import (
    outcomes_of_fixed_files,
    with_faults_fixed_by,
)
from hookkit.corrections.fix_files import NoProgress, fix_files, fix_for_outcomes
from hookkit.corrections.remaining_correction import remaining_files
from hookkit.errors import WrongUsage
from hookkit.git.commits import read_commit
from hookkit.git.process import environment_without_hook_variables
from hookkit.git.refs import require_commit
from hookkit.git.runner import Git
from hookkit.history.check_runs.branch_checks import check_branch
from hookkit.history.check_runs.range_checks import check_range
from hookkit.operation_log.require_git_operation_finished import (
    require_no_operation_or_stopped_sync,
)
from hookkit.phrases import short_id
from hookkit.settings import effective_settings
from hookkit.settings.definitions import Settings


class GitPythonRepo(Protocol):
    """The attributes of GitPython's ``git.Repo`` that are used."""

    @property
    def git_dir(self) -> str | os.PathLike[str]:
        """The git directory."""

    @property
    def working_tree_dir(self) -> str | os.PathLike[str] | None:
        """The folder of the worktree, None in a bare repository."""


class Repository:
    """A repository, by a path in it or by GitPython's ``git.Repo``.

    ``settings`` are settings of hookkit by name (docs/settings.md). For this object they override
    all settings that are in force in the repository. Files are corrected in this process, one after
    the other, unless ``settings`` has ``jobs``.

    Each method reads the repository again. All methods may be called from any thread, and wait for
    each other. The constructor and each method raise EnvironmentFailed if there is no repository,
    and WrongUsage for wrong settings.
    """

    def __init__(
        self,
        where: str | os.PathLike[str] | GitPythonRepo = ".",
        settings: Mapping[str, object] | None = None,
    ) -> None:
        """Find the repository. ``GIT_DIR`` and similar variables are ignored."""
        self._overrides = {"jobs": 1, **(settings or {})}
        self._start_folder, self._repository_variables = _folder_and_variables(where)
        with self._open() as (git, _):
            self._paths = git.paths

    def __repr__(self) -> str:
        """Name the repository."""
        return f"hookkit.Repository({self._paths.folder!r})"

    @property
    def path(self) -> Path | None:
        """The folder of the worktree, None in a bare repository."""
        return None if self._paths.top is None else Path(self._paths.top)

    @property
    def git_dir(self) -> Path:
        """The git directory of this worktree."""
        return Path(self._paths.git_dir)

    @contextmanager
    def _open(self) -> Iterator[tuple[Git, Settings]]:
        """Give git in the repository, and the settings in force."""
        with library_call():
            variables = {**environment_without_hook_variables(), **self._repository_variables}
            git = Git.discover(self._start_folder, variables)
            yield git, effective_settings.load_settings(git, self._overrides)

    def correct(self, revision: str = "HEAD") -> Correction:
        """Correct the changes of a commit, or of a range ``A..B`` since it left A. Nothing is kept.

        The settings say which lines and which files count; for a range these are the files of its
        last commit. Raises EnvironmentFailed if there is no such commit, and Refused if a shallow
        clone lacks its parent.
        """
        with self._open() as (git, settings), git.batch_session():
            commit_range = _parse_range(revision)
            if commit_range is None:
                return _make_correction(git, settings, files_of_commit(git, settings, revision))
            return _make_correction(git, settings, files_of_range(git, settings, *commit_range))

    def correct_all(self) -> Correction:
        """Correct all files of HEAD, in one correction of its commit. Nothing is kept.

        Raises EnvironmentFailed if HEAD has no commit.
        """
        with self._open() as (git, settings), git.batch_session():
            require_commit(git)
            return _make_correction(git, settings, all_files_of_commit(git, settings))

    def propose(self, correction: Correction) -> Correction:
        """Keep a correction as a proposal that ``hookkit review`` shows; give it with its id.

        It replaces a correction that is already kept for the commit. No file and no branch changes.
        A correction that changes nothing is not kept, and has no id. To keep only a part of a
        correction, give it fewer files (``dataclasses.replace``).
        """
        if not correction.changed:
            return correction
        with self._open() as (git, settings):
            commit = read_commit(git, correction.commit)
            pairs = [from_corrected_file(each) for each in correction.changed]
            files, outcomes = [file for file, _ in pairs], [outcome for _, outcome in pairs]
            since = correction.since
            correction_id = kept_corrections.keep_correction(git, commit, files, outcomes, since)
            limits = (settings.keep_corrections, settings.keep_days)
            expire_corrections_and_entries(git, *limits, time.time())
        return replace(correction, id=correction_id)

    def kept(self, revision: str = "HEAD") -> Correction:
        """Give the correction that is kept for a commit.

        Raises HookkitError if there is none.
        """
        with self._open() as (git, settings), git.batch_session():
            kept = kept_corrections.find_correction(git, revision)
            files = kept_corrections.fixed_files(git, kept)
            files_to_fix = files_of_correction(
                git, settings, kept.corrected, [each.path for each in files]
            )
            result = fix_for_outcomes(git, settings, files_to_fix, NoProgress())
            result = with_faults_fixed_by(git, result, files)
            return Correction(
                kept.corrected.id,
                to_corrected_files(result, files),
                kept.range_start,
                kept.commit.id,
            )

    def accept(
        self, correction: Correction, how: Literal["fixup", "commit", "amend"] = "fixup"
    ) -> Accepted:
        """Put a kept correction, or the part that is not placed yet, on the branch of HEAD.

        If ``how`` is ``fixup`` or ``commit``, a commit is added; ``amend`` amends the last commit,
        which must be the corrected one and unpushed. HEAD, the index and the files move together,
        uncommitted edits stay, and ``hookkit undo`` takes the change back.

        Raises WrongUsage for a correction that is not kept, Refused if it cannot be put on the
        branch, EnvironmentFailed without a worktree, and GitFailed if HEAD moves meanwhile.
        """
        if correction.id is None:
            sentence = (
                f"the correction of {short_id(correction.commit)} is not kept: propose it first"
            )
            raise WrongUsage(sentence)
        with self._open() as (git, _):
            commits = (read_commit(git, each) for each in (correction.id, correction.commit))
            return _accept_correction(git, kept_corrections.Correction(*commits), how)

    def check(self, what: str | None = None) -> CheckResult:
        """Check the history of a range ``A..B``, or whether a branch could be merged.

        ``what`` is a range or a branch, None for the branch of HEAD. A range is checked as the
        commits that a protected branch got, a branch is checked against its target. Nothing is
        fetched, and the variables of CI servers are ignored. An answer that cannot be determined is
        ``unknown`` in the result. Raises EnvironmentFailed if there is no such commit or branch.
        """
        with self._open() as (git, settings):
            commit_range = _parse_range(what or "")
            if commit_range is None:
                return to_check_result(check_branch(git, settings, {}, branch=what))
            return to_check_result(check_range(git, settings, {}, *commit_range))

    def review(
        self, revision: str = "HEAD", form: Literal["json", "github", "sarif"] = "json"
    ) -> str:
        """Give the review of a commit or a range as a document for other programs.

        This is the output of ``hookkit review --format`` (docs/formats.md), hunk by hunk: of the
        kept correction, or if there is none, of the correction that would be made. Raises the same
        errors as ``correct``, and WrongUsage if there is no such form.
        """
        from hookkit.corrections.review.build_review import build_review, find_review_source
        from hookkit.formats.registry import REVIEW_FORMATS

        if form not in REVIEW_FORMATS:
            raise WrongUsage(f"there is no form {form!r} (forms: {', '.join(REVIEW_FORMATS)})")
        with self._open() as (git, settings), git.batch_session():
            commit_range = _parse_range(revision)
            source = find_review_source(
                git, settings, None if commit_range else revision, commit_range
            )
            return REVIEW_FORMATS[form](build_review(git, settings, source, NoProgress())).decode()

    def draw(self, what: str | None = None, limit: int = 40, is_unfolded: bool = False) -> str:
        """Draw the history as an SVG that needs no script, no font and no network.

        ``what`` is a range or a branch, None for HEAD and its target. ``limit`` is the number of
        commits of the main line to draw, 0 for all. The commits of merged branches are drawn only
        if ``is_unfolded``. Raises EnvironmentFailed if there is no such commit, Refused if there
        are no commits at all.
        """
        from hookkit.graph.build_picture import build_picture
        from hookkit.graph.svg import render_svg

        with self._open() as (git, settings):
            history_picture = build_picture(git, settings, {}, what, limit)
        arguments = [*([what] if what else []), *["--unfold"] * is_unfolded]
        return render_svg(history_picture, is_unfolded, arguments)


def _folder_and_variables(
    where: str | os.PathLike[str] | GitPythonRepo,
) -> tuple[str, dict[str, str]]:
    """Give the folder in which git is started, and the variables that name the repository."""
    if isinstance(where, (str, os.PathLike)):
        return os.path.abspath(where), {}
    git_dir, top = os.path.abspath(where.git_dir), where.working_tree_dir
    if top is None:
        return git_dir, {"GIT_DIR": git_dir}
    return os.path.abspath(top), {"GIT_DIR": git_dir, "GIT_WORK_TREE": os.path.abspath(top)}


def _parse_range(revision: str) -> tuple[str, str] | None:
    """Give the two ends of a range, HEAD for an omitted end; None if it is not a range."""
    start, dots, end = revision.replace("...", "..").partition("..")
    return (start or "HEAD", end or "HEAD") if dots else None


def _make_correction(git: Git, settings: Settings, files_to_fix: FilesToFix) -> Correction:
    result = fix_files(git, settings, files_to_fix, NoProgress())
    assert files_to_fix.commit is not None
    return Correction(
        files_to_fix.commit.id, to_corrected_files(result, result.files), files_to_fix.range_start
    )


def _accept_correction(
    git: Git, correction: kept_corrections.Correction, how: AcceptAs
) -> Accepted:
    """Put what is not placed yet of a correction on the branch; raises as ``accept`` does."""
    require_no_operation_or_stopped_sync(git)
    with git.batch_session():  # ends with the move: cached answers about HEAD are then out of date
        remaining = _remaining_correction(git, correction, how)
        if remaining is None:
            return Accepted(None)
        placed = accept(git, remaining, how, correction)
    return Accepted(placed.commit, to_dropped(placed.dropped))


def _remaining_correction(
    git: Git, correction: kept_corrections.Correction, how: AcceptAs
) -> kept_corrections.Correction | None:
    """Give what is still to be placed of a correction; None if all of it is on the branch."""
    files = remaining_files(git, correction)
    if not files:
        is_head_correction = kept_corrections.is_correction_of(
            read_commit(git, "HEAD"), correction.corrected
        )
        return correction if how == "amend" and is_head_correction else None
    if files == kept_corrections.fixed_files(git, correction):
        return correction
    return kept_corrections.write_partial_correction(
        git, correction, files, outcomes_of_fixed_files(git, files)
    )
