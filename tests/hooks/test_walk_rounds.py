"""Every way around the checks that docs/walk-rounds.md names, tried with real git."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from hookkit.history.checks.rules import rule_by_id
from hookkit.history.documentation_links import anchor_of
from hookkit.hook_events import SERVER_EVENTS
from hookkit.install.install import install
from tests.hooks.conftest import MakeTeam
from tests.hooks.team import WAYS, ScriptResult, Team, Way
from tests.long_runs import some

PAGE = (Path(__file__).parents[2] / "docs" / "walk-rounds.md").read_text(encoding="utf-8")


class Walk(NamedTuple):
    """What somebody does, up to the command where it ends; ``before`` goes well, without hooks."""

    does: str
    before: str = ""


BEHIND = "git merge -q --no-ff --no-edit behind"
# Work of a colleague on topic, which the remote has.
BOBS = """\
q push -q -u origin topic
(cd ../bob && q fetch -q && q checkout -q topic && grow bobs && q push -q)
q checkout -q topic && q commit -q --amend -m again
"""
LOST = BOBS + "q fetch -q\n"
MERGED = "join behind\n"
FIXUP = "q checkout -q topic && grow 'fixup! t1' && q checkout -q main\n"
CONFLICT = """\
topic one main && echo 1 >both && q add both && q commit -qm one
q checkout -q main && echo 2 >both && q add both && q commit -qm two && q push -q
"""
STRICT = "printf '[checks]\\nhistory = \"refuse\"\\n' >.hookkit.toml\n"

LATER = {
    "`git commit` or `git merge --continue` after a refused merge": Walk(
        f"{BEHIND}; git merge --continue; git commit -q --no-edit"
    ),
    "a merge that stops at a conflict, or `git merge --no-commit`": Walk(
        "git merge -q one; echo 3 >both && git add both && git commit -q --no-edit", CONFLICT
    ),
    "`git merge --no-verify`, or `git commit --no-verify` after a refusal": Walk(
        f"{BEHIND}; git commit -q --no-verify --no-edit && git push -q"
    ),
    "a merge on a detached HEAD, and `git branch --force main`": Walk(
        f"git checkout -q --detach && {BEHIND} && git branch -q --force main && git push -q origin"
        " main"
    ),
    "a branch with a `fixup!` in it, merged with `--no-verify`": Walk(
        "git merge -q --no-ff --no-verify --no-edit topic && git push -q", FIXUP
    ),
    "the same, where the branch was pushed for a review before": Walk(
        "git merge -q --no-ff --no-verify --no-edit topic && git push -q",
        FIXUP + "q push -q origin topic\n",
    ),
    "a merge that is edited before it is committed": Walk(
        "git merge -q --no-ff --no-commit topic && echo more >m1 && git commit -qam Merged"
        " && git push -q"
    ),
    "a merge of nothing, with `-s ours`": Walk(
        "git merge -q --no-ff --no-edit -s ours topic && git push -q"
    ),
    "a fast-forward merge of a branch that was pushed before, with a `fixup!` in it": Walk(
        "git merge -q topic; HOOKKIT_CHECKS=history=off git push -q",
        FIXUP + "q push -q origin topic\n",
    ),
    "a fast-forward merge": Walk("git merge -q topic && git push -q"),
    'a fast-forward merge, with `checks.history = "refuse"`': Walk(
        "git merge -q topic && git push -q", STRICT
    ),
    "a fast-forward to a branch that took `main` in by a merge": Walk(
        "git merge -q --ff-only behind && git push -q",
        "q checkout -q behind && join main && q checkout -q main",
    ),
    "`git merge --squash`": Walk(
        "git merge -q --squash topic && git commit -qm squashed && git push -q"
    ),
    "`git cherry-pick`, `git revert` or `git am` on `main`": Walk(
        "(git format-patch -q --stdout main..topic >../mail && git cherry-pick topic"
        " && git revert --no-edit HEAD && git am -q ../mail) >/dev/null && git push -q"
    ),
    "`git reset`, `git branch --force` or `git update-ref` of `main`": Walk(
        "git reset -q --hard topic && git checkout -q topic && git commit -qm more --allow-empty"
        " && git branch -q --force main && git update-ref refs/heads/main topic"
        " && git push -q origin main"
    ),
    "a branch that is renamed (`git branch -m`), or named by the push": Walk(
        "git branch -m topic Bad && git push -q origin Bad",
        "q config hookkit.branchPattern '{ticket}-{slug}'",
    ),
    "a message that a rebase or `git commit --no-verify` wrote": Walk(
        "git commit -q --no-verify --allow-empty -m words && git push -q origin HEAD",
        "q config hookkit.ticketPattern '[A-Z]+-[0-9]+' && q checkout -q -b ABC-1 main",
    ),
    "`git push origin HEAD:main`": Walk(
        "git push -q origin HEAD:main", MERGED + "q checkout -q -b work"
    ),
    "`git push origin ID:refs/heads/main`": Walk(
        "git push -q origin $(git rev-parse HEAD):refs/heads/main", MERGED
    ),
    "a push by URL": Walk("git push -q ../remote.git main", MERGED),
    "a second ref in one push": Walk("git push -q origin topic main", MERGED),
    "a new protected branch, at a topic that was pushed before": Walk(
        "git push -q origin behind:refs/heads/release/1",
        STRICT + "q push -q origin behind",
    ),
    "a new protected branch": Walk("git push -q origin main:release/1", MERGED),
    "`git push --force`, or a `+` before the ref": Walk(
        "git push -q -f origin main~1:main; git push -q origin +main~1:main"
    ),
    "a forced push over commits that were never fetched": Walk("git push -q -f origin topic", BOBS),
    "a fetch, and then `git push --force-with-lease`": Walk(
        "git push -q --force-with-lease origin topic", LOST
    ),
    "`git push origin :main`": Walk("git push -q origin topic :main"),
    "`git push --prune`, from a clone that lacks `main`": Walk(
        "git push -q --prune origin 'refs/heads/*'",
        "q checkout -q topic && q branch -q -D main behind",
    ),
    "a tag that is moved": Walk(
        "git push -q -f origin topic:refs/tags/v1", "q push -q origin main:refs/tags/v1"
    ),
}
"""What one hook does not see, and a later one does."""

FIRST_REF = "a second ref, which pre-commit and prek do not look at"

SKIPPED = {
    "`git push --no-verify`": Walk("git push -q --no-verify", MERGED),
    "`git send-pack`": Walk("git send-pack ../remote.git main", MERGED),
    "a clone where nobody has run `hookkit install`, or where the hooks are gone": Walk(
        "rm .git/hooks/pre-push && git push -q", MERGED
    ),
    "`core.hooksPath`, by `git config`, `git -c` or `GIT_CONFIG_COUNT`": Walk(
        "git -c core.hooksPath=/dev/null push -q; git config core.hooksPath /dev/null; git push -q;"
        " git config --unset core.hooksPath; GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath"
        " GIT_CONFIG_VALUE_0=/dev/null git push -q",
        MERGED,
    ),
    "`HOOKKIT=0`, `hookkit.enabled` and the other settings of a person": Walk(
        "HOOKKIT=0 git push -q; HOOKKIT_CHECKS=history=off git push -q;"
        " git -c hookkit.enabled=false push -q",
        MERGED,
    ),
    "the team's settings, changed in the commits that are pushed": Walk(
        "git push -q",
        "printf '[checks]\\nhistory = \"off\"\\n' >.hookkit.toml && grow settings\n" + MERGED,
    ),
    "a push to the same branch of another remote before": Walk(
        "git push -q --no-verify fork main && git push -q origin main",
        MERGED + "q init -q --bare ../fork.git && q remote add fork ../fork.git",
    ),
    "`git push --mirror`, from a clone that lacks `main`": Walk(
        "git push -q --mirror", "q checkout -q topic && q branch -q -D main behind"
    ),
    "`git push --no-verify origin :main`": Walk("git push -q --no-verify origin :main"),
    "`git push --no-verify --force` of `main`": Walk("git push -q --no-verify origin +main~1:main"),
    "`git push --no-verify` of a `fixup!` to `main`": Walk(
        "git push -q --no-verify", FIXUP + "join topic"
    ),
    "`git push --no-verify --force` of a tag": Walk(
        "git push -q --no-verify -f origin topic:refs/tags/v1",
        "q push -q origin main:refs/tags/v1",
    ),
}
"""What no hook of a clone sees, and the server does."""


def ends(title: str) -> dict[str, str]:
    """Give the rows of a table of the page: the first cell, and where it ends."""
    table = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("|")]
    return {cells[0]: cells[-1] for cells in rows[2:]}


def outcome_of(event: str, kind: str, rule: str) -> str:
    """Say where a walk-round ends, as the page does."""
    verb = {"refused": "refuses", "warning": "warns"}[kind]
    return f"`{event}` {verb}: [{rule}](rules.md#{anchor_of(rule_by_id(rule))})"


def ended(team: Team, result: ScriptResult) -> str:
    """Give the outcome of the last event that reported something."""
    log = (team.mine.path / ".git" / "hookkit" / "hookkit.log").read_text()
    pattern = re.compile(r"\.hook\.run_[a-z_]+: ([a-z-]+): (HK[\d, HK]+)$", re.MULTILINE)
    event, rules = pattern.findall(log)[-1]
    (rule,) = rules.split(", ")
    return outcome_of(event, re.findall(rf"^(\w+)  {rule}  ", result.text, re.MULTILINE)[-1], rule)


@pytest.mark.parametrize("name", LATER)
def test_a_later_event_sees_it(team_of: MakeTeam, name: str) -> None:
    team = team_of("native")
    team.prepare(LATER[name].before)
    result = team.run(LATER[name].does)
    assert ended(team, result) == ends("What a later event sees")[name], result.text
    is_refused = any(each.startswith("refused") for each in result.rules)
    assert bool(result.status) is is_refused, result.text


@pytest.mark.parametrize("way", some(WAYS, ["native", "combined"]))
def test_no_ref_of_a_push_goes_unseen_whoever_owns_the_other_events(
    team_of: MakeTeam, way: Way
) -> None:
    team = team_of(way)
    team.prepare(LOST + "topic aa0 main a1 && q push -q origin aa0 && grow a2")
    result = team.run("git push -q -f origin aa0 topic")
    assert (result.status, result.rules) == (1, ["refused HK506"]), result.text
    assert ended(team, result) == ends("What a later event sees")[FIRST_REF]


@pytest.mark.parametrize("name", SKIPPED)
def test_nobody_goes_round_a_server(team_of: MakeTeam, name: str) -> None:
    team = team_of("native")
    install(team.remote.runner, SERVER_EVENTS)
    team.prepare(SKIPPED[name].before)
    before = team.remote.git("show-ref")
    result = team.run(SKIPPED[name].does)
    assert (bool(result.status), result.rules) == (True, []), result.text
    (rule,) = set(re.findall(r"^remote: *refused  (HK\d+)  ", result.text, re.MULTILINE))
    assert outcome_of("pre-receive", "refused", rule) == ends("What only a server sees")[name]
    assert team.remote.git("show-ref") == before


def test_without_a_server_they_are_round_it(team_of: MakeTeam) -> None:
    team = team_of("native")
    team.prepare(MERGED)
    assert team.run("git push -q --no-verify")[:2] == (0, [])
    assert team.remote.git("rev-parse", "main") == team.mine.head


def test_the_doctor_names_hooks_that_do_not_run(team_of: MakeTeam) -> None:
    team = team_of("native")
    assert team.run("hookkit doctor").status == 0
    result = team.run("git config core.hooksPath ../none && hookkit doctor")
    assert (result.status, "git runs no hook here" in result.text) == (1, True), result.text
    result = team.run(
        "git config --unset core.hooksPath && chmod -x .git/hooks/* && hookkit doctor"
    )
    assert (result.status, "is not executable: git skips it" in result.text) == (1, True)


def test_what_a_server_leaves_to_git(team_of: MakeTeam) -> None:
    team = team_of("native")
    install(team.remote.runner, SERVER_EVENTS)
    team.prepare(BOBS)
    team.remote.git("config", "receive.denyNonFastForwards", "true")
    result = team.run("git push -q --no-verify -f origin topic")
    assert (result.status, "denying non-fast-forward refs/heads/topic" in result.text) == (1, True)
    team.remote.git("config", "receive.denyNonFastForwards", "false")
    assert team.run("git push -q --no-verify -f origin topic")[:2] == (0, [])
    team.prepare("q checkout -q main && join behind")
    assert team.run("git push -q origin main:refs/for/main")[:2] == (0, [])


def test_what_a_host_merged_by_itself_is_judged_afterwards(team_of: MakeTeam) -> None:
    team = team_of("native")
    team.prepare(
        "q push -q origin topic\n(cd ../bob && q fetch -q && q merge -q --squash origin/topic"
        " && q commit -qm 'Topic (#7)' && q push -q)\nq pull -q"
    )
    result = team.run("hookkit check main~1..main")
    assert (result.status, result.rules) == (0, ["warning HK401"])
    result = team.run("HOOKKIT_CHECKS=history=refuse hookkit check main~1..main")
    assert (result.status, result.rules) == (1, ["refused HK401"])
    assert (
        "1 direct commit names a pull or merge request" in team.run("hookkit history-report").text
    )


def test_the_page_names_what_is_proven_and_nothing_else() -> None:
    assert [*ends("What a later event sees")] == [*LATER, FIRST_REF]
    assert [*ends("What only a server sees")] == [*SKIPPED]
