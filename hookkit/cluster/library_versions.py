"""The versions that are compared with those of a worker: the result of a fix depends on them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import NamedTuple

import hookkit

Versions = Mapping[str, str]
"""Versions by the names of distributions, with the version of Python and a digest of the code."""

PYTHON = "Python"
PLUGINS = "plugins of flake8"
"""The name under which the list of installed plugins is compared."""

CODE = "code"
"""The name of the digest of the fixing code, because a patched library has the same version."""

FIXING_DISTRIBUTIONS = ("hookkit", "autopep8", "pycodestyle")
"""The distributions whose versions determine the result of a fix."""


class VersionDifference(NamedTuple):
    """A name whose wanted version and version on a worker differ, "" for a missing version."""

    name: str
    wanted_version: str
    worker_version: str


@cache
def fixing_versions() -> Versions:
    """Give the versions in this process on which the fix of a file depends."""
    return {
        PYTHON: own_python_version(),
        **distribution_versions(FIXING_DISTRIBUTIONS),
        CODE: _code_digest(),
    }


def own_python_version() -> str:
    """Give the version of this Python."""
    return python_version(".".join(map(str, sys.version_info)))


def python_version(info: str) -> str:
    """Give the version of Python; ``info`` is ``sys.version_info`` joined by dots."""
    return info.removesuffix(".final.0")


def distribution_versions(names: Iterable[str]) -> dict[str, str]:
    """Give the version of each distribution, "" if it is not installed."""
    return {name: _version(name) for name in names}


def _version(name: str) -> str:
    if name == "hookkit":  # from the code, as the metadata may be of an older installation
        return hookkit.__version__
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _code_digest() -> str:
    digest = hashlib.sha256()
    for spec in _fixing_module_specs():
        data = spec.loader.get_data(spec.origin or "")  # type: ignore[union-attr]
        digest.update(spec.name.encode() + b"\0" + data + b"\0")
    return digest.hexdigest()[:12]


def _fixing_module_specs() -> Iterator[ModuleSpec]:
    """Give the modules that fix: the libraries, and those in hookkit/pep8, which use them."""
    folder = find_spec("hookkit.pep8")
    search_paths = folder.submodule_search_locations if folder is not None else None
    module_names = [f"hookkit.pep8.{each.name}" for each in iter_modules(search_paths)]
    for name in ("autopep8", "pycodestyle", *sorted(module_names)):
        spec = find_spec(name)
        if spec is not None:
            yield spec


def version_differences(
    wanted_versions: Versions, worker_versions: Versions
) -> list[VersionDifference]:
    """Give the wanted versions that a worker lacks or has otherwise.

    The digest of the code is only given if no version differs. Names that only the worker has are
    ignored.
    """
    all_differences = [
        VersionDifference(name, wanted_version, worker_versions.get(name, ""))
        for name, wanted_version in wanted_versions.items()
        if worker_versions.get(name, "") != wanted_version
    ]
    versions = [each for each in all_differences if each.name != CODE]
    return versions or all_differences


def describe_difference(worker: str, difference: VersionDifference) -> str:
    """Give a sentence about a difference between a worker and this process, which wants it."""
    name, wanted_version, worker_version = difference
    if name == CODE:
        names = ", ".join(FIXING_DISTRIBUTIONS)
        return f"the worker {worker} has other code of {names} under the same versions"
    if name == PLUGINS:
        return f"the worker {worker} has other {name}: {worker_version}, and here: {wanted_version}"
    has = f"has {name} {worker_version}" if worker_version else f"has no {name}"
    return f"the worker {worker} {has}, and here it is {wanted_version}"
