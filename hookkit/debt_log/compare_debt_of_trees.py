"""Compare the debt of trees: flake8 checks only files that differ, each content once."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Literal, NamedTuple

from hookkit.debt.local_plugins import LocalPlugins
from hookkit.debt_log.changed_files import ChangedFile, Trees
from hookkit.debt_log.content_findings import STORED_PROBLEMS, ContentFindings
from hookkit.debt_log.debt_cache import DebtCache
from hookkit.debt_log.debt_difference import DebtDifference, FileDifference, debt_difference_of
from hookkit.debt_log.flake8_runs import ContentToLint, Flake8Runs, LintedBatch, batches_of
from hookkit.debt_log.gitpython_object_reader import GitPythonObjectReader
from hookkit.debt_log.paths_for_flake8 import path_for_flake8
from hookkit.debt_log.rewritten_flake8_configuration import Configuration, text_with_plugins
from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git
from hookkit.git.scratch_folder import scratch_folder
from hookkit.phrases import path_text, plural
from hookkit.terminal.output import print_rows
from hookkit.terminal.progress import Progress
from hookkit.terminal.rows import note

MAX_CONTENT_BYTES = 2_000_000
"""Larger contents (in bytes) are not linted: they are generated, and flake8 takes minutes."""

_DIFFERENCES_PER_WRITE = 200
"""How many differences are written to the cache in one transaction."""

_MAX_IN_MEMORY = 3_000
"""How many contents have their findings in memory."""

TreePair = tuple[str, str]
"""The ids of two trees, the older tree first; "" is the empty tree."""


class LintOptions(NamedTuple):
    """How flake8 is run on contents.

    ``plugins`` are the repository's own plugins that are run, None for none.
    ``lints_under_real_paths`` is True if contents keep their paths (see ``path_for_flake8``).
    ``process_count`` is the number of flake8's processes.
    """

    configuration: Configuration
    plugins: LocalPlugins | None
    lints_under_real_paths: bool
    process_count: int


class DebtComparer:
    """Compares the debt of trees of one repository."""

    def __init__(self, git: Git, cache: DebtCache, options: LintOptions) -> None:
        """Take the repository, the cache of known findings, and the options of flake8's runs."""
        self._git, self._cache, self._options = git, cache, options
        self._done_count = 0
        self._unstored: dict[tuple[str, str], ContentFindings] = {}
        self._cached_findings = lru_cache(maxsize=_MAX_IN_MEMORY)(self._read_findings)

    def compare(self, pairs: Sequence[TreePair]) -> dict[TreePair, DebtDifference]:
        """Give the differences; unknown contents are linted and their findings stored.

        Raises EnvironmentFailed if a tree is missing, if a partial clone lacks a content, or if
        flake8 cannot be run.
        """
        differences = {pair: self._cache.debt_difference(*pair) for pair in dict.fromkeys(pairs)}
        new = [pair for pair, difference in differences.items() if difference is None]
        if new:
            with GitPythonObjectReader(self._git) as object_reader:
                trees = Trees(object_reader, len(self._git.null_id))
                changed_files = {pair: trees.changed_files(*pair) for pair in new}
                self._lint(self._unknown_contents(changed_files.values()), object_reader)
            differences |= self._count_differences(changed_files)
        return {
            pair: difference for pair, difference in differences.items() if difference is not None
        }

    def _flake8_path(self, path: bytes) -> str:
        return path_for_flake8(path, self._options.lints_under_real_paths)

    def _unknown_contents(
        self, changed_files: Iterable[Sequence[ChangedFile]]
    ) -> list[ContentToLint]:
        """Give the contents without known findings, once for each path for flake8.

        Contents of one path follow each other, because they share most of their lines.
        """
        wanted: dict[tuple[str, str], bytes] = {}
        for each in chain.from_iterable(changed_files):
            flake8_path = self._flake8_path(each.path)
            for blob in filter(None, (each.old_blob, each.new_blob)):
                wanted.setdefault((blob, flake8_path), each.path)
        return [
            ContentToLint(blob, flake8_path, path)
            for (blob, flake8_path), path in sorted(wanted.items(), key=itemgetter(1))
            if self._cache.findings(blob, flake8_path) is None
        ]

    def _lint(self, wanted: Sequence[ContentToLint], object_reader: GitPythonObjectReader) -> None:
        if not wanted:
            return
        self._done_count = 0
        try:
            with scratch_folder(_scratch_parent(self._git)) as scratch:
                self._run_flake8(wanted, object_reader, scratch)
        except BaseException:
            if self._done_count:
                kept_text = (
                    f"{self._done_count:,} of {plural(len(wanted), 'content')} are done and kept"
                )
                print_rows([note(f"{kept_text}: the next run goes on there")], sys.stderr)
            raise

    def _run_flake8(
        self, wanted: Sequence[ContentToLint], object_reader: GitPythonObjectReader, scratch: Path
    ) -> None:
        def read(content: ContentToLint) -> bytes | None:
            data = object_reader.read(content.blob, MAX_CONTENT_BYTES)
            if isinstance(data, bytes):
                return data
            self._keep_problem(content, data)
            return None

        process_count = self._options.process_count
        config = text_with_plugins(self._options.configuration, self._options.plugins, scratch)
        with Progress(len(wanted)) as progress:
            runs = Flake8Runs(scratch, config, process_count, progress.redraw)
            for batch in runs.findings_of(batches_of(wanted, read, process_count)):
                self._keep_batch(batch)
                self._done_count += len(batch.findings)
                for content, _ in batch.findings:
                    progress.count_finished(content.path)

    def _keep_problem(self, content: ContentToLint, problem: Literal["missing", "large"]) -> None:
        if problem == "missing" and _is_partial(self._git):
            sentence = f"the content of {path_text(content.path)} is not in this partial clone"
            raise EnvironmentFailed(sentence, "git fetch --refetch --no-filter")
        self._keep_batch(LintedBatch([(content, ContentFindings(0, problem, Counter()))], {}))

    def _keep_batch(self, batch: LintedBatch) -> None:
        self._cache.add_findings(
            ((content.blob, content.flake8_path, found) for content, found in batch.findings),
            batch.message_by_code.items(),
        )
        self._unstored |= {
            (content.blob, content.flake8_path): found
            for content, found in batch.findings
            if found.problem not in STORED_PROBLEMS
        }

    def _count_differences(
        self, changed_files: Mapping[TreePair, Sequence[ChangedFile]]
    ) -> dict[TreePair, DebtDifference]:
        differences: dict[TreePair, DebtDifference] = {}
        rows: list[tuple[str, str, DebtDifference]] = []
        for pair, files in changed_files.items():
            differences[pair] = debt_difference_of(self._file_difference(each) for each in files)
            if not any(self._has_unstored(each) for each in files):
                rows.append((*pair, differences[pair]))
            if len(rows) == _DIFFERENCES_PER_WRITE:
                self._cache.add_debt_differences(rows)
                rows = []
        self._cache.add_debt_differences(rows)
        return differences

    def _file_difference(self, file: ChangedFile) -> FileDifference:
        old, new = (
            self._cached_findings(each, self._flake8_path(file.path)) if each else None
            for each in (file.old_blob, file.new_blob)
        )
        return FileDifference(path_text(file.path), old, new)

    def _read_findings(self, blob: str, flake8_path: str) -> ContentFindings:
        found = self._unstored.get((blob, flake8_path)) or self._cache.findings(blob, flake8_path)
        if found is None:
            sentence = "the findings of a content are not in the cache any more"
            raise EnvironmentFailed(sentence, "hookkit debt log")
        return found

    def _has_unstored(self, file: ChangedFile) -> bool:
        flake8_path = self._flake8_path(file.path)
        return any((each, flake8_path) in self._unstored for each in (file.old_blob, file.new_blob))


def _is_partial(git: Git) -> bool:
    key_pattern = r"^(extensions\.partialclone|remote\..*\.promisor)$"
    return git.try_run("config", "--get-regexp", key_pattern).code == 0


def _scratch_parent(git: Git) -> Path:
    """Give the parent folder for scratch files.

    It is the git directory, or the system's temporary folder if the git directory is not writable
    or flake8 would read its path as a pattern.
    """
    is_pattern = re.search(r"[][?*]", git.paths.git_dir) is not None
    is_writable = os.access(git.paths.git_dir, os.W_OK)
    return Path(tempfile.gettempdir()) if is_pattern or not is_writable else git.git_dir
