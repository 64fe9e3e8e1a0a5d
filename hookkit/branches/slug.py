"""Words of a person as a part of a branch's name."""

from __future__ import annotations

import re
import unicodedata

MOST = 50
"""The characters that a slug has at most."""

# Letters that Unicode does not take apart.
_FOLDED = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def slug(words: str) -> str:
    """Write words in small ASCII letters and digits, with dashes between them.

    What has no such letter is left out, which may be all of it. A long slug ends with a whole word.
    """
    apart = unicodedata.normalize("NFKD", words.casefold().translate(_FOLDED))
    plain = "".join(each for each in apart if not unicodedata.combining(each))
    found = re.findall(r"[a-z0-9]+", plain.replace("'", "").replace("’", ""))
    kept: list[str] = []
    for word in found:
        if kept and len("-".join([*kept, word])) > MOST:
            break
        kept.append(word[:MOST])
    return "-".join(kept)
