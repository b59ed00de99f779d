"""`import qda` is light: what is heavy is loaded when it is asked for."""

import ast
import statistics
import subprocess
import sys

import pytest

import qda

HEAVY = {
    "pandas",
    "numpy",
    "spacy",
    "sklearn",
    "sqlalchemy",
    "pypdfium2",
    "pdfplumber",
    "matplotlib",
    "docx",
    "openpyxl",
    "xlsxwriter",
    "jinja2",
    "pydantic",
}
TIMED = "import time; start = time.perf_counter(); import {}; print(time.perf_counter() - start)"


def python(code):
    """Run code in an interpreter of its own and return what it prints."""
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    return done.stdout


def test_nothing_heavy_is_loaded():
    loaded = set(python("import sys, qda; print(*sys.modules)").split())
    assert "qda" in loaded
    assert not loaded & HEAVY


def test_the_command_line_starts_without_anything_heavy():
    assert not set(python("import sys, qda.cli; print(*sys.modules)").split()) & {"pandas", "spacy", "sqlalchemy", "pypdfium2"}


def test_importing_takes_at_most_half_the_time_of_pandas():
    times = {"qda": [], "pandas": []}
    for _ in range(5):
        for name, measured in times.items():
            measured.append(float(python(TIMED.format(name))))
    assert statistics.median(times["qda"]) <= 0.5 * statistics.median(times["pandas"]), times


@pytest.mark.parametrize("name", qda.__all__)
def test_every_public_name_loads(name):
    assert getattr(qda, name).__name__ == name


def test_names_are_told_to_type_checkers_as_they_are_loaded(root):
    tree = ast.parse((root / "qda/__init__.py").read_text(encoding="utf-8"))
    told = {
        a.name: n.module
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("qda.")
        for a in n.names
    }
    assert told == {name: f"qda.{module}" for name, module in qda._WHERE.items()}
    assert set(qda.__all__) == set(qda._WHERE)
    assert set(qda.__all__) == set(dir(qda))


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'qda' has no attribute 'analyse'"):
        _ = qda.analyse
