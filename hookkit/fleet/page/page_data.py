"""The details of repositories and tickets that the page of a fleet draws on demand, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hookkit.fleet.debt_trend import Points, debt_trend
from hookkit.fleet.inspection import Facts, list_fact, rule_counts
from hookkit.fleet.page.stored_facts import StoredRepository
from hookkit.fleet.report_phrases import hooks_text, policy_text, versions_text
from hookkit.formats.escaping import utf8_text
from hookkit.formats.json_documents import Document
from hookkit.history.checks.rules import rule_by_id
from hookkit.phrases import date_of, escape_unprintable

MAX_COMMITS = 20_000
"""The most commits on a page, over all repositories: some 3 MB."""

MAX_FINDINGS = 6_000
MAX_RULES = 15


def page_data(stored: Sequence[StoredRepository]) -> Document:
    """Give the data of a page; the repositories are in the order of its table."""
    repository_count = max(len(stored), 1)
    max_commits, max_findings = MAX_COMMITS // repository_count, MAX_FINDINGS // repository_count
    return {
        "repositories": [
            _repository(each, max(max_commits, 5), max(max_findings, 3)) for each in stored
        ],
        "rules": _rule_names(stored),
    }


def _repository(stored: StoredRepository, max_commits: int, max_findings: int) -> Document:
    facts = stored.facts
    return {
        "name": displayable_text(stored.repository.name),
        "link": stored.repository.page_url,
        "problems": [displayable_text(each) for each in stored.problems],
        "hooks": _hooks(facts["status"]) if "status" in facts else None,
        "history": (
            _history(facts["check"], max_commits, max_findings) if "check" in facts else None
        ),
        "debt": _debt(facts["debt"], stored.points) if "debt" in facts else None,
    }


def displayable_text(text: str) -> str:
    """Give a text in one line, without characters that UTF-8 cannot encode."""
    return utf8_text(escape_unprintable(text))


def _hooks(facts: Facts) -> Document:
    corrected = facts["corrected_at"]
    return {
        "hooks": displayable_text(hooks_text(facts)),
        "version": versions_text(facts),
        "policy": displayable_text(policy_text(facts)) or "the defaults",
        "places": [displayable_text(str(each)) for each in list_fact(facts, "places")],
        "rejected": displayable_text(str(facts["rejected"])),
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


def _history(facts: Facts, max_commits: int, max_findings: int) -> Document:
    commits, findings = list_fact(facts, "steps"), list_fact(facts, "findings")
    since = facts["since"]
    return {
        "branch": displayable_text(str(facts["branch"])),
        "since": date_of(since) if isinstance(since, int) else "",
        **{key: facts[key] for key in ("commits", "merges", "semi_linear", "refused", "unknown")},
        "rules": facts["rules"],
        "findings": [
            [each["rule"], each["kind"], displayable_text(each["sentence"])]
            for each in findings[:max_findings]
        ],
        "more_findings": max(len(findings) - max_findings, 0),
        "months": facts["months"],
        "steps": [_commit_row(each) for each in commits[:max_commits]],
        "more_steps": max(len(commits) - max_commits, 0),
        "commit_page": facts["commit_page"],
        "ticket_page": facts["ticket_page"],
    }


def _commit_row(commit: dict[str, Any]) -> list[object]:
    """Give a commit as a list: id, subject, day, verdict, number merged, branch, tickets."""
    subject, date = displayable_text(commit["subject"]), date_of(commit["when"])
    branch = displayable_text(commit["branch"])
    tickets = [displayable_text(each) for each in commit["tickets"]]
    return [commit["commit"], subject, date, commit["verdict"], commit["brought"], branch, tickets]


def _debt(facts: Facts, points: Points) -> Document:
    rules = rule_counts(facts)
    return {
        **{key: facts[key] for key in ("findings", "files", "skipped", "baseline", "new")},
        "rules": dict(list(rules.items())[:MAX_RULES]),
        "more_rules": max(len(rules) - MAX_RULES, 0),
        "remark": displayable_text(str(facts["remark"])),
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
