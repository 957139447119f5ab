"""The errors that a front end shows to its user as one line: the value, the rule, the remedy."""


class AssistantError(Exception):
    """Something the user can mend; ``str(error)`` is the one line to show, ``code`` a short name for programs."""

    code = "unavailable"


class QuestionError(AssistantError):
    """A question that cannot be asked: empty, too long, or not of the agreed shape."""

    code = "invalid_question"


class IndexMissingError(AssistantError):
    """No index has been built where one was looked for."""


class IndexDamagedError(AssistantError):
    """An index whose content does not match its manifest, or was made in another way."""


class DocumentError(AssistantError):
    """A file that cannot be read as a document; the rest of the corpus is unaffected."""

    code = "no_such_document"


class CorpusError(AssistantError):
    """A corpus folder from which nothing can be built."""
