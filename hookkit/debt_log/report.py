"""A debt log as rows: the findings over time as bars, then rules, folders, authors or tickets."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence

from hookkit.debt_log.compute_debt_log import DebtLog
from hookkit.debt_log.debt_log_texts import (
    change_sentence,
    findings_per_1000_lines,
    folder_name,
    headline,
    signed_text,
    tools_sentence,
)
from hookkit.debt_log.log_options import DebtLogOptions, GroupBy
from hookkit.debt_log.totals_by_author_or_ticket import AuthorOrTicketTotals
from hookkit.phrases import plural, quote_subject, short_id
from hookkit.terminal.bars import BAR_WIDTH, DrawBar
from hookkit.terminal.rows import NextStep, Row, Style, StyledText, next_step_rows, note, row

MAX_SAMPLES = 40
MAX_NAMES = 20
MAX_COMMITS = 10
MAX_MESSAGE_LENGTH = 48
MAX_NAME_LENGTH = 40


def debt_log_rows(log: DebtLog, options: DebtLogOptions, bar: DrawBar) -> list[Row]:
    """Give the rows of a debt log, with the commands that show more with the same options."""
    rows = [row(("title", f"debt of {log.branch}"), f": {headline(log)}")]
    if len(log.samples) > 1:
        rows += [row(change_sentence(log), indent=1)]
    rows += [row(("dim", tools_sentence(log)), indent=1), row("")]
    rows += _sample_rows(log, bar)
    first, last = log.samples[0], log.samples[-1]
    if log.group_by == "rule":
        rows += _count_rows(log, "rule", first.by_rule, last.by_rule)
    elif log.group_by == "folder":
        rows += _count_rows(log, "folder", first.by_folder, last.by_folder)
    else:
        rows += _author_or_ticket_rows(log)
        rows += _largest_change_rows(log)
    rows += [note(each) for each in log.notes]
    return rows + next_step_rows(_next_steps(log, options))


def _sample_rows(log: DebtLog, bar: DrawBar) -> Iterator[Row]:
    hidden = len(log.samples) - MAX_SAMPLES
    shown = log.samples[max(hidden, 0) :]
    previous = log.samples[hidden - 1] if hidden > 0 else None
    title = f"By {log.interval}"
    width = max(len(title) - 2, *(len(each.sampled_commit.label) for each in shown))
    most = max(each.total for each in log.samples)
    _, blank = _bar_piece(bar, 0, 1)
    head = f"  findings{blank}  {'change':>7}  {'files':>6}  per 1,000"
    unread = any(each.unchecked_file_count for each in shown)
    head += "  unread" if unread else ""
    yield row(("title", title.ljust(width + 2)), ("dim", head))
    if hidden > 0:
        yield row(("dim", f"{plural(hidden, 'earlier point')} not shown"), indent=1)
    for each in shown:
        change = "" if previous is None else signed_text(each.total - previous.total)
        style: Style = (
            "text"
            if previous is None or each.total == previous.total
            else ("warn" if each.total > previous.total else "good")
        )
        parts: list[str | StyledText] = [
            each.sampled_commit.label.ljust(width),
            f"  {each.total:>8,}",
        ]
        parts += [_bar_piece(bar, each.total, most), (style, f"  {change:>7}")]
        parts += [f"  {each.file_count:>6,}  {findings_per_1000_lines(each):>9}"]
        parts += [f"  {each.unchecked_file_count:>6,}"] if each.unchecked_file_count else []
        yield row(*parts, indent=1)
        previous = each


def _bar_piece(bar: DrawBar, count: int, most: int) -> StyledText:
    return "path", f"  {bar(count, most).ljust(BAR_WIDTH)}" if bar(1, 1) else ""


def _count_rows(
    log: DebtLog, noun: str, first: Mapping[str, int], last: Mapping[str, int]
) -> Iterator[Row]:
    names = sorted({*first, *last}, key=lambda each: (-last.get(each, 0), each))
    if not names:
        return
    yield row("")
    yield row(("title", f"By {noun}"), ("dim", "  now, and the change since the first point"))
    shown = names[:MAX_NAMES]
    width = max(len(folder_name(each)) for each in shown)
    for name in shown:
        now = last.get(name, 0)
        change = _change_piece(now - first.get(name, 0))
        message = f"  {_cut(log.rules.get(name, ''), MAX_MESSAGE_LENGTH)}" if noun == "rule" else ""
        kind: Style = "code" if noun == "rule" else "path"
        label = folder_name(name).ljust(width)
        yield row((kind, label), f"  {now:>7,}  ", change, message, indent=1)
    yield from _more_row(len(names) - len(shown), noun)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _more_row(number: int, noun: str) -> Iterator[Row]:
    if number > 0:
        yield row(("dim", f"and {plural(number, f'more {noun}')}"), indent=1)


def _author_or_ticket_rows(log: DebtLog) -> Iterator[Row]:
    if not log.totals_by_author_or_ticket:
        return
    shown: Sequence[AuthorOrTicketTotals] = log.totals_by_author_or_ticket[:MAX_NAMES]
    names = [_cut(each.name, MAX_NAME_LENGTH) for each in shown]
    width = max(len(log.group_by) + 1, *map(len, names))
    yield row("")
    head = f"{'added':>8}  {'removed':>8}  {'net':>8}  {'commits':>8}"
    yield row(("title", f"By {log.group_by}".ljust(width + 4)), ("dim", head))
    for each, text in zip(shown, names, strict=True):
        added, removed = sum(each.added.values()), sum(each.removed.values())
        name: StyledText = ("path", text.ljust(width) + "  ")
        net, count = _change_piece(each.net), f"  {each.commit_count:>8,}"
        yield row(name, *_amount_pieces(added, removed), "  ", net, count, indent=1)
    yield from _more_row(len(log.totals_by_author_or_ticket) - len(shown), log.group_by)


def _amount_pieces(added: int, removed: int) -> tuple[StyledText, ...]:
    """Format added and removed findings in columns."""
    up, down = f"+{added:,}" if added else "", f"−{removed:,}" if removed else ""
    return ("warn", f"{up:>8}"), ("text", "  "), ("good", f"{down:>8}")


def _change_piece(number: int) -> StyledText:
    style: Style = "text" if not number else "warn" if number > 0 else "good"
    return style, f"{signed_text(number):>8}"


def _largest_change_rows(log: DebtLog) -> Iterator[Row]:
    shown = log.largest_changes(MAX_COMMITS)
    if not shown:
        return
    yield row("")
    yield row(("title", "What changed most"))
    for each in shown:
        subject = f"  {quote_subject(each.commit.subject)}"
        yield row(
            *_amount_pieces(each.added, each.removed),
            *(
                ("code", f"  {short_id(each.commit.id)}"),
                subject,
                ("dim", f"  {each.author_or_ticket}"),
            ),
            indent=1,
        )


def _next_steps(log: DebtLog, options: DebtLogOptions) -> list[NextStep]:
    page = _command(*options.arguments, "--html", "debt.html")
    steps = [NextStep("look closer", page, "as a page")]
    if log.group_by in ("rule", "folder"):
        group_by: GroupBy = "ticket" if log.finds_tickets else "author"
        command = _command(*options._replace(group_by=group_by).arguments)
        steps.append(NextStep("what added it", command, "of every commit"))
    return steps


def _command(*arguments: str) -> str:
    return shlex.join(["hookkit", "debt", "log", *arguments])
