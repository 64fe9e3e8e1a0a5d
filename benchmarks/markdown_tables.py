"""The document of a run as tables in Markdown, by their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.result_document import Document


def rows_table(document: Document) -> str:
    """Give the ratios: reached, missed, and unreliable ones."""
    head = ("case", "ratio of", "to", "metric", "ratio", "middle 90 %", "to reach", "verdict")
    lines = [_row(each) for each in document["rows"]]
    worst = document.get("worst")
    if worst and worst["worst"]:
        lines.append(_worst_row(worst))
    return _table(head, lines)


def _row(row: Document) -> list[str]:
    verdict = row["verdict"] + (f" ({row['reason']})" if row["reason"] else "")
    is_told = row["ratio"] is not None
    return [
        row["title"],
        row["subject"],
        row["against"],
        row["metric"],
        f"{row['ratio']:.2f}" if is_told else "–",
        f"{row['low']:.2f} to {row['high']:.2f}" if is_told else "–",
        f"≤ {row['target']:g}" if row["target"] is not None else "–",
        verdict,
    ]


def _worst_row(worst: Document) -> list[str]:
    first = worst["worst"][0]
    title = f"each of {worst['counted']} files, the worst: `{first['file']}`"
    value, target = f"{first['ratio']:.2f}", f"≤ {worst['target']:g}"
    return [title, "hookkit", "autopep8", "cpu", value, "–", target, worst["verdict"]]


def case_table(document: Document, case: str) -> str:
    """Give the times of each command of a case."""
    found = document["cases"].get(case)
    if found is None:
        return "Not measured in this run.\n"
    head = ("with", "wall, ms", "spread", "CPU, ms", "spread", "instructions, millions", "rounds")
    lines = [_peer(name, each) for name, each in found["peers"].items()]
    lines += [[name, reason, "", "", "", "", ""] for name, reason in found["skipped"].items()]
    return _table(head, lines)


def _peer(name: str, peer: Document) -> list[str]:
    sign = "+" if peer["baseline"] else ""
    counted = peer.get("instructions")
    return [
        name,
        f"{sign}{peer['wall']:,.1f}",
        f"{peer['wall_spread']:.0%}",
        f"{sign}{peer['cpu']:,.1f}",
        f"{peer['cpu_spread']:.0%}",
        f"{counted / 1e6:,.0f}" if counted else "–",
        str(peer["rounds"]),
    ]


def worst_table(document: Document) -> str:
    """Give the files for which hookkit takes longest, in the time that autopep8 takes."""
    worst = document.get("worst")
    if not worst:
        return "Not measured in this run.\n"
    head = ("file", "lines", "autopep8, s", "hookkit, s", "ratio")
    lines = [
        [
            f"`{each['file']}`",
            f"{each['lines']:,}",
            f"{each['autopep8']:.2f}",
            f"{each['hookkit']:.2f}",
            f"{each['ratio']:.2f}",
        ]
        for each in worst["worst"]
    ]
    total = worst["total"]
    share = f"{total['hookkit'] / total['autopep8']:.2f}" if total["autopep8"] else "–"
    seconds = [f"{total[name]:.1f}" for name in ("autopep8", "hookkit")]
    return _table(head, [*lines, [f"all {worst['files']}", "", *seconds, share]])


def machine_table(document: Document) -> str:
    """Describe the machine and the versions of the programs."""
    facts = {**document["machine"], **document["versions"], "ended": document["ended"]}
    return _table(("what", "is"), [[name, _told(value)] for name, value in facts.items()])


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def everything(document: Document) -> Iterator[str]:
    """Give all tables, each under the title of its case."""
    yield machine_table(document)
    for name, case in document["cases"].items():
        yield f"{case['title']}\n\n{case_table(document, name)}"
    if document.get("worst"):
        yield f"each file by itself, CPU\n\n{worst_table(document)}"
    yield rows_table(document)


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---"] * len(head)
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, rule, *lines))
