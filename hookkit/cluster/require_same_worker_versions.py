"""Require that the workers of a cluster have the same versions, before files are sent.

distributed's own ``get_versions(check=True)`` compares versions without raising an error, and
leaves out workers that do not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hookkit.cluster.dask_client import (
    ANSWER_TIMEOUT,
    AnswerTimeout,
    call_with_timeout,
    dask_worker_command,
    versions_table,
    worker_addresses,
)
from hookkit.cluster.library_versions import (
    CODE,
    PLUGINS,
    PYTHON,
    VersionDifference,
    Versions,
    describe_difference,
    python_version,
    version_differences,
)
from hookkit.errors import EnvironmentFailed
from hookkit.phrases import shell_word

NON_DISTRIBUTION_NAMES = (PYTHON, PLUGINS, CODE)
"""The names of versions that are no distributions, so pip cannot install them."""


def require_same_versions_on_all_workers(
    address: str, client: Any, read_versions: Callable[[], Versions]
) -> None:
    """Raise EnvironmentFailed if a worker has another version, or does not answer.

    ``read_versions`` is a function that workers can import.
    """
    own_versions = read_versions()
    names = [each for each in own_versions if each not in NON_DISTRIBUTION_NAMES]
    try:
        # distributed itself is asked, so that workers without hookkit answer too.
        table = versions_table(client, names)
    except AnswerTimeout:
        table = {}
    unresponsive_workers = [each for each in worker_addresses(client) if each not in table]
    if unresponsive_workers:
        sentence = f"the worker {unresponsive_workers[0]} does not answer"
        raise EnvironmentFailed(sentence, dask_worker_command(address))
    for worker, info in sorted(table.items()):
        listed_versions = {name: info.get(name) or "" for name in names}
        worker_versions = {
            **own_versions,
            **listed_versions,
            PYTHON: python_version(info.get("python") or ""),
        }
        require_same_versions_on_worker(address, worker, own_versions, worker_versions)
    _require_same_code(address, client, read_versions)


def _require_same_code(address: str, client: Any, read_versions: Callable[[], Versions]) -> None:
    """Compare the result of ``read_versions`` on each worker; an error there means other code."""
    result_by_worker: Mapping[str, Any] = call_with_timeout(
        3 * ANSWER_TIMEOUT, lambda: client.run(read_versions, on_error="return")
    )
    own_versions = read_versions()
    for worker, result in sorted(result_by_worker.items()):
        if isinstance(result, Mapping):
            require_same_versions_on_worker(address, worker, own_versions, result)
        elif not isinstance(result, OSError):  # a worker that has just died is ignored
            require_same_versions_on_worker(
                address, worker, {**own_versions, CODE: "here"}, {**own_versions, CODE: "there"}
            )


def require_same_versions_on_worker(
    address: str, worker: str, own_versions: Versions, worker_versions: Versions
) -> None:
    """Raise EnvironmentFailed if a worker has other versions."""
    differing = version_differences(own_versions, worker_versions)
    if differing:
        sentence = f"{describe_difference(worker, differing[0])}; nothing was placed"
        raise EnvironmentFailed(sentence, _repair_command(address, differing, own_versions))


def _repair_command(
    address: str, differing: list[VersionDifference], own_versions: Versions
) -> str:
    """Give the command that installs the same versions, or starts a worker with the same Python."""
    if any(each.name == PYTHON for each in differing):
        python = f"python{own_versions[PYTHON].rpartition('.')[0]}"
        return f"{python} -m distributed.cli.dask_worker {address}"
    force = ["--force-reinstall"] if differing[0].name == CODE else []
    plugins = next((each for each in differing if each.name == PLUGINS), None)
    if plugins is not None:
        others = set(plugins.worker_version.split(", ")) - {
            *plugins.wanted_version.split(", "),
            "none",
        }
        if others:
            return " ".join(["python -m pip uninstall", *map(shell_word, sorted(others))])
    pinned = [
        f"{name}=={own_versions[name]}"
        for name in own_versions
        if name not in NON_DISTRIBUTION_NAMES
    ]
    return " ".join(["python -m pip install", *force, *map(shell_word, pinned)])
