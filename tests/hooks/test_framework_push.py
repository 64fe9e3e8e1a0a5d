"""What pre-commit and prek show of a push, with hookkit's own hook beside theirs and without it."""

from __future__ import annotations

import pytest

from hookkit.install.doctor import diagnose_repository
from hookkit.install.install import install
from tests.hooks.conftest import MakeTeam
from tests.hooks.event_cases import BOBS, REWRITE
from tests.hooks.team import Way
from tests.long_runs import some

TWO_REFS = BOBS + REWRITE + "q fetch -q; topic aa0 main a1; q push -q origin aa0; grow a2"
FORCED = "git push -q -f origin aa0 topic"


@pytest.mark.parametrize("way", some(["pre-commit", "prek"], ["pre-commit"]))
def test_only_hookkits_own_hook_sees_every_ref(team_of: MakeTeam, way: Way) -> None:
    team = team_of(way)
    own = team.mine.path / ".git/hooks/pre-push.legacy"
    team.prepare(TWO_REFS)

    refused = team.run(FORCED)
    assert (refused.status, refused.rules) == (1, ["refused HK506"])
    assert refused.text.count("HK506") == 1, "what one of them has checked is not reported again"

    own.unlink()  # as `pre-commit install -f` does
    assert team.run("git push -q -f --dry-run origin aa0 topic").status == 0
    missing = [each for each in diagnose_repository(team.mine.runner) if each.name == "pre-push"]
    assert [each.state for each in missing] == ["bad"]
    assert "only the first ref of a push" in missing[0].sentence
    assert missing[0].repair == "hookkit install"

    install(team.mine.runner)
    assert own.exists()
    assert team.run(FORCED).rules == ["refused HK506"]


@pytest.mark.parametrize("way", some(["pre-commit", "prek"], ["pre-commit"]))
def test_without_it_the_first_ref_is_judged_by_what_the_remote_has(
    team_of: MakeTeam, way: Way
) -> None:
    team = team_of(way)
    (team.mine.path / ".git/hooks/pre-push.legacy").unlink()
    team.prepare(TWO_REFS)
    # The one that sorts first goes on from where it was, and nothing is told of the other.
    walked_round = team.run(f"{FORCED} --dry-run")
    assert (walked_round.status, walked_round.rules) == (0, [])
    # No hook of theirs runs for a deletion.
    deleted = team.run("git push -q --dry-run origin :topic")
    assert (deleted.status, deleted.rules) == (0, [])
    alone = team.run("git push -q -f origin topic")
    assert (alone.status, alone.rules) == (1, ["refused HK506"])
    main = team.run(
        "q checkout -q main && q commit -q --amend -m again && git push -q -f origin main"
    )
    assert (main.status, main.rules) == (1, ["refused HK501"])
