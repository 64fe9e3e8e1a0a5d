"""Every operation in every kind of repository comes to what it comes to in a plain one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.matrix.expected_outcomes import OTHERWISE, PLAIN, expected
from tests.matrix.matrix_page import page
from tests.matrix.operations import ROUNDS
from tests.matrix.repository_kinds import KINDS, knows_reftable

IN_EACH_RUN = {
    ("plain", "propose"),
    ("plain", "branch"),
    ("reftable", "propose"),
    ("reftable", "fixup"),
    ("reftable", "branch"),
    ("linked worktree", "fixup"),
    ("SHA-256", "commit"),
    ("odd names", "worktree"),
}

CELLS = [
    pytest.param(kind, round_, marks=[] if (kind, round_) in IN_EACH_RUN else pytest.mark.long)
    for kind in KINDS
    for round_ in ROUNDS
]


@pytest.mark.parametrize(("kind", "round_"), CELLS)
def test_nothing_is_lost_and_the_outcome_is_that_of_a_plain_repository(
    tmp_path: Path, kind: str, round_: str
) -> None:
    if kind == "reftable" and not knows_reftable():
        pytest.skip("git is older than 2.45")
    outcomes = list(ROUNDS[round_](KINDS[kind](tmp_path)))
    wanted = [(each.operation, expected(kind, each.operation)) for each in outcomes]
    assert [tuple(each) for each in outcomes] == wanted


def test_the_page_has_every_cell() -> None:
    written = (Path(__file__).parents[2] / "docs" / "matrix.md").read_text()
    found = {(kind, operation): expected(kind, operation) for kind in KINDS for operation in PLAIN}
    assert page(found) == written
    assert OTHERWISE.keys() <= KINDS.keys()
