"""The rules of the house: each is small, and its message says the remedy."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULE_LINES, FUNCTION_LINES = 250, 30
# An exception: "path" or "path:function", with its reason.
LONGER: dict[str, str] = {}
ENTRY_POINTS = ("jobs/", "config.py", "wsgi.py")
NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "services", "misc"}


MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in ROOT.rglob("*.py")
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)
PRODUCT = [name for name in MODULES if not name.startswith(("tests/", "benchmarks/"))]
every_module = pytest.mark.parametrize("name", MODULES)
every_product_module = pytest.mark.parametrize("name", PRODUCT)


def parsed(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def calls(tree: ast.AST) -> Iterator[str]:
    """What is called, as it is written: `datetime.now`, `open`, ..."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


@every_module
def test_a_module_can_be_read_in_one_sitting(name):
    lines = len((ROOT / name).read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES or name in LONGER, (
        f"{name} has {lines} lines; at most {MODULE_LINES}. Split it by what its parts "
        "are about, or list it in LONGER with the reason."
    )


@every_module
def test_a_function_fits_on_a_screen(name):
    long = {
        function.name: body_lines(function)
        for function in functions(parsed(name))
        if body_lines(function) > FUNCTION_LINES
        and f"{name}:{function.name}" not in LONGER
    }
    assert not long, (
        f"{name}: lines of body {long}; at most {FUNCTION_LINES}. Name a part of it "
        "and move it out, or list it in LONGER with the reason."
    )


def test_an_exception_to_length_is_still_needed_and_has_a_reason():
    for place, reason in LONGER.items():
        name, _, wanted = place.partition(":")
        assert reason, f"{place} is in LONGER without a reason; write it there."
        found = [one for one in functions(parsed(name)) if one.name == wanted]
        assert not wanted or any(body_lines(one) > FUNCTION_LINES for one in found), (
            f"{place} is in LONGER, but is short or gone; take it out."
        )


@every_module
def test_every_room_has_a_name(name):
    parts = set(Path(name).with_suffix("").parts)
    assert not parts & NAMELESS, (
        f"{name}: {', '.join(parts & NAMELESS)} says nothing of what is in it; "
        "name it for what it holds."
    )


@every_product_module
def test_the_environment_is_read_in_config_only(name):
    reads = {
        ast.unparse(node)
        for node in ast.walk(parsed(name))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"os.environ", "os.getenv", "os.environb"}
    }
    assert not reads or name == "config.py", (
        f"{name} reads {', '.join(reads)}; take the value as an argument and let the "
        "entry point pass what config.settings() says."
    )


@every_product_module
def test_the_clock_is_read_at_entry_points_only(name):
    if name.startswith(ENTRY_POINTS) or name.endswith("__main__.py"):
        return
    read = [
        call
        for call in calls(parsed(name))
        if re.search(r"\b(date|datetime|Timestamp)\.(now|utcnow|today)$", call)
    ]
    assert not read, (
        f"{name} calls {', '.join(read)}; take the time or the day as an argument, so "
        "that tests can choose it."
    )


@every_product_module
def test_nothing_runs_what_it_reads(name):
    tree = parsed(name)
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (
            node.names
            if isinstance(node, ast.Import)
            else [ast.alias(node.module or "")]
        )
    }
    unsafe = imported & {"pickle", "dill", "cloudpickle", "shelve", "marshal"}
    unsafe |= set(calls(tree)) & {"eval", "exec", "yaml.load", "pandas.read_pickle"}
    assert not unsafe, (
        f"{name} uses {', '.join(sorted(unsafe))}, which runs what it is given; keep "
        "data as JSON, TOML or Arrow."
    )


@pytest.mark.parametrize("name", [n for n in MODULES if n.startswith("analysis/")])
def test_analysis_says_what_it_takes_gives_and_rests_on(name):
    for function in parsed(name).body:
        if not isinstance(function, ast.FunctionDef) or function.name[0] == "_":
            continue
        said = ast.get_docstring(function) or ""
        missing = [
            part
            for part in ("Args:", "Returns:", "Raises:", "Source:")
            if part not in said
        ]
        assert not missing, (
            f"{name}: the docstring of {function.name} lacks {', '.join(missing)}"
        )
    mirror = ROOT / "tests" / "analysis" / f"test_{Path(name).name}"
    assert name.endswith("__init__.py") or mirror.is_file(), f"{mirror} is missing."


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_and_name_no_place(name):
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        plain = line.partition("#")[0].strip()
        pinned = re.fullmatch(r"[a-z0-9-]+(\[[a-z]+\])?==[\w.]+", plain)
        assert not plain or plain == "-r requirements.txt" or pinned, (
            f"{name}: {line!r} is no exact pin; write name==version, lower case."
        )


def test_the_pinned_versions_are_those_installed():
    from importlib.metadata import version

    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        name, _, pinned = line.partition("#")[0].strip().partition("==")
        assert not name or version(name) == pinned, (
            f"requirements.txt pins {name} {pinned}, but {version(name)} is installed; "
            "run make, or pin what was tested."
        )


def test_starting_the_portal_loads_no_heavy_library():
    code = (
        "import sys, wsgi\n"
        "heavy = {'prophet', 'statsmodels', 'sklearn', 'matplotlib', 'scipy'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    started = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert started.returncode == 0, started.stderr
    loaded = started.stdout.split()
    assert not loaded, (
        f"Starting the portal loads {', '.join(loaded)}: seconds of every worker's "
        "start. Import them inside the function that needs them."
    )


def test_continuous_integration_runs_the_readme_s_test_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert run[-1] == "exec make test"
    assert re.match(r"# \S+\n\n```\nmake run .*\nmake test ", readme)
