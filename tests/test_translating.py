"""The words of the pages in every language, and what the floors below say, said again in it."""

import importlib.util
import json
import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.eligibility import finding, interviewing
from assistant.embedding import HashingEmbedder
from assistant.errors import AssistantError
from assistant.index import build_index
from assistant.settings import Settings, read_settings
from assistant.types import Document
from assistant.web import create_app, pdf_page
from assistant.web.checklist import RULE_KINDS
from assistant.web.retelling import distance_told, retold
from assistant.web.sentences import KINDS
from assistant.web.theme import READABLE, accent_css, colour_of, contrast, read_theme
from assistant.web.tongues import language_of
from assistant.web.translating import ENGLISH, FOLDER, LANGUAGES, translator, wanted_language

ROOT = Path(__file__).parents[1]
OTHERS = [language for language in LANGUAGES if language != "en"]
ENGLISH_MARK = '<span lang="en"'


def places(message):
    """The names of the values in a message."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(message) if name is not None)


@pytest.fixture(scope="module")
def texts():
    spec = importlib.util.spec_from_file_location("texts", ROOT / "scripts" / "texts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def collected(texts):
    return {message.id for message in texts.collected() if message.id}


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_in_the_code_is_translated_with_the_same_places(language, collected, texts):
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    messages = {message.id: message for message in catalog if message.id}
    assert set(messages) == collected, "Run `make texts`."
    for id_, message in messages.items():
        forms = texts.forms_of(message)
        assert all(forms), id_
        if isinstance(id_, str):
            assert places(forms[0]) == places(id_), id_
            assert forms[0][-1:].isspace() == id_[-1:].isspace() and not message.fuzzy
        else:
            assert len(forms) == catalog.num_plurals
            assert places(forms[-1]) == places(id_[1]), id_
            assert all(set(places(form)) <= set(places(id_[1])) for form in forms), id_


def test_numbers_take_the_form_that_the_language_has_for_them():
    forms = [
        translator("ar").ngettext("Open: {count} requirement.", "Open: {count} requirements.", n)
        for n in (1, 2, 3, 11, 100)
    ]
    assert len(set(forms)) == 5
    assert "11" in forms[3]
    french = translator("fr")
    assert french.ngettext("{count} more on this day", "{count} more on this day", 2).startswith("2 ")


def test_values_are_escaped_and_set_apart_where_letters_run_the_other_way():
    assert ENGLISH.html("Please ask {office}.", office="<b>") == "Please ask &lt;b&gt;."
    assert "<bdi>&lt;b&gt;</bdi>" in translator("ar").html("Please ask {office}.", office="<b>")


@pytest.mark.parametrize(
    ("asked", "accepted", "setting", "language"),
    [
        (None, "", "auto", "en"),
        (None, "de-AT, fr;q=0.8, es;q=0.9", "auto", "es"),
        (None, "zh-TW,en;q=0.5", "auto", "zh"),
        (None, "es;q=0, hi", "auto", "hi"),
        (None, "*;q=nonsense,, ;", "auto", "en"),
        (None, "es", "ar", "ar"),
        ("fr-CA", "es", "ar", "fr"),
        ("xx", "es", "auto", "es"),
        ("../../x", "", "auto", "en"),
    ],
)
def test_the_address_goes_before_the_setting_and_the_setting_before_the_browser(asked, accepted, setting, language):
    assert wanted_language(asked=asked, accepted=accepted, setting=setting) == language


@given(st.text(), st.text())
def test_any_header_gives_one_of_our_languages(asked, accepted):
    assert wanted_language(asked=asked, accepted=accepted, setting="auto") in LANGUAGES


def is_sentence(name, text):
    return name.isupper() and isinstance(text, str) and text.endswith((".", ":"))


SAID = [
    "The documents do not say.",
    "Which do you mean?",
    "“March 1, 2026” was 9 days ago; no later one was found in the documents.",
    "“March 1” was 3 months ago; the next date for it in the documents is “May 2; noon” (Guide to the M.A. in X).",
    "“January 5” is in 12 days; “March 3” is now; its last day is tomorrow.",
    "“May 5”: no year is given.",
    "“midnight on May 5, 2027”: midnight may be the beginning or the end of that day.",
    "“Fees. All of them” is about “2023-2024”, which is over, and names no later date. "
    "Ask the program’s office what holds now.",
    "The documents disagree: “A” gives March 1, “B; C” gives March 3.",
    "This rule is for veterans and non-veterans; your question is about MD applicants.",
    "No document mentions “swimming”, “pool”.",
    "Two rules of the documents contradict one another; ask the program which one counts. One of them:",
    "The documents state 2 requirements that you do not meet. Open: 1 requirement; 3 more statements could not be "
    "asked. This is not a decision; the program decides.",
    "The question has 1,200 characters; at most 1,000 are read; shorten it.",
    "Quoted, since the confidence, 0.53, is 0.23 above the refusal threshold, 0.30.",
    "Too many questions came in one minute; please try again in 30 seconds.",
    "There is no February 30, 2027.",
    *(text for module in (finding, interviewing) for name, text in vars(module).items() if is_sentence(name, text)),
    *(getattr(pdf_page, name) for name in ("CHANGED", "ABSENT", "FAILED", "BUSY", "NOT_FOUND", "PARTLY")),
]


@pytest.mark.parametrize("text", SAID)
def test_what_the_floors_below_say_is_said_in_each_language_with_the_same_words_of_the_documents(text):
    for language in OTHERS:
        told = retold(text, translator(language), quoted="en")
        assert ENGLISH_MARK not in told
        assert told != text
        plain = re.sub(r"<[^>]+>", "", told)
        for words in re.findall(r"“([^”]+)”", text):
            assert words in plain
    assert retold(text, ENGLISH).unescape() == text


@pytest.mark.parametrize("text", ["Something else.", "“A” was eaten.", "This rule is for aliens; ask."])
def test_what_is_in_no_list_stays_english_and_is_marked_so(text):
    assert retold(text, translator("es")) == f'<span lang="en" dir="ltr">{text}</span>'


@given(st.text(alphabet=st.sampled_from("“”(){};:. <>&aé1"), max_size=200))
def test_any_text_is_retold_escaped(text):
    for language in ("en", "ar"):
        told = retold(text, translator(language))
        assert re.sub(r'</?(?:span|bdi)(?: lang="\w*")?(?: dir="ltr")?>', "", told).count("<") == 0


def test_distances_are_said_in_each_language():
    for words in ("today", "tomorrow", "in 12 days", "3 months ago", "2 years ago", "next month", "this month"):
        for language in OTHERS:
            told = distance_told(words, translator(language))
            assert told and told != words
    assert distance_told("in 12 days ago", translator("es")) is None


def test_the_kinds_that_the_core_knows_have_messages():
    from assistant.applicants.kinds import KINDS as known
    from assistant.checklists.items import RuleKind

    assert {kind.label for kind in known} == KINDS
    assert {kind.value for kind in RuleKind} == set(RULE_KINDS)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("You must send all of the documents to the office by the first of March.", "en"),
        ("Los documentos se deben enviar a la oficina del programa antes de la fecha que se indica.", "es"),
        ("Les documents doivent être envoyés au bureau du programme avant la date qui est indiquée.", "fr"),
        ("Die Unterlagen sind bis zum ersten März an das Büro zu senden, und das gilt für alle.", "de"),
        ("申请截止日期是三月一日。", "zh"),
        ("आवेदन की अंतिम तिथि 1 मार्च है।", "hi"),
        ("آخر موعد للتقديم هو 1 مارس.", "ar"),
        ("12345", ""),
        ("XQ-7 / B12", ""),
    ],
)
def test_the_language_of_a_document_is_told_or_left_open(text, language):
    assert language_of(Document("a.txt", None, "A", text, (), digest=text)) == language


# The theme


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_any_accent_can_be_read_in_both_schemes(colour):
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", accent_css(colour))
    for light_or_dark, papers in ((1, ("#ffffff", "#faf8f4")), (2, ("#1c2322", "#141918"))):
        tokens = {one[0]: colour_of(one[light_or_dark]) for one in found[:4]}
        for accent in ("accent", "accent-strong"):
            for paper in (*map(colour_of, papers), tokens["tint"]):
                assert contrast(tokens[accent], paper) >= READABLE
            assert contrast(tokens["on-accent"], tokens[accent]) >= READABLE


def test_an_accent_that_can_be_read_stays_as_it_is():
    assert "--accent: light-dark(#7a1f6b, " in accent_css(colour_of("#7a1f6b"))


@pytest.mark.parametrize("font", ["Georgia, serif", '"My Font", system-ui', "'A B'"])
def test_a_font_list_is_taken(font):
    assert font in read_theme(Settings(font=font)).css


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("font", 'x; } body { background: url("//evil")'),
        ("font", '"open'),
        ("font", "url(x)"),
        ("accent", "red;}"),
        ("accent", "#12345"),
        ("language", "de"),
    ],
)
def test_a_setting_that_is_no_font_colour_or_language_is_refused_in_one_line(name, value):
    with pytest.raises(AssistantError, match=name):
        read_settings(**{name: value})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("logo.svg", b"<html>"),
        ("logo.png", b"GIF89a"),
        ("logo.gif", b"GIF89a"),
        ("logo.svg", b"<svg>" + b" " * 200_001),
    ],
)
def test_a_logo_that_is_no_picture_or_too_large_is_refused_in_one_line(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AssistantError, match=f"{name}.*;"):
        read_theme(Settings(logo=tmp_path / name))
    with pytest.raises(AssistantError, match="cannot be read"):
        read_theme(Settings(logo=tmp_path / "none.svg"))


# The pages

GUIDE = """---
title: Guide
updated: 2026-11-16
---
# Guide

