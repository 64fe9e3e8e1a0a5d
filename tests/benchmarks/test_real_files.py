"""The files that are committed: clean where they are to be, faulty where they are to be."""

from __future__ import annotations

import ast

from benchmarks.real_files import clean_text, fault_lines, faulty_text, untidy_files, untidy_text


def test_faults_are_put_into_a_clean_text() -> None:
    clean = clean_text()
    assert fault_lines(clean) == []
    faulty = faulty_text(clean)
    assert len(set(fault_lines(faulty))) == 12
    assert ast.dump(ast.parse(clean)) == ast.dump(ast.parse(faulty))


def test_faults_are_added_to_an_untidy_text() -> None:
    untidy = untidy_text()
    more = set(fault_lines(faulty_text(untidy, 3))) - set(fault_lines(untidy))
    assert len(more) == 3


def test_untidy_files_are_different_ones() -> None:
    found = untidy_files(3)
    assert len(set(found)) == 3
    assert all(fault_lines(path.read_text("utf-8")) for path in found)
