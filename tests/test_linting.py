import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from growing import in_proportion
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.citing import verify
from assistant.documents import read_document
from assistant.errors import AssistantError, DocumentError
from assistant.linting import (
    CHECKS,
    Severity,
    findings_to_html,
    findings_to_json,
    findings_to_text,
    lint,
)

PAGE = Path(__file__).parents[1].parent / "shared" / "data" / "page" / "mgh-msk-fellowship.txt"
TODAY = date(2026, 11, 25)
CONTACT = "Write to office@example.org."
WORDS = (
    "# How to apply|## Dates|Applications are due March 1, 2024.|by January 15 at 5 pm|for the 2023-2024 cycle|"
    "Friday, March 3, 2026|February 30, 2027|03/04/2027|the following documents:|- Transcript|1. these steps:|2. Send:|"
    "(see below)|see section 7|the attached form|SCARD|SCARD timeline|Society of Chairs (SCARD)|$85|fee|3 letters|"
    "| Step | Date ||--|--||&nbsp;|â€™|[insert date]|{{x}}|currently accepting applications for 2025-2026|:|.|\n|\n\n|"
    "<b>|é"
).split("|")


def document(text, name="page.md", program="program"):
    return read_document(f"{text}\n".encode(), f"{program}/{name}" if program else name)


def found(check, *texts, program="program", names=None):
    names = names or [f"page-{number}.md" for number in range(len(texts))]
    documents = [document(text, name, program) for text, name in zip(texts, names, strict=True)]
    return lint(documents, TODAY, checks=[check])


def quotes(findings):
    return [finding.citation.quote for finding in findings]


@pytest.fixture(scope="module")
def fellowship():
    if not PAGE.exists():
        pytest.skip("the fellowship page is not here: ../shared/data/page")
    return read_document(PAGE.read_bytes(), "msk/page.txt")


def test_fellowship_page_lacks_a_list_and_is_of_a_past_cycle_whose_years_disagree(fellowship):
    by_check = {finding.check: finding for finding in lint([fellowship], TODAY)}
    assert by_check["missing-list"].citation.quote == "1. Compile these required documents:"
    assert "2023-2024 cycle" in by_check["past-cycle"].citation.quote
    mismatch = by_check["cycles-disagree"]
    assert mismatch.citation.quote.startswith("Beginning November 1, 2023")
    assert [other.quote for other in mismatch.others] == ["Interviews will occur between January and March 2024."]
    assert "SCARD" in by_check["unexplained-abbreviation"].citation.quote
    assert by_check.keys() == {
        "missing-list",
        "past-cycle",
        "cycles-disagree",
        "past-date",
        "unexplained-abbreviation",
    }


def test_fellowship_page_was_not_of_a_past_cycle_at_its_time(fellowship):
    checks = {finding.check for finding in lint([fellowship], date(2023, 10, 1))}
    assert not checks & {"past-cycle", "past-date"}


def test_a_deadline_that_is_past_is_found_with_how_many_more_are():
    (finding,) = found(
        "past-date", "# Apply\n\nApplications are due March 1, 2026.\n\nApplications open on January 5, 2026."
    )
    assert finding.citation.quote == "Applications are due March 1, 2026."
    assert finding.severity is Severity.ERROR
    assert "one more date" in finding.message
    assert [other.quote for other in finding.others] == ["Applications open on January 5, 2026."]


@pytest.mark.parametrize(
    "text",
    [
        "Applications are due March 1, 2026.\n\nApplications are due March 1, 2027.",
        "Applications are due March 1, 2027.",
        "The orientation was held on March 1, 2026.",
        "The program was founded on March 1, 1990.",
    ],
)
def test_a_later_deadline_or_what_is_told_of_the_past_is_no_past_date(text):
    assert found("past-date", f"# Apply\n\n{text}") == ()


def test_news_and_profiles_may_have_past_dates():
    text = "# Recap\n\nApplications are due March 1, 2026."
    assert found("past-date", text, names=["news-archive.md"]) == ()


def test_a_deadline_without_a_year_is_found_unless_it_comes_round_or_a_year_is_near():
    (finding,) = found("date-without-year", "# Apply\n\nApplications are due by January 15.")
    assert finding.citation.quote == "Applications are due by January 15."
    assert found("date-without-year", "# Apply\n\nEach year, applications are due by January 15.") == ()
    assert found("date-without-year", "# Apply for 2027\n\nApplications are due by January 15.") == ()


