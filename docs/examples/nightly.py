"""Correct a monorepo at night: one commit on a branch of its own, and a line for each project.

From cron: python nightly.py FOLDER && git -C FOLDER push --force origin nightly/pep8
"""

import sys
from collections import Counter

import git

import hookkit
from hookkit.errors import HookkitError

BRANCH = "nightly/pep8"


def correct(folder: str) -> int:
    """Correct all files of the branch that is checked out; give the exit status."""
    clone = git.Repo(folder)
    clone.git.switch("--force-create", BRANCH)
    repo = hookkit.Repository(clone, settings={"scope": "file", "jobs": 0})
    correction = repo.correct_all()
    faults: Counter[str] = Counter()
    for file in correction.files:
        faults[file.path.partition("/")[0]] += len(file.faults)
        for each in file.withheld:
            print(f"{file.path}:{each.first}: {', '.join(each.codes)} withheld: {each.reason}")
        if file.skipped:
            print(f"{file.path}: left alone: {file.skipped}")
    for project, count in sorted(faults.items()):
        print(f"{project}: {count} faults corrected")
    accepted = repo.accept(repo.propose(correction), "commit") if correction.changed else None
    print(f"{BRANCH}: {accepted.commit if accepted else 'nothing to correct'}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(correct(sys.argv[1]))
    except HookkitError as error:
        sys.exit(f"{error.message}\n  repair: {error.repair}")
