"""One file within its limits of time, and a file on which the fixer fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hookkit.pep8.fix_file import fix_within_limits
from hookkit.pep8.fix_task_and_outcome import FileFix, FixTask
from hookkit.pep8.time_limit import Limits
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options

# What strikes inside a garbage collector's callback is dropped by Python and tried again.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

OPTIONS = Pep8Options(ignore=UNCONFIGURED_IGNORE)
TASK = FixTask(b"0.py", b"a=0\n" * 3, OPTIONS, "strict")


def fail(task: FixTask) -> FileFix:
    """Be an error in autopep8."""
    raise KeyError("surprise")


def spin(task: FixTask) -> FileFix:
    """Never end."""
    while True:
        pass


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        pytest.param(fail, "makes autopep8 fail: KeyError: 'surprise'", id="error"),
        pytest.param(spin, "took autopep8 longer than 0.2 seconds", id="endless"),
    ],
)
def test_a_file_that_cannot_be_fixed_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, act: Callable[[FixTask], FileFix], reason: str
) -> None:
    monkeypatch.setattr("hookkit.pep8.fix_file.fix_file", act)
    fixed = fix_within_limits(TASK, Limits(0.2))
    assert (fixed.data, fixed.outcome.left_alone_reason) == (TASK.data, reason)


def test_a_file_that_is_nested_too_deeply() -> None:
    data = b"a=1;b = a" + b".b" * 1_500 + b"\n"
    fixed = fix_within_limits(FixTask(b"a.py", data, OPTIONS, "strict"), Limits(30))
    assert fixed.data == data
    assert fixed.outcome.left_alone_reason is not None
    assert fixed.outcome.left_alone_reason.startswith(("is nested too deeply", "does not parse: "))


def test_a_file_that_takes_too_long() -> None:
    task = FixTask(b"a.py", b"x=[" + b"1," * 3_000 + b"]\n", OPTIONS, "strict")
    fixed = fix_within_limits(task, Limits(0.5))
    assert (fixed.data, fixed.outcome.left_alone_reason) == (
        task.data,
        "took autopep8 longer than 0.5 seconds",
    )


def test_a_file_that_only_waits_is_given_up_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hookkit.pep8.fix_file.wall_limit", lambda seconds: 0)
    monkeypatch.setattr("hookkit.pep8.fix_file.fix_file", spin)
    fixed = fix_within_limits(TASK, Limits(30))
    assert (fixed.data, fixed.outcome.left_alone_reason) == (
        TASK.data,
        "was not done within 0 seconds by the clock",
    )


def test_what_is_nested_too_deeply_is_fixed_where_its_tokens_stay() -> None:
    deep = b"b = a" + b".b" * 400 + b"\n"
    fixed = fix_within_limits(FixTask(b"a.py", b"a=1\n" + deep, OPTIONS, "strict"), Limits(30))
    assert fixed.data == b"a = 1\n" + deep
