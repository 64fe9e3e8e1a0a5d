"""Read the reports of all shards of a merge request or push, and join them into its result."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hookkit.ci.check_merge_request_or_push import CiResult
from hookkit.ci.range_to_check import RangeToCheck
from hookkit.ci.shard import FIRST_SHARD, Shard
from hookkit.corrections.left_alone_notes import too_large_files
from hookkit.corrections.run_outcome import Outcome
from hookkit.errors import WrongUsage
from hookkit.formats.json_documents import VERSION, LoadedDocument
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.finding import Finding, Position
from hookkit.history.refs.current_branch import CurrentBranch
from hookkit.history.refs.target_branch import Target
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault, FileOutcome, Withheld
from hookkit.phrases import escape_unprintable, short_id

_HELP_COMMAND = "hookkit ci merge --help"

_EQUAL_KEYS = ("server", "subject", "branch", "target", "base", "tip")
"""The keys whose values are equal in all shards of a merge request or push."""


class ShardReport(NamedTuple):
    """A report of one shard: the name of its file, the shard, and the JSON document."""

    name: str
    shard: Shard
    document: LoadedDocument


def parse_shard_report(name: str, data: bytes) -> ShardReport:
    """Read the report that ``hookkit ci --shard I/N --format json`` wrote into the file ``name``.

    Raises WrongUsage for anything else.
    """
    shown = escape_unprintable(name)
    try:
        document = json.loads(data)
        tool, version, shard = document["tool"], document["version"], document["shard"]
        is_report = tool["name"] == "hookkit" and "corrections" in document
        if is_report and version == VERSION and shard is not None:
            report = ShardReport(shown, Shard(shard["index"], shard["count"]), document)
            # This fails if a key is missing.
            join_reports([report._replace(shard=Shard(FIRST_SHARD, 1))])
            return report
    except (ValueError, TypeError, LookupError, AttributeError):
        is_report, version, shard = False, VERSION, None
    if is_report and version != VERSION:
        sentence = f"{shown} is of version {version} of the reports, and this hookkit reads"
        raise WrongUsage(f"{sentence} {VERSION}: use one hookkit for all", _HELP_COMMAND)
    if is_report:
        raise WrongUsage(
            f"{shown} is the report of a whole request, and of no shard", _HELP_COMMAND
        )
    raise WrongUsage(f"{shown} is no report of hookkit ci --format json", _HELP_COMMAND)


def join_reports(reports: Sequence[ShardReport]) -> CiResult:
    """Join the reports of all shards into the result that one run would have had.

    Raises WrongUsage if a shard is missing or is there twice, or if the reports are not from the
    same merge request or push, the same number of shards and the same version of hookkit.
    """
    _require_same_run(reports)
    _require_all_shards(reports)
    ordered = sorted(reports, key=lambda each: each.shard.number)
    documents = [each.document for each in ordered]
    first = documents[FIRST_SHARD - 1]
    return CiResult(
        first["server"] or "",
        _parse_range(first),
        _join_outcomes(documents),
        (),
        _parse_check_result(first["checks"], first["shard"]["digests"]),
        any(each["shard"]["must_know"] for each in documents),
        corrected_file_count=sum(each["shard"]["changed"] for each in documents),
    )


def _require_same_run(reports: Sequence[ShardReport]) -> None:
    first = reports[0]
    for each in reports[1:]:
        one, other = first.document, each.document
        versions = [document["tool"]["version"] for document in (one, other)]
        if len({*versions}) > 1:
            descriptions = f"hookkit {versions[0]}", f"hookkit {versions[1]}"
            raise _mismatch_error(first, each, "written by", descriptions)
        if first.shard.total != each.shard.total:
            raise _mismatch_error(first, each, "shard", (str(first.shard), str(each.shard)))
        if any(one[key] != other[key] for key in _EQUAL_KEYS):
            raise _mismatch_error(first, each, "about", (_range_phrase(one), _range_phrase(other)))
        if (one["corrections"] is None) != (other["corrections"] is None):
            words = "known", "unknown"
            descriptions = words[one["corrections"] is None], words[other["corrections"] is None]
            raise _mismatch_error(first, each, "of files that are", descriptions)


def _mismatch_error(
    one: ShardReport, other: ShardReport, verb: str, descriptions: tuple[str, str]
) -> WrongUsage:
    sentence = f"{one.name} is {verb} {descriptions[0]}, and {other.name} {verb} {descriptions[1]}"
    return WrongUsage(f"{sentence}: these are no shards of one run", _HELP_COMMAND)


def _range_phrase(document: LoadedDocument) -> str:
    base, tip = (short_id(document[key] or "unknown") for key in ("base", "tip"))
    where = f" on {document['server']}" if document["server"] else ""
    return f"{document['subject']} ({base}..{tip}){where}"


def _require_all_shards(reports: Sequence[ShardReport]) -> None:
    seen: dict[Shard, str] = {}
    for each in reports:
        if each.shard in seen:
            sentence = f"shard {each.shard} is there twice: {seen[each.shard]} and {each.name}"
            raise WrongUsage(sentence, _HELP_COMMAND)
        seen[each.shard] = each.name
    count = reports[0].shard.total
    missing = [each for each in (Shard(i, count) for i in range(1, count + 1)) if each not in seen]
    if missing:
        names = ", ".join(map(str, missing))
        verb = "shard {} is" if len(missing) == 1 else "shards {} are"
        repair = f"hookkit ci --shard {missing[0]} --output json=FILE"
        raise WrongUsage(f"{verb.format(names)} missing", repair)


def _parse_range(document: LoadedDocument) -> RangeToCheck:
    name = document["target"]
    target = None if name is None else Target(name, name)
    current = CurrentBranch(document["branch"])
    base, tip = document["base"], document["tip"]
    return RangeToCheck(document["subject"], current, tip, base, target)


def _parse_check_result(checks: LoadedDocument, digests: Sequence[str | None]) -> CheckResult:
    keys = ("rule", "answer", "level", "place", "sentence", "repair", "by_git")
    findings = (
        Finding(*(each[key] for key in keys))._replace(position=_parse_position(each, digest))
        for each, digest in zip(checks["findings"], digests, strict=True)
    )
    return CheckResult(checks["subject"], tuple(findings), tuple(checks["notes"]))


def _parse_position(finding: LoadedDocument, digest: str | None) -> Position | None:
    if digest is None:
        return None
    path, line, column, code = (finding[key] for key in ("path", "line", "column", "code"))
    return Position(path, line, column, code, digest)


def _join_outcomes(documents: Sequence[LoadedDocument]) -> Outcome | None:
    correction_documents = [each["corrections"] for each in documents]
    first = correction_documents[0]
    if first is None:
        return None
    files = [
        _parse_file_outcome(each)
        for correction_document in correction_documents
        for each in correction_document["files"]
    ]
    return Outcome(
        commit=first["commit"],
        subject=first["subject"],
        requested_mode=first["mode"],
        files=tuple(sorted(files, key=lambda each: each.path)),
        notes=_join_notes(correction_documents),
        whole_files_command=documents[0]["shard"]["whole"],
    )


def _join_notes(correction_documents: Iterable[LoadedDocument]) -> tuple[str, ...]:
    """Give the notes in the order of their files; each note is about one large file."""
    known: list[tuple[bytes, str]] = []
    for correction_document in correction_documents:
        files = too_large_files(map(_parse_file_outcome, correction_document["files"]))
        known += zip((each.path for each in files), correction_document["notes"], strict=True)
    return tuple(note for _, note in sorted(known))


def _parse_file_outcome(document: LoadedDocument) -> FileOutcome:
    encoded_path = document["path_base64"]
    keys = ("first_line", "last_line", "reason")
    faults = ((each["code"], each["line"], each["name"]) for each in document["faults"])
    return FileOutcome(
        path=base64.b64decode(encoded_path) if encoded_path else document["path"].encode(),
        corrected=tuple(Fault(*each) for each in faults),
        withheld=tuple(
            Withheld(tuple(each["codes"]), *(each[key] for key in keys))
            for each in document["withheld"]
        ),
        dropped=tuple(Dropped(*(each[key] for key in keys)) for each in document["dropped"]),
        left_alone_reason=document["skipped"],
        refused_count=document["refused"],
        older_count=document["older"],
    )
