"""Reviews, runs and checks for other programs: each format is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hookkit.corrections.review.review import Review
from hookkit.history.judging.check_result import CheckResult
from hookkit.pep8.outcome import Outcome


def _review_json(review: Review) -> bytes:
    from hookkit.formats.json_document import review_json

    return review_json(review)


def _review_github(review: Review) -> bytes:
    from hookkit.formats.github import review_github

    return review_github(review)


def _review_sarif(review: Review) -> bytes:
    from hookkit.formats.sarif import review_sarif

    return review_sarif(review)


FORMATS: Mapping[str, Callable[[Review], bytes]] = MappingProxyType(
    {"json": _review_json, "github": _review_github, "sarif": _review_sarif}
)
"""What writes a review, by the name of the format: UTF-8 that ends with one line feed."""


def _run_json(outcome: Outcome) -> bytes:
    from hookkit.formats.json_document import run_json

    return run_json(outcome)


def _run_github(outcome: Outcome) -> bytes:
    from hookkit.formats.annotations import run_github

    return run_github(outcome)


def _run_sarif(outcome: Outcome) -> bytes:
    from hookkit.formats.sarif import run_sarif

    return run_sarif(outcome)


def _run_junit(outcome: Outcome) -> bytes:
    from hookkit.formats.junit import run_junit

    return run_junit(outcome)


RUN_FORMATS: Mapping[str, Callable[[Outcome], bytes]] = MappingProxyType(
    {"json": _run_json, "github": _run_github, "sarif": _run_sarif, "junit": _run_junit}
)
"""What writes the outcome of a run, by the name of the format."""


def _checked_json(checked: CheckResult) -> bytes:
    from hookkit.formats.json_document import checked_json

    return checked_json(checked)


def _checked_github(checked: CheckResult) -> bytes:
    from hookkit.formats.annotations import checked_github

    return checked_github(checked)


def _checked_sarif(checked: CheckResult) -> bytes:
    from hookkit.formats.check_sarif import checked_sarif

    return checked_sarif(checked)


def _checked_junit(checked: CheckResult) -> bytes:
    from hookkit.formats.junit import checked_junit

    return checked_junit(checked)


CHECK_FORMATS: Mapping[str, Callable[[CheckResult], bytes]] = MappingProxyType(
    {
        "json": _checked_json,
        "github": _checked_github,
        "sarif": _checked_sarif,
        "junit": _checked_junit,
    }
)
"""What writes the findings of checks, by the name of the format."""
