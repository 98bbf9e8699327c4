"""Links that lead over an open line, or nowhere, with their places."""

from __future__ import annotations

import pytest

from desktop.content.links import open_links


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](https://x.example) [b](HTTPS://x.example) https://y.example", []),
        ("one\n[a](http://x.example/p?q=1)", [("http://x.example/p?q=1", 2)]),
        ("[a](www.x.example) and <http://y.example>", [("www.x.example", 1), ("http://y.example", 1)]),
        ("see http://x.example.\nand (http://y.example)", [("http://x.example", 1), ("http://y.example", 2)]),
        ("[a]: http://x.example\n[b]: https://y.example", [("http://x.example", 1)]),
        ("[a](mailto:a@b.example) [b](tel:+1) [c]({{ city }}) [d]({% if city %}https://a.example{% endif %})", []),
        ("![a picture](cid:abc)", []),
        ("[a](ftp://x.example)", [("ftp://x.example", 1)]),
        ("[http://x.example](http://x.example)", [("http://x.example", 1), ("http://x.example", 1)]),
    ],
)  # fmt: skip
def test_every_open_link_is_found_with_its_line(source: str, expected: list[tuple[str, int]]) -> None:
    assert [(link.address, link.place.line) for link in open_links(source)] == expected
