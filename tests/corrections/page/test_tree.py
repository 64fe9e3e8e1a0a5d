"""The files of a review as folders within folders."""

from __future__ import annotations

from hookkit.corrections.page.tree import Folder, Leaf, tree_of


def leaf(path: str, hunks: int = 1) -> Leaf:
    """A file of the tree."""
    return Leaf(path.rpartition("/")[2], path, f"f-{path}", hunks, 0)


def test_files_are_in_their_folders_which_count_their_hunks() -> None:
    a, b, c, d = leaf("z.py", 2), leaf("shop/b.py", 3), leaf("shop/a.py"), leaf("shop/text/x.py", 5)
    text = Folder("text", 5, (), (d,))
    shop = Folder("shop", 9, (text,), (c, b))
    assert tree_of([a, b, c, d]) == Folder("", 11, (shop,), (a,))


def test_folders_that_hold_only_a_folder_are_one() -> None:
    one = leaf("a/b/c/x.py")
    assert tree_of([one]).folders == (Folder("a/b/c", 1, (), (one,)),)


def test_a_path_that_begins_like_its_folder_is_not_cut() -> None:
    one = leaf("a/a/a.py")
    assert tree_of([one]).folders == (Folder("a/a", 1, (), (one,)),)
