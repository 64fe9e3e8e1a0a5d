"""Which faults fixed contents fix, however they were made."""

from __future__ import annotations

from hookkit.corrections.files_and_lines_to_fix import files_of_commit
from hookkit.corrections.find_corrected_faults import (
    outcomes_of_fixed_files,
    with_faults_fixed_by,
)
from hookkit.corrections.fix_files import NoProgress, fix_for_outcomes
from hookkit.corrections.fixed_file import FixedFile
from hookkit.settings.definitions import Settings
from tests.repository import Repository

BASE, FIXED = b"a=1\nb = 2 \n", b"a = 1\nb = 2\n"
PART = b"a = 1\nb = 2 \n"


def fixed(data: bytes) -> FixedFile:
    """The file with some content as the fixed one."""
    return FixedFile(b"a.py", "100644", BASE, data)


def codes(repo: Repository, data: bytes) -> list[str]:
    """The codes of what a content fixes."""
    (outcome,) = outcomes_of_fixed_files(repo.runner, [fixed(data)])
    return [each.code for each in outcome.corrected]


def test_a_part_and_what_a_person_wrote_fix_what_they_have_no_more(repo: Repository) -> None:
    assert codes(repo, FIXED) == ["E225", "W291"]
    assert codes(repo, PART) == ["E225"]
    assert codes(repo, b"b = 2\n") == ["E225", "W291"]


def test_a_result_tells_of_what_the_files_fix_alone(repo: Repository) -> None:
    repo.commit("Add a and b", {"a.py": BASE, "b.py": b"b=1\n"})
    git, settings = repo.runner, Settings()
    result = fix_for_outcomes(git, settings, files_of_commit(git, settings, "HEAD"), NoProgress())
    assert [len(each.corrected) for each in result.outcomes] == [2, 1]
    whole = with_faults_fixed_by(git, result, [fixed(FIXED)])
    assert [len(each.corrected) for each in whole.outcomes] == [2, 0]
    part = with_faults_fixed_by(git, result, [fixed(PART)])
    assert [[each.code for each in one.corrected] for one in part.outcomes] == [["E225"], []]
