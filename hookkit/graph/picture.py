"""A picture of the history: what came in with what, how, by whom, for which ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hookkit.git.commit_range import shallow_boundary
from hookkit.git.runner import Git
from hookkit.graph.commits import Named, not_on_remotes, read_graph
from hookkit.graph.order import Strand, first_parents, strands_of
from hookkit.graph.verdicts import Verdict, verdicts_of
from hookkit.graph.view import View, view_of
from hookkit.history.refs.targets import REMOTES, is_protected
from hookkit.history.why.ticket import CommitTexts, read_texts, tickets_of
from hookkit.settings.schema import Settings


class Shown(NamedTuple):
    """One commit of the picture.

    ``refs`` are at it. ``tickets`` are what it names, and for a merge its branch. ``verdicts`` tell
    how it came to the main line, none for a commit of another. ``is_new`` says that no remote has
    it, ``is_cut`` that its parents are not in this shallow clone. ``below`` are the parents that
    are here and not in the picture.
    """

    told: CommitTexts
    refs: tuple[Named, ...]
    tickets: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    is_spine: bool
    is_new: bool
    is_cut: bool
    below: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the commit."""
        return self.told.commit.id

    @property
    def is_merge(self) -> bool:
        """Whether it has more than one parent."""
        return len(self.told.commit.parents) > 1


class Stop(NamedTuple):
    """A commit that stands by itself, and what it brought in, if it is a merge of the main line."""

    commit: Shown
    inside: tuple[Shown, ...]


class Picture(NamedTuple):
    """What is drawn: the newest first, each commit before its parents.

    ``branch`` is the main line; ``is_older`` says that it goes on below what is shown.
    """

    stops: tuple[Stop, ...]
    branch: str
    is_older: bool

    @property
    def commits(self) -> int:
        """How many commits there are in it."""
        return sum(1 + len(stop.inside) for stop in self.stops)


def picture(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    what: str | None = None,
    limit: int = 0,
    is_whole: bool = False,
) -> Picture:
    """Give the picture of a range, of a branch and its target, or of all branches.

    ``limit`` is how many commits of the main line are shown, 0 for all. Raises what ``view_of``
    raises, and GitFailed where a commit is missing.
    """
    view = view_of(git, settings, variables, what, limit, is_whole)
    commits = {each.id: read_texts(each) for each in read_graph(git, view.tips, view.but)}
    parents = {name: told.commit.parents for name, told in commits.items()}
    spine = first_parents(parents, view.spine)
    strands = strands_of(parents, spine, view.focus)
    painter = _Painter.of(git, settings, view, commits, [commits[each] for each in spine])
    stops = [stop for strand in strands for stop in painter.stops(strand)]
    return Picture(tuple(stops), view.branch, view.is_older)


class _Painter(NamedTuple):
    """What has to be known to show a commit."""

    settings: Settings
    commits: Mapping[str, CommitTexts]
    refs: Mapping[str, Sequence[Named]]
    verdicts: Mapping[str, tuple[Verdict, ...]]
    spine: frozenset[str]
    is_judged: bool
    new: frozenset[str]
    cut: frozenset[str]

    @classmethod
    def of(
        cls,
        git: Git,
        settings: Settings,
        view: View,
        commits: Mapping[str, CommitTexts],
        line: Sequence[CommitTexts],
    ) -> _Painter:
        """Find it out."""
        is_judged = view.is_judged and settings.level("history", "warn") != "off"
        kept = _others(settings.protected, view.branch)
        verdicts = verdicts_of(git, line, view.branch, view.base, kept) if is_judged else {}
        refs: dict[str, list[Named]] = {}
        for each in view.refs:
            refs.setdefault(each.commit, []).append(each)
        has_remote = any(each.ref.startswith(REMOTES) for each in view.refs)
        new = not_on_remotes(git, view.tips) if has_remote else frozenset()
        spine = frozenset(told.commit.id for told in line)
        return cls(
            settings, commits, refs, verdicts, spine, view.is_judged, new, shallow_boundary(git)
        )

    def stops(self, strand: Strand) -> list[Stop]:
        """Show a strand: a commit of the main line with what it brought in, or a branch."""
        shown = tuple(map(self.shown, strand.commits))
        if strand.spine:
            return [Stop(self.shown(strand.spine), shown)]
        return [Stop(each, ()) for each in shown]

    def shown(self, name: str) -> Shown:
        """Show a commit."""
        told = self.commits[name]
        refs = tuple(self.refs.get(name, ()))
        tickets = tickets_of(self.settings, told, (), self._own_branch(name))
        return Shown(
            told=told,
            refs=refs,
            tickets=tuple(each.name for each in tickets),
            verdicts=self.verdicts.get(name, ()),
            is_spine=name in self.spine,
            is_new=name in self.new,
            is_cut=name in self.cut,
            below=tuple(each for each in told.commit.parents if each not in self.commits),
        )

    def _own_branch(self, name: str) -> list[str]:
        """Give the branch that a commit is the last of, if there is no doubt.

        On a line that branches are merged into they only begin, and of several at one commit all
        but one do.
        """
        if self.is_judged and name in self.spine:
            return []
        branches = [each.name for each in self.refs.get(name, ()) if each.kind == "branch"]
        return branches if len(branches) == 1 else []


def _others(protected: Sequence[str], branch: str) -> list[str]:
    """Give the globs for other branches than ``branch``: a merge of its own remote is a pull."""
    names = (branch, branch.partition("/")[2])
    return [each for each in protected if not any(is_protected(name, [each]) for name in names)]
