"""Imports are absolute and point down the layers only; siblings of layer 3 never import each other. Read from the code as text, so that no import escapes."""

import ast
import re

import pytest

LAYERS = {
    0: ["_shipped", "_wording", "errors"],
    1: ["model"],
    2: ["frames", "codebook", "statements", "tagger"],
    3: ["ingest", "segment", "rules", "learn", "agreement", "formation", "matrix", "figures", "export", "exchange", "store"],
    4: ["project"],
    5: ["notebook", "web", "cli"],
    6: ["__main__"],
}
LAYER = {name: layer for layer, names in LAYERS.items() for name in names}
IN_ORDER = 2  # the contracts of layer 2 build upon each other, in the order above; everywhere else a layer is closed to itself
HEAVY = {
    "spacy",
    "sklearn",
    "sqlalchemy",
    "pypdfium2",
    "pdfplumber",
    "docx",
    "xlsxwriter",
    "openpyxl",
    "jinja2",
    "matplotlib",
    "rapidfuzz",
}
DOTTED = re.compile(r"qda\.[A-Za-z_][\w.]*")


def may_import(name, other):
    """Say whether a module of the package may import another."""
    if LAYER[name] == LAYER[other] == IN_ORDER:
        return LAYERS[IN_ORDER].index(other) < LAYERS[IN_ORDER].index(name)
    return LAYER[other] < LAYER[name]


def lazy_names(package):
    """Return the public names of the package: name -> module."""
    for node in ast.parse((package / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_WHERE":
            return ast.literal_eval(node.value)
    raise AssertionError("qda/__init__.py has no _WHERE")


def targets(tree, where):
    """Yield the modules of the package that a file imports, be it by name, from the package itself or by a string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("qda."))
        elif isinstance(node, ast.ImportFrom) and node.module == "qda":
            yield from (where.get(alias.name, alias.name) for alias in node.names if alias.name != "__version__")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qda."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
            yield node.value.split(".")[1]


def at_import(tree):
    """Yield the libraries that are loaded when a file is imported: all but what stands in functions and under TYPE_CHECKING."""
    waiting = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or (
            isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        ):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]
        waiting += [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt | ast.ExceptHandler)]


@pytest.fixture(scope="module")
def trees(root):
    """The code of the package: path in it -> tree."""
    package = root / "qda"
    files = sorted(p for p in package.rglob("*.py") if "_data" not in p.parts)
    assert len(files) > 20
    return {p.relative_to(package): ast.parse(p.read_text(encoding="utf-8"), filename=str(p)) for p in files}


def top(path):
    return path.parts[0].removesuffix(".py")


def test_every_module_has_a_layer(trees):
    assert not {top(path) for path in trees} - LAYER.keys() - {"__init__"}


def test_imports_are_absolute(trees):
    assert not [
        f"{path}:{n.lineno}" for path, tree in trees.items() for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level
    ]


def test_imports_point_down(trees, root):
    where = lazy_names(root / "qda")
    found = {
        (path, other)
        for path, tree in trees.items()
        if top(path) != "__init__"
        for other in targets(tree, where)
        if other != top(path)
    }
    assert not sorted(
        f"{path} imports qda.{other}" for path, other in found if other not in LAYER or not may_import(top(path), other)
    )


def test_the_package_itself_imports_nothing_of_its_own_when_loaded(trees):
    (root_tree,) = (tree for path, tree in trees.items() if str(path) == "__init__.py")
    assert "qda" not in set(at_import(root_tree))


def test_heavy_libraries_are_imported_where_they_are_used(trees):
    assert not sorted(
        f"{path} imports {name}"
        for path, tree in trees.items()
        for name in set(at_import(tree)) & HEAVY
        if (top(path), name)
        != ("store", "sqlalchemy")  # its tables are objects of SQLAlchemy; `store` itself is imported where it is used
    )


def test_only_segment_and_rules_use_spacy(trees):
    users = {
        top(path)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        if "spacy" in _names(node)
    }
    assert users <= {"segment", "rules"}


def _names(node):
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return {name.split(".")[0] for name in names}


def test_no_public_function_bears_the_name_of_a_module(trees):
    below_faces = [
        tree for path, tree in trees.items() if LAYER.get(top(path), 0) < LAYER["cli"]
    ]  # commands are named after the steps
    functions = {n.name for tree in below_faces for n in tree.body if isinstance(n, ast.FunctionDef)}
    assert not functions & LAYER.keys()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from qda import model", {"model"}),
        ("from qda import read_codebook", {"codebook"}),
        ("import qda.store.tables", {"store"}),
        ("def f():\n    from qda.rules.words import x", {"rules"}),
        ("import_module('qda.ingest.pdf')", {"ingest"}),
        ("import pandas", set()),
    ],
)
def test_the_test_sees_every_way_to_import(root, code, expected):
    assert set(targets(ast.parse(code), lazy_names(root / "qda"))) == expected


@pytest.mark.parametrize(
    ("name", "other", "allowed"),
    [
        ("rules", "codebook", True),
        ("rules", "segment", False),
        ("codebook", "frames", True),
        ("frames", "codebook", False),
        ("model", "frames", False),
        ("project", "store", True),
        ("store", "project", False),
        ("__main__", "cli", True),
        ("web", "cli", False),
    ],
)
def test_what_may_import_what(name, other, allowed):
    assert may_import(name, other) is allowed
