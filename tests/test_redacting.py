import pytest
from growing import in_proportion
from hypothesis import given
from hypothesis import strategies as st

from assistant.recording import redact

# «…» marks what is personal; the rest has to stay exactly as it is.
CASES = """
Please write to «jane.doe+fellow@gmail.com» about my visa.
My address is «jane_doe@cs.uni-koeln.de», thanks!
Contact «JANE@EXAMPLE.EDU».
Send it to «o'brien@example.org»?
I am «jane at gmail dot com».
Reply to «jane [at] example.edu» please
Reach me: «jane.doe(at)example.org»
I use «jane.doe at yahoo.com» now
«jane@localhost» is mine
Call me at «(617) 555-0134» after 5 pm.
Call «617-555-0134» or «617.555.0135».
My phone is «+1 617 555 0134»
Ring «+49 (0)89 1234 5678» bitte
«+44 20 7946 0958» is my number
«00 44 20 7946 0958» is my number
Mein Handy: «0151 23456789»
mon portable est «06 12 34 56 78»
mon portable est «06.12.34.56.78»
«+91 98765 43210» on WhatsApp
WhatsApp «98765 43210»
My number is «9123 4567».
Text me at «555-0134»
My SSN is «123-45-6789».
SSN: «123456789»
The last four of my SSN are «6789», is that enough?
I was born «3 May 1990» in Cairo.
I was born in Cairo on «May 3rd, 1990».
DOB: «03/05/1990»
D.O.B. «1990-05-03»
date of birth is «5.3.1990», am I too old?
my birthday is «3 May 1990»
Ich bin geboren am «3. Mai 1990»
Né le «3 mai 1990» à Paris
My passport is «C01X00T47» and expires in 2027
passport number «X1234567»
Passport No. «12 345 6789»
My AAMC ID is «13456789»
AAMC «13456789», what now?
my ECFMG number is «0-123-456-7»
USMLE ID «1-234-567-8»
NPI «1234567893»
My visa number is «20231234567890»
SEVIS «N0012345678»
alien number «A123456789»
NI number «QQ 12 34 56 C»
Application ID «48213» says incomplete
applicant number: «0048213»
reference «AB-1234567»
my student ID is «20231187»
Pay to «DE89 3704 0044 0532 0130 00» today
IBAN «GB29NWBK60161331926819»
card «4111 1111 1111 1111» was declined
card «4111111111111111» was declined
my id «7f3a99c01122» does not work
Is «https://apply.example.edu/reset?token=abc123» safe?
The link «apply.example.edu/status?id=4711» fails
See «https://apply.example.edu/applicants/12345678»
My IP is «192.168.100.100»
My cell: «6175550134»
my WeChat is «13800138000»
PAN «ABCDE1234F»
medical licence «MD-448120» valid?
registration number «2026/004512»
«jane dot doe at example dot org» is better
MCAT 512 (128/127/128/129), GRE 330 (165+165)?
Is application 01/10/2026 or 2026-10-01 the day?
Is https://example.edu/fellowship/apply the right page?
See www.example.edu/faq.
The stipend is $61,000 or 61000 USD a year?
Is it $61000-$65000 or 70,000 to 75,000 euros?
Between 60000 - 70000 dollars?
Do I need 1,250,000 INR in the bank?
Is the deadline 1 October 2026 or 2026-10-15?
From 1/10/2026 to 15/10/2026?
Is it open 2026-2027 and 2027/28?
I graduated in 2012, 2015 and 2019.
TOEFL 100 and GPA 3.5 or 3.75 out of 4.0
My scores are 245 250 and 260
USMLE Step 1 245, Step 2 250
GRE 165 170 4.5
IELTS 7.5 is enough?
Must I be born after 1 January 1995?
Applicants born on or before 31 December 1990?
Is CS101 or COMP90024 required? HSCI 7000?
Is form DS-2019 or I-20 needed for a J-1 visa in 2027?
Is a visa fee of 160 dollars or $220 paid back?
Two letters of 500-1000 words?
Room 2301, building 149, 13th Street, MA 02129
The meeting is at 10:00-11:30 on 9 November 2026.
Are there 10, 12 or 14 positions in 2026, 2027 and 2028?
Can I apply at harvard.edu?
Does the application cost 12000 rupees?
""".strip().splitlines()


def masked(line):
    """The line as it should come out, whatever the placeholders say."""
    pieces = line.replace("«", "»").split("»")
    return "▮".join(pieces[::2])


def without_names(redacted):
    for kind in ("e-mail", "phone", "number", "date of birth", "link"):
        redacted = redacted.replace(f"[{kind}]", "▮")
    return redacted


@pytest.mark.parametrize("line", CASES)
def test_what_is_personal_goes_and_the_rest_stays(line):
    assert without_names(redact(line.replace("«", "").replace("»", ""))) == masked(line)


def test_a_placeholder_says_what_stood_there():
    text = "Born 3 May 1990, jane@example.org, +1 617 555 0134, passport X1234567, https://a.example/?t=1"
    assert redact(text) == "Born [date of birth], [e-mail], [phone], passport [number], [link]"


PIECES = st.sampled_from(
    ["jane@x.org", " at ", " dot ", "gmail.com", "+1", "617", "-", " ", ".", "(", ")", "555", "0134", "2026", "$", "€"]
    + [
        "born ",
        "DOB",
        "passport ",
        "ID ",
        "score ",
        "https://",
        "?",
        "=",
        "/",
        "12345678",
        "A1",
        "\n",
        "@",
        "é",
        "٣",
        "USD",
    ]
    + ["3 May 1990", "1/2/2026", ",", "[", "]", "number", "call ", "last four ", "DE89", "x" * 30, "last4"]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_redacting_again_changes_nothing_and_texts_do_not_grow_beyond_twice(text):
    once = redact(text)
    assert redact(once) == once
    assert len(once) <= 2 * len(text) + 15


@pytest.mark.parametrize(
    "piece",
    ["a", "1 ", "a@", "1-", "born ", "a at ", "passport is ", "gre ", "a.b", "$1 ", "http://", "+(", "1,000", "a-", "'"]
    + ["de12 1234 ", "last 4 ", "x.y/", "a.a ", "born in ", "1.1.", "card ending in ", "(at)", "a1", "1" * 300 + " "],
)
def test_hostile_texts_take_time_in_proportion_to_their_length(piece):
    text = (piece * 50_000)[:50_000]
    assert in_proportion(redact, text)