def test_days_that_do_not_exist_or_fall_on_another_weekday_are_found():
    text = "# Dates\n\nApplications are due February 30, 2027.\n\nThe reception is on Monday, March 3, 2027."
    first, second = found("date-problem", text)
    assert first.citation.quote == "Applications are due February 30, 2027."
    assert "Monday" in second.message
    assert {first.severity, second.severity} == {Severity.ERROR}


def test_a_wrong_weekday_of_long_ago_is_a_note():
    (finding,) = found("date-problem", "# Talks\n\nThe talk took place on Monday, March 4, 2009.")
    assert finding.severity is Severity.NOTE


def test_a_newspaper_is_no_weekday():
    assert found("date-problem", "# Press\n\nQuoted in The Baltimore Sun, June 3, 2004, at length.") == ()


def test_a_deadline_whose_day_and_month_can_be_swapped_is_a_note():
    (finding,) = found("date-problem", "# Apply\n\nApplications are due 03/04/2027.")
    assert finding.severity is Severity.NOTE


def test_an_hour_without_time_zone_is_found():
    (finding,) = found("time-without-zone", "# Apply\n\nApplications are due March 1, 2027 at 5 p.m.")
    assert "5 p.m" in finding.message
    assert found("time-without-zone", "# Apply\n\nApplications are due March 1, 2027 at 5 p.m. Eastern Time.") == ()


def test_a_page_whose_newest_cycle_is_over_is_found_and_not_one_that_names_a_later_one():
    text = "# Apply\n\nApplications for the 2023-2024 cycle are made online."
    (finding,) = found("past-cycle", text)
    assert finding.citation.quote == "Applications for the 2023-2024 cycle are made online."
    assert found("past-cycle", f"{text}\n\nThe 2026-2027 cycle is like it.") == ()
    assert found("past-cycle", "# Rules\n\nStarting in the 2023-2024 cycle, applicants need no test.") == ()


def test_the_same_words_on_several_pages_are_one_finding():
    text = "# {}\n\nApplications for the 2023-2024 cycle are made online."
    (finding,) = found("past-cycle", text.format("Apply"), text.format("Dates"), text.format("Questions"))
    assert [other.doc_id for other in finding.others] == ["program/page-1.md", "program/page-2.md"]


def test_a_date_that_cannot_be_of_its_cycle_is_found():
    (finding,) = found("cycles-disagree", "# Dates of the 2026-2027 cycle\n\nApplications are due March 1, 2022.")
    assert "March 1, 2022" in finding.message


def test_two_present_cycles_are_found():
    (finding,) = found(
        "cycles-disagree",
        "# Home\n\nWe are currently accepting applications for the 2025-2026 cycle.",
        "# Apply\n\nWe are currently accepting applications for the 2026-2027 cycle.",
    )
    assert "2025-2026" in finding.citation.quote
    assert "2026-2027" in finding.others[0].quote


@pytest.mark.parametrize(
    "text",
    [
        "# Apply\n\nPlease send the following documents:",
        "# Apply\n\n### Papers\n\nPlease send the following documents:\n\n# Fees\n\nThere is none.",
        "# Apply\n\n## Papers\n\nPlease submit the following documents:\n\n## Deadlines\n\nApply by March 1.",
    ],
)
def test_an_announced_list_that_does_not_follow_is_found(text):
    assert [quote for quote in quotes(found("missing-list", text)) if "following documents:" in quote]


@pytest.mark.parametrize(
    "text",
    [
        "# Apply\n\nPlease send the following documents:\n\n- a letter\n- a form",
        "# Apply\n\nPlease send the following documents:\n\nA letter and a form.",
        "# Apply\n\nWe offer the following programs:\n\n## Music\n\nOne year.\n\n## Dance\n\nOne year.",
        "# Apply\n\n- Choose one of the following:\n- Music\n- Dance",
        "# Apply\n\nTelephone:",
    ],
)
def test_a_list_that_follows_in_any_form_is_not_missed(text):
    assert found("missing-list", text) == ()


def test_a_step_that_announces_a_list_and_is_followed_by_the_next_step_is_found():
    text = "How to apply\n\n1. Compile these required documents:\n\n2. Send them to the office."
    assert quotes(found("missing-list", text, names=["page.txt"])) == ["1. Compile these required documents:"]


