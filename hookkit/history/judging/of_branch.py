"""The checks of one branch, in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hookkit.git.merge_heads import merge_heads
from hookkit.git.runner import Git
from hookkit.history.checks.behind_target import check_behind, short_name
from hookkit.history.checks.branch_name import check_branch_name, example, why_free
from hookkit.history.checks.fixups import check_fixups
from hookkit.history.checks.protected_branch import check_protected
from hookkit.history.checks.rebased import check_rebased
from hookkit.history.checks.ticket import ticket_of
from hookkit.history.checks.topic import Written, beside_merges, check_tickets, check_topic, written
from hookkit.history.finding import Finding, Level
from hookkit.history.judging.judgement import Checked, Said, for_a_clone, gather
from hookkit.history.judging.of_range import history_of
from hookkit.history.judging.slow_pattern import attempted
from hookkit.history.judging.subject import Scene, look, with_target
from hookkit.history.refs.already_judged import goes_on_above, judged_for
from hookkit.history.refs.branch import ci_target
from hookkit.history.refs.stacked_branches import stacked_on
from hookkit.history.refs.targets import find_target, upstream_of
from hookkit.settings.schema import Settings


def _branch(scene: Scene) -> list[Said]:
    git, settings, (name, source, _, why) = scene.git, scene.settings, scene.current
    if name is None:
        return [f"{why}: there is no name to judge"]
    said = _name(scene, name, is_built=source == "CI")
    # Without anything to commit it is no fault to be there, nor where nobody can commit.
    if git.top is not None and git.ask("diff", "--cached", "--quiet").code == 1:
        level = settings.level("protected-branch", "warn")
        topic = (example(scene.rule) if settings.branch_pattern else None) or "topic"
        said += check_protected(git, name, protected=settings.protected, level=level, topic=topic)
    return said


def _name(scene: Scene, name: str, is_built: bool) -> list[Said]:
    settings = scene.settings
    if not settings.branch_pattern:
        return ["the names of branches are not judged: branch_pattern is not set"]
    level = settings.level("branch-name", "refuse")
    if level == "off":
        return ["branch-name is off"]
    return attempted("HK101", name, lambda: _judged_name(scene, name, level, is_built))


def _judged_name(scene: Scene, name: str, level: Level, is_built: bool) -> list[Said]:
    found = check_branch_name(scene.git, name, scene.rule, level, also_pushed=is_built)
    why = None if found else why_free(name, scene.rule)
    return [*found] if why is None else [why]


def _rebase(scene: Scene) -> list[Said]:
    git, settings = scene.git, scene.settings
    level = settings.level("rebase-before-merge", "refuse")
    heads = () if scene.topic else merge_heads(git, scene.variables)
    if heads:
        back = settings.level("rebase-before-merge", "warn")
        return [
            *check_rebased(
                git,
                scene.current.name,
                heads,
                protected=settings.protected,
                level=level,
                inner=level,
                back_merge=back,
                target=settings.target,
                is_under_way=True,
            )
        ]
    if scene.is_protected:
        return [f"{scene.name} is not merged into another branch"]
    assert scene.tip and scene.target
    is_usual = ci_target(scene.variables) is None or scene.target == find_target(
        git, settings.target or None
    )
    return [*check_behind(git, scene.name, scene.tip, scene.target, level, scene.topic, is_usual)]


def _history(scene: Scene) -> list[Said]:
    git, settings, name = scene.git, scene.settings, scene.name
    if not scene.is_protected:
        return [f"{name} is not protected: its history is judged when it is merged"]
    _, upstream = upstream_of(git, name)
    if upstream is None:
        return [f"no remote has {name}: there is nothing to compare its history with"]
    assert scene.tip
    old = goes_on_above(git, upstream.id, scene.tip, judged_for(git, settings, name))
    return [*history_of(git, settings, old, scene.tip, name)]


def _fixups(scene: Scene) -> list[Said]:
    git, name, level = scene.git, scene.name, scene.settings.level("fixups", "refuse")
    assert scene.tip
    if scene.is_protected:
        _, upstream = upstream_of(git, name)
        if upstream is None:
            return [f"no remote has {name}: nothing of it is new"]
        judged = judged_for(git, scene.settings, name)
        known, branch, base = [upstream.ref, *judged], name, upstream.short
    else:
        assert scene.target
        known, branch, base = [scene.target.ref], scene.target.name, short_name(git, scene.target)
    return [
        *check_fixups(
            git,
            scene.tip,
            known,
            branch=branch,
            base=base,
            level=level,
            orphan=level,
            topic=scene.topic,
            is_base=scene.is_protected,
        )
    ]


def _topic_commits(scene: Scene) -> tuple[str, list[Written]] | str:
    """Give the branch's ticket and its commits, or why there are none to judge."""
    if not scene.settings.ticket_pattern:
        return "tickets are not looked for: ticket_pattern is not set"
    if scene.is_protected or scene.current.name is None:
        return f"{scene.name} is for no ticket"
    ticket = ticket_of(scene.current.name, scene.rule)
    if ticket is None:
        return f"{scene.name} names no ticket"
    assert scene.tip and scene.target
    git, tip, below = scene.git, scene.tip, scene.target.ref
    return ticket, written(git, tip, [below, *stacked_on(git, below, tip, scene.current.name)])


def _ticket(scene: Scene) -> list[Said]:
    found = _topic_commits(scene)
    if isinstance(found, str):
        return [found]
    level = scene.settings.level("ticket", "warn")
    wrong = check_tickets(found[1], found[0], scene.settings.ticket_pattern, level)
    return [*_beside_merges(scene, wrong)]


def _beside_merges(scene: Scene, found: Sequence[Finding]) -> list[Finding]:
    assert scene.tip and scene.target
    return beside_merges(scene.git, found, scene.tip, scene.target.ref)


def _topic(scene: Scene) -> list[Said]:
    found = _topic_commits(scene)
    if isinstance(found, str):
        return [found]
    ticket, commits = found
    assert scene.target
    level, pattern = scene.settings.level("topic", "warn"), scene.settings.ticket_pattern
    wrong = check_topic(commits, ticket, pattern, level, short_name(scene.git, scene.target))
    return [*_beside_merges(scene, wrong)]


CHECKS: Mapping[str, Callable[[Scene], list[Said]]] = {
    "branch": _branch,
    "rebase": _rebase,
    "history": _history,
    "fixups": _fixups,
    "ticket": lambda scene: attempted("HK701", scene.name, lambda: _ticket(scene)),
    "topic": lambda scene: attempted("HK801", scene.name, lambda: _topic(scene)),
}
"""The checks of a branch by the words that ask for them, in the order in which they are told."""


def of_branch(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    names: Sequence[str] = (),
    branch: str | None = None,
) -> Checked:
    """Judge ``branch``, or the one that the work is on, by the checks ``names``, or by all.

    Why a check has nothing to judge is told where it was asked for by name. Raises
    EnvironmentFailed where there is no such branch.
    """
    scene = look(git, with_target(git, settings), variables, branch)
    said = [each for name in names or CHECKS for each in _one(scene, name)]
    if not names:
        said = [each for each in said if isinstance(each, Finding)]
    return for_a_clone(git, gather(scene.name, said))


def _one(scene: Scene, name: str) -> list[Said]:
    if name == "branch":
        return _branch(scene)
    setting = "rebase-before-merge" if name == "rebase" else name
    if scene.settings.level(setting, "warn") == "off":
        return [f"{setting} is off"]
    if scene.current.is_unborn:
        return [f"{scene.name} has no commit yet"]
    problem = scene.problem
    return CHECKS[name](scene) if problem is None else [problem]
