"""The details of repositories and tickets that the page of a fleet draws on demand, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hookkit.fleet.debt_trend import Points, debt_trend
from hookkit.fleet.fact_getters import list_fact, rule_counts
from hookkit.fleet.inspection import Facts
from hookkit.fleet.page.stored_facts import StoredRepository
from hookkit.fleet.report.status import hooks_text, policy_text, versions_text
from hookkit.formats.escaping import utf8_text
from hookkit.history.checks.rules import rule_by_id
from hookkit.phrases import date_of, escape_unprintable

MAX_STEPS = 20_000
"""The most commits on a page, over all repositories: some 3 MB."""

MAX_FINDINGS = 6_000
MAX_RULES = 15

Document = dict[str, object]


def page_data(stored: Sequence[StoredRepository]) -> Document:
    """Give the data of a page; the repositories are in the order of its table."""
    share = max(len(stored), 1)
    steps, findings = MAX_STEPS // share, MAX_FINDINGS // share
    return {
        "repositories": [_repository(each, max(steps, 5), max(findings, 3)) for each in stored],
        "rules": _rule_names(stored),
    }


def _repository(stored: StoredRepository, steps: int, findings: int) -> Document:
    facts = stored.facts
    return {
        "name": displayable(stored.repository.name),
        "link": stored.repository.link,
        "problems": [displayable(each) for each in stored.problems],
        "hooks": _hooks(facts["status"]) if "status" in facts else None,
        "history": _history(facts["check"], steps, findings) if "check" in facts else None,
        "debt": _debt(facts["debt"], stored.points) if "debt" in facts else None,
    }


def displayable(text: str) -> str:
    """Give a text in one line, without characters that UTF-8 cannot encode."""
    return utf8_text(escape_unprintable(text))


def _hooks(facts: Facts) -> Document:
    corrected = facts["corrected_at"]
    return {
        "hooks": displayable(hooks_text(facts)),
        "version": versions_text(facts),
        "policy": displayable(policy_text(facts)) or "the defaults",
        "places": [displayable(str(each)) for each in list_fact(facts, "places")],
        "rejected": displayable(str(facts["rejected"])),
        "corrections": facts["corrections"],
        "corrected": date_of(corrected) if isinstance(corrected, int) else "",
        "kind": [
            word
            for key, word in (
                ("is_bare", "bare"),
                ("is_shallow", "shallow"),
                ("is_partial", "partial"),
            )
            if facts[key]
        ],
    }


def _history(facts: Facts, most_steps: int, most_findings: int) -> Document:
    steps = [_commit_row(each) for each in list_fact(facts, "steps")[:most_steps]]
    findings = list_fact(facts, "findings")
    since = facts["since"]
    return {
        "branch": displayable(str(facts["branch"])),
        "since": date_of(since) if isinstance(since, int) else "",
        **{key: facts[key] for key in ("commits", "merges", "semi_linear", "refused", "unknown")},
        "rules": facts["rules"],
        "findings": [_finding(each) for each in findings[:most_findings]],
        "more_findings": max(len(findings) - most_findings, 0),
        "months": facts["months"],
        "steps": steps,
        "more_steps": max(len(list_fact(facts, "steps")) - most_steps, 0),
        "commit_page": facts["commit_page"],
        "ticket_page": facts["ticket_page"],
    }


def _commit_row(step: dict[str, Any]) -> list[object]:
    """Give a step as a list: commit, subject, day, verdict, number merged, branch, tickets."""
    when = step["when"]
    return [
        *(step["commit"], displayable(step["subject"]), date_of(when), step["verdict"]),
        *(
            step["brought"],
            displayable(step["branch"]),
            [displayable(each) for each in step["tickets"]],
        ),
    ]


def _finding(finding: dict[str, str]) -> list[object]:
    return [finding["rule"], finding["kind"], displayable(finding["sentence"])]


def _debt(facts: Facts, points: Points) -> Document:
    rules = rule_counts(facts)
    return {
        **{key: facts[key] for key in ("findings", "files", "skipped", "baseline", "new")},
        "rules": dict(list(rules.items())[:MAX_RULES]),
        "more_rules": max(len(rules) - MAX_RULES, 0),
        "remark": displayable(str(facts["remark"])),
        "plugins": bool(facts["plugins_not_run"]),
        "trend": [[date_of(seconds), value] for seconds, value in debt_trend(points, facts)],
    }


def _rule_names(stored: Iterable[StoredRepository]) -> Mapping[str, str]:
    found = {
        rule
        for each in stored
        if "check" in each.facts
        for rule in rule_counts(each.facts["check"])
    }
    return {rule: rule_by_id(rule).name for rule in sorted(found)}