## When is the application deadline?

The application deadline is March 1, 2027.
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("translating")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "guide.md").write_text(GUIDE, "utf-8")
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"></svg>', "utf-8")
    build_index(folder / "corpus", folder / "index", HashingEmbedder(), passage_tokens=128, max_bytes=10**6)
    options = Settings(
        index=folder / "index",
        embedding_model="hashing",
        today="2026-11-25",
        accent="#7a1f6b",
        font="Georgia, serif",
        logo=folder / "logo.svg",
    )
    with TestClient(create_app(Assistant.open(options), options)) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/timeline", "/checklist", "/passage/guide.md?start=0&end=5", "/passage/none.md", "/"]
)
def test_each_page_has_the_language_that_is_asked_for(client, path):
    def opening(path, accepted):
        return client.get(path, headers={"Accept": "text/html", "Accept-Language": accepted}).text[:8000]

    assert re.search(r'<html lang="ar" dir="rtl"', opening(path, "ar, en;q=0.5"))
    assert re.search(r'<html lang="en" dir="ltr"(?! data-words)', opening(path, "de"))
    both = opening(f"{path}{'&' if '?' in path else '?'}lang=hi&__theme=dark", "ar")
    assert re.search(r'<html lang="hi" dir="ltr" data-scheme="dark" data-words="', both)


