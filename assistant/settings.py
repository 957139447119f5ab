"""The one table of settings: name, default, help. Read once from ``ASSISTANT_*`` variables, then passed down."""

import datetime
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import AssistantError

_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN = re.compile(
    rf"(?:(?P<secure>https)://(?:{_NAME}(?:\.{_NAME}){{0,20}}|\[[0-9a-f:]{{2,39}}\])"
    rf"|http://(?:(?:{_NAME}\.)?localhost|127\.0\.0\.1|\[::1\]))(?::(?P<port>[0-9]{{1,5}}))?"
)

_FONT = r"""(?:[A-Za-z][A-Za-z0-9 -]*|"[A-Za-z0-9 -]+"|'[A-Za-z0-9 -]+')"""
_FONTS = rf"^{_FONT}(?:, ?{_FONT})*$"


class Settings(BaseSettings):
    """Every setting; each is set by the environment variable ``ASSISTANT_`` + its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", frozen=True, extra="ignore")

    corpus: Path = Field(
        Path("corpus"), description="Folder of program documents; its first folder level is the program."
    )
    index: Path = Field(Path("index"), description="Folder that holds the built index versions.")
    curated: Path = Field(Path("curated"), description="Folder of the answers that the program office approved.")
    embedding_model: Annotated[str, Field(min_length=1)] = Field(
        "all-MiniLM-L6-v2",
        description="Any sentence-transformers name or path; the default comes inside a package, nothing is fetched.",
    )
    passage_tokens: Annotated[int, Field(ge=32, le=2048)] = Field(
        128, description="Most tokens of a passage with its heading path; lowered to the model's own limit."
    )
    retriever: Literal["hybrid", "dense", "keyword"] = Field(
        "hybrid", description="How passages are found: hybrid, dense or keyword."
    )
    reader: Literal["auto", "model", "words"] = Field(
        "auto",
        description="What judges which sentence answers: a model (English), its words, or auto: "
        "the model where embedding_model is the default.",
    )
    top_k: Annotated[int, Field(ge=10, le=200)] = Field(20, description="Passages that are read for one question.")
    refusal_threshold: Annotated[float, Field(ge=0, le=1)] = Field(
        0.34, description="Answers whose confidence is below this are withheld: 'the documents do not say'."
    )
    wrong_at_most: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        None,
        description="Share of the answers given that may be wrong (0.05: 1 in 20); replaces refusal_threshold.",
    )
    file_megabytes: Annotated[float, Field(gt=0)] = Field(
        20.0, description="Largest file that is read as a document; larger ones are listed and left out."
    )
    known_questions: Path | None = Field(
        None, description="File of questions (JSON lines, as for evaluate) that a sync asks before it goes live."
    )
    today: datetime.date | None = Field(
        None, description="Day (2027-01-15) that is taken for today when dates are looked at; unset: the real one."
    )
    host: str = Field("127.0.0.1", description="Address the web application listens on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(7860, description="Port of the web application.")
    title: str = Field("Program assistant", description="Name shown at the top of the chat.")
    language: Literal["auto", "en", "es", "zh", "hi", "ar", "fr"] = Field(
        "auto", description="Language of the pages' own words: auto (the visitor's), en, es, zh, hi, ar or fr."
    )
    logo: Path | None = Field(None, description="Picture beside the title: an SVG, PNG or WebP file of at most 200 kB.")
    accent: Annotated[str, Field(pattern=r"^#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$")] | None = Field(
        None, description="Colour of links and buttons (#0d5c55), made darker or lighter as far as reading needs it."
    )
    font: Annotated[str, Field(max_length=200, pattern=_FONTS)] | None = Field(
        None, description="Fonts of the visitor's machine to write in, best first, as in CSS; none is fetched."
    )
    contact_name: str | None = Field(None, description="Whom to ask when the documents do not say and name nobody.")
    contact_email: str | None = Field(None, description="That office's e-mail address.")
    contact_phone: str | None = Field(None, description="That office's telephone number.")
    contact_url: str | None = Field(None, description="That office's web page.")
    explain_in_chat: bool = Field(
        False, description="Whether the chat shows under each answer why it was given; for coordinators."
    )
    drafts: Path = Field(Path("drafts"), description="Folder of the draft replies to e-mails, and of what had one.")
    mail_addresses: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="The office's own e-mail addresses, comma-separated; drafts come from the first."
    )
    mail_greeting: str = Field(
        "Dear {name},", description="First line of a draft; without a name in the mail, it is 'Hello,'."
    )
    mail_signature: str = Field("", description="Last lines of a draft; \\n begins a new line.")
    imap_account: str | None = Field(
        None, description="Account whose mails get drafts: imaps://office%40example.edu@mail.example.edu."
    )
    imap_password: SecretStr | None = Field(None, description="Password of that account; never shown.")
    imap_folder: str = Field("INBOX", description="Folder of the account that is looked at; nothing in it is changed.")
    imap_drafts: str | None = Field(
        None, description="Folder of the account that drafts go into; unset: the one that the server names."
    )
    record_to: str | None = Field(
        None, description="Database for questions and feedback (sqlite:///desk.sqlite); unset: nothing is recorded."
    )
    record_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        30, description="Days after which what was recorded is deleted."
    )
    console_password_hash: str | None = Field(
        None, description="Hash of the console's password (assistant desk password makes it); unset: no console."
    )
    reload_seconds: Annotated[float, Field(ge=0)] = Field(
        5.0, description="Seconds between looks for a new index, taken over without a restart; 0: never."
    )
    log_format: Literal["text", "json"] = Field("text", description="How the server logs: text or json, a line each.")
    allowed_sites: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins (https://www.example.edu) that may show the chat in a frame; comma-separated."
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Networks (127.0.0.1, 10.0.0.0/8) whose X-Forwarded-For, -Proto and -Host are believed."
    )
    questions_per_minute: Annotated[int, Field(ge=0, le=100_000)] = Field(
        30, description="Most questions of one visitor in a minute, by network address and by open page; 0: any number."
    )
    visitor_questions_per_day: Annotated[int, Field(ge=0, le=100_000_000)] = Field(
        500, description="Most questions of one visitor in a day, by network address; 0: any number."
    )
    questions_per_day: Annotated[int, Field(ge=0, le=100_000_000)] = Field(
        20_000, description="Most questions of all visitors together in a day; 0: any number."
    )

    @field_validator("allowed_sites", "mail_addresses", "trusted_proxies", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        return tuple(filter(None, (site.strip() for site in value.split(",")))) if isinstance(value, str) else value

    @field_validator("mail_addresses")
    @classmethod
    def _check_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            if not re.fullmatch(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,253}", address):
                raise ValueError(f"{address[:100]!r} is no e-mail address")
        return tuple(address.lower() for address in value)

    @field_validator("allowed_sites")
    @classmethod
    def _check_sites(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_origin(site) for site in value)

    @field_validator("trusted_proxies")
    @classmethod
    def _check_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            if ip_network(network).prefixlen == 0:
                raise ValueError(f"{network!r} is every address there is, so that anyone would be believed")
        return value

    @field_validator("mail_signature")
    @classmethod
    def _break_lines(cls, value: str) -> str:
        return value.replace("\\n", "\n")


def _origin(site: str) -> str:
    """The origin as browsers write it, without the port that goes without saying."""
    written = _ORIGIN.fullmatch(site.lower())
    if written is None or not 0 < int(written["port"] or 1) <= 65535:
        raise ValueError(
            f"{site[:100]!r} is no origin: https://, a host and perhaps a port, with nothing after it (http:// for "
            "localhost only)"
        )
    usual = ":443" if written["secure"] else ":80"
    return site.lower().removesuffix(usual)


def read_settings(**overrides: object) -> Settings:
    """The settings from the environment, with what the command line gave put over them (None = not given).

    :raises AssistantError: a value breaks its rule.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise AssistantError(
            f"Setting {name} is {first['input']!r}: {first['msg']}; "
            f"give a value that fits, or unset ASSISTANT_{name.upper()}."
        ) from None
