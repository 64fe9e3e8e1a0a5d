"""Source: decoded as Python decodes it, with nothing lost, or refused with the reason."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookkit.pep8.decode_source import NotPythonSource, Source, decode_source

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", Source(b"", "utf-8", (), ""), id="empty"),
        pytest.param(
            b"a\r\nb\rc\n\x0cd",
            Source(b"", "utf-8", (b"a\r\n", b"b\r", b"c\n", b"\x0cd"), "a\nb\nc\n\x0cd"),
            id="mixed line ends and a form feed",
        ),
        pytest.param(BOM + b"a\n", Source(BOM, "utf-8", (b"a\n",), "a\n"), id="mark"),
        pytest.param(BOM, Source(BOM, "utf-8", (), ""), id="only a mark"),
        pytest.param(
            BOM + b"# coding: utf-8\n",
            Source(BOM, "utf-8", (b"# coding: utf-8\n",), "# coding: utf-8\n"),
            id="mark and cookie",
        ),
        pytest.param(
            b"# coding: latin-1\n'\xe9'\r\n",
            Source(
                b"",
                "iso-8859-1",
                (b"# coding: latin-1\n", b"'\xe9'\r\n"),
                "# coding: latin-1\n'é'\n",
            ),
            id="latin-1",
        ),
        pytest.param(
            b"#!python\n# vim: fileencoding=cp1252\n'\x80\x85'\n",
            Source(
                b"",
                "cp1252",
                (b"#!python\n", b"# vim: fileencoding=cp1252\n", b"'\x80\x85'\n"),
                "#!python\n# vim: fileencoding=cp1252\n'€…'\n",
            ),
            id="cp1252 in the second line",
        ),
        pytest.param(
            "a = 'a\u2028b\x85c\x1c'\n".encode(),
            Source(
                b"",
                "utf-8",
                ("a = 'a\u2028b\x85c\x1c'\n".encode(),),
                "a = 'a\u2028b\x85c\x1c'\n",
            ),
            id="what only Unicode calls line ends",
        ),
    ],
)
def test_decoded(data: bytes, expected: Source) -> None:
    assert decode_source(data) == expected


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "gbk", "koi8-r", "iso2022_jp", "big5"])
def test_each_line_can_be_decoded_by_itself(encoding: str) -> None:
    text = (
        f"# coding: {encoding}\na = 'ア'\nb = 1\n"
        if encoding != "koi8-r"
        else ("# coding: koi8-r\na = 'ж'\n")
    )
    data = text.encode(encoding)
    source = decode_source(data)
    assert source.text == text
    assert "".join(line.decode(source.encoding) for line in source.lines) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"a\0b\n", "is binary", id="NUL"),
        pytest.param("a = 1\n".encode("utf-16"), "is binary", id="UTF-16"),
        pytest.param(b"a = '\xe9'\n", "cannot be decoded (", id="latin-1 without a cookie"),
        pytest.param(b"# coding: nonsense\n", "cannot be decoded (", id="unknown cookie"),
        pytest.param(b"# coding: rot13\n", "cannot be decoded (", id="cookie of no text"),
        pytest.param(b"# coding: hex\n", "cannot be decoded (", id="another one"),
        pytest.param(b"# coding: undefined\n", "cannot be decoded (", id="a trap"),
        pytest.param(
            BOM + b"# coding: latin-1\n", "cannot be decoded (", id="mark and other cookie"
        ),
        pytest.param(b"# coding: ascii\n'\xc3\xa9'\n", "cannot be decoded (", id="beyond ASCII"),
        pytest.param(
            b"# coding: utf-7\n'+AGE-'\n", "is in utf-7, which cannot be edited", id="not unique"
        ),
        pytest.param(
            b"# coding: unicode_escape\n'\\u00e9'\n",
            "is in unicode_escape, which cannot be edited",
            id="escapes",
        ),
    ],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NotPythonSource) as caught:
        decode_source(data)
    assert str(caught.value).startswith(reason)


@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_what_is_decoded_can_be_put_together_again(data: bytes) -> None:
    try:
        source = decode_source(data)
    except NotPythonSource:
        return
    assert source.bom + b"".join(source.lines) == data
    assert len(source.text.splitlines()) >= len(source.lines)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0'\\\r\n"), max_size=20))
def test_python_reads_the_same(content: str) -> None:
    data = f"a = '{content}'\r\n".encode()
    assert ast.dump(ast.parse(decode_source(data).text)) == ast.dump(ast.parse(data))
