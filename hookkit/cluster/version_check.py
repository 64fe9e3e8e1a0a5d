"""Check that the workers of a cluster have the same versions, before files are sent.

distributed's own ``get_versions(check=True)`` compares versions without raising an error, and
leaves out workers that do not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hookkit.cluster.dask_client import (
    ANSWER_TIMEOUT,
    AnswerTimeout,
    call_within,
    versions_table,
    workers_of,
)
from hookkit.cluster.versions import (
    CODE,
    PLUGINS,
    PYTHON,
    Difference,
    Versions,
    differences,
    python_of,
    sentence_of,
)
from hookkit.errors import EnvironmentFailed
from hookkit.phrases import shell_word

NO_DISTRIBUTIONS = (PYTHON, PLUGINS, CODE)
"""The names of versions that are no distributions, so pip cannot install them."""


def compare_workers(address: str, client: Any, take_versions: Callable[[], Versions]) -> None:
    """Raise EnvironmentFailed if a worker has another version, or does not answer.

    ``take_versions`` is a function that workers can import.
    """
    here = take_versions()
    names = [each for each in here if each not in NO_DISTRIBUTIONS]
    try:
        # distributed itself is asked, so that workers without hookkit answer too.
        table = versions_table(client, names)
    except AnswerTimeout:
        table = {}
    silent_workers = [each for each in workers_of(client) if each not in table]
    if silent_workers:
        sentence = f"the worker {silent_workers[0]} does not answer"
        raise EnvironmentFailed(sentence, start_of_worker(address))
    for worker, found in sorted(table.items()):
        worker_versions = {name: found.get(name) or "" for name in names}
        there = {**here, **worker_versions, PYTHON: python_of(found.get("python") or "")}
        refuse_difference(address, worker, here, there)
    _compare_code(address, client, take_versions)


def _compare_code(address: str, client: Any, take_versions: Callable[[], Versions]) -> None:
    """Compare the result of ``take_versions`` on each worker; an error there means other code."""
    found: Mapping[str, Any] = call_within(
        3 * ANSWER_TIMEOUT, lambda: client.run(take_versions, on_error="return")
    )
    here = take_versions()
    for worker, there in sorted(found.items()):
        if isinstance(there, Mapping):
            refuse_difference(address, worker, here, there)
        elif not isinstance(there, OSError):  # a worker that has just died is ignored
            refuse_difference(address, worker, {**here, CODE: "here"}, {**here, CODE: "there"})


def refuse_difference(address: str, worker: str, here: Versions, there: Versions) -> None:
    """Raise EnvironmentFailed if a worker has other versions."""
    differing = differences(here, there)
    if differing:
        sentence = f"{sentence_of(worker, differing[0])}; nothing was placed"
        raise EnvironmentFailed(sentence, _repair(address, differing, here))


def _repair(address: str, differing: list[Difference], here: Versions) -> str:
    """Give the command that installs the same versions, or starts a worker with the same Python."""
    if any(each.name == PYTHON for each in differing):
        return f"python{here[PYTHON].rpartition('.')[0]} -m distributed.cli.dask_worker {address}"
    force = ["--force-reinstall"] if differing[0].name == CODE else []
    plugins = next((each for each in differing if each.name == PLUGINS), None)
    if plugins is not None:
        others = set(plugins.there.split(", ")) - {*plugins.here.split(", "), "none"}
        if others:
            return " ".join(["python -m pip uninstall", *map(shell_word, sorted(others))])
    pinned = [f"{name}=={here[name]}" for name in here if name not in NO_DISTRIBUTIONS]
    return " ".join(["python -m pip install", *force, *map(shell_word, pinned)])


def start_of_worker(address: str) -> str:
    """Give the command that starts a worker."""
    return f"dask worker {shell_word(address)}"
