"""Which comments tools read, and which are for people alone."""

from __future__ import annotations

import pytest

from hookkit.pep8.tokens_and_comments import is_directive


@pytest.mark.parametrize(
    "comment",
    [
        *("# noqa", "#noqa", "# NOQA: E501", "# why  # noqa", "# type: ignore", "#type:int"),
        *("# pragma: no cover", "# pragma no cover", "# pylint: disable=all", "# nosec"),
        *("# fmt: off", "# fmt: skip", "# isort:skip", "# mypy: ignore-errors", "# NOSONAR"),
        *("# pyright: basic", "# NOLINT", "# coverage: ignore", "# ruff: noqa", "# ty: ignore"),
        *("# a-tool: b", "# x.y=1", "#\tsome_tool : off", "# doctest: +SKIP", "# type : ignore"),
    ],
)
def test_read_by_tools(comment: str) -> None:
    assert is_directive(comment)


@pytest.mark.parametrize(
    "comment",
    [
        *("# c", "#", "# TODO: later", "# Note: a", "# a type", "# a b: c", "# a == b", "# (a=1)"),
        *("# nose", "# formats", "# see pylints", "# http is fine", "# 1: a", "# ---", "# a noqas"),
    ],
)
def test_for_people_alone(comment: str) -> None:
    assert not is_directive(comment)
