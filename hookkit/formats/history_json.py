"""The report as JSON (docs/formats.md)."""

from __future__ import annotations

from hookkit.formats.escaping import decodable, json_bytes
from hookkit.formats.json_document import TOOL
from hookkit.git.log import LogCommit
from hookkit.history.checks.commit_verdicts import RULES
from hookkit.history.checks.rules import rule_of
from hookkit.history.report.rule_links import link_to
from hookkit.history.statistics.figures import Branch, Middle, Tally
from hookkit.history.statistics.statistics import HistoryReport

Document = dict[str, object]


def report_json(report: HistoryReport) -> bytes:
    """Give the report as JSON."""
    good, bare = report.verdicts["semi-linear"].number, report.bare
    return json_bytes(
        {
            **TOOL,
            "subject": decodable(report.subject),
            "branch": decodable(report.branch) or None,
            "is_shallow": report.is_cut,
            **report.totals._asdict(),
            "line": report.line,
            "semi_linear_share": round(good / report.judged, 4) if report.judged else None,
            "verdicts": [
                {"verdict": verdict, **_rule(RULES.get(verdict)), **_tally(tally)}
                for verdict, tally in report.verdicts.items()
            ],
            "requests": report.requests,
            "fixups": _tally(report.fixups),
            "tickets": None if bare is None else {"of": bare.of, "without": _tally(bare.tally)},
            "branches": _branches(report),
            "by": report.by,
            "periods": [each._asdict() for each in report.periods],
        }
    )


def _rule(name: str | None) -> Document:
    return {"rule": name, "link": None if name is None else link_to(rule_of(name))}


def _tally(tally: Tally) -> Document:
    return {
        "count": tally.number,
        "newest": None if tally.newest is None else _commit(tally.newest),
    }


def _commit(commit: LogCommit) -> Document:
    return {"commit": commit.id, "subject": commit.subject, "when": commit.committed}


def _branches(report: HistoryReport) -> Document:
    number, seconds, commits, longest = report.branches
    return {
        "count": number,
        "seconds": _middle(seconds),
        "commits": _middle(commits),
        "longest": [_branch(each) for each in longest],
    }


def _middle(middle: Middle | None) -> Document | None:
    return None if middle is None else {"median": middle.half, "p90": middle.most}


def _branch(branch: Branch) -> Document:
    return {
        "branch": branch.name or None,
        "merge": _commit(branch.merge),
        "commits": branch.commits,
        "seconds": branch.seconds,
        "authors": list(branch.authors),
    }
