"""The fixed sentences of the floors below, as messages: their places hold words of the documents, or figures."""

from assistant.web.translating import N_


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """A message for one and for many, marked to be collected."""
    return one, many


DISTANCES = frozenset(
    (
        N_("today"),
        N_("tomorrow"),
        N_("yesterday"),
        N_("now"),
        N_("this month"),
        N_("next month"),
        N_("last month"),
    )
)

SENTENCES = (
    # What is said in place of an answer.
    N_("The documents do not say."),
    N_("Which do you mean?"),
    # Notices.
    N_("No document mentions {words}."),
    N_("You ask for a date or a number."),
    N_("What is quoted gives none."),
    N_("The documents have nothing nearer: this quote stands on the page “{title}”, which does not name “{missing}”."),
    N_("The words above the quotes are the program office's own."),
    N_("It rests them on the quotes."),
    N_("This rule is for {kinds}."),
    N_("Your question is about {kinds}."),
    N_("“{title}” is about “{cycle}”, which is over, and names no later date."),
    N_("Ask the program’s office what holds now."),
    N_("The documents disagree: “{one}” gives {first}, “{other}” gives {second}."),
    N_("“{when}” was {distance}."),
    N_("“{when}” is {distance}."),
    N_("“{when}” is now."),
    N_("Its last day is {distance}."),
    N_("The next date for it in the documents is “{when}” ({title})."),
    N_("No later one was found in the documents."),
    N_("“{when}”: {problem}"),
    # What is doubtful of a date.
    N_("Day and month could be swapped."),
    N_("No year is given."),
    N_("The time has no time zone."),
    N_("Midnight may be the beginning or the end of that day."),
    N_("The document does not say which of several dates this is."),
    N_("The date and “{cycle}” do not fit together."),
    N_("The date lies within “{cycle}”, for which it is said to be."),
    N_("One of the two may be wrong."),
    N_("There is no {day}."),
    N_("“{title}” gives {when}."),
    # What a checklist may lack.
    N_("The page announces a list here (“{words}”), but the list is not in the document."),
    N_("A passage of {count} characters is too long to be read for documents."),
    N_("Please read it on the page."),
    N_("More than {count} passages of this document name documents."),
    N_("What follows them was not read."),
    # Eligibility.
    N_("The documents state no requirements that can be asked."),
    N_("The documents state no requirement for applicants like you."),
    N_("The documents state no requirement that can be asked for applicants like you."),
    N_("You meet every requirement the documents state."),
    N_("You meet every requirement the documents state for applicants like you."),
    N_("You meet every requirement that was asked about."),
    N_("You meet every requirement that was asked about for applicants like you."),
    N_("This is not a decision."),
    N_("The program decides."),
    N_("The documents do not say whether all of these are needed or any one of them is enough, so this stays open."),
    N_("This is one of several ways in that the documents name, so that it is not met decides nothing by itself."),
    N_("Two rules of the documents contradict one another."),
    N_("Ask the program which one counts."),
    N_("One of them:"),
    N_("This may be a requirement too."),
    N_("It could not be asked as a question."),
    N_("The rule that contradicts the one before:"),
    N_("For this the documents refer to another place, which is not read here."),
    N_("The documents name an exception or an easing."),
    N_("Ask the program whether it covers you."),
    N_("This rule cannot be asked here, because the documents only say where it is to be found."),
    N_("The documents also say that this is not needed, of all or of some."),
    N_("Ask the program which counts for you."),
    N_("The words quoted do not say of whom this test is asked."),
    N_("The text around them may."),
    N_("The documents state more rules than are asked here."),
    N_("This is the first of the others."),
    # Pictures of pages.
    N_("The file has changed since the index was built."),
    N_("The page cannot be shown."),
    N_("The file itself is not kept here, so the page cannot be shown."),
    N_("This is its text."),
    N_("The page cannot be shown as a picture."),
    N_("Many pages are being drawn just now."),
    N_("Try again in a moment to see this one as it looks in the file."),
    N_("The quote could not be found on the picture of its page."),
    N_("This is the text."),
    N_("Not all of the quote could be marked in the picture."),
    N_("All of it is marked in the text."),
    # Questions that cannot be asked.
    N_("The question has {count} characters."),
    N_("At most {most} are read."),
    N_("Shorten it."),
    N_("The question {words} has no letter or digit."),
    N_("A question has at least one word."),
    N_("Type what you want to know."),
    # Too many questions.
    N_("Too many questions came in one minute."),
    N_("More was asked today than is answered in one day."),
    N_("Too much came at once."),
    N_("Many people are asking just now."),
    N_("Please try again in {wait}."),
    N_("Please try again in {wait}, or ask the program’s office."),
    N_("Please try again in a moment."),
    N_("Too many chats are open."),
    N_("Please close some."),
    # Why an answer was given.
    N_("Quoted, since the confidence, {confidence}, is {margin} above the refusal threshold, {threshold}."),
    N_("Withheld, since the confidence, {confidence}, is {margin} below the refusal threshold, {threshold}."),
    N_("Nothing is quoted: no passage was found."),
)
"""A semicolon ends a sentence here, since the floors below join two of them by one."""

TROUBLE = N_("Something is wrong here, so nothing is quoted. Please ask the program’s office, or try later.")

COUNTED = (
    NN_(
        "The documents state {count} requirement that you do not meet.",
        "The documents state {count} requirements that you do not meet.",
    ),
    NN_("Open: {count} requirement.", "Open: {count} requirements."),
    NN_("{count} more statement could not be asked.", "{count} more statements could not be asked."),
    NN_("{count} statement could not be asked.", "{count} statements could not be asked."),
    NN_("The documents have {count} more statement like it.", "The documents have {count} more statements like it."),
)

KINDS = frozenset(
    (
        N_("international applicants"),
        N_("domestic applicants"),
        N_("MD applicants"),
        N_("DO applicants"),
        N_("international medical graduates"),
        N_("full-time students"),
        N_("part-time students"),
        N_("undergraduates"),
        N_("graduate students"),
        N_("first-year students"),
        N_("transfer students"),
        N_("visiting students"),
        N_("returning students"),
        N_("employed people"),
        N_("self-employed people"),
        N_("unemployed people"),
        N_("veterans"),
        N_("non-veterans"),
        N_("online students"),
        N_("on-campus students"),
        N_("in-state students"),
        N_("out-of-state students"),
        N_("people in England"),
        N_("people in Scotland"),
        N_("people in Wales"),
        N_("people in Northern Ireland"),
    )
)
