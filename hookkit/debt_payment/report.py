"""A payment as rows: its commits, the findings it removes from the baseline, and next steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hookkit.corrections.report.file_rows import dropped_rows
from hookkit.debt_payment.commit_groups import PartGroup
from hookkit.debt_payment.ignore_revs_file import IGNORE_REVS_FILE
from hookkit.debt_payment.pay import Payment, PaymentPlan
from hookkit.phrases import plural, short_id
from hookkit.settings.definitions import BASELINE_FILE
from hookkit.terminal.rows import NextStep, Row, StyledText, next_step_rows, note, row

MAX_DROPPED = 10


def plan_rows(plan: PaymentPlan, command: str) -> list[Row]:
    """Report a planned payment; ``command`` is the command that makes it."""
    if not plan.groups:
        return _nothing_rows(plan)
    commits = plural(len(plan.groups), "commit")
    title = row(("title", f"hookkit would pay {_paid_text(plan)}"), f" in {commits}")
    rows = [
        title,
        *_group_rows(plan.groups, [""] * len(plan.groups)),
        *_remark_rows(plan, "would go"),
    ]
    return rows + next_step_rows([NextStep("pay", command)])


def payment_rows(payment: Payment, command: str) -> list[Row]:
    """Report a payment; ``command`` is the command that pays the next part."""
    plan, commits = payment.plan, payment.commits
    where = f" in {plural(len(commits), 'commit')} on the branch"
    rows = [row(("title", f"hookkit paid {_paid_text(plan)}"), where)]
    rows += _group_rows(plan.groups, [short_id(each.id) for each in commits])
    rows += _remark_rows(plan, "taken out")
    commit_range = f"{short_id(plan.head.id)}..{short_id(commits[-1].id)}"
    steps = [
        NextStep("look", f"git log -p --reverse {commit_range}"),
        NextStep("take back", "hookkit undo"),
    ]
    if not plan.budgeted_corrections.has_no_more:
        steps.append(NextStep("pay more", command, "once this is reviewed"))
    return [*rows, *next_step_rows(steps), *_ignore_revs_rows(payment, commit_range)]


def _paid_text(plan: PaymentPlan) -> str:
    faults = sum(each.fault_count for each in plan.groups)
    files = len({path for each in plan.groups for path in each.paths})
    paid = plural(faults, "fault") if faults else "for the layout"
    return f"{paid} in {plural(files, 'file')}"


def _group_rows(groups: Sequence[PartGroup], names: Sequence[str]) -> list[Row]:
    width = max(len(each.name) for each in groups)
    rows = []
    for commit, each in zip(names, groups, strict=True):
        size = f"  {plural(each.fault_count, 'fault')} in {plural(len(each.paths), 'file')}"
        lines = f", {plural(each.line_count, 'changed line')}"
        id_and_blanks = f"{commit}  " if commit else ""
        name = each.name.ljust(width)
        label: StyledText = ("path", name) if each.name.endswith("/") else ("code", name)
        rows.append(row(("code", id_and_blanks), label, size, ("dim", lines), indent=1))
    return rows


def _remark_rows(plan: PaymentPlan, verb: str) -> Iterator[Row]:
    """Report the baseline, and which corrections were left out and why."""
    if plan.shrinking_baseline is not None and plan.baseline is not None:
        removed = sum(each.total() for each in plan.shrinking_baseline.repaid_keys_by_group)
        stay = f"{plan.baseline.keys.total() - removed:,} stay"
        yield row(("dim", BASELINE_FILE), f"  {plural(removed, 'finding')} {verb}, {stay}")
    elif plan.baseline is not None:
        yield note(f"{BASELINE_FILE} has other edits: hookkit debt accept takes out what is repaid")
    yield from _not_paid_rows(plan)


def _not_paid_rows(plan: PaymentPlan) -> Iterator[Row]:
    yield from dropped_rows(dict([*plan.dropped.items()][:MAX_DROPPED]))
    left_out = plan.placeable_corrections.avoided_findings if plan.placeable_corrections else ()
    if left_out:
        codes = ", ".join(sorted({each.code for each in left_out}))
        yield note(f"what would bring {plural(len(left_out), 'new finding')} is left out: {codes}")
    too_large = plan.budgeted_corrections.smallest_line_count_over_budget
    if too_large:
        lines = f"{too_large:,} lines"
        yield note(f"one correction alone has {lines}: --budget {too_large}")


def _nothing_rows(plan: PaymentPlan) -> list[Row]:
    title = row(("title", "hookkit paid nothing"), ": there is nothing that it could correct here")
    if (
        plan.dropped
        or plan.budgeted_corrections.smallest_line_count_over_budget
        or (plan.placeable_corrections and plan.placeable_corrections.avoided_findings)
    ):
        title = row(("title", "hookkit paid nothing"), ":")
    return [title, *_not_paid_rows(plan)]


def _ignore_revs_rows(payment: Payment, commit_range: str) -> list[Row]:
    if payment.listing_commit is not None:
        listed = row(
            ("dim", f"listed in {IGNORE_REVS_FILE} by "), ("code", short_id(payment.listing_commit))
        )
        command = row(("dim", "a rebase or a squash gives the commits other ids: list those anew"))
        return [listed, command]
    return [
        row(("dim", "so that git blame skips them, once their ids are final")),
        row(("dim", "(a rebase or a squash gives them other ids):")),
        row(("command", f"git log --format=%H {commit_range} >> {IGNORE_REVS_FILE}"), indent=1),
        row(("command", f"git config blame.ignoreRevsFile {IGNORE_REVS_FILE}"), indent=1),
    ]
