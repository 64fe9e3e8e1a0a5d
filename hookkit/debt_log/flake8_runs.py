"""Runs of flake8 on contents of many commits: hundreds in one run, several runs at once.

flake8 takes 0.15 s to start, so it is started once for a batch. Lines that contents share are
checked once in a process (``flake8_with_line_cache``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from hookkit.debt.finding import UNPARSED_CODES, line_digest
from hookkit.debt.flake8_process import (
    Flake8Output,
    failure_sentence,
    flake8_command,
    read_output,
)
from hookkit.debt_log.content_findings import ContentFindings, Problem
from hookkit.debt_log.paths_for_flake8 import numbered_folder
from hookkit.errors import EnvironmentFailed
from hookkit.git.scratch_folder import write_files

MAX_CONTENTS = 400
"""How many contents one process checks; an interruption loses the unfinished batches."""

MAX_BYTES = 4_000_000
"""The most bytes of contents for one process."""

_PROGRAM = """\
import sys
if {folder!r} not in sys.path:
    sys.path.append({folder!r})
from hookkit.debt_log.flake8_with_line_cache import run
raise SystemExit(run())
"""
"""The program that runs flake8; ``folder`` is the folder from which hookkit is imported."""

_CONTENTS_FOLDER = "c"
"""The folder of the contents; no pattern of a project is likely to match it."""

_POLL_SECONDS = 0.05
"""Seconds between two polls of the processes."""

_SYSTEM_ERRORS = ("Cannot allocate memory", "No space left on device")
"""Texts in flake8's output if the system failed, not the check of a content."""

_MEMORY_ERROR = "MemoryError"
"""The error in flake8's output if a content is nested too deeply, or memory is too small."""


class ContentToLint(NamedTuple):
    """A content to check: its blob id, its path for flake8, and a path of a file that has it."""

    blob: str
    flake8_path: str
    path: bytes


class LintedBatch(NamedTuple):
    """The findings in some contents, and flake8's message for each code."""

    findings: list[tuple[ContentToLint, ContentFindings]]
    message_by_code: dict[str, str]


Batch = Sequence[tuple[ContentToLint, bytes]]


class _Run(NamedTuple):
    """A process of flake8; ``folder`` has its files."""

    batch: Batch
    folder: Path
    process: subprocess.Popen[bytes]


class Flake8Runs:
    """Runs flake8 on batches, in several processes."""

    def __init__(
        self, scratch: Path, config: bytes, max_processes: int, on_wait: Callable[[], None]
    ) -> None:
        """Take a scratch folder, the configuration, the most processes, and a progress callback."""
        self._scratch, self._config = scratch, config
        self._max_processes, self._on_wait = max_processes, on_wait
        self._running: list[_Run] = []
        self._last_number = 0
        self._is_known_to_work = False

    def findings_of(self, batches: Iterable[Batch]) -> Iterator[LintedBatch]:
        """Give the findings of each batch as its process ends, in any order.

        If flake8 fails for a batch, the batch is halved until the content that makes flake8 fail is
        alone. Raises EnvironmentFailed if flake8 fails for an empty file as well.
        """
        waiting: deque[Batch] = deque()
        remaining_batches = iter(batches)
        try:
            while True:
                while len(self._running) < self._max_processes:
                    batch = waiting.popleft() if waiting else next(remaining_batches, None)
                    if batch is None:
                        break
                    self._running.append(self._start(batch))
                if not self._running:
                    return
                run = self._wait_for_run()
                output = _output_of(run)
                if output.is_complete:
                    yield _linted_batch(run, output)
                    continue
                self._require_working_flake8(output)
                if len(run.batch) == 1:
                    yield LintedBatch([(run.batch[0][0], _failed_content(run, output))], {})
                else:
                    middle = len(run.batch) // 2
                    waiting += [run.batch[:middle], run.batch[middle:]]
        finally:
            for run in self._running:
                run.process.kill()
                run.process.wait()

    def _start(self, batch: Batch) -> _Run:
        self._last_number += 1
        folder = self._scratch / str(self._last_number)
        files = {
            f"{numbered_folder(number)}/{content.flake8_path}".encode(): data
            for number, (content, data) in enumerate(batch)
        }
        write_files(folder, {b"found": b""})
        # flake8 reads paths in the configuration relative to the folder of that file.
        write_files(folder / _CONTENTS_FOLDER, {**files, b".flake8": self._config})
        config = folder / _CONTENTS_FOLDER / ".flake8"
        start = ("-c", _PROGRAM.format(folder=str(Path(__file__).parents[2])))
        command = flake8_command(folder / "found", config, "--jobs=1", python_arguments=start)
        with (folder / "said").open("wb") as log_file:
            process = subprocess.Popen(
                command,
                cwd=folder / _CONTENTS_FOLDER,
                stdin=subprocess.DEVNULL,
                stdout=log_file,
                stderr=log_file,
                # Ctrl-C must only reach hookkit, which kills flake8: partial output is not used.
                start_new_session=True,
            )
        return _Run(batch, folder, process)

    def _wait_for_run(self) -> _Run:
        while True:
            for run in self._running:
                if run.process.poll() is not None:
                    self._running.remove(run)
                    return run
            self._on_wait()
            time.sleep(_POLL_SECONDS)

    def _require_working_flake8(self, failed: Flake8Output) -> None:
        """Raise EnvironmentFailed if the system failed, or flake8 fails even for an empty file."""
        lines = failed.messages.splitlines()
        system_error = next(
            (line for line in lines if any(each in line for each in _SYSTEM_ERRORS)), None
        )
        if system_error is not None:
            raise EnvironmentFailed(failure_sentence(1, system_error), "python -m flake8")
        if self._is_known_to_work:
            return
        run = self._start([(ContentToLint("", "module.py", b""), b"")])
        status = run.process.wait()
        output = _output_of(run)
        if not output.is_complete:
            raise EnvironmentFailed(failure_sentence(status, output.messages), "python -m flake8")
        self._is_known_to_work = True


