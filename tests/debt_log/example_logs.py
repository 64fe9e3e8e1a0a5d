"""Debt logs for the tests of reports, charts and pages."""

from __future__ import annotations

from hookkit.debt_log.compute_debt_log import CommitWithDifference, DebtLog, DebtSample
from hookkit.debt_log.debt_difference import DebtDifference
from hookkit.debt_log.sampled_commits import SampledCommit
from hookkit.debt_log.tool_versions import ToolVersions
from hookkit.debt_log.totals_by_author_or_ticket import sum_by_author_or_ticket
from hookkit.git.log import LogCommit

TOOLS = ToolVersions("flake8 7.5.0, CPython 3.12.1", (), "flake8 7.5.0 on CPython 3.12.1")
RULES = {
    "E225": "missing whitespace around operator",
    "E501": "line too long (88 > 79 characters)",
    "F401": "'os' imported but unused",
    "XY1": "a rule of a plugin",
}
WEEK = 7 * 86_400


def commit(number: int, subject: str = "Do it") -> LogCommit:
    """A commit that is so many weeks old."""
    when = 1_700_000_000 + number * WEEK
    name = f"{number + 10:040x}"
    return LogCommit("", name, "", ("f" * 40,), "Ann", "ann@example", "", when, when, subject)


def sample(
    number: int, rules: dict[str, int], folders: dict[str, int], unread: int = 0
) -> DebtSample:
    """The debt of a week."""
    sampled_commit = SampledCommit(f"2023-W{46 + number}", commit(number))
    return DebtSample(sampled_commit, 10 + number, 1000 + number * 100, unread, rules, folders)


SAMPLES = (
    sample(0, {"E501": 100, "F401": 20}, {"src": 80, "tests/unit": 40}, unread=3),
    sample(1, {"E501": 150, "F401": 20, "E225": 30}, {"src": 160, "tests/unit": 40}),
    sample(4, {"E501": 90, "XY1": 1}, {"src": 90, "": 1}),
)
COMMITS = (
    CommitWithDifference(
        commit(1, "Bring much"), "SHOP-1", DebtDifference(1, 9, 0, {}, {"E501": 50, "E225": 30}, {})
    ),
    CommitWithDifference(
        commit(3, "Change nothing"), "SHOP-2", DebtDifference(0, 0, 0, {}, {}, {})
    ),
    CommitWithDifference(
        commit(4, "Pay much"), "SHOP-3", DebtDifference(0, -9, 0, {}, {"XY1": 1}, {"E501": 60})
    ),
)
LOG = DebtLog(
    *("main", "rule", "week", SAMPLES, (), (), RULES, "setup.cfg", TOOLS),
    notes=("this Python cannot read 3 files of 2023-W46",),
    finds_tickets=True,
)
BY_TICKET = LOG._replace(
    group_by="ticket",
    commits=COMMITS,
    totals_by_author_or_ticket=sum_by_author_or_ticket(
        (each.author_or_ticket, each.commit, each.difference) for each in COMMITS
    ),
)
NOTHING = LOG._replace(samples=(sample(0, {}, {}),), notes=())


def hostile() -> DebtLog:
    """A log whose names are markup, endless, and full of what acts on a terminal."""
    name = "<script>alert(1)</script>&\"'\x1b[2J" + "x" * 300
    samples = tuple(
        each._replace(by_folder={name: 5, "ok": 1}, by_rule={name: 3, **each.by_rule})
        for each in SAMPLES
    )
    commits = tuple(
        each._replace(author_or_ticket=name, commit=each.commit._replace(subject=name, author=name))
        for each in COMMITS
    )
    return BY_TICKET._replace(
        branch=name,
        samples=samples,
        commits=commits,
        totals_by_author_or_ticket=sum_by_author_or_ticket(
            (each.author_or_ticket, each.commit, each.difference) for each in commits
        ),
        rules={name: name},
        notes=(name,),
        configuration=name,
    )
