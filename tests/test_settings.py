"""The table of settings: defaults, the environment, the command line, and values that break a rule."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.errors import AssistantError
from assistant.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"ASSISTANT_{name.upper()}", raising=False)


def test_without_anything_set_the_defaults_hold():
    values = read_settings()
    assert (values.corpus, values.index, values.port) == (Path("corpus"), Path("index"), 7860)
    assert values.host == "127.0.0.1"


def test_the_environment_sets_every_kind_of_value(monkeypatch):
    monkeypatch.setenv("ASSISTANT_CORPUS", "/data/documents")
    monkeypatch.setenv("ASSISTANT_PORT", "8080")
    monkeypatch.setenv("ASSISTANT_REFUSAL_THRESHOLD", "0.5")
    monkeypatch.setenv("ASSISTANT_CONTACT_NAME", "The office")
    values = read_settings()
    assert (values.corpus, values.port, values.refusal_threshold) == (Path("/data/documents"), 8080, 0.5)
    assert values.contact_name == "The office"


def test_allowed_sites_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("ASSISTANT_ALLOWED_SITES", "https://a.example.edu, https://b.example.edu")
    assert read_settings().allowed_sites == ("https://a.example.edu", "https://b.example.edu")


def test_the_command_line_outweighs_the_environment_and_what_it_does_not_give_changes_nothing(monkeypatch):
    monkeypatch.setenv("ASSISTANT_PORT", "8080")
    monkeypatch.setenv("ASSISTANT_HOST", "0.0.0.0")
    values = read_settings(port=9090, host=None)
    assert (values.port, values.host) == (9090, "0.0.0.0")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "99999"),
        ("port", "eighty"),
        ("passage_tokens", "4"),
        ("retriever", "magic"),
        ("top_k", "0"),
        ("refusal_threshold", "1.5"),
        ("refusal_threshold", "nan"),
        ("file_megabytes", "0"),
    ],
)
def test_a_value_that_breaks_its_rule_is_refused_with_name_value_and_remedy(monkeypatch, name, value):
    monkeypatch.setenv(f"ASSISTANT_{name.upper()}", value)
    with pytest.raises(AssistantError) as error:
        read_settings()
    message = str(error.value)
    assert message.startswith(f"Setting {name} is {value!r}: ")
    assert message.endswith(f"or unset ASSISTANT_{name.upper()}.")
    assert "\n" not in message


def test_an_unknown_variable_is_left_alone(monkeypatch):
    monkeypatch.setenv("ASSISTANT_NO_SUCH_SETTING", "1")
    read_settings()


def test_settings_do_not_change_after_they_are_read():
    with pytest.raises(ValidationError, match="frozen"):
        read_settings().port = 1


def test_every_setting_says_what_it_is():
    assert all(field.description and field.description.endswith(".") for field in Settings.model_fields.values())
