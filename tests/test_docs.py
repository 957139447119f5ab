"""What the documentation says exists, and what exists is in the documentation."""

import re
from pathlib import Path

import pytest

from assistant.cli import build_parser
from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = "\n".join(re.findall(r"^```(?:sh|console)\n(.*?)^```", README, re.MULTILINE | re.DOTALL))


def shown(default):
    """A default as docs/settings.md writes it: as one would put it into the environment variable."""
    if default is None or default == ():
        return "(none)"
    return f"`{','.join(default) if isinstance(default, tuple) else default}`"


def test_settings_page_lists_exactly_the_settings():
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| `")]
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    assert rows == [
        (f"`{name}`", f"`ASSISTANT_{name.upper()}`", shown(field.default), field.description)
        for name, field in Settings.model_fields.items()
    ]


def test_readme_names_only_settings_that_exist():
    named = set(re.findall(r"ASSISTANT_([A-Z_]+)", README))
    assert named - {name.upper() for name in Settings.model_fields} == set()


def test_readme_make_commands_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", COMMANDS)) | set(re.findall(r"`make ([a-z]+)`", README))
    assert {"serve", "test"} <= named <= targets


def test_readme_assistant_commands_are_understood(capsys):
    lines = re.findall(r"^.*?\b(?:python -m )?assistant ([a-z].*)$", COMMANDS, re.MULTILINE)
    assert {line.split()[0] for line in lines} >= {"build", "ask", "search", "verify", "serve"}
    for line in lines:
        build_parser().parse_args(split_command(line))  # An unknown command or option would exit.


def split_command(line):
    """The words of a command, without a trailing comment or redirection."""
    words = [word.strip("\"'") for word in re.findall(r"\"[^\"]*\"|'[^']*'|\S+", line)]
    return words[: next((i for i, word in enumerate(words) if word[0] in "#><|"), None)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_to_files_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)\s#]+)[^)]*\)", page.read_text("utf-8"))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_every_decision_is_in_their_index():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text("utf-8")
    assert [file.name for file in sorted(folder.glob("[0-9]*.md")) if f"({file.name})" not in index] == []
