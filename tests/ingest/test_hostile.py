"""Broken and hostile files of every format: one child process reads them all, and each has its time and its memory measured there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import FILES, READ, SURROGATES

from qda.ingest import read_folder

SECONDS = 2
MEGABYTES = 200
CHILD = """
import json, sys, time, traceback
from pathlib import Path
from qda.errors import ReadError
from qda.ingest.document import Given, document_from, drafts_of

status, forget = Path("/proc/self/status"), Path("/proc/self/clear_refs")
def peak():
    lines = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) // 1024
for title, name in json.loads(Path(sys.argv[1], "files.json").read_text()).items():
    data = Path(sys.argv[1], title).read_bytes()
    forget.write_text("5")  # the peak is counted anew
    began = time.process_time()
    try:
        documents = [document_from(Path(name), Given(id="x"), draft) for draft in drafts_of(Path(name), data).values()]
        ends, says = "read", " ".join(document.text for document in documents)[:5000]
    except ReadError as error:
        ends, says = type(error).__name__, str(error)
    except BaseException:
        ends, says = "traceback", traceback.format_exc()
    print(json.dumps([title, ends, says, time.process_time() - began, peak()]), flush=True)
"""


@pytest.fixture(scope="module")
def told(once, root):
    def make(folder):
        folder.mkdir()
        for title, file in FILES.items():
            (folder / title).write_bytes(file.data)
        (folder / "files.json").write_text(json.dumps({title: file.name for title, file in FILES.items()}))
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", CHILD, folder],
            capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(root)},
        )  # fmt: skip
        (folder / "told.txt").write_text(done.stdout or done.stderr)

    lines = (once("hostile", make) / "told.txt").read_text().splitlines()
    return {row[0]: row[1:] for row in map(json.loads, lines)}


def test_the_process_lived_to_the_last_file(told):
    assert list(told) == list(FILES)


@pytest.mark.parametrize("title", FILES)
def test_it_is_read_or_refused_in_one_line(told, title):
    file, (ends, says, _, _) = FILES[title], told[title]
    assert ends in file.ends, says
    assert file.says in says
    assert ends == READ or "\n" not in says


@pytest.mark.parametrize("title", FILES)
def test_it_takes_little_time_and_memory(told, title):
    _, _, seconds, megabytes = told[title]
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.parametrize("title", SURROGATES)
def test_halves_of_characters_are_left_out_and_told(tmp_path, title):
    Path(tmp_path, FILES[title].name).write_bytes(FILES[title].data)
    found = read_folder(tmp_path)
    assert found.documents[0].attributes["half_characters"] == 1
    assert found.warnings == (f"{FILES[title].name}: half of a character was left out at 1 place",)
