"""Run one operation with one fault at each of its points, and count the endings."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path

from tests.faults.inject_fault import FAULTS, Fault, FaultTrigger, attempt
from tests.faults.invariants import Known, all_refs, judge, leftovers, look
from tests.faults.scenarios import OPERATIONS, Operation, Scenario, begin

ENDINGS = ("before", "done", "undone", "violated")


@dataclass(frozen=True)
class Stage:
    """An operation with its scenario, from which each attempt has a copy, and the states it knows.

    ``calls`` is how often it and its children make each call that changes something.
    """

    operation: Operation
    template: Scenario
    known: Known
    refs: dict[str, str]
    calls: Counter[str]

    def points_of(self, fault: Fault) -> int:
        """At how many calls of the operation the fault can strike."""
        return sum(self.calls[call] for call in fault.calls)


@dataclass
class Outcome:
    """How many points of an operation and a fault ended how; each violation with its point.

    ``of`` is how many points there are.
    """

    operation: str
    fault: str
    points: int = 0
    of: int = 0
    endings: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ENDINGS, 0))
    violations: list[str] = field(default_factory=list)


def prepare(base: Scenario, operation: Operation, folder: Path) -> Stage:
    """Make the scenario of an operation below a folder, and see what the operation makes of it."""
    template = base.copy(folder / "template")
    operation.prepare(template)
    before, refs = look(template), all_refs(template)
    rests = []
    for command in filter(None, (operation.by_git,)):
        scenario = template.copy(folder / "rest")
        scenario.must(*command)
        rests.append(look(scenario))
        scenario.remove()
    if operation.began is not None:
        scenario = base.copy(folder / "began")
        operation.began(scenario)
        rests.append(look(scenario))
        scenario.remove()
    scenario = template.copy(folder / "done")
    trigger = FaultTrigger(FAULTS["EIO"], 0)
    ended = attempt(scenario, operation, trigger)
    done = look(scenario)
    assert (ended.status == 0) is not operation.stops, (operation.name, ended)
    assert not leftovers(scenario), leftovers(scenario)
    scenario.remove()
    return Stage(operation, template, Known(before, done, tuple(rests)), refs, trigger.calls)


def numbers(stage: Stage, fault: Fault, sample: int) -> Iterable[int]:
    """The points to try: all (0), or so many that are equally far apart, each fault others."""
    points = stage.points_of(fault)
    if sample in (0, points):
        return count(1)
    share = zlib.crc32(f"{stage.operation.name} {fault.name}".encode()) / 2**32
    return sorted({1 + int((number + share) * points / sample) for number in range(sample)})


def try_point(stage: Stage, fault: Fault, number: int, folder: Path) -> tuple[str, str] | None:
    """Let the operation meet a fault at a point; give its ending and what is wrong.

    None where the operation has fewer points.
    """
    scenario = stage.template.copy(folder)
    try:
        met = attempt(scenario, stage.operation, FaultTrigger(fault, number))
        if met.event is None:
            return None
        verdict = judge(scenario, stage.operation, stage.known, stage.refs, fault, met)
    finally:
        scenario.remove()
    place = met.event.path.removeprefix(f"{scenario.path}/")
    where = f"at {number}, {met.event.call} of {place} by {met.by[:70]}"
    return verdict.ending, f"{where}: {'; '.join(verdict.complaints)}"


def try_all(stage: Stage, fault: Fault, sample: int, folder: Path) -> Outcome:
    """Try the points of a fault until the operation comes to its end."""
    outcome = Outcome(stage.operation.name, fault.name, of=stage.points_of(fault))
    for number in numbers(stage, fault, sample):
        ended = try_point(stage, fault, number, folder / "scenario")
        if ended is None:
            break
        ending, complaint = ended
        outcome.points += 1
        outcome.endings[ending] += 1
        if ending == "violated":
            outcome.violations.append(complaint)
    return outcome


@dataclass(frozen=True)
class DebtLogOptions:
    """Which faults are to be tried, at which points, and where the outcomes are kept.

    With ``at`` only that point is tried, and what is wrong there is printed.
    """

    faults: tuple[str, ...]
    sample: int
    at: int | None
    results: Path


def try_operation(base: Scenario, operation: Operation, asked: DebtLogOptions) -> None:
    """Try the faults of one operation; in a process that has no other children."""
    with tempfile.TemporaryDirectory(prefix="hookkit-faults-") as name:
        folder = Path(name)
        stage = prepare(base, operation, folder)
        for fault in asked.faults:
            if asked.at:
                print(try_point(stage, FAULTS[fault], asked.at, folder / "scenario"), flush=True)
                continue
            outcome = try_all(stage, FAULTS[fault], asked.sample, folder)
            save(outcome, asked.results)
            print(f"{operation.name}, {fault}: {outcome.endings}", flush=True)


def save(outcome: Outcome, folder: Path) -> None:
    """Keep an outcome in a folder."""
    name = f"{zlib.crc32(f'{outcome.operation} {outcome.fault}'.encode()):08x}.json"
    (folder / name).write_text(json.dumps(asdict(outcome), indent=1))


def saved(folder: Path) -> list[Outcome]:
    """The outcomes that are kept in a folder, in the order of the operations and the faults."""
    found = [Outcome(**json.loads(path.read_text())) for path in folder.glob("*.json")]
    operations = [each.name for each in OPERATIONS]
    order = {name: at for at, name in enumerate((*operations, *FAULTS))}
    return sorted(found, key=lambda each: (order[each.operation], order[each.fault]))


def table(outcomes: list[Outcome]) -> str:
    """The outcomes as Markdown: one row for an operation and a fault."""
    rows = [
        "| operation | fault | points | tried | as before | done | taken back | violations |",
        "|---|---|---|---|---|---|---|---|",
    ]
    total: Counter[str] = Counter()
    for each in outcomes:
        cells = [each.of, each.points, *(each.endings[name] for name in ENDINGS)]
        total.update(each.endings)
        total.update({"of": each.of, "points": each.points})
        rows.append(f"| {each.operation} | {each.fault} | {' | '.join(map(str, cells))} |")
    cells = [total["of"], total["points"], *(total[name] for name in ENDINGS)]
    rows.append(f"| all | all | {' | '.join(map(str, cells))} |")
    return "\n".join(rows) + "\n"


def base_of(folder: Path) -> Scenario:
    """The scenario that all operations begin with."""
    return begin(folder / "base")
