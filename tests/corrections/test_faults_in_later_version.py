"""Faults of a file in a later version of it."""

from __future__ import annotations

from hookkit.corrections.faults_in_later_version import faults_in_later_version
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault


def test_faults_are_found_again_in_a_later_version() -> None:
    faults = [Fault("E225", line, "x") for line in (1, 2, 3, 4)]
    base, now = b"a\nb\nc\nd\n", b"new\na\nb\nnew\nc\nd\n"
    assert faults_in_later_version(faults, (), base, base) == faults
    found = faults_in_later_version(faults, (Dropped(2, 3, "why"),), base, now)
    assert [fault.line for fault in found] == [2, 6]
