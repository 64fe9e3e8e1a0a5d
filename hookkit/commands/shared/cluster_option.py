"""The option ``--cluster ADDRESS``: do the work on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from hookkit.debt.lint_contents import Flake8OnCluster
    from hookkit.pep8.fix_processes import RemoteFixer

cluster_option = click.option(
    "--cluster", metavar="ADDRESS", help="Work on the Dask scheduler at HOST:PORT."
)


@contextmanager
def connect_remote_fixer(
    address: str | None, jobs: int
) -> Iterator[tuple[RemoteFixer | None, Callable[[], str] | None]]:
    """Give the fixer for a cluster, and a function for the label of the progress bar.

    The label is the number of the cluster's workers. Both are None if ``address`` is None. ``jobs``
    is the setting. Raises as ``hookkit.cluster.connection.connect_cluster`` does.
    """
    if address is None:
        yield None, None
        return
    from hookkit.cluster.connection import connect_cluster
    from hookkit.cluster.fix_on_cluster import ClusterFixer
    from hookkit.cluster.library_versions import fixing_versions

    with connect_cluster(address, fixing_versions) as cluster:
        yield ClusterFixer(cluster, jobs), lambda: cluster.label


@contextmanager
def connect_flake8_on_cluster(address: str | None) -> Iterator[Flake8OnCluster | None]:
    """Give the linter for a cluster, None if ``address`` is None.

    Raises as ``hookkit.cluster.connection.connect_cluster`` does.
    """
    if address is None:
        yield None
        return
    from hookkit.cluster.connection import connect_cluster
    from hookkit.debt.lint_batch_on_worker import linting_versions
    from hookkit.debt.lint_on_cluster import ClusterLinter

    with connect_cluster(address, linting_versions) as cluster:
        yield ClusterLinter(cluster)