def test_the_list_of_components_is_in_the_language_of_the_page_that_loads_it(client):
    response = client.get("/config", headers={"Referer": "http://testserver/?lang=fr"})
    assert response.headers["content-language"] == "fr"
    props = [component["props"] for component in response.json()["components"]]
    words = {one["elem_id"]: one for one in props if one.get("elem_id")}
    t = translator("fr")
    assert words["question"]["submit_btn"] == t.gettext("Ask")
    assert words["help-timeline"]["value"] == t.gettext("Dates and deadlines")
    assert t.long_date("2026-11-16") in words["greeting"]["value"]


def test_scripts_get_their_words_with_the_page():
    words = translator("es").for_scripts()
    assert words["Copy quote"] == "Copiar la cita"
    assert not ENGLISH.for_scripts()
    assert "Opens" not in words
    json.dumps(words)


def test_quotes_and_dates_of_a_page_are_marked_with_their_language(client):
    page = client.get("/timeline?lang=es").text
    assert "dentro de" in page
    assert re.search(r'<blockquote class="quote" dir="auto" lang="en">', page)


def test_the_theme_is_one_style_sheet_and_one_picture_of_our_own(client):
    page = client.get("/timeline").text
    address = re.search(r'href="(/looks\.css\?v=\w+)"', page)[1]
    styles = client.get(address)
    assert styles.headers["content-type"].startswith("text/css")
    assert "#7a1f6b" in styles.text and "Georgia" in styles.text
    logo = client.get(re.search(r'url\("(/logo\?v=\w+)"\)', styles.text)[1])
    assert logo.headers["content-type"] == "image/svg+xml"
    assert "http" not in styles.text
