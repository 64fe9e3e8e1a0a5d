"""A batch in a process of its own, as a worker has it done: the bytes that ``fix_file`` gives."""

from __future__ import annotations

import os
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hookkit.cluster.batches import submit_call
from hookkit.cluster.fix_batch import (
    FixBatch,
    FixBatchFailed,
    FixBatchResult,
    fix_batch,
    fix_batch_in_fork,
)
from hookkit.cluster.library_versions import fixing_versions
from hookkit.pep8.fix_file import fix_file
from hookkit.pep8.fix_task_and_outcome import FileFix, FixTask
from hookkit.pep8.time_limit import Limits
from hookkit.settings.autopep8.options import Pep8Options

TASKS = tuple(
    FixTask(name, data, Pep8Options(), "strict")
    for name, data in [(b"a.py", b"a=1\n"), (b"b.py", b"b = 1\n"), (b"c.py", b"def f(:\n")]
)


def test_a_batch_gets_what_one_machine_gives() -> None:
    batch = FixBatch(fixing_versions(), TASKS, Limits(30))
    with ThreadPoolExecutor(1) as pool:
        future = submit_call(pool, fix_batch, pickle.dumps(batch))
        answers: FixBatchResult = pickle.loads(future.result())
    expected = [fix_file(task) for task in TASKS]
    assert [each.outcome for each in answers.files] == [each.outcome for each in expected]
    # What stays as it is does not travel.
    assert [each.data for each in answers.files] == [b"a = 1\n", None, None]
    assert answers.versions == fixing_versions()


def test_nothing_of_the_folder_around_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "autopep8.py").write_text("raise SystemExit('imported from the folder')\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    batch = FixBatch(fixing_versions(), TASKS[:1], Limits(30))
    answers: FixBatchResult = pickle.loads(fix_batch(pickle.dumps(batch)))
    assert [each.data for each in answers.files] == [b"a = 1\n"]


def test_a_batch_for_other_versions_is_not_fixed() -> None:
    batch = FixBatch({**fixing_versions(), "autopep8": "0.1"}, TASKS, Limits(30))
    assert fix_batch_in_fork(batch, lambda: None) == FixBatchResult(fixing_versions(), ())


def test_a_process_that_does_not_come_to_its_end() -> None:
    with pytest.raises(FixBatchFailed, match="status 1: .*UnpicklingError"):
        fix_batch(b"no pickle")


@pytest.mark.skipif(sys.platform != "linux", reason="a changed fixer reaches forks alone")
def test_a_file_that_makes_the_interpreter_crash_loses_only_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def crash(task: FixTask) -> FileFix:
        if task.path == b"b.py":
            os._exit(1)
        return fix_file(task)

    monkeypatch.setattr("hookkit.pep8.fix_file.fix_file", crash)
    answers = fix_batch_in_fork(FixBatch(fixing_versions(), TASKS, Limits(30)), lambda: None)
    reasons = [each.outcome.left_alone_reason for each in answers.files]
    assert reasons[:2] == [None, "makes the Python interpreter crash"]
    assert answers.files[0].data == b"a = 1\n"
