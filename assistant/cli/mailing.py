"""The command that drafts replies to e-mails; it sends nothing."""

import argparse
import datetime
import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.opening import settings_of
from assistant.desk import Desk
from assistant.drafting import (
    STANDARD_INPUT,
    Ask,
    DraftFolder,
    Drafts,
    Handled,
    Letterhead,
    RawMail,
    answers_in,
    draft_mails,
    is_among,
    open_register,
    read_mails,
)
from assistant.errors import AssistantError
from assistant.mail import Mail
from assistant.recording import FrontEnd
from assistant.settings import Settings
from assistant.types import Answer, Question

if TYPE_CHECKING:
    from assistant.drafting.mailbox import ImapAccount

DONE = 0


@dataclass(frozen=True, slots=True)
class _Work:
    """Mails, where their drafts go, which mails have one, and which are answered."""

    mails: Callable[[], Iterator[RawMail]]
    drafts: Drafts
    register: Path
    own: tuple[str, ...]
    is_answered: Callable[[Mail], bool]
    account: "ImapAccount | None" = None


def draft_replies(options: argparse.Namespace) -> int:
    """Drafts a reply to every mail that wants one, or says why not; always 0 when all mails were looked at."""
    if bool(options.paths) == options.imap:
        raise AssistantError("Give either mails or --imap: one of the two is needed; see assistant mail --help.")
    if not 1 <= options.days <= 3650:
        raise AssistantError(f"--days is {options.days}; it is between 1 and 3650; choose another number.")
    settings = settings_of(options)
    with _work(options, settings) as work, open_register(work.register, write=not options.dry_run) as register:
        desk = Desk.open(settings)
        try:
            _warn(desk, work.own)
            handled = draft_mails(
                work.mails(),
                work.drafts,
                register,
                _ask(desk, record=not options.dry_run),
                _letterhead(settings, work.own),
                program=options.program,
                own=work.own,
                now=datetime.datetime.now().astimezone(),
                is_answered=work.is_answered,
                keep=not options.dry_run,
            )
            _show(_each_shown(handled, options), options)
        finally:
            desk.close()
        if work.account is not None and work.account.left_out:
            print(f"assistant: {work.account.left_out:,} older mails were not looked at.", file=sys.stderr)
    return DONE


@contextmanager
def _work(options: argparse.Namespace, settings: Settings) -> Iterator[_Work]:
    if options.imap:
        with _account_work(options, settings) as work:
            yield work
        return
    # Every path is read twice; standard input and pipes can be read once only.
    once = [path for path in dict.fromkeys(options.paths) if path == STANDARD_INPUT or _is_pipe(path)]
    held = {path: list(read_mails(path)) for path in once}

    def mails() -> Iterator[RawMail]:
        for path in dict.fromkeys(options.paths):
            yield from held[path] if path in held else read_mails(path)

    own = settings.mail_addresses
    answers = answers_in(mails(), own)
    folder = DraftFolder(options.out or settings.drafts)
    yield _Work(mails, folder, folder.register, own, lambda mail: is_among(answers, mail))


def _is_pipe(path: str) -> bool:
    place = Path(path)
    return place.exists() and not place.is_file() and not place.is_dir()


@contextmanager
def _account_work(options: argparse.Namespace, settings: Settings) -> Iterator[_Work]:
    try:
        from assistant.drafting.connecting import account_user, connected
        from assistant.drafting.mailbox import ImapAccount
    except ModuleNotFoundError as error:
        raise AssistantError(
            f"--imap needs {error.name}, which is not installed; install it: pip install 'program-assistant[mail]'."
        ) from None
    if settings.imap_account is None or settings.imap_password is None:
        raise AssistantError(
            "--imap is given, but no account; imap_account and imap_password are both needed; set "
            "ASSISTANT_IMAP_ACCOUNT and ASSISTANT_IMAP_PASSWORD."
        )
    user = account_user(settings.imap_account).lower()
    own = settings.mail_addresses or ((user,) if "@" in user else ())
    since = datetime.date.today() - datetime.timedelta(days=options.days)
    with connected(settings.imap_account, settings.imap_password.get_secret_value()) as connection:
        account = ImapAccount(connection, folder=settings.imap_folder, drafts=settings.imap_drafts)
        drafts = DraftFolder(options.out) if options.out else account
        register = drafts.register if isinstance(drafts, DraftFolder) else settings.drafts / ".drafted-by-imap"
        yield _Work(lambda: account.mails(since), drafts, register, own, account.is_answered, account)


def _ask(desk: Desk, *, record: bool) -> Ask:
    def ask(question: Question, session: str) -> Answer:
        if not record:
            return desk.assistant.ask(question)
        return desk.ask(question, session=session, front_end=FrontEnd.MAIL)[0]

    return ask


def _letterhead(settings: Settings, own: Sequence[str]) -> Letterhead:
    return Letterhead(sender=next(iter(own), None), greeting=settings.mail_greeting, signature=settings.mail_signature)


def _warn(desk: Desk, own: Sequence[str]) -> None:
    health = desk.assistant.health
    if health.status != "ok":
        print(f"assistant: warning: {health.message}", file=sys.stderr)
    if not own:
        print(
            "assistant: warning: setting mail_addresses is not set; mails of the office itself, and to others, are "
            "not told from those of applicants.",
            file=sys.stderr,
        )


def _each_shown(handled: Iterator[Handled], options: argparse.Namespace) -> Iterator[Handled]:
    """The same, each printed as soon as it is there, since a run over many mails takes minutes."""
    for one in handled:
        if not options.json:
            print(_line(one), flush=True)
            if options.dry_run and one.draft is not None:
                print(f"\n{one.text}", flush=True)
        yield one


def _show(handled: Iterator[Handled], options: argparse.Namespace) -> None:
    every = list(handled)
    drafted = [one for one in every if one.draft is not None]
    counts = {
        "mails": len(every),
        "drafts": len(drafted),
        "questions": sum(one.questions for one in drafted),
        "open": sum(one.open for one in drafted),
        "not_drafted": len(every) - len(drafted),
    }
    if options.json:
        rows = [_row(one, with_text=options.dry_run) for one in every]
        text = json.dumps({"mails": rows, "sum": counts}, ensure_ascii=False, indent=2)
        print(text.encode("utf-8", "backslashreplace").decode())  # A file's name need not be UTF-8.
        return
    print(
        f"{_count(len(every), 'mail')}: {_count(len(drafted), 'draft')} on {_count(counts['questions'], 'question')}, "
        f"{counts['open']} open; {counts['not_drafted']} not drafted"
    )


def _line(one: Handled) -> str:
    if one.draft is None and one.why is not None:
        return _printable(f"{one.name}: not drafted ({one.why.kind}): {one.why.line}")
    place = f"draft in {one.draft}" if one.draft else "draft, not kept"
    return _printable(f"{one.name}: {place}: {_count(one.questions, 'question')}, {one.open} open")


def _row(one: Handled, *, with_text: bool) -> dict[str, Any]:
    row = asdict(one)
    if not with_text:
        del row["text"]
    return row


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _printable(line: str) -> str:
    """Without what could steer the terminal; a mail's words may hold it."""
    return "".join(" " if unicodedata.category(character)[0] == "C" else character for character in line)
