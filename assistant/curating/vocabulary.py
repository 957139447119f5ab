"""Words that applicants use for the same thing, and words that tell two questions apart little or not at all."""

import re
from functools import cache, lru_cache

from assistant.language import terms, words

_SAME = """
apply application applications applied applying app application_form put_in_an_application
apply eligible eligibility qualify qualified entitled be_considered
send sent submit submitted submitting submission mail post upload uploaded deliver hand_in handed_in turn_in turned_in
send attach attached enclose enclosed hand_over email_you put_in
applicant applicants candidate candidates
accept accepted admit admitted admission get_in gets_in getting_in got_in acceptance be_let_in acceptable
offerletter the_offer an_offer my_offer offer_letter letter_of_acceptance letters_of_acceptance acceptance_letter
deadline due last_day last_date last_chance final_day final_date cut-off cutoff closing_date latest_date latest_day
deadline final_deadline by_when until_when till_when by_what_date by_which_date by_what_day how_late no_later_than
deadline close closes closing
open opens opening opened from_when from_what_date from_which_date from_what_day earliest how_early start_applying
open begin_applying start_my_application begin_my_application first_day_to first_date_to start_the_application
open portal_open
miss late too_late missed
position positions spot spots place places slot slots seat seats vacancy vacancies openings opening_for
happen take_place takes_place taking_place scheduled held conducted conduct carried_out
decision decisions result results outcome hear hear_back hear_from_you notified notify notification announced find_out
decision get_an_answer know_if know_whether get_a_reply informed
stipend salary wage wages compensation remuneration earn earnings pay pays paid payment payments payout paying
stipend disbursed disbursement allowance living_allowance
stipend get_paid gets_paid getting_paid be_paid
receive received arrive arrives arrived
fee fees cost costs charge charges price expensive expense expenses cost_anything have_to_pay need_to_pay must_i_pay
include included including includes cover covers covered pay_for pays_for paid_for paying_for part_of_the_package
coverletter cover_letter cover_letters
waive waived waiver waivers exempt exempted exemption fee-free
grant grants funding funds award awards awarded funded money
recipient grantee grantees awardee awardees
letter letters recommendation recommendations reference references recommender recommenders referee referees recommend
letter rec recs lor lors
photo photos photograph picture pictures headshot
license licence licensed
diploma certificate
citizen nationality national
advisable recommended advised suggested advise
advisor adviser supervisor mentor
exam test tests examination
score scores test_result test_results test_scores
statement personal_statement statement_of_purpose motivation_letter letter_of_motivation essay
cv resume curriculum_vitae
sample samples work_sample work_samples portfolio writing_sample
housing accommodation accommodations dorm dorms dormitory dormitories apartment apartments lodging room rooms
housing place_to_live live_on_campus campus_housing on-campus_housing on-campus_accommodation university_housing
housing student_housing university_accommodation student_accommodation somewhere_to_live
insurance insured coverage health_coverage health_plan medical_insurance
health healthcare
defer deferral deferred postpone postponed delay delayed put_off start_later year_later start_a_year_later push_back
virtual virtually online zoom remote remotely video videoconference in_person on-site onsite face-to-face face_to_face
length long short page_limit word_limit word_count pages page
maximum limit max highest at_most no_more_than longest largest biggest most_i_can
minimum lowest min at_least
several multiple more_than_one two twice second_application second_one
separate separately one_by_one individually piecemeal one_package several_packages
again reapply reapplicant reapplicants try_again another_time second_time once_more
foreign international abroad overseas another_country other_countries outside_the_us outside_the_united_states
foreign outside_the_country non-us non-american fmg fmgs img imgs foreigner foreigners foreign-trained
citizen citizens citizenship non-citizen non-citizens noncitizen
change changed changes edit edited modify modified revise correct alter update amend
reject rejected rejection turned_down unsuccessful not_successful not_accepted not_admitted declined denied refused
reject refusal not_selected not_chosen
participate part_of take_part takes_part taking_part participation participating
training train trained learn rotation rotations taught
document packet packets documents doc docs material materials paperwork file files
together same_time at_once
address mailing
job work employment employed working jobs
group collective ensemble team
company business firm businesses companies
nonprofit non-profit charity charities non-profits nonprofits
visit visiting tour tours come_see
scholarship scholarships financial_aid bursary
course courses class classes curriculum module modules
semester term
begin start starts starting begins started commence
end ends finish ends finished complete completed completing
vacation holiday holidays leave time_off days_off
reimburse reimbursed reimbursement refund refunded refundable get_back money_back deposit_back
relocation relocate relocating move moving
extend extended extension
contact reach get_in_touch talk_to speak_to write_to
spouse wife husband partner
family families dependent dependents kids children child
childcare daycare kindergarten nursery
parental maternity paternity baby
parttime part-time part_time
fulltime full-time full_time
bachelor bachelor's bachelors undergraduate undergrad
master master's masters
doctorate phd doctoral
gpa grade_point_average grades grade marks
medical med medicine
graduate grad grads graduated graduates alumni graduation
rate percentage percent chance chances odds competitive
waitlist waiting_list wait_list waitlisted
status progress
choose chosen select selected selection
format file_type file_types pdf pdfs
feedback comments
informal unregistered registered not_registered legal_form without_legal_form legal_entity legal_status
informal legally_registered unincorporated incorporated
own_money contribute contribution co-funding cofunding
trip travel travelling traveling
live living lives resident_of residents_of reside
student in_school at_school in_college at_university at_college
possible_advisor potential_advisor
translate translated translation translations
copy copies
original originals
age old
faculty prof profs professor professors
interview interviews interviewed interviewing
requirement requirements prerequisite prerequisites criteria criterion qualifications qualification
english english_test english_proficiency language_test proof_of_english english_language language_requirement
supposed if_admitted if_accepted if_i_get_in if_i_am_admitted if_i_am_accepted once_admitted once_accepted
"""
"""One thing a line, its first word stands for it; a phrase has its words joined by "_"."""

