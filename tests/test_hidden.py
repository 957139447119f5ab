"""What a page's styles hide is not read; what they only place, colour or switch is."""

import pytest
from growing import in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents import read_document
from assistant.errors import DocumentError

KEPT = "<p>Kept.</p>"


def styles(rules):
    return f"<style>{rules}</style>"


def paragraphs(count):
    return "".join(f'<p class="c{number} d" id="i{number}">Words.' for number in range(count))


def read(body, sheet=""):
    return read_document(f"<title>T</title><style>{sheet}</style><body>{body}{KEPT}".encode(), "a.html").text


@pytest.mark.parametrize(
    "style",
    [
        "display: block",
        "opacity: 0.8",
        "font-size: 0.9em",
        "font: bold 12px/30px serif",
        "color: #767676",
        "color: #fff; background: #036",
        "color: white; background: url(x.png)",
        "color: white; background-image: none; background: linear-gradient(red, blue)",
        "color: transparent; background: linear-gradient(red, blue); -webkit-background-clip: text",
        "color: var(--paper)",
        "color: inherit",
        "position: absolute; left: 20px; top: 10px",
        "position: relative; left: -5px",
        "margin-left: -100px",
        "transform: translate(-50%, -50%) scale(1.2) rotate(90deg)",
        "width: 0",
        "height: 40px; overflow: hidden",
        "max-height: 50vh; overflow-y: auto",
        "clip-path: inset(2px round 5px)",
        "clip-path: polygon(0 0, 100% 0, 100% 100%)",
        "clip: rect(auto, auto, auto, auto)",
        "visibility: visible",
        "width: ((((",
        "nonsense; {",
        "width: calc(100% - 20px); margin-left: calc(1px + 2px)",
        "font: 700 14px/1.5 'Foo 0', serif",
        "font-size: clamp(1rem, 2vw, 2rem)",
        "transform: translate(-50%, -50%); position: absolute; left: 50%",
        "mask: linear-gradient(black, transparent)",
        "display: none; display: revert",
        "overflow: hidden; line-height: 1",
        "letter-spacing: -0.02em",
    ],
)
def test_styles_that_only_place_or_colour_hide_nothing(style):
    assert "Seen." in read(f'<p style="{style}">Seen.</p>')


