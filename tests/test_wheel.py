"""What travels in the wheel: the package finds its codebooks and its sample study there, and beside a checkout."""

import subprocess
import sys
import zipfile

import pytest

from qda import _shipped

ASK = """
import qda
from qda import _shipped
print(qda.__file__)
print(_shipped.corpus())
print(qda.read_codebook("integration").codebook_version)
print(len(list(_shipped.corpus().rglob("interview-*"))))
"""


@pytest.fixture(scope="module")
def unpacked(root, once):
    """The wheel, unpacked."""
    return once("wheel", lambda folder: build(root, folder)) / "site"


def build(root, folder):
    """Build the wheel with the build backend of this environment and unpack it."""
    words = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, root]
    subprocess.run(list(map(str, words)), check=True, capture_output=True)
    (wheel,) = folder.glob("qda_coding-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")


@pytest.fixture(scope="module")
def told(unpacked, tmp_path_factory):
    """What the unpacked wheel says of itself."""
    return asked(unpacked, tmp_path_factory.mktemp("elsewhere"))


def asked(folder, tmp_path):
    code = f"import sys; sys.path.insert(0, {str(folder)!r})\n{ASK}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    return done.stdout.splitlines()


def test_the_wheel_brings_its_codebooks_and_its_corpus(unpacked, told):
    package, corpus, version, interviews = told
    assert package.startswith(str(unpacked))
    assert corpus.startswith(str(unpacked))
    assert version.startswith("integration@")
    assert interviews == "12"


def test_a_checkout_finds_the_same(root, told, tmp_path):
    package, corpus, version, interviews = asked(root, tmp_path)
    assert package.startswith(str(root / "qda"))
    assert corpus == str(root / "corpus")
    assert [version, interviews] == told[2:]


def test_the_wheel_holds_what_runs_and_nothing_else(unpacked):
    tops = {p.name for p in unpacked.iterdir()}
    assert {name.split("-")[0] for name in tops} == {"qda", "qda_coding"}
    assert (unpacked / "qda/py.typed").exists()
    assert list((unpacked / "qda/export/templates").glob("*.j2"))


def test_the_wheel_brings_the_example_banks_of_its_codebooks(root, unpacked):
    for bank in (root / "codebooks").glob("*.examples.jsonl"):
        assert (unpacked / "qda/_data/codebooks" / bank.name).read_bytes() == bank.read_bytes()


def test_the_distribution_has_the_command(unpacked):
    (entry,) = unpacked.glob("qda_coding-*.dist-info/entry_points.txt")
    assert "qda = qda.cli:main" in entry.read_text(encoding="utf-8")


def test_shipped_codebooks_have_the_names_of_their_files():
    assert "integration" in _shipped.codebooks()
    for name, path in _shipped.codebooks().items():
        assert f"\ncodebook: {name}\n" in "\n" + path.read_text(encoding="utf-8")