_SILENT = """
permit permitted allow allowed possible possibility okay ok able option options welcome supposed require required
necessary mandatory compulsory needed obligatory essential must offer offered offers provide provided give given take
taken use used want wanted wish like make made go going goes come comes include available information question
questions wonder wondering mean please happen happens ever whether something anything someone anybody anyone everybody
everyone everything put see still just really actually quick much many often lot lots large big high kind type may
might shall since also person people one hold ask asking asked told try trying thing things exactly exact currently
certain let know fine good soon procedure enough typical instead already yet now today beforehand ahead lined line
arranged ready sure maybe basically kindly become set consider considered matter think thinking guess hope hoping
interested planning plan recently decided normally usually generally actual exist exists necessarily absolutely simply
directly another time times study what's whats even though although while despite request obtain expect advisable
wants needs got gotten have having im ive id dont cant isnt arent hows wheres whens theres pls plz thx info details
detail belong belongs done along annual annually specific regarding concerning related case situation stuff expected
mind folks guys"""
"""Said in any question; what its kind tells, its words need not."""

_FAINT_THINGS = """apply applicant fellowship program programme grant student fellow candidate doctorate degree process
university college opportunity enrollment requirement score"""
_FAINT_DOINGS = (
    "send write month every number amount date day length maximum accept sponsor last lasts participate receive"
)
"""Both are said in many questions of a program: one may leave them out or add them and stay the same question."""

_ANY_YEAR = re.compile(
    r"\b(?:(?:per|each|every|this|a|next|last)(?: typical| given)?|in (?:the|a) same|(?:for|in) the coming)"
    r" (?:year|cycle)\b",
    re.IGNORECASE,
)
_IF_CHOSEN = re.compile(
    r"\b(?:if|whether) (?:i|we)(?:['’](?:m|ve|re|ll))? ?(?:(?:was|were|am|are|got|get|have been|be|been|will be) )?"
    r"(?:selected|accepted|admitted|chosen|in|the grant|the award|funded|successful)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<=\b[A-Za-z])-(?=\d)|(?<=\d)(?:st|nd|rd|th)\b")
_NOT = re.compile(r"\b(?:not|never|cannot|without|except)\b|n['’]t\b", re.IGNORECASE)


def joined(text: str) -> str:
    """The text on one line, each phrase of the lines under its name."""
    text = _CODE.sub("", _IF_CHOSEN.sub("", _ANY_YEAR.sub("", " ".join(text.split()))))
    return _phrases().sub(lambda match: f" {_names()[match[0].lower()]} ", text)


@lru_cache(maxsize=10_000)
def concepts(text: str) -> frozenset[str]:
    """What the text speaks of, each thing under one name, whichever word was used for it."""
    telling = (word for word in words(joined(text)) if word not in _silent())
    return frozenset(name for word in telling if (name := name_of(word)) and name not in _silent())


def denies(text: str) -> bool:
    """Whether something is denied in it; "not accepted" denies nothing, it is a thing of its own."""
    return _NOT.search(joined(text)) is not None


def name_of(word: str) -> str:
    """The name of what the word stands for; empty where it stands for nothing."""
    if word in _names():
        return _names()[word]
    stem = next(iter(terms(word)), "")
    return _names().get(stem, stem)


@cache
def faint_doings() -> frozenset[str]:
    """What is done to things in many questions, and what their kind tells anyway."""
    return frozenset(name_of(word) for word in _FAINT_DOINGS.split())


@cache
def faint() -> frozenset[str]:
    """What a question may leave out or add and still be the same question."""
    return faint_doings() | frozenset(name_of(word) for word in _FAINT_THINGS.split())


@cache
def _names() -> dict[str, str]:
    """Word, stem or phrase -> the name of its line; where two lines have a word, the first one counts."""
    found: dict[str, str] = {}
    for line in _SAME.split("\n"):
        for written in line.split():
            name = line.split()[0]
            found.setdefault(written.replace("_", " "), name)
            if "_" not in written:
                for stem in terms(written)[:1]:
                    found.setdefault(stem, name)
    return found


@cache
def _phrases() -> re.Pattern[str]:
    """The phrases and hyphenated words of the lines, longest first."""
    phrases = sorted((one for one in _names() if not one.isalnum()), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, phrases))})(?![\w-])", re.IGNORECASE)


@cache
def _silent() -> frozenset[str]:
    """The silent words, and the names of those that no line has: "information" is silent, to be informed is not."""
    said = _SILENT.split()
    lines = {line.split()[0] for line in _SAME.split("\n") if line} - set(said)
    return frozenset(said) | (frozenset(map(name_of, said)) - lines)