def test_references_that_lead_nowhere_are_found():
    assert quotes(found("dangling-reference", "# Apply\n\nWrite to us.\n\nFollow the instructions below.")) == [
        "Follow the instructions below."
    ]
    assert quotes(found("dangling-reference", "# Apply\n\nComplete the attached form and send it.")) == [
        "Complete the attached form and send it."
    ]
    numbered = "# 1. Who\n\nYou.\n\n# 2. How\n\nAs described in section 7, you write to us."
    assert len(found("dangling-reference", numbered)) == 1
    assert found("dangling-reference", numbered.replace("section 7", "section 1")) == ()
    assert found("dangling-reference", numbered.replace("section 7", "section 7 of the Act")) == ()


def test_what_may_be_meant_below_is_not_reported():
    assert found("dangling-reference", "# Apply\n\nSee the dates below.\n\n- March 1, 2027") == ()
    assert found("dangling-reference", "# Apply\n\nClick the button below.") == ()


def test_two_pages_that_give_different_days_are_found():
    (finding,) = found(
        "contradiction",
        "# Apply\n\nThe application deadline is March 1, 2027.",
        "# Questions\n\nThe application deadline is March 15, 2027.",
    )
    assert finding.citation.quote == "The application deadline is March 1, 2027."
    assert finding.others[0].quote == "The application deadline is March 15, 2027."
    assert "March 15, 2027" in finding.message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The application fee for all programs is $85.", "The application fee for all programs is $95."),
        ("Each applicant sends three letters of recommendation.", "Each applicant sends 2 letters of recommendation."),
        (
            "Applicants to the program need a GPA of 3.0 overall.",
            "Applicants to the program need a GPA of 3.3 overall.",
        ),
    ],
)
def test_two_pages_that_give_different_numbers_are_found(one, other):
    (finding,) = found("contradiction", f"# Apply\n\n{one}", f"# Questions\n\n{other}")
    assert (finding.citation.quote, finding.others[0].quote) == (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The application fee for all programs is $85.", "The application fee for all programs is $85.00."),
        ("The application fee in 2026 for residents is $85.", "The application fee in 2027 for residents is $95."),
        ("The tuition fee for one term is $85.", "The housing deposit for visitors from abroad is $95."),
        ("Applications for Fall 2027 close May 1, 2027.", "Applications for Spring 2028 close December 1, 2027."),
    ],
)
def test_what_is_about_something_else_is_no_contradiction(one, other):
    assert found("contradiction", f"# Apply\n\n{one}", f"# Questions\n\n{other}") == ()


def test_pages_of_two_programs_do_not_contradict_each_other():
    documents = [
        document(f"# Apply\n\nThe application fee for all programs is {fee}.", program=program)
        for program, fee in [("music", "$85"), ("dance", "$95")]
    ]
    assert lint(documents, TODAY, checks=["contradiction"]) == ()


def long_text(words=400, seed=7):
    return " ".join(f"word{(number * number + seed) % 997}" for number in range(words))


def test_pages_that_say_nearly_the_same_are_one_finding():
    texts = [f"# Page\n\n{long_text()} {end}" for end in ("and so on", "and so forth", "and more")]
    (finding,) = found("near-duplicate", *texts, f"# Other\n\n{long_text(seed=400)}")
    assert finding.citation.doc_id == "program/page-0.md"
    assert [other.doc_id for other in finding.others] == ["program/page-1.md", "program/page-2.md"]


def test_an_abbreviation_that_is_never_spelled_out_is_found():
    text = "# Apply\n\nWe follow the SCARD embargo. In May the SCARD timeline begins. Send a PDF. One PDF is enough."
    (finding,) = found("unexplained-abbreviation", text)
    assert "“SCARD” is used 2 times" in finding.message


@pytest.mark.parametrize(
    "explained",
    [
        "The Society of Chairs of Academic Radiology Departments sets it.",
        "The society of chairs (SCARD) sets it.",
        "SCARD (a society of chairs) sets it.",
    ],
)
def test_an_abbreviation_that_the_program_spells_out_anywhere_is_fine(explained):
    text = "# Apply\n\nWe follow the SCARD embargo. In May the SCARD timeline begins."
    assert found("unexplained-abbreviation", text, f"# More\n\n{explained}") == ()


def test_a_program_without_contact_is_found_once():
    pages = ["# Apply\n\nSend us a letter.", "# Fees\n\nThere are none."]
    (finding,) = found("no-contact", *pages)
    assert finding.citation.quote == "Apply"
    for contact in (CONTACT, "Call 617-555-0142.", "Our address is 14 Ferry Landing.", "Boston, MA 02114"):
        assert found("no-contact", *pages, f"# Contact\n\n{contact}") == ()
    front = "---\ncontact:\n  name: The office\n---\n# Contact\n\nAsk us."
    assert found("no-contact", *pages, front) == ()


