"""Going back to an earlier version of the index."""

import json

import pytest
from filelock import FileLock

from assistant.errors import AssistantError, IndexDamagedError, IndexMissingError
from assistant.index import current_version, load_index, roll_back, verify_index, versions


@pytest.fixture
def two_versions(corpus, index, build):
    """The folder of an index with an earlier and a live version."""
    earlier = current_version(index)
    (corpus / "visas.txt").write_text("Visas\n\nFellows from abroad need an O-1 visa.\n", "utf-8")
    build(corpus, index)
    assert versions(index) == [current_version(index), earlier]
    return index


def test_an_earlier_version_is_live_again(two_versions):
    newer, earlier = versions(two_versions)
    assert "O-1" in load_index(two_versions).document("visas.txt").text
    assert roll_back(two_versions, earlier).version == earlier
    assert current_version(two_versions) == earlier
    assert "J-1" in load_index(two_versions).document("visas.txt").text
    assert verify_index(two_versions) == []
    roll_back(two_versions, newer)
    assert current_version(two_versions) == newer


@pytest.mark.parametrize("name", ["", "..", "../index", "20200101-000000000-00000000", "CURRENT"])
def test_only_a_version_that_is_there_can_be_named(two_versions, name):
    live = current_version(two_versions)
    with pytest.raises(IndexMissingError, match="is not in"):
        roll_back(two_versions, name)
    assert current_version(two_versions) == live


def test_a_damaged_version_does_not_go_live(two_versions):
    newer, earlier = versions(two_versions)
    path = two_versions / earlier / "documents.jsonl"
    path.write_bytes(path.read_bytes().replace(b"J-1", b"J-2"))
    with pytest.raises(IndexDamagedError):
        roll_back(two_versions, earlier)
    (two_versions / earlier / "manifest.json").write_text("{}", "utf-8")
    with pytest.raises(IndexDamagedError):
        roll_back(two_versions, earlier)
    assert current_version(two_versions) == newer


def test_not_while_a_build_runs(two_versions):
    newer, earlier = versions(two_versions)
    with FileLock(two_versions / ".lock"), pytest.raises(AssistantError, match="is being built"):
        roll_back(two_versions, earlier)
    assert current_version(two_versions) == newer


def test_the_command_lists_versions_and_goes_back(two_versions, command):
    newer, earlier = versions(two_versions)
    listed = command("versions", "--index", two_versions)
    assert listed.code == 0
    assert [line.split()[:2] for line in listed.out.splitlines()] == [[newer, "live"], [earlier, "4"]]
    back = command("versions", "--index", two_versions, "--roll-back", earlier)
    assert back.code == 0
    assert current_version(two_versions) == earlier
    (two_versions / newer / "manifest.json").unlink()
    rows = json.loads(command("versions", "--index", two_versions, "--json").out)
    assert [(row["version"], row["live"], "damage" in row) for row in rows] == [
        (newer, False, True),
        (earlier, True, False),
    ]
    assert command("versions", "--index", two_versions, "--roll-back", "x").code == 2


def test_a_build_after_a_roll_back_keeps_the_version_that_was_gone_back_to(two_versions, corpus, build):
    _, earlier = versions(two_versions)
    roll_back(two_versions, earlier)
    (corpus / "visas.txt").write_text("Visas\n\nFellows from abroad need a K-1 visa.\n", "utf-8")
    build(corpus, two_versions)
    assert earlier in versions(two_versions)
    assert len(versions(two_versions)) == 2