@pytest.mark.parametrize(
    ("sheet", "body"),
    [
        (".a::before{display:none}", '<p class="a">Seen.</p>'),
        (".a:hover{display:none}", '<p class="a">Seen.</p>'),
        (".a{display:none} .a{display:block}", '<p class="a">Seen.</p>'),
        (".a{display:none} #b{display:block}", '<p class="a" id="b">Seen.</p>'),
        (".a{display:none}", '<p class="a" style="display:block">Seen.</p>'),
        ("@media print{.a{display:none}}", '<p class="a">Seen.</p>'),
        ("@media (max-width:600px){.a{display:none}}", '<p class="a">Seen.</p>'),
        ("@font-face{font-family:a} @keyframes x{from{opacity:0}}", '<p class="a">Seen.</p>'),
        (".b .a{display:none}", '<p class="a">Seen.</p>'),
        (".b > .a{display:none}", '<div class="b"><div><p class="a">Seen.</p></div></div>'),
        ("a[href]{display:none}", '<p class="a">Seen.</p>'),
        # Tabs and boxes that a click opens.
        (".a{display:none} .a.active{display:block}", '<p class="a">Seen.</p>'),
        (".a{display:none} #t:checked ~ .a{display:block}", '<p class="a">Seen.</p>'),
        (".a{max-height:0;overflow:hidden} .open .a{max-height:90px}", '<p class="a">Seen.</p>'),
        ("#p{display:none}", '<button aria-controls="p">More</button><div id="p">Seen.</div>'),
        # The colour of a page whose background is in a sheet of its own.
        ("body{color:#fff}", "<p>Seen.</p>"),
        ("body{color:#fff;background:#111}", "<p>Seen.</p>"),
        ("div{font-size:0} div p{font-size:16px}", "<div><p>Seen.</p></div>"),
        ("div{color:#fff}", '<div><p style="color:#000">Seen.</p></div>'),
        ("div{visibility:hidden} b{visibility:visible}", "<div><p>Gone. <b>Seen.</b></p></div>"),
        ("div{visibility:hidden} p{visibility:initial}", "<div><p>Seen.</p></div>"),
        ("p:not(.a){display:none}", '<p class="a">Seen.</p><p>Gone.</p>'),
        ("p:nth-child(3n){display:none}", "<p>Seen.</p><p>Seen.</p><p>Gone.</p>"),
        ("div:has(i){display:none}", "<div><b>Seen.</b></div><div><i>Gone.</i></div>"),
        (".b{.a{display:none}}", '<p class="a">Seen.</p><div class="b"><p class="a">Gone.</p></div>'),
        ("@layer x{.a{display:none}} .a{display:block}", '<p class="a">Seen.</p>'),
        ("@media (width < 600px){.a{display:none}}", '<p class="a">Seen.</p>'),
        ("@media (prefers-color-scheme:dark){body{background:#111;color:#eee}} p{color:#111}", "<p>Seen.</p>"),
        (":root{--x:block} .a{display:none;display:var(--x)}", '<p class="a">Seen.</p>'),
        ("@keyframes x{from{opacity:0} to{opacity:1}} .a{animation:x 1s}", '<p class="a">Seen.</p>'),
        # What is hidden until a place is opened.
        (".a:not(:target){display:none}", '<p class="a" id="b">Seen.</p>'),
        ("#t:not(:checked) ~ .a{display:none}", '<input id="t" type="checkbox"><p class="a">Seen.</p>'),
        (".a:not(.active){display:none}", '<p class="a">Seen.</p>'),
        ("b{display:none}", "<b><p>Gone.</p></b><p>Seen.</p>"),
    ],
)
def test_what_a_sheet_does_not_hide_is_read(sheet, body):
    text = read(body, sheet)
    assert "Seen." in text
    assert "Gone." not in text


@pytest.mark.parametrize(
    ("sheet", "body"),
    [
        (".a{display:none}", '<p class="b a">Gone.</p>'),
        (".a{display:none} .b{display:block}", '<p class="a">Gone.</p>'),
        ("p.a{display:block} .b p.a{display:none}", '<div class="b"><p class="a">Gone.</p></div>'),
        (".c,.a{display:none !important}", '<p class="a" style="display:block">Gone.</p>'),
        ("*[hidden-text]{display:none}", "<p hidden-text>Gone.</p>"),
        ("h2 + p{display:none}", "<h2>More</h2><p>Gone.</p>"),
        ("h2 ~ p{display:none}", "<h2>More</h2><div>x</div><p>Gone.</p><div>y</div>"),
        ("@media screen,print{.a{display:none}}", '<p class="a">Gone.</p>'),
        ("@layer x{@supports (a:b){.a{visibility:hidden}}}", '<p class="a">Gone.</p>'),
        (".a{color:#fff}", '<p class="a">Gone.</p>'),
        (".a{color:#fff}", '<div class="a"><p><b>Gone.</b></p></div>'),
        ("<!-- .a{display:none} -->", '<p class="a">Gone.</p>'),
        ("p{color:red", '<p style="font-size:.1px">Gone.</p>'),
    ],
)
def test_what_a_sheet_hides_is_not_read(sheet, body):
    text = read(body, sheet)
    assert "Gone." not in text
    if "~" not in sheet:
        assert "Kept." in text


def test_a_sheet_below_what_it_hides_counts_too():
    page = '<body><p class="a">Gone.</p><p>Kept.</p><style>.a{display:none}</style>'
    assert read_document(page.encode(), "a.html").text == "Kept."