def test_damaged_characters_and_words_left_in_are_found():
    assert len(found("garbled-text", "# Apply\n\nThe applicantâ€™s form.")) == 1
    assert found("garbled-text", "# Candidature\n\nÀ Genève, le café naïf coûte 5 £ – « merci ».") == ()
    assert len(found("placeholder", "# Apply\n\nThe deadline is [insert date].")) == 1
    assert found("placeholder", "# Apply\n\nTodo el mundo [sic].") == ()


def test_a_sound_program_has_nothing_to_mend():
    text = (
        "# How to apply\n\nApplications for the 2027-2028 academic year are due January 15, 2027, at 5 p.m. EST."
        f"\n\nPlease send the following documents:\n\n- a CV\n- two letters\n\n{CONTACT}"
    )
    assert lint([document(text)], TODAY) == ()


def test_findings_are_by_document_in_the_given_order_then_by_place():
    documents = [
        document("# Zeta\n\nComplete the attached form.\n\nSend the following documents:", "z.md"),
        document("# Alpha\n\nApplications are due March 1, 2026.", "a.md"),
    ]
    places = [(finding.citation.doc_id, finding.citation.start) for finding in lint(documents, TODAY)]
    assert [doc_id for doc_id, _ in places] == ["program/z.md"] * 3 + ["program/a.md"]
    assert places[:3] == sorted(places[:3])


def test_documents_of_no_program_are_one_program_as_long_as_they_are_few():
    texts = [f"# Apply\n\nThe application fee for all programs is {fee}." for fee in ("$85", "$95")]
    assert len(found("contradiction", *texts, program=None)) == 1
    many = [f"# Page\n\nThe application fee for all programs is ${number}." for number in range(31)]
    assert found("contradiction", *many, program=None) == ()
    assert found("no-contact", *many, program=None) == ()


def of_programs(check, **texts):
    """The findings in documents given as name__of_page -> text, those without a folder of all programs."""
    named = [(name.rpartition("__"), text) for name, text in texts.items()]
    return lint(
        [document(text, f"{name}.md", program or None) for (program, _, name), text in named], TODAY, checks=[check]
    )


def test_a_contact_in_a_document_of_all_programs_is_that_of_each():
    pages = {"music__apply": "# Apply\n\nSend us a letter.", "dance__apply": "# Apply\n\nSend us a form."}
    assert of_programs("no-contact", contact=f"# Contact\n\n{CONTACT}", **pages) == ()
    first, second = of_programs("no-contact", rules="# Rules\n\nBe kind.", **pages)
    assert [first.citation.program, second.citation.program] == ["music", "dance"]
    many = {f"page{number}": f"# Page\n\nThis is page {number}. {CONTACT}" for number in range(31)}
    assert of_programs("no-contact", **many, **pages) == ()


def test_an_abbreviation_that_a_document_of_all_programs_spells_out_is_fine():
    text = "# Apply\n\nWe follow the SCARD embargo. In May the SCARD timeline begins."
    glossary = "# Words\n\nThe Society of Chairs of Academic Radiology Departments sets it."
    assert of_programs("unexplained-abbreviation", words=glossary, music__apply=text, dance__apply=text) == ()


def test_an_abbreviation_in_a_document_of_all_programs_is_one_finding():
    text = "# Apply\n\nWe follow the SCARD embargo. In May the SCARD timeline begins."
    (finding,) = of_programs(
        "unexplained-abbreviation",
        music__apply=f"{text} Then the SCARD rules end.",
        rules=text.replace("Apply", "Rules"),
        dance__apply=text,
    )
    assert finding.citation.doc_id == "rules.md"
    assert [other.doc_id for other in finding.others] == ["music/apply.md", "dance/apply.md"]


@pytest.mark.parametrize(
    "said", ["The application fee for all programs is ${}.", "The application deadline is March {}, 2027."]
)
def test_a_document_of_all_programs_that_contradicts_those_of_one_is_found(said):
    (finding,) = of_programs(
        "contradiction",
        fees=f"# Questions\n\n{said.format('8')}",
        music__apply=f"# Apply\n\n{said.format('9')}",
        dance__apply=f"# Apply\n\n{said.format('8')}",
    )
    assert {finding.citation.doc_id, *(other.doc_id for other in finding.others)} == {"fees.md", "music/apply.md"}


