"""Inspect repositories in parallel, in several processes, and give each result once it is ready."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from hookkit.fleet.inspect_repository import inspect_repository
from hookkit.fleet.inspection import Inspection, InspectionResult
from hookkit.fleet.isolated_copy import TEMPORARY_FOLDER_PREFIX
from hookkit.fleet.listed_repository import ListedRepository
from hookkit.pep8.fix_processes import ON_WAIT_INTERVAL
from hookkit.pep8.process_pool import process_pool
from hookkit.safe_imports import hide_worktree_from_children

ExecutorFactory = Callable[[], AbstractContextManager[Executor]]
"""Makes an executor with processes on this machine or another one. Its processes must be
able to import hookkit and to read the repositories at their paths."""

MAX_WAITING = 4
"""How many inspections wait in the executor, besides those that it runs."""


def local_executor_factory(jobs: int) -> ExecutorFactory:
    """Give a function that makes executors with ``jobs`` processes on this machine."""
    return partial(_processes, jobs)


@contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    """Give processes whose temporary files are deleted afterwards, even if they are killed."""
    with _redirected_temporary_files(), process_pool(jobs) as pool:
        yield pool


@contextmanager
def _redirected_temporary_files() -> Iterator[None]:
    """Put temporary files of this process and its children into a folder, and delete it at the end.

    A process that is killed would otherwise leave its files behind.
    """
    old_variable, old_folder = os.environ.get("TMPDIR"), tempfile.tempdir
    with tempfile.TemporaryDirectory(
        prefix=TEMPORARY_FOLDER_PREFIX, ignore_cleanup_errors=True
    ) as folder:
        # A forked process uses ``tempfile.tempdir``, which is already set, and not TMPDIR.
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = old_folder
            if old_variable is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = old_variable


def inspect_all(
    repositories: Sequence[ListedRepository],
    inspection: Inspection,
    jobs: int,
    make_executor: ExecutorFactory,
    on_wait: Callable[[ListedRepository], None],
) -> Generator[InspectionResult, None, None]:
    """Inspect repositories and give the results as they arrive, in any order.

    ``jobs`` repositories are inspected at once. ``on_wait`` is called repeatedly with the
    repository whose result has been awaited for longest. If a process dies, the repositories that
    its pool had not finished are inspected once more, each alone.
    """
    remaining = list(repositories)
    while remaining:
        unfinished: list[ListedRepository] = []
        done = 0
        try:
            for found in _inspect_in_pool(
                remaining, inspection, jobs + MAX_WAITING, make_executor, on_wait, unfinished
            ):
                done += 1
                yield found
        except BrokenProcessPool:
            for each in unfinished:
                yield _inspect_alone(each, inspection, make_executor, on_wait)
            remaining = remaining[done + len(unfinished) :]
        else:
            remaining = []


def _inspect_in_pool(
    repositories: Sequence[ListedRepository],
    inspection: Inspection,
    max_submitted: int,
    make_executor: ExecutorFactory,
    on_wait: Callable[[ListedRepository], None],
    unfinished: list[ListedRepository],
) -> Generator[InspectionResult, None, None]:
    """Inspect until the pool breaks; ``unfinished`` then has the repositories without a result."""
    not_submitted = list(reversed(repositories))
    submitted: dict[Future[InspectionResult], ListedRepository] = {}
    with make_executor() as executor:
        while not_submitted or submitted:
            while not_submitted and len(submitted) < max_submitted:
                repository = not_submitted.pop()
                unfinished.append(repository)
                with hide_worktree_from_children():
                    submitted[executor.submit(inspect_repository, repository, inspection)] = (
                        repository
                    )
            on_wait(next(iter(submitted.values())))
            done, _ = wait(submitted, timeout=ON_WAIT_INTERVAL, return_when=FIRST_COMPLETED)
            for future in done:
                found = future.result()
                unfinished.remove(submitted.pop(future))
                yield found


def _inspect_alone(
    repository: ListedRepository,
    inspection: Inspection,
    make_executor: ExecutorFactory,
    on_wait: Callable[[ListedRepository], None],
) -> InspectionResult:
    try:
        [found] = _inspect_in_pool([repository], inspection, 1, make_executor, on_wait, [])
        return found
    except BrokenProcessPool:
        return InspectionResult(repository.path, "the process that looked at it died")
