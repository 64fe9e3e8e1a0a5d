"""A review as one HTML page that needs no network and no script: its heading, steps and tree."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from hookkit.corrections.page.commits import NO_COMMIT_LINKS, CommitLinks, commits_on_page
from hookkit.corrections.page.file_sections import (
    Section,
    left_alone_by_reason,
    linked_rules,
    sections_of,
)
from hookkit.corrections.review.review import Review
from hookkit.corrections.run_outcome import Outcome
from hookkit.git.autosquash import autosquash_command
from hookkit.history.documentation_links import GLOSSARY_URL, PYCODESTYLE_CODES_URL
from hookkit.phrases import number_and_noun, short_id
from hookkit.terminal.page_templates import render_page, template_text
from hookkit.terminal.rows import NextStep

SIDE_BY_SIDE = (
    "screen and (min-width: 80rem) { :root:not(:has(#inline:checked))",
    "screen and (min-width: 40rem) { :root:has(#beside:checked)",
)
"""The media queries with which both versions are side by side: in a wide window, or on request."""

LINE_HEIGHT = 1.375
"""The height of a line of code in the style, in rem."""


NO_LINKS: Mapping[str, CommitLinks] = MappingProxyType({})


def review_page(review: Review, links: Mapping[str, CommitLinks] = NO_LINKS) -> str:
    """Give a review as a page: HTML to be written in UTF-8, the same for the same review.

    ``links`` are the links of commits, by their ids, to the forge and to the tickets. Raises
    NotPythonSource if a corrected file is no Python source.
    """
    sections = sections_of(review)
    return render_page(
        "page.html",
        _style(sections),
        template_text("page.js"),
        heading=heading_of(review),
        links=(
            links.get(review.outcome.commit or "", NO_COMMIT_LINKS)
            if not review.range_name
            else NO_COMMIT_LINKS
        ),
        next_steps=next_steps_of(review),
        commits=commits_on_page(review, links),
        rules=linked_rules(fault for each in review.outcome.files for fault in each.corrected),
        tree=tree_of([_tree_file(each) for each in sections]),
        sections=sections,
        left_alone=left_alone_by_reason(review.outcome),
        documentation=PYCODESTYLE_CODES_URL,
        glossary=GLOSSARY_URL,
    )


def _tree_file(section: Section) -> TreeFile:
    path = section.folder + section.name
    return TreeFile(section.name, path, section.anchor, section.hunk_count, len(section.withheld))


def _style(sections: list[Section]) -> str:
    """Give the style, with the heights of sections that a browser has not drawn yet."""
    side_by_side = "".join(
        f"@media {each} {{\n{template_text('side_by_side.css')}}}}}\n" for each in SIDE_BY_SIDE
    )
    heights = "".join(
        f"#{each.anchor} {{ contain-intrinsic-size: auto {LINE_HEIGHT * each.row_count:.2f}rem }}\n"
        for each in sections
    )
    return template_text("page.css").replace("/* side_by_side.css */", side_by_side) + heights


class Heading(NamedTuple):
    """The heading of a review.

    ``kind`` is the kind of the reviewed changes ("commit", "a range" or ""), ``commit_id`` the
    short id of a commit, else "". ``placement`` says where the correction is. ``counts`` are
    numbers, each with its noun; ``correction`` is the short id of the kept correction, "" without
    one.
    """

    kind: str
    commit_id: str
    title: str
    placement: str
    mode_reason: str
    notes: tuple[str, ...]
    counts: tuple[tuple[str, str], ...]
    hunk_count: int = 0
    correction: str = ""

    @property
    def document_title(self) -> str:
        """The title of the document."""
        return " ".join(filter(None, ("Review of", self.commit_id, self.title)))


def heading_of(review: Review) -> Heading:
    """Give the heading of a review."""
    outcome = review.outcome
    if review.range_name is not None:
        kind, commit_id, title = "a range", "", review.range_name
    elif outcome.commit is not None:
        kind, commit_id, title = "commit", short_id(outcome.commit), outcome.subject
    else:
        kind, commit_id, title = "", "", outcome.subject
    return Heading(
        *(kind, commit_id, title or "no subject", _placement(review)),
        mode_reason=outcome.mode_reason or "",
        notes=outcome.notes,
        counts=tuple(_counts(review)),
        hunk_count=len(review.hunks),
        correction=short_id(outcome.correction or "") if review.range_name is None else "",
    )


def _placement(review: Review) -> str:
    outcome = review.outcome
    if outcome.actual_mode in ("fixup", "commit") and outcome.branch_commit is not None:
        kind = "fixup! commit" if outcome.actual_mode == "fixup" else "commit of its own"
        return f"The correction is on the branch as the {kind} {short_id(outcome.branch_commit)}."
    if outcome.actual_mode == "worktree":
        return "The correction is in the files, as uncommitted edits."
    if outcome.correction is not None and review.range_name is None:
        kept = f"The correction is kept as the commit {short_id(outcome.correction)}."
        state = "A part of it is taken" if review.taken_fault_count else "Nothing else was touched"
        return f"{kept} {state}."
    return "Nothing was changed: this is what a correction would do."


def _counts(review: Review) -> list[tuple[str, str]]:
    files = review.outcome.files
    corrected = sum(1 for each in files if each.corrected)
    counts = [
        (review.outcome.corrected_fault_count, "fault"),
        (len(review.hunks), "hunk"),
        (corrected, "file"),
    ]
    uncorrected = [
        (sum(len(each.withheld) for each in files), "withheld"),
        (sum(len(each.dropped) for each in files), "dropped"),
        (sum(each.refused_count for each in files), "refused"),
        (sum(1 for each in files if each.left_alone_reason), "left alone"),
    ]
    return [
        *(number_and_noun(*each) for each in counts),
        *((f"{number:,}", word) for number, word in uncorrected if number),
    ]


def next_steps_of(review: Review) -> list[NextStep]:
    """Give the next commands, with the plain git command that does the same if there is one."""
    outcome = review.outcome
    if not review.hunks:
        return []
    if review.range_name is not None:
        return _range_steps(shlex.quote(review.range_name))
    if outcome.commit is None:
        return []
    commit_id, correction = short_id(outcome.commit), short_id(outcome.correction or "")
    show = f"git show {correction}" if correction else ""
    look = NextStep("Look", f"hookkit review -i {commit_id}", "hunk by hunk", show)
    if not correction:
        return [look, NextStep("Correct", f"hookkit run {commit_id}")]
    take_back = [NextStep("Take back", "hookkit undo", "what was placed last")]
    throw_away = NextStep("Throw away", f"hookkit drop {commit_id}")
    is_placed = outcome.actual_mode in ("worktree", "fixup", "commit")
    return [
        look,
        *_accept_steps(outcome, commit_id, correction),
        *(take_back if is_placed else []),
        throw_away,
    ]


def _range_steps(range_name: str) -> list[NextStep]:
    return [
        NextStep("Look", f"hookkit review {range_name}"),
        NextStep(
            "Correct", f"hookkit run {range_name} --mode fixup", "as a fixup! for each commit"
        ),
        NextStep(
            "", f"hookkit run {range_name} --mode propose", "kept, to be chosen from hunk by hunk"
        ),
    ]


def _accept_steps(outcome: Outcome, commit_id: str, correction: str) -> list[NextStep]:
    """Give the commands that accept; a fixup! cannot change files that its commit did not."""
    # git refuses to pick if the files have the same edits.
    pick = f"git cherry-pick {correction}" if outcome.actual_mode == "propose" else ""
    own_commit = NextStep("", f"hookkit accept {commit_id} --as commit", "as a commit of its own")
    if not outcome.is_squashable or outcome.commit is None:
        return [
            NextStep("Take", f"hookkit accept {commit_id} --spread", "as a fixup! for each commit"),
            own_commit,
        ]
    squash = (
        autosquash_command(outcome.commit, outcome.parent_count, outcome.squash_options)
        if outcome.actual_mode == "fixup"
        else ""
    )
    amend = NextStep("", f"hookkit accept {commit_id} --as amend", "into the commit itself", squash)
    take = NextStep("Take", f"hookkit accept {commit_id}", "as a fixup! commit", pick)
    return [take, *([amend] if outcome.is_amendable else []), own_commit]


class TreeFile(NamedTuple):
    """A file in the tree: its own name, the anchor of its section, its hunks and withheld fixes."""

    name: str
    path: str
    anchor: str
    hunk_count: int
    withheld_count: int


class Folder(NamedTuple):
    """A folder with its folders and files; with only one folder in it, the two are joined.

    ``hunk_count`` is the number of hunks in all files below the folder.
    """

    name: str
    hunk_count: int
    folders: tuple[Folder, ...]
    files: tuple[TreeFile, ...]


def tree_of(tree_files: Sequence[TreeFile]) -> Folder:
    """Sort files into their folders, by name; the outermost folder has no name."""
    return _folder("", "", tree_files)


def _folder(name: str, parent: str, tree_files: Sequence[TreeFile]) -> Folder:
    folders_below: dict[str, list[TreeFile]] = {}
    files: list[TreeFile] = []
    for tree_file in tree_files:
        folder_name, slash, _ = tree_file.path.removeprefix(parent).partition("/")
        if slash:
            folders_below.setdefault(folder_name, []).append(tree_file)
        else:
            files.append(tree_file)
    folders = tuple(
        _folder(each, f"{parent}{each}/", folders_below[each]) for each in sorted(folders_below)
    )
    files.sort(key=lambda tree_file: tree_file.name)
    if name and len(folders) == 1 and not files:
        return folders[0]._replace(name=f"{name}/{folders[0].name}")
    return Folder(
        name, sum(tree_file.hunk_count for tree_file in tree_files), folders, tuple(files)
    )
