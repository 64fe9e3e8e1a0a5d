"""Files that flake8 looks at on a worker of a cluster, as it would look at all of them here."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from hookkit.cluster.versions import (
    PLUGINS,
    PYTHON,
    Versions,
    differences,
    distribution_versions,
    this_python,
)
from hookkit.debt.finding import LintFinding
from hookkit.debt.flake8_process import run_flake8
from hookkit.debt.scratch_tree import write_tree

_OWN = ("hookkit", "flake8", "mccabe", "pycodestyle", "pyflakes")
_GROUPS = ("flake8.extension", "flake8.report")


class LintBatch(NamedTuple):
    """Contents by their paths, for a worker that has the same versions.

    ``configurations`` are the files at the top in which tools are configured, ``configured_by`` is
    the name of flake8's, "" where it has none.
    """

    versions: Versions
    configurations: Mapping[bytes, bytes]
    configured_by: str
    contents: Mapping[bytes, bytes]


class LintAnswer(NamedTuple):
    """The findings in a batch: none where the worker has other versions."""

    versions: Versions
    findings: tuple[LintFinding, ...]


def linting_versions() -> Versions:
    """Give the versions that decide the findings in a file: flake8, Python, and all plugins."""
    points = [each for group in _GROUPS for each in metadata.entry_points(group=group)]
    plugins = sorted({each.dist.name.lower() for each in points if each.dist is not None})
    others = [each for each in plugins if each not in _OWN]
    versions = distribution_versions([*_OWN, *others])
    return {PYTHON: this_python(), **versions, PLUGINS: ", ".join(others) or "none"}


def lint_batch(request: bytes) -> bytes:
    """Have flake8 look at a LintBatch, pickled, and give the LintAnswer, pickled.

    Raises EnvironmentFailed where flake8 does not come to its end.
    """
    batch: LintBatch = pickle.loads(request)
    versions = linting_versions()
    if differences(batch.versions, versions):
        return pickle.dumps(LintAnswer(versions, ()))
    with tempfile.TemporaryDirectory(prefix="hookkit-") as name:
        scratch = Path(name)
        folder = scratch / "files"
        write_tree(scratch, {b"empty.cfg": b"[flake8]\n"})
        write_tree(folder, {**batch.configurations, **batch.contents})
        own = batch.configured_by
        config = folder / own if own else scratch / "empty.cfg"
        # Its other processes would work beside those of the other batches here.
        found = run_flake8(folder, scratch / "found", config, "--jobs=1")
        return pickle.dumps(LintAnswer(versions, tuple(found)))
