"""A cluster that all tests of a process share, because none of them changes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.clusters import DaskCluster, dask_cluster


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler with two workers."""
    with dask_cluster(tmp_path_factory.mktemp("cluster"), 2) as running:
        yield running