@given(sheet=st.text(alphabet="ab.#*:,>+~{}()[]@=\"'\\/!;-0 \n", max_size=200), style=st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_sheet_and_no_style_stops_the_reader(sheet, style):
    clean = style.replace('"', "'").replace("\0", "")
    read_document(f'<style>{sheet}</style><body><p>Words.<p style="{clean}">More.'.encode("utf-8", "replace"), "a.html")


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "page",
    [
        lambda n: styles("".join(f".d.c{i}{{color:red}}" for i in range(100 * n))) + paragraphs(100 * n),
        lambda n: styles(".d{color:red}" * 100 * n + "*{color:red}" * 100 * n) + paragraphs(100 * n),
        lambda n: styles("".join(f"#i{i} ~ .x .d{{color:red}}" for i in range(100 * n))) + paragraphs(100 * n),
        lambda n: styles("(" * 1_600 * n) + "<p>Words.",
        lambda n: styles(".a,.b{display:none}" * 80 * n) + '<p>Words.<p class="a">Gone.',
        lambda n: styles("a " * 2 * n + "{display:none}") + "<a>" * 1_500 + "<p>Words.",
        lambda n: styles("a " * 100 + "{display:none}") + "<a>" * 25 * n + "<p>Words.",
        lambda n: styles(".a ~ .b ~ .c ~ .d{display:none}") + '<p class="b c d">Words.' * 50 * n,
        lambda n: '<p style="' + "transform:scale(1);" * 350 * n + '">Words.',
        lambda n: '<p style="clip-path:polygon(' + "1" * 12_000 * n + ')">Words.',
        lambda n: '<p style="color:' + "rgb(" * 1_600 * n + '">Words.',
    ],
)
def test_styles_made_to_be_slow_are_not(page):
    def work(n):
        assert "Words." in read_document(page(n).encode(), "a.html").text

    assert in_proportion(work, 64)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<style>" + "@supports (a:b){" * 1_000 + ".a{display:none}</style><p>Words.", "more than 50 deep"),
        ("<style>" + "@media screen{" * 1_000 + ".a{display:none}</style><p>Words.", "more than 50 deep"),
        ("<style>" + "a{" * 50_000 + "</style><p>Words.", "more than 50 deep"),
        ("<style>" + ":is(" * 900 + "p" + ")" * 900 + "{display:none}</style><p>Words.", "more than 50 deep"),
        (
            "<style>" + "".join(f".c{n} .d{{color:red}}" for n in range(6_000)) + "</style>" + paragraphs(6_000),
            "can be compared",
        ),
        (
            "<i hidden></i>" + "<div>" * 300 + "".join(f"<b id={n}>" for n in range(1_000)) + "</div>" * 300,
            "go on beyond",
        ),
    ],
)
def test_a_page_is_refused_where_it_cannot_be_told_what_its_styles_hide(page, reason):
    with pytest.raises(DocumentError, match=reason):
        read_document(page.encode(), "a.html")


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "page",
    [
        "<!---->" * 100_000,
        "<p>Words." + "<a " * 100_000,
        "<p>Words." + '<a ="' * 100_000 + '>"',
        "</noscript>" * 100_000,
        "<p>Words." + "<template>" * 100_000,
        "<script><!--" * 100_000,
        "<p><font color=red>Words.</p>" * 3_000,
        "<" * 500_000,
    ],
)
def test_markup_made_to_be_slow_is_not(page):
    def work(markup):
        read_document(f"<p>Words.</p><i hidden></i>{markup}".encode(), "a.html")

    assert in_proportion(work, page)


@pytest.mark.parametrize(
    "page",
    [
        "<h1>T</h1><p>One <select><option>a</select> two.</p>",
        "<p>One <!-- <noscript> --> two.</p>",
        "<p>One<script>'<noscript>'</script> two.</p>",
        "<p title='<noscript>'>One two.</p>",
        "<select><option>a<select><p>One two.</p>",
        "<noscript><p>Gone.</p></noscript><template><p>Gone.</p></template><p>One two.</p>",
        "<!--><p>One two.</p><!-- -->",
    ],
)
def test_what_stands_around_unseen_elements_is_read(page):
    text = read_document(page.encode(), "a.html").text
    assert " ".join(text.split()).endswith("One two.")
    assert "Gone" not in text
