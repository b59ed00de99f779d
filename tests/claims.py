"""Texts, units and codings for the tests of the project file."""

import pandas as pd

from qda.model import Document, Mark

TEXT = "We trust them 😀. The board lacks a budget. Nothing else is said, and München is far."
FIRST, SECOND, THIRD = (0, 16), (17, 43), (44, len(TEXT))


def document(text=TEXT, doc_id="leeds/a", **more):
    page = Mark(kind="page", start=0, end=len(text), value="iv", attributes={"number": 4})
    given = {
        "case": "leeds",
        "title": "A talk",
        "language": "en",
        "source": "a.txt",
        "attributes": {"mode": "phone", "n": 3},
    } | more
    return Document(id=doc_id, text=text, marks=(page,), **given)


def grid(doc_id="leeds/a", text=TEXT):
    spans = [FIRST, SECOND, THIRD]
    return pd.DataFrame(
        [{"doc_id": doc_id, "start": s, "end": e, "text": text[s:e], "heading": "Talk > Trust", "page": "iv"} for s, e in spans]
    )


def coding(span=FIRST, axis="factor", code="trust", doc_id="leeds/a", **more):
    return {"doc_id": doc_id, "start": span[0], "end": span[1], "axis": axis, "code": code, **more}


def rows(*found):
    return pd.DataFrame(list(found))


def suggestion(span=FIRST, axis="factor", code="trust", score=0.6, **more):
    made = {"coder": "rules", "origin": "rule", "status": "suggested", "score": score, "evidence": f"rule {code}"}
    return coding(span, axis, code, **made, **more)


def run(store, *suggestions, read=None, coder="rules"):
    frame = rows(*suggestions) if suggestions else store.codings().iloc[:0]
    return store.add_machine(frame, grid() if read is None else read, coder=coder)


def codes(store):
    return sorted(zip(store.codings()["coder"], store.codings()["code"], strict=True))
