"""Linting on a cluster: flake8's findings in many files, in the order of a single run."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from concurrent.futures import Future

from hookkit.cluster.batches import (
    batch_result,
    batch_size,
    cut_into_batches,
    ordered_results,
    submit_call,
)
from hookkit.cluster.connection import Cluster
from hookkit.cluster.require_same_worker_versions import require_same_versions_on_worker
from hookkit.debt.finding import LintFinding
from hookkit.debt.lint_batch_on_worker import (
    LintBatch,
    LintBatchResult,
    lint_batch,
    linting_versions,
)
from hookkit.terminal.progress import Progress

_Content = tuple[bytes, bytes]


class ClusterLinter:
    """Runs flake8 on a cluster; an instance is a ``Flake8OnCluster`` (``debt.lint_contents``)."""

    def __init__(self, cluster: Cluster) -> None:
        """Take a cluster whose workers were compared by ``linting_versions``."""
        self._cluster, self._versions = cluster, linting_versions()

    def __call__(
        self,
        configurations: Mapping[bytes, bytes],
        configuration_name: str,
        contents: Mapping[bytes, bytes],
    ) -> list[LintFinding]:
        """Give the findings in contents by path; the parameters are fields of ``LintBatch``."""
        cluster = self._cluster

        def request_of(batch: tuple[_Content, ...]) -> bytes:
            request = LintBatch(self._versions, configurations, configuration_name, dict(batch))
            return pickle.dumps(request)

        def submit(batch: tuple[_Content, ...]) -> Future[bytes]:
            return submit_call(cluster.executor, lint_batch, request_of(batch))

        # flake8 sorts by the name of the file.
        files = sorted(contents.items())
        total = sum(map(_estimate_size, files))
        batches = cut_into_batches(files, _estimate_size, batch_size(total, cluster.thread_count))
        findings: list[LintFinding] = []
        with Progress(len(files), lambda: cluster.label) as progress:

            def on_wait() -> None:
                progress.redraw()
                cluster.count_workers()

            for batch, future in ordered_results(
                submit, batches, lambda: 2 * cluster.thread_count, on_wait
            ):
                answer = batch_result(cluster.address, future)
                findings += self._findings_of_answer(answer or lint_batch(request_of(batch)))
                for path, _ in batch:
                    progress.count_finished(path)
        return findings

    def _findings_of_answer(self, pickled: bytes) -> tuple[LintFinding, ...]:
        """Give the findings of a worker; a worker that joined later may have other versions."""
        answer: LintBatchResult = pickle.loads(pickled)
        address = self._cluster.address
        require_same_versions_on_worker(address, f"of {address}", self._versions, answer.versions)
        return answer.findings


def _estimate_size(file: _Content) -> int:
    path, data = file
    return len(path) + len(data) + 100
