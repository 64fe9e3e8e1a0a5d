"""Read the baseline of the worktree, the index or a commit; name the repair of a damaged one."""

from __future__ import annotations

from contextlib import suppress

from hookkit.debt.baseline import Baseline, DamagedBaseline, parse_baseline
from hookkit.debt.tracked_files import blob_ids, read_blobs
from hookkit.errors import EnvironmentFailed, HookkitError, WrongUsage
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_current_folder
from hookkit.named_tuple import NamedTuple
from hookkit.phrases import shell_word, short_id
from hookkit.settings.definitions import BASELINE_FILE

MAX_SEARCHED_COMMITS = 50
"""How many commits that changed the baseline are searched for an undamaged one, newest first."""


class StartBaseline(NamedTuple):
    """The baseline at the start of a range, None for none, and the commit that has it.

    ``remark`` says why the baseline of the range's first commit is not used, "" if it is.
    """

    baseline: Baseline | None
    commit: str
    remark: str = ""


def read_worktree_baseline(git: Git) -> Baseline | None:
    """Give the baseline of the worktree, None if there is none.

    Raises WrongUsage if it is damaged, EnvironmentFailed if it cannot be read.
    """
    data = _read_worktree_file(git)
    if data is None:
        return None
    try:
        return parse_baseline(data, BASELINE_FILE)
    except DamagedBaseline as error:
        raise WrongUsage(error.message, _worktree_repair(git)) from error


def _read_worktree_file(git: Git) -> bytes | None:
    assert git.top is not None
    try:
        return (git.top / BASELINE_FILE).read_bytes()
    except FileNotFoundError:
        if (git.top / BASELINE_FILE).is_symlink():
            sentence = f"{BASELINE_FILE} is a link that leads nowhere"
            raise EnvironmentFailed(sentence, f"ls -l {_name_from_current_folder(git)}") from None
        return None
    except OSError as error:
        raise EnvironmentFailed(f"{BASELINE_FILE} cannot be read: {error.strerror}") from error


def read_index_baseline(git: Git) -> Baseline | None:
    """Give the staged baseline, None if there is none.

    Raises WrongUsage if it is damaged, EnvironmentFailed if it cannot be read.
    """
    try:
        return _read_baseline(git, "", "the index")
    except DamagedBaseline as error:
        raise WrongUsage(error.message, _index_repair(git)) from error


def read_commit_baseline(git: Git, commit: str) -> Baseline | None:
    """Give the baseline of a commit, None if there is none.

    Raises WrongUsage if it is damaged, EnvironmentFailed if it cannot be read.
    """
    try:
        return _read_baseline(git, commit, short_id(commit))
    except DamagedBaseline as error:
        raise WrongUsage(error.message, _history_repair(git, commit)) from error


def read_start_baseline(git: Git, commit: str) -> StartBaseline:
    """Give the baseline of the commit at which a range starts.

    A damaged baseline cannot be repaired in that commit, and must not stop the range that repairs
    it: the newest undamaged baseline of an ancestor is used, none if there is none. Raises
    EnvironmentFailed if a partial clone lacks the baseline of ``commit``.
    """
    try:
        return StartBaseline(_read_baseline(git, commit, short_id(commit)), commit)
    except DamagedBaseline as error:
        undamaged_commit = _newest_undamaged_commit(git, commit)
        if undamaged_commit is None:
            remark = f"{error.message}; there is no whole one before it"
            return StartBaseline(None, commit, remark)
        remark = f"{error.message}; the one of {short_id(undamaged_commit)} is taken instead"
        return StartBaseline(
            _read_baseline(git, undamaged_commit, short_id(undamaged_commit)),
            undamaged_commit,
            remark,
        )


def _read_baseline(git: Git, commit: str, label: str) -> Baseline | None:
    data = read_blobs(git, blob_ids(git, commit, [BASELINE_FILE])).get(BASELINE_FILE.encode())
    return None if data is None else parse_baseline(data, f"{label}:{BASELINE_FILE}")


def _worktree_repair(git: Git) -> str:
    if _has_undamaged_baseline(git, ""):
        return f"git restore -- {_name_from_current_folder(git)}"
    return _history_repair(git, "HEAD")


def _index_repair(git: Git) -> str:
    with suppress(HookkitError):
        data = None if git.top is None else _read_worktree_file(git)
        if data is not None and not parse_baseline(data, BASELINE_FILE).has_conflict:
            return f"git add -- {_name_from_current_folder(git)}"
    return _history_repair(git, "HEAD")


def _history_repair(git: Git, commit: str) -> str:
    undamaged_commit, name = _newest_undamaged_commit(git, commit), _name_from_current_folder(git)
    if undamaged_commit is None:
        # Keep the damaged file; the next baseline is made from the findings.
        return f"mv {name} {name}.damaged"
    return f"git restore --source={short_id(undamaged_commit)} --staged --worktree -- {name}"


def _newest_undamaged_commit(git: Git, commit: str) -> str | None:
    """Give the newest commit, among ``commit`` and its ancestors, with an undamaged baseline."""
    answer = git.try_run(
        "rev-list", f"--max-count={MAX_SEARCHED_COMMITS}", commit, "--", f":/{BASELINE_FILE}"
    )
    return next(
        (each for each in answer.out.decode().split() if _has_undamaged_baseline(git, each)), None
    )


def _has_undamaged_baseline(git: Git, commit: str) -> bool:
    with suppress(HookkitError):
        baseline = _read_baseline(git, commit, "")
        return baseline is not None and not baseline.has_conflict
    return False


def _name_from_current_folder(git: Git) -> str:
    return shell_word(path_from_current_folder(git, BASELINE_FILE))
