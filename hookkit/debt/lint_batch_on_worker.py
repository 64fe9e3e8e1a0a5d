"""Lint a batch of files on a worker of a cluster, with the result of a single machine."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from hookkit.cluster.library_versions import (
    PLUGINS,
    PYTHON,
    Versions,
    distribution_versions,
    own_python_version,
    version_differences,
)
from hookkit.debt.finding import LintFinding
from hookkit.debt.flake8_process import run_flake8
from hookkit.git.scratch_folder import write_files

_CORE_PACKAGES = ("hookkit", "flake8", "mccabe", "pycodestyle", "pyflakes")
_ENTRY_POINT_GROUPS = ("flake8.extension", "flake8.report")


class LintBatch(NamedTuple):
    """Contents by path, for a worker that has the same versions.

    ``configurations`` are the contents of the configuration files at the top level, by path.
    ``configuration_name`` is the name of the file that configures flake8, "" if there is none.
    """

    versions: Versions
    configurations: Mapping[bytes, bytes]
    configuration_name: str
    contents: Mapping[bytes, bytes]


class LintBatchResult(NamedTuple):
    """The versions of a worker and its findings in a batch: none if the versions differ."""

    versions: Versions
    findings: tuple[LintFinding, ...]


def linting_versions() -> Versions:
    """Give the versions on which findings depend: flake8, Python, and all plugins."""
    entry_points = [
        each for group in _ENTRY_POINT_GROUPS for each in metadata.entry_points(group=group)
    ]
    plugins = sorted({each.dist.name.lower() for each in entry_points if each.dist is not None})
    other_plugins = [each for each in plugins if each not in _CORE_PACKAGES]
    versions = distribution_versions([*_CORE_PACKAGES, *other_plugins])
    return {PYTHON: own_python_version(), **versions, PLUGINS: ", ".join(other_plugins) or "none"}


def lint_batch(request: bytes) -> bytes:
    """Run flake8 on a pickled LintBatch, and give the pickled LintBatchResult.

    Raises EnvironmentFailed if flake8 fails.
    """
    batch: LintBatch = pickle.loads(request)
    versions = linting_versions()
    if version_differences(batch.versions, versions):
        return pickle.dumps(LintBatchResult(versions, ()))
    with tempfile.TemporaryDirectory(prefix="hookkit-") as name:
        scratch = Path(name)
        folder = scratch / "files"
        write_files(scratch, {b"empty.cfg": b"[flake8]\n"})
        write_files(folder, {**batch.configurations, **batch.contents})
        config_name = batch.configuration_name
        config = folder / config_name if config_name else scratch / "empty.cfg"
        # Further processes of flake8 would compete with the other batches on this worker.
        findings = run_flake8(folder, scratch / "found", config, "--jobs=1")
        return pickle.dumps(LintBatchResult(versions, tuple(findings)))