def test_documents_of_all_programs_that_contradict_each_other_are_one_finding():
    fee = "The application fee for all programs is ${}."
    (finding,) = of_programs(
        "contradiction",
        apply=f"# Apply\n\n{fee.format(85)}",
        questions=f"# Questions\n\n{fee.format(95)}",
        music__home="# Home\n\nMusic.",
        dance__home="# Home\n\nDance.",
    )
    assert (finding.citation.doc_id, finding.others[0].doc_id) == ("apply.md", "questions.md")


def test_a_check_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(AssistantError, match=r"'past-dates'.*past-date"):
        lint([], TODAY, checks=["past-dates"])


def test_no_documents_have_no_findings():
    assert lint([], TODAY) == ()
    assert findings_to_text(()) == "Nothing to mend was found."
    assert findings_to_json(()) == []
    assert "Nothing to mend" in findings_to_html((), title="Report", today=TODAY)


def example():
    text = "# Apply <b>\n\nComplete the attached form & send it.\n\nApplications are due March 1, 2026."
    return lint([document(text)], TODAY)


def test_text_has_each_message_with_its_quote_and_the_counts():
    text = findings_to_text(example())
    for finding in example():
        assert finding.message in text
        assert finding.citation.quote in text
    assert text.endswith("1 error and 2 warnings in 1 document.")


def test_json_has_the_whole_citation():
    (first, *_) = json.loads(json.dumps(findings_to_json(example())))
    assert first.keys() == {"check", "severity", "message", "citation", "others"}
    assert {"quote", "doc_id", "start", "end", "section", "url"} <= first["citation"].keys()


def test_the_page_needs_nothing_else_and_escapes_what_it_quotes():
    page = findings_to_html(example(), title="<Program>", today=TODAY)
    assert "&lt;Program&gt;" in page
    assert "Complete the attached form &amp; send it." in page
    assert "25 November 2026" in page
    assert not re.search(r"<script|<link|<img|@import|url\(|\son\w+=", page)
    assert "prefers-color-scheme: dark" in page


def test_the_page_links_to_web_addresses_only():
    def page(url):
        finding = example()[0]
        citation = replace(finding.citation, url=url, link=f"{url}#:~:text=a")
        return findings_to_html([replace(finding, citation=citation, others=(citation,))], title="Any", today=TODAY)

    assert page("https://example.org/a").count('href="https://example.org/a') == 3
    for url in ("javascript:alert(1)", "data:text/html,x", " https://example.org", "//example.org", "file:///etc"):
        assert "href" not in page(url)


def test_the_page_says_what_was_not_read_and_escapes_it():
    page = findings_to_html(
        (),
        title="Any",
        today=TODAY,
        not_read=[("a<b>.pdf", "It is damaged.")],
        read_in_part=[("program/c.pdf", "Page 2 has no text.")],
    )
    for said in (
        "Not read",
        "a&lt;b&gt;.pdf",
        "It is damaged.",
        "Read in part",
        "program/c.pdf",
        "Page 2 has no text.",
    ):
        assert said in page
    assert "not looked at" not in findings_to_html((), title="Any", today=TODAY)


def test_every_check_says_what_it_finds():
    assert all(re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name) and says.endswith(".") for name, says in CHECKS.items())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join),
            st.sampled_from(["program", "program", "other", None]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_is_linted_once_and_every_citation_stands_where_it_says(texts):
    documents = []
    for number, (text, program) in enumerate(texts):
        try:
            documents.append(document(text, f"page-{number}.md", program))
        except DocumentError:
            continue
    by_id = {one.doc_id: one for one in documents}
    findings = lint(documents, TODAY)
    comparisons = [finding for finding in findings if finding.check in ("contradiction", "unexplained-abbreviation")]
    assert len({(finding.citation, finding.message) for finding in comparisons}) == len(comparisons)
    for finding in findings:
        assert finding.check in CHECKS
        assert "\n" not in finding.message
        for citation in (finding.citation, *finding.others):
            assert verify(citation, by_id[citation.doc_id])
    assert findings_to_html(findings, title="Any", today=TODAY)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "unit",
    [
        "see the steps listed below ",
        "1/2/2023 ",
        "apply for the 2023-2024 cycle ",
        "Send the following documents:\n\n",
        "1. the following steps:\n2. these documents:\n",
        "ABCD (x ",
        "a@",
        "12:00 pm by May 1 apply. ",
    ],
)
def test_a_text_made_to_be_slow_is_not(unit):
    text = unit * (400_000 // len(unit))
    assert in_proportion(lambda read: lint([document(read)], TODAY), text)
