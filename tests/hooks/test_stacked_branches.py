"""The findings for a push of a branch that is stacked on another one."""

from __future__ import annotations

from tests.hooks.conftest import MakeTeam
from tests.hooks.event_cases import STACKED


def test_the_fixups_below_are_told_of_where_that_branch_is_pushed(team_of: MakeTeam) -> None:
    team = team_of("native")
    team.prepare(STACKED + "grow 'ABC-2: two'")
    assert team.run("git push -q origin HEAD") == (0, [], "")
    team.prepare("grow 'fixup! ABC-2: two'")
    assert team.run("git push -q origin HEAD") == (
        0,
        [],
        "note  fix/ABC-2-more has 1 commit to squash before it is merged: hookkit tidy\n",
    )