def _output_of(run: _Run) -> Flake8Output:
    printed = (run.folder / "said").read_text(encoding="utf-8", errors="replace")
    output = read_output(run.folder / "found", run.process.returncode, printed)
    shutil.rmtree(run.folder, ignore_errors=True)
    return output


def _failed_content(run: _Run, output: Flake8Output) -> ContentFindings:
    ((_, data),) = run.batch
    is_killed = run.process.returncode < 0 or _MEMORY_ERROR in output.messages
    problem: Problem = "killed" if is_killed else "crash"
    return ContentFindings(_count_lines(data), problem, Counter())


def _linted_batch(run: _Run, output: Flake8Output) -> LintedBatch:
    numbers = {os.fsencode(numbered_folder(index)): index for index in range(len(run.batch))}
    findings = [Counter[tuple[str, str]]() for _ in run.batch]
    problems: list[Problem] = ["" for _ in run.batch]
    message_by_code: dict[str, str] = {}
    lines: tuple[int, Sequence[bytes]] = (-1, ())
    for path, row, _, rule, message in output.records:
        index = numbers[path.removeprefix(b"./").removeprefix(b".\\")[:6]]
        code = rule.decode("utf-8", "replace")
        message_by_code.setdefault(code, message.decode("utf-8", "replace"))
        if code in UNPARSED_CODES:
            problems[index] = "syntax"
            continue
        if lines[0] != index:
            lines = (index, run.batch[index][1].splitlines())
        line = int(row) - 1
        findings[index][
            code, line_digest(lines[1][line] if 0 <= line < len(lines[1]) else b"")
        ] += 1
    return LintedBatch([*_contents_with_findings(run.batch, findings, problems)], message_by_code)


def _contents_with_findings(
    batch: Batch, findings: Sequence[Counter[tuple[str, str]]], problems: Sequence[Problem]
) -> Iterator[tuple[ContentToLint, ContentFindings]]:
    for (content, data), counts, problem in zip(batch, findings, problems, strict=True):
        # The other findings of flake8 in a file that does not parse do not count.
        kept = Counter[tuple[str, str]]() if problem else counts
        yield content, ContentFindings(_count_lines(data), problem, kept)


def _count_lines(data: bytes) -> int:
    return len(data.splitlines())


def batches_of(
    contents: Sequence[ContentToLint],
    read: Callable[[ContentToLint], bytes | None],
    process_count: int,
) -> Iterator[Batch]:
    """Cut contents into batches, so that every process has some, and read them when needed.

    ``read`` returns None for a content that is to be left out.
    """
    max_contents = max(1, min(MAX_CONTENTS, -(-len(contents) // process_count)))
    batch: list[tuple[ContentToLint, bytes]] = []
    size = 0
    for content in contents:
        data = read(content)
        if data is None:
            continue
        if batch and (len(batch) == max_contents or size + len(data) > MAX_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((content, data))
        size += len(data)
    if batch:
        yield batch
