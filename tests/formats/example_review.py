"""A review of files with many faults, and the schemas of the formats."""

from __future__ import annotations

from hookkit.corrections.review.build_review import build_review, find_review_source
from hookkit.corrections.review.review import Review
from hookkit.settings.choice_types import Scope
from hookkit.settings.definitions import Settings
from tests.repository import Repository

SLOPPY = b"""\
#!/usr/bin/env python
import os,sys
import json
def first( a,b = 1 ):
    x={ 'k':a ,'l':b}
    if x == None :
        return   x


    return [a,
      b]   # `code` and ```more```
class Second(object):

    def method(self): return  1
    # comment


    def other(self) :
        '''Trailing   \r\x0c spaces   '''
        s = '''```
        fence ````
        '''+str( self)
        return s ;
y=os.path,sys,json



"""

FILES: dict[str, bytes] = {
    "sloppy.py": SLOPPY.replace(b"\r\x0c", b""),
    "windows.py": SLOPPY.replace(b"\r\x0c", b"").replace(b"\n", b"\r\n"),
    "latin.py": b"# -*- coding: latin-1 -*-\nx='\xe9\xe8'\ny = [1,2]\n",
    "marked.py": b"\xef\xbb\xbfx=1\n",
    "astral.py": "é='😀';f( é )\ny = 2 # 😀".encode(),
    "no end.py": b"def f():\n    return [1,2]",
    "only end.py": b"def f():\n    return [1, 2]",
    "blank end.py": b"x = 1\n\n\n\n",
    "blank only.py": b"x = 1\n   \n",
    "tabs.py": b"def f():\n\tif 1:\n\t\treturn [1,2]\n\treturn 0\nf( )\n",
    "deep/er/it's 100%.py": b"def g():\n  for i in []:\n    yield  i\n",
    "at end.py": b"if 1: pass\ndef f(): pass\nx = f()\n",
    "broken.py": b"def f(:\n",
    "clean.py": b"x = 1\n",
}


class Idle:
    """Nobody looks on."""

    def redraw(self) -> None:
        """Do nothing."""

    def count_finished(self, path: bytes) -> None:
        """Do nothing."""


def all_python_files(repo: Repository, files: dict[str, bytes]) -> str:
    """Commit files and give the id of the commit."""
    repo.commit("begin", {"README": b"x\n"})
    return repo.commit('Add "files"', files)


def review_of(repo: Repository, files: dict[str, bytes] = FILES) -> Review:
    """Review the commit of some files."""
    all_python_files(repo, files)
    return review_of_head(repo)


def review_of_head(repo: Repository) -> Review:
    """Review the last commit."""
    git, settings = repo.runner, Settings()
    return build_review(git, settings, find_review_source(git, settings, None), Idle())


def range_of(repo: Repository, old: str, new: str = "HEAD", scope: Scope = "auto") -> Review:
    """Review a range."""
    git, settings = repo.runner, Settings(scope=scope)
    source = find_review_source(git, settings, None, (old, new))
    return build_review(git, settings, source, Idle())
