"""The command that lists the versions of the index and goes back to an earlier one."""

import argparse
import json
from pathlib import Path
from typing import Any

from assistant.cli.opening import settings_of
from assistant.errors import IndexDamagedError
from assistant.index import current_version, read_manifest, roll_back, versions

DONE = 0


def show_versions(options: argparse.Namespace) -> int:
    """Lists what is on disk, newest first; with ``--roll-back`` makes that version the live one before."""
    folder = settings_of(options).index
    if options.roll_back is not None:
        roll_back(folder, options.roll_back)
    live = current_version(folder)
    rows = [_row(folder / version, live=version == live) for version in versions(folder)]
    print(json.dumps(rows, ensure_ascii=False, indent=2) if options.json else "\n".join(map(_line, rows)))
    if options.roll_back is not None and not options.json:
        print(
            f"{live} is live; a running server takes it when it is started again, and the next build or sync makes a "
            "version of the documents as they are now"
        )
    return DONE


def _row(folder: Path, *, live: bool) -> dict[str, Any]:
    try:
        manifest = read_manifest(folder)
    except IndexDamagedError as error:
        return {"version": folder.name, "live": live, "damage": str(error)}
    return {
        "version": folder.name,
        "live": live,
        "built_at": manifest.built_at,
        "documents": manifest.documents,
        "passages": manifest.passages,
        "embedder": manifest.embedder,
        "skipped": len(manifest.skipped),
    }


def _line(row: dict[str, Any]) -> str:
    mark = "live" if row["live"] else ""
    if "damage" in row:
        return f"{row['version']}  {mark:4}  {row['damage']}"
    return (
        f"{row['version']}  {mark:4}  {row['documents']:,} documents, {row['passages']:,} passages, "
        f"{row['skipped']} left out, {row['embedder']}"
    )
