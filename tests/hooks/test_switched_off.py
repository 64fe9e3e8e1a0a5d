"""HOOKKIT=0 and ``hookkit.enabled false`` switch off every hook that pre-commit is offered."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
import yaml

from tests.hooks.conftest import MakeTeam
from tests.hooks.team import ROOT, ScriptResult, Team
from tests.long_runs import some

OFFERED = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
PUSH = "--hook-stage pre-push --from-ref {} --to-ref {}"
WORDS = {
    "hookkit": "--hook-stage manual",
    "hookkit-post-commit": "--hook-stage post-commit",
    "hookkit-check": "--files sloppy.py",
    "hookkit-branch-name": PUSH.format("main", "topic"),
    "hookkit-protected-branch": PUSH.format("origin/main", "main"),
    "hookkit-rebase-before-merge": PUSH.format("main", "behind"),
    "hookkit-history": PUSH.format("origin/main", "main"),
    "hookkit-force-push": PUSH.format("topic", "behind"),
    "hookkit-fixups": PUSH.format("origin/main", "main"),
    "hookkit-ticket": "--hook-stage commit-msg --commit-msg-filename NEW_MSG",
    "hookkit-debt": "--hook-stage manual --from-ref origin/main --to-ref main",
    "hookkit-topic": PUSH.format("main", "12-topic"),
}
IDS = [each["id"] for each in OFFERED]
SCENARIO = """\
q config hookkit.branchPattern '{ticket}-{slug}' && q config hookkit.ticketPattern '[0-9]+'
q config hookkit.checks protected-branch=warn
q checkout -q -b 12-topic main && grow 'other, for 13' && q checkout -q main
join behind && grow 'fixup! m2'
echo 'no ticket' >NEW_MSG && printf 'x=1\\n' >sloppy.py && q add sloppy.py && q commit -qm 'sloppy'
"""


def write_config(team: Team) -> None:
    """Offer every hook, run from this tree."""
    hooks = [dict(each, language="system") for each in OFFERED]
    for each in hooks:
        each["entry"] = each["entry"].replace("python", f"'{sys.executable}'", 1)
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    team.mine.write(".pre-commit-config.yaml", yaml.safe_dump(config))


def run(team: Team, name: str, before: str = "") -> ScriptResult:
    program = shlex.join([sys.executable, "-m", "pre_commit", "run", name])
    return team.run(f"{before} {program} --verbose {WORDS[name]}")


@pytest.mark.parametrize("name", some(IDS, IDS[::3]))
def test_every_hook_speaks_and_is_silent_when_it_is_switched_off(
    team_of: MakeTeam, name: str
) -> None:
    team = team_of("native")
    team.prepare(SCENARIO)
    write_config(team)
    if name == "hookkit-ticket":
        team.prepare("q checkout -q 12-topic && rm -f .git/MERGE_MSG")
    if name != "hookkit-ticket":
        result = run(team, name)
        assert result.rules or result.status or "hookkit can correct" in result.text, result.text
    assert is_silent(run(team, name, "HOOKKIT=0")), name
    team.prepare("q config hookkit.enabled false")
    assert is_silent(run(team, name)), name
    assert (Path(team.mine.path) / "NEW_MSG").read_text() == "no ticket\n"


def is_silent(result: ScriptResult) -> bool:
    lines = [line for line in result.text.splitlines() if line and not line.startswith("- ")]
    assert [line.rstrip(".Pased") for line in lines][1:] == [], result.text
    return result.status == 0
