"""Debt as rows: all findings, the new ones, and the changes of the baseline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hookkit.debt.authors import Author
from hookkit.debt.baseline import NAME
from hookkit.debt.check import DebtCheck
from hookkit.debt.correctable import CODES, correcting_command
from hookkit.debt.finding import Key, LintFinding
from hookkit.debt.local_plugins import not_trusted
from hookkit.phrases import counted, short
from hookkit.terminal.rows import NextStep, Row, next_rows, note, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.debt.accept import Acceptance
    from hookkit.debt.finding_context import FindingContext

MAX_FINDINGS = 50
MAX_RULES = 20
MAX_FILES = 10
MAX_MESSAGE = 60

_FIRST_ACCEPT_REMARK = "what there is; from then on only what is new fails"


def debt_rows(
    checked: DebtCheck, baseline: str, context: FindingContext, now: int
) -> Iterator[Row]:
    """Give the findings by rule and by file, their context, and a comparison with the baseline.

    ``baseline`` is the path of the baseline as it is typed in the current folder; ``now`` is a Unix
    time in seconds.
    """
    from hookkit.debt.comment_report import comment_rows

    findings = checked.files.found.findings
    title = counted(len(findings), "finding") if findings else "nothing"
    yield row(("title", f"flake8 finds {title}"), f" in {_files_of(checked)}")
    yield from _rule_rows(findings)
    yield from _path_rows(findings, context.commits)
    yield from comment_rows(context, now)
    yield from _baseline_rows(checked)
    yield from _run_notes(checked)
    accept_steps = (
        [_accept_step(checked, _FIRST_ACCEPT_REMARK)]
        if findings and checked.files.baseline is None
        else []
    )
    yield from next_rows([*_pay_steps(findings), *(accept_steps or _next_steps(checked, baseline))])


def _pay_steps(findings: Sequence[LintFinding]) -> list[NextStep]:
    number = sum(each.code.startswith(CODES) for each in findings)
    remark = f"up to {number:,} of {len(findings):,}, by autopep8"
    return [NextStep("pay", "hookkit debt pay", remark)] if number else []


def _rule_rows(findings: Sequence[LintFinding]) -> Iterator[Row]:
    counts = Counter(each.code for each in findings)
    messages = {each.code: each.message for each in reversed(findings)}
    width = max(map(len, counts), default=0)
    for code, count in counts.most_common(MAX_RULES):
        message = messages[code]
        if len(message) > MAX_MESSAGE:
            message = message[: MAX_MESSAGE - 1].rstrip() + "…"
        yield row(*(("code", code.ljust(width)), f"  {count:>6,}×  "), message, indent=1)
    yield from _more_row(len(counts) - MAX_RULES, "rule")


def _path_rows(findings: Sequence[LintFinding], commits: Mapping[str, int]) -> Iterator[Row]:
    """Give the files that cost most: everyone who changes a file meets its findings."""
    counts = Counter(each.path for each in findings)
    if len(counts) > 1:
        yield row(("title", "to pay first"), ": most findings × commits of the last year")

    def cost(path: str) -> tuple[int, int, str]:
        return -counts[path] * commits.get(path, 0), -counts[path], path

    costliest = sorted(counts, key=cost)[:MAX_FILES]
    width = max(map(len, costliest), default=0)
    for path in costliest:
        number = commits.get(path, 0)
        changes = f"{' ' * (width - len(path))}  {counted(number, 'commit')}" if number else ""
        yield row(f"{counts[path]:>6,} in ", ("path", path), changes, indent=1)
    yield from _more_row(len(counts) - MAX_FILES, "file")


def _more_row(number: int, noun: str) -> Iterator[Row]:
    if number > 0:
        yield row(("dim", f"and {counted(number, f'more {noun}')}"), indent=1)


def check_rows(
    checked: DebtCheck, baseline: str, authors: Mapping[tuple[str, int], Author]
) -> Iterator[Row]:
    """Give the new findings, the growth of the baseline, and the numbers of the other findings.

    ``baseline`` is the path of the baseline as it is typed in the current folder; ``authors`` are
    the authors of lines, by path and line number.
    """
    new = checked.comparison.new
    if _has_no_baseline(checked):
        yield note("there is no baseline: everything that is found is new")
    if checked.files.remark:
        yield note(checked.files.remark)
    result = f"{counted(len(new), 'new finding')}" if new else "no new debt"
    yield row(("title", f"hookkit found {result}"), f" in {_files_of(checked)}")
    yield from _finding_rows(new, authors)
    yield from _grown_rows(checked.grown)
    yield from _baseline_rows(checked)
    yield from _run_notes(checked)
    yield from next_rows(_next_steps(checked, baseline))


def _has_no_baseline(checked: DebtCheck) -> bool:
    return checked.files.baseline is None and checked.files.after is None


def _files_of(checked: DebtCheck) -> str:
    return f"{counted(len(checked.files.paths), 'file')} of {checked.files.subject}"


def _finding_rows(
    findings: Sequence[LintFinding], authors: Mapping[tuple[str, int], Author]
) -> Iterator[Row]:
    for each in findings[:MAX_FINDINGS]:
        location = f"{each.path}:{each.line}:{each.column}"
        author = authors.get((each.path, each.line))
        author_text = f"  {author.name} in {short(author.commit)}" if author else ""
        message = f"  {each.message}"
        yield row(
            ("path", location), "  ", ("code", each.code), message, ("dim", author_text), indent=1
        )
    yield from _more_row(len(findings) - MAX_FINDINGS, "finding")


def _grown_rows(grown: Counter[Key]) -> Iterator[Row]:
    if grown:
        yield row(("bad", f"{NAME} has grown"), f" by {counted(grown.total(), 'finding')}:")
    for key, count in sorted(grown.items())[:MAX_FINDINGS]:
        yield row(("path", key.path), "  ", ("code", key.code), f"  {count}×", indent=1)
    yield from _more_row(len(grown) - MAX_FINDINGS, "line")


def _baseline_rows(checked: DebtCheck) -> Iterator[Row]:
    if _has_no_baseline(checked):
        return
    compared = checked.comparison
    if not checked.files.paths and not compared.repaid:
        return
    parts = [f"{len(compared.known) + len(compared.moved):,} old"]
    parts += [f"{len(compared.moved):,} of them moved"] if compared.moved else []
    parts += [f"{compared.repaid.total():,} repaid"] if compared.repaid else []
    yield row(("dim", "in the baseline"), f"  {', '.join(parts)}")
    for reason, keys in checked.unknown.items():
        if reason != "not looked at":
            yield note(f"{counted(keys.total(), 'finding')} {reason}: kept in the baseline")


def _accept_step(checked: DebtCheck, remark: str, option: str = "") -> NextStep:
    return NextStep("accept", f"hookkit debt accept{option}{_kind_option(checked)}", remark)


def _kind_option(checked: DebtCheck) -> str:
    """Give the option, "" for none, with which a command checks the same kind of findings."""
    return "" if checked.files.found.kind == "style" else f" --rules {checked.files.found.kind}"


def _run_notes(checked: DebtCheck) -> Iterator[Row]:
    """Say which files other Pythons checked, and which plugins were not run."""
    yield from map(note, checked.files.found.notes)
    plugins = checked.files.found.not_run
    if plugins is not None:
        yield note(not_trusted(plugins))
        yield from next_rows([NextStep("trust", "hookkit trust", "once you have read them")])


def _next_steps(checked: DebtCheck, baseline: str) -> list[NextStep]:
    compared, fork = checked.comparison, checked.files.fork
    if _has_no_baseline(checked):
        return [_accept_step(checked, _FIRST_ACCEPT_REMARK)] if compared.new else []
    if checked.grown:
        return [
            NextStep("take back", f"git checkout {short(fork)} -- {baseline}"),
            _accept_step(checked, "which takes out what is repaid")._replace(label="and"),
        ]
    if compared.new:
        correct = correcting_command(checked, baseline.removesuffix(NAME))
        steps = [NextStep("correct", correct, "what autopep8 can")] if correct else []
        accept = _accept_step(checked, "what cannot be corrected now", " --new")
        return steps if fork else [*steps, accept]
    if compared.repaid or compared.moved:
        return [_accept_step(checked, "what is repaid")._replace(label="take out")]
    return []


def acceptance_rows(done: Acceptance, baseline: str) -> Iterator[Row]:
    """Give the changes of the baseline, which is at ``baseline`` as typed in the current folder."""
    compared = done.checked.comparison
    total = len(compared.known) + len(compared.moved)
    if done.is_first:
        found = counted(len(compared.new), "finding")
        yield row(("title", f"hookkit accepted {found}"), f" in {_files_of(done.checked)}")
        yield from _run_notes(done.checked)
        check = NextStep("from now on", f"hookkit debt check{_kind_option(done.checked)}")
        yield from next_rows([_keep_step(baseline), check])
        return
    if not done.is_changed:
        yield row(("title", f"{NAME} is as it should be"), f": {counted(total, 'finding')}")
    else:
        yield row(("title", f"hookkit wrote {NAME}"), f": {', '.join(_change_texts(done))}")
    if compared.new and not done.has_taken_new:
        yield row(("warn", counted(len(compared.new), "new finding")), " not accepted:")
        yield from _finding_rows(compared.new, {})
        yield from next_rows([_accept_step(done.checked, "", " --new")])
    yield from _run_notes(done.checked)
    if done.is_changed:
        yield from next_rows([NextStep("look", f"git diff {baseline}"), _keep_step(baseline)])


def _change_texts(done: Acceptance) -> list[str]:
    compared = done.checked.comparison
    parts = [f"{compared.repaid.total():,} repaid taken out"] if compared.repaid else []
    parts += [f"{len(compared.moved):,} moved"] if compared.moved else []
    parts += [f"{len(compared.new):,} new accepted"] if compared.new and done.has_taken_new else []
    return [*parts, f"{len(compared.known) + len(compared.moved):,} old stay"]


def _keep_step(baseline: str) -> NextStep:
    return NextStep("keep", f"git add {baseline}", "and commit it")
