"""A module imports only from floors below its own, as listed in the docstring of `assistant`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "assistant"
FILES = sorted(PACKAGE.rglob("*.py"))
ENTRANCES = {"__init__", "__main__"}  # They hold no code of their own: the docstring, and the call of cli.main.


def floors() -> dict[str, int]:
    """Module name -> floor; what stands in parentheses is planned, not there yet."""
    docstring = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))) or ""
    lines = re.findall(r"^(\d+) +([a-z][\w ]*)$", docstring, re.MULTILINE)
    return {module: int(floor) for floor, modules in lines for module in modules.split()}


def module_of(file: Path) -> str:
    return file.relative_to(PACKAGE).with_suffix("").parts[0]


def imported_modules(file: Path) -> Iterator[str]:
    """The modules of `assistant` that a file imports, wherever in the file it does so."""
    here = ("assistant", *file.relative_to(PACKAGE).parent.parts)
    for statement in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(statement, ast.Import):
            names = [alias.name.split(".") for alias in statement.names]
        elif isinstance(statement, ast.ImportFrom):
            base = here[: len(here) + 1 - statement.level] if statement.level else ()
            base = [*base, *(statement.module.split(".") if statement.module else ())]
            names = [[*base, alias.name] for alias in statement.names]
        else:
            continue
        yield from (name[1] for name in names if name[0] == "assistant" and len(name) > 1)


def test_every_module_has_a_floor():
    assert {module_of(file) for file in FILES} - ENTRANCES - floors().keys() == set()


def test_modules_import_only_from_floors_below():
    floor = floors()
    wrong = {
        f"{file.relative_to(PACKAGE.parent)} (floor {floor[module]}) imports {name} (floor {floor[name]})"
        for file in FILES
        if (module := module_of(file)) in floor
        for name in imported_modules(file)
        if name != module and floor.get(name, -1) >= floor[module]
    }
    assert wrong == set()


def test_no_module_is_over_400_lines():
    lengths = {str(file.relative_to(PACKAGE.parent)): len(file.read_text("utf-8").splitlines()) for file in FILES}
    assert {file: lines for file, lines in lengths.items() if lines > 400} == {}, "Make it a package of the same name."
