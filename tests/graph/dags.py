"""Random histories for property tests of a picture."""

from __future__ import annotations

from hypothesis import strategies as st


@st.composite
def histories(draw: st.DrawFn, most: int = 24) -> dict[str, tuple[str, ...]]:
    """Give commits with their parents, children before their parents: any roots, any merges."""
    size = draw(st.integers(1, most))
    names = [f"c{number}" for number in range(size)]
    parents: dict[str, tuple[str, ...]] = {}
    for at, name in enumerate(names):
        older = names[at + 1 :]
        some = st.lists(st.sampled_from(older), max_size=3, unique=True) if older else st.just([])
        parents[name] = tuple(draw(some))
    return parents
