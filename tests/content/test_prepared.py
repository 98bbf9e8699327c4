from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.content.cleaning import clean, flat
from desktop.content.nesting import depth_of
from desktop.errors import Refused
from desktop.models.office import Branding
from tests.content.letters import EVERYWHERE, HARMLESS, png, prepared, wild_texts

_EVERYWHERE = prepared(EVERYWHERE, subject="For {{ account_title }}", signature="Jo <Avery>\nHarbor")
_NAMES = sorted(HARMLESS)


class _Structure(HTMLParser):
    """The tags of a document without line breaks, its links' addresses apart."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[object] = []
        self.links: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            return
        values = dict(attrs)
        if "href" in values:
            self.links.append(values["href"] or "")
            values["href"] = urlsplit(self.links[-1]).scheme
        self.tags.append((tag, tuple(values.items())))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", data))


def structure(html: str) -> _Structure:
    reader = _Structure()
    reader.feed(html)
    reader.close()
    return reader


_PLAIN = _EVERYWHERE.render(HARMLESS)
_MAIL, _VIEW = structure(_PLAIN.mail_html), structure(_PLAIN.view_html)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(_NAMES, wild_texts)))
def test_no_value_changes_the_structure_or_where_links_lead(values: dict[str, str]) -> None:
    rendered = _EVERYWHERE.render(values)
    for wild, plain in ((structure(rendered.mail_html), _MAIL), (structure(rendered.view_html), _VIEW)):
        assert wild.tags == plain.tags
        assert [urlsplit(link)[:2] for link in wild.links] == [urlsplit(link)[:2] for link in plain.links]


@given(wild_texts, wild_texts)
def test_values_are_shown_as_themselves(title: str, city: str) -> None:
    rendered = _EVERYWHERE.render(HARMLESS | {"account_title": title, "city": city})
    assert f"Dear {clean(title)}, {clean(city)} and {clean(city)}\n" in rendered.text
    assert rendered.subject == flat(f"For {clean(title)}")
    for html in (rendered.mail_html, rendered.view_html):
        assert f"Dear {clean(title)}, ".replace("\n", "") in structure(html).words.replace("\n", "")


_AUTHORED = st.sampled_from(
    ["{{ city }}", "{{ city }}", "*", "**", "_", "`", "```", "~~", "#", "- ", "1. ", "> ", "| ", "|---|", "\n", "\n\n", "    ",
     "[", "](", ")", "]: ", "<", ">", "<b ", "<a href=", "'", '"', "</", "https://", "example.com/", "mailto:", "!", "&",
     "javascript:", "<!--", "-->", "<p>", "</p>", "<table>", "<td>", "<script>", "<pre>", "=", "word", " ", "$", "\\",
     "\x00", "\x02", "\x03", "\x02wzxhzdk:0\x03", "\U000f0000", "\t", "\u2028", "\ud800"]
)  # fmt: skip


@given(st.lists(_AUTHORED, max_size=16).map("".join), wild_texts)
def test_no_author_can_give_a_value_power(content: str, value: str) -> None:
    message = prepared(content)
    wild, plain = message.render({"city": value}), message.render({"city": "Chicago"})
    for left, right in ((wild.mail_html, plain.mail_html), (wild.view_html, plain.view_html)):
        assert structure(left).tags == structure(right).tags
        assert [urlsplit(x)[:2] for x in structure(left).links] == [
            urlsplit(x)[:2] for x in structure(right).links
        ]


def test_a_value_full_of_markup_is_just_words() -> None:
    message = prepared("Dear {{ account_title }},\n\nhello", subject="{{ account_title }}")
    rendered = message.render({"account_title": '*A* <b> {{ city }} "&amp;\nsecond'})
    assert "Dear *A* &lt;b&gt; {{ city }} &quot;&amp;amp;<br>second," in rendered.mail_html
    assert rendered.text == 'Dear *A* <b> {{ city }} "&amp;\nsecond,\n\nhello\n'
    assert rendered.subject == '*A* <b> {{ city }} "&amp; second'


@pytest.mark.parametrize(
    "link", ["[x]({{ city }})", '<a href="{{ city }}">x</a>', "[x][1]\n\n[1]: {{ city }}"]
)
@pytest.mark.parametrize("value", ["javascript:alert(1)", "https://evil.example", "//evil.example"])
def test_a_value_is_never_a_whole_address(link: str, value: str) -> None:
    assert "href=" not in prepared(link).render({"city": value}).mail_html


def test_a_value_in_an_address_is_one_part_of_it() -> None:
    rendered = prepared("[open](https://example.com/of/{{ city }}?n={{ phone }})").render(
        {"city": "a/b?c#d é", "phone": "1&x=2"}
    )
    address = "https://example.com/of/a%2Fb%3Fc%23d%20%C3%A9?n=1%26x%3D2"
    assert f'href="{address}"' in rendered.mail_html
    assert rendered.text == f"open ({address})\n"


def test_mail_and_telephone_links_work_with_values() -> None:
    rendered = prepared("[m](mailto:{{ email }}) [t](tel:{{ phone }})").render(
        {"email": "a+b@mail.example", "phone": "+1 (312) 555"}
    )
    assert 'href="mailto:a%2Bb@mail.example"' in rendered.mail_html
    assert 'href="tel:+1312555"' in rendered.mail_html
    assert rendered.text == "m (a+b@mail.example) t (+1 (312) 555)\n"


def test_conditions_choose_and_values_stay_data() -> None:
    message = prepared("{% if language == 'ja' %}こんにちは {{ city }}{% else %}Hello{% endif %}")
    assert message.render({"language": "ja", "city": "東京"}).text == "こんにちは 東京\n"
    assert message.render({"language": "de"}).text == "Hello\n"
    assert message.render({"language": "ja", "city": "*京*"}).text == "こんにちは *京*\n"


def test_missing_values_are_named_with_their_places() -> None:
    message = prepared(
        "Hi\n {{ city }} {{ phone | default: 'none' }}{% if email %}{{ email }}{% endif %}"
        "{% if language == 'ja' %}x{% endif %}{% if false %}{{ username }}{% endif %}",
        subject="{{ account_title }}",
    )
    missing = [
        (m.name, m.place.line, m.place.column, m.in_subject) for m in message.render({"city": ""}).missing
    ]
    assert missing == [("account_title", 1, 4, True), ("city", 2, 5, False), ("language", 2, 84, False)]


def test_a_value_is_complete_when_a_default_stands_in() -> None:
    rendered = prepared('{{ account_title | default: "Client" }}').render({})
    assert (rendered.text, rendered.missing) == ("Client\n", ())


def test_a_faulty_source_is_refused_with_its_place() -> None:
    with pytest.raises(Refused, match="Content, line 2, column 4"):
        prepared("Hi\n{{ nmae }}")
    with pytest.raises(Refused, match="Subject, line 1, column 8"):
        prepared("Hi", subject="Hi, {{ nmae }}")


def test_one_newline_is_a_new_line_and_a_list_needs_no_blank_line() -> None:
    rendered = prepared("one\ntwo\n- a\n- b\n\nend").render({})
    assert rendered.text == "one\ntwo\n\n- a\n- b\n\nend\n"
    assert "one<br>" in rendered.mail_html
    assert rendered.mail_html.count("<li") == 2


def test_raw_html_goes_no_further_than_the_list() -> None:
    rendered = prepared(
        '<p onclick="x()" style="color:red">a</p><script>alert(1)</script><img src="https://x.example/p.png">'
        '<iframe src="https://x.example"></iframe>[j](javascript:alert(1)) ![r](https://x.example/r.png)'
    ).render({})
    for word in ("onclick", "color:red", "alert", "<img", "iframe", "x.example", "javascript"):
        assert word not in rendered.mail_html


@pytest.mark.parametrize(
    "nested", ["<blockquote>" * 3000, "> " * 300, "<table><tr><td>" * 2000, "[" * 2000, "*" * 4001]
)
def test_a_letter_nested_by_the_thousand_is_shown_flat(nested: str) -> None:
    rendered = prepared(f"{nested} the words of {{{{ city }}}}").render({"city": "<Rome>"})
    assert depth_of(rendered.view_html) < 100
    assert "the words of &lt;Rome&gt;" in rendered.view_html
    assert "the words of <Rome>" in rendered.text


def test_files_are_never_read_into_a_message() -> None:
    rendered = prepared('--8<-- "pyproject.toml"').render({})
    assert "pyproject.toml" in rendered.text
    assert "hatchling" not in rendered.text


def test_links_do_not_tell_where_they_were_clicked() -> None:
    assert 'rel="noopener noreferrer"' in prepared("[a](https://example.com)").render({}).mail_html


def test_text_reads_like_a_letter() -> None:
    content = (
        "# Title\n\nHello *you*, see [our page](https://example.com).\n\n1. one\n2. two\n    - deep\n\n"
        "> said\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```\nx  y\n z\n```\n\n---\n\nbye"
    )
    expected = (
        "Title\n=====\n\nHello you, see our page (https://example.com).\n\n1. one\n2. two\n  - deep\n\n"
        "> said\n\nA | B\n1 | 2\n\nx  y\n z\n\n----------------------------------------\n\nbye\n"
    )
    assert prepared(content).render({}).text == expected


def test_the_office_stands_above_and_its_footer_below() -> None:
    branding = Branding(logo=png(96, 96), banner_colour="#003366", footer="Member <X>\nsecond line")
    message = prepared("Hello", branding=branding, signature="Jo\nHarbor")
    rendered = message.render({})
    (image,) = message.images
    for html in (rendered.mail_html, rendered.view_html):
        assert f'src="cid:{image.cid}"' in html
        assert 'width="48" height="48"' in html
        assert 'bgcolor="#003366"' in html
        assert "Jo<br>Harbor" in html
        assert "Member &lt;X&gt;<br>second line" in html
    assert rendered.text == f"Hello\n\nJo\nHarbor\n\n{'-' * 40}\nMember <X>\nsecond line\n"
    assert (image.mime_type, image.data) == ("image/png", branding.logo)


def test_the_banner_is_plain_without_branding_and_gone_when_not_wanted() -> None:
    plain = prepared("Hello").render({})
    assert "Harbor &amp; Co</td>" in plain.mail_html
    assert "bgcolor" not in plain.mail_html
    bare = prepared("Hello", branded=False, branding=Branding(footer="Foot", logo=png(9, 9)))
    assert "Harbor" not in bare.render({}).view_html
    assert "Foot" not in bare.render({}).text
    assert bare.images == ()


@pytest.mark.parametrize("colour", ["red", "#12345", '#123456" onload="x', "#123456;x", "expression(1)"])
def test_only_real_colours_reach_the_page(colour: str) -> None:
    branding = Branding(banner_colour=colour, text_colour=colour)
    assert prepared("Hi", branding=branding).render({}).mail_html == prepared("Hi").render({}).mail_html


def test_a_file_that_is_no_picture_is_no_logo() -> None:
    assert prepared("Hi", branding=Branding(logo=b"<svg onload=x>")).images == ()


def test_nothing_is_fetched_to_show_a_message() -> None:
    html = prepared("Hi", branding=Branding(footer="f")).render({}).mail_html
    assert "http" not in html
    assert "url(" not in html


@pytest.mark.parametrize("words", ["Sehr geehrte Frau Müßig", "山田太郎 様", "مرحبا بك", "שלום"])
def test_all_languages_read_in_their_own_direction(words: str) -> None:
    rendered = prepared(f"{words} {{{{ city }}}}").render({"city": words})
    assert f"{words} {words}" in rendered.text
    assert '<p dir="auto"' in rendered.mail_html
    assert f"{words} {words}" in rendered.mail_html


def test_the_viewer_is_told_what_reads_from_the_right() -> None:
    html = (
        prepared("{{ city }}\n\n{{ city }} مرحبا\n\nHello שלום\n\n- בית").render({"city": "Rome"}).view_html
    )
    blocks = re.findall("<(p|ul|li)( dir=[^ >]+)?", html)
    assert blocks == [("p", ""), ("p", ' dir="rtl"'), ("p", ""), ("ul", ' dir="rtl"'), ("li", ' dir="rtl"')]


def test_many_threads_get_the_same() -> None:
    message = prepared("{% if city %}A **{{ city }}**{% else %}none{% endif %}\n\n- {{ phone }}")

    def render(number: int) -> tuple[object, ...]:
        made = message.render({"city": f"C{number}" if number % 2 else "", "phone": str(number)})
        return made.subject, made.mail_html, made.view_html, made.text, made.bulletin, made.missing

    with ThreadPoolExecutor(8) as pool:
        parallel = list(pool.map(render, range(200)))
    assert parallel == [render(number) for number in range(200)]
    assert parallel[7][3] == "A C7\n\n- 7\n"


def test_control_characters_of_the_author_go_nowhere() -> None:
    rendered = prepared("a\x00b\x02c\u2028d", subject="x\x00\ty\nz").render({})
    assert (rendered.text, rendered.subject) == ("abc\nd\n", "x y z")


def test_the_author_cannot_write_a_stand_in() -> None:
    assert prepared("a\U000f0000b {{ city }}").render({"city": "C"}).text == "ab C\n"
