"""Whatever people do in two or three copies, undo, redo and merge: in the end every copy can show the same."""

import shutil
import tempfile
from contextlib import suppress
from itertools import permutations
from pathlib import Path

import pytest
from books import SMALL
from claims import FIRST, SECOND, TEXT, THIRD, coding, document, grid, rows, run, suggestion
from copies import copied, tables
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from qda.codebook import parse_codebook
from qda.errors import QdaError
from qda.store import Store
from qda.store.material.memos import Target

BOOK = parse_codebook(SMALL)
SPANS, CODES, COPIES = (FIRST, SECOND, THIRD), ("trust", "boards", "money"), 3
COPY, CHOICE = st.integers(0, COPIES - 1), st.integers(0, 11)


class Copies(RuleBasedStateMachine):
    """Three copies of one project; only the first gives its document new texts, since two that do are refused."""

    orders = ((2, 1, 0, 1),)

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name)
        first = Store.create(path / "0.qda", book=BOOK)
        first.add_documents([document()])
        first.set_segments(grid())
        first.add_codings(rows(coding(id="x"), coding(SECOND, code="boards", id="y")), coder="AB")
        run(first, suggestion(code="boards"), suggestion(SECOND, code="money"))
        self.stores = [first, *(copied(first, f"{i}.qda") for i in range(1, COPIES))]
        self.texts = 0

    @rule(copy=COPY, choice=CHOICE)
    def code(self, copy, choice):
        row = coding(SPANS[choice % 3], code=CODES[choice // 3 % 3], id=f"id-{choice}")
        self._do(copy, lambda store: store.add_codings(rows(row), coder="ABCD"[choice % 2 :][:2]))

    @rule(copy=COPY, choice=CHOICE, verb=st.sampled_from(["retract", "accept", "reject"]))
    def touch(self, copy, choice, verb):
        self._do(copy, lambda store: getattr(store, verb)([self._one(store, choice)], coder="EF"))

    @rule(copy=COPY, choice=CHOICE)
    def change(self, copy, choice):
        self._do(copy, lambda store: store.recode([self._one(store, choice)], CODES[choice % 3], coder=("AB", "EF")[choice % 2]))

    @rule(copy=COPY, choice=CHOICE)
    def move(self, copy, choice):
        self._do(copy, lambda store: store.move([self._one(store, choice)], choice, 20, coder="AB"))

    @rule(copy=COPY, choice=CHOICE)
    def note(self, copy, choice):
        self._do(copy, lambda store: store.note(Target(kind="coding", id=self._one(store, choice)), f"n{choice}", coder="AB"))

    @rule(copy=COPY, choice=CHOICE)
    def tag(self, copy, choice):
        found = (suggestion(SPANS[i % 3], code=c, score=choice / 12) for i, c in enumerate(CODES[choice % 3 :]))
        self._do(copy, lambda store: run(store, *found))

    @rule(copy=COPY, choice=CHOICE)
    def table(self, copy, choice):
        row = coding(SPANS[choice % 3], code=CODES[choice % 2], quote=TEXT[slice(*SPANS[choice % 3])])
        self._do(copy, lambda store: store.add_codings(rows(row), coder="GH", kind="import"))

    @rule(copy=COPY, choice=CHOICE)
    def case(self, copy, choice):
        self._do(copy, lambda store: store.add_cases(rows({"id": "york", "label": f"York {choice}"})))

    @rule(copy=COPY)
    def document_of_its_own(self, copy):
        self._do(copy, lambda store: store.add_documents([document("A short one.", doc_id="b")]))

    @precondition(lambda self: self.texts < 2)
    @rule()
    def new_text(self):
        self.texts += 1
        self._do(0, lambda store: store.add_documents([document("So. " * self.texts + TEXT)]))

    @rule(copy=COPY, redo=st.booleans(), session=st.booleans())
    def undo(self, copy, redo, session):
        self._do(copy, lambda store: (store.redo if redo else store.undo)(session=session))

    @rule(copy=COPY, choice=CHOICE)
    def undo_any(self, copy, choice):
        self._do(copy, lambda store: store.undo(act=store.journal()["id"].iloc[-1 - choice % 4], session=False))

    @rule(into=COPY, other=COPY)
    def merge(self, into, other):
        if into != other:
            self.stores[into].merge(self.stores[other].path, coder="MM")

    def _do(self, copy, verb):
        with suppress(QdaError):  # what is not allowed changes nothing
            verb(self.stores[copy])

    @staticmethod
    def _one(store, choice):
        ids = sorted(store.codings()["id"])
        return ids[choice % len(ids)] if ids else "none"

    def teardown(self):
        for store in self.stores:
            store.close()
        wanted = self._joined((0, 1, 2))
        for order in self.orders:
            assert self._joined(order) == wanted
        self._all_round(wanted)
        self.folder.cleanup()

    def _joined(self, order):
        into, *others = (Path(self.folder.name, f"{i}.qda") for i in order)
        target = into.with_name("joined.qda")
        shutil.copy(into, target)
        with Store.open(target) as store:
            for other in others:
                store.merge(other, coder="MM")
            return tables(store)

    def _all_round(self, wanted):
        """Let the copies take from each other in turn, so that what was merged is merged again."""
        paths = [Path(self.folder.name, f"{i}.qda") for i in range(COPIES)]
        for into, other in ((1, 2), (0, 1), (2, 0), (1, 0)):
            with Store.open(paths[into]) as store:
                store.merge(paths[other], coder="MM")
                assert set(store.check()["problem"].str.replace(r".* (lost its place).*", r"\1", regex=True)) <= {
                    "lost its place"
                }
        assert [self._shown(path) for path in paths] == [wanted] * COPIES

    @staticmethod
    def _shown(path):
        with Store.open(path) as store:
            return tables(store)


class CopiesInEveryOrder(Copies):
    """The same, with every order of merging."""

    orders = tuple(permutations(range(COPIES)))


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def test_copies_come_to_show_the_same():
    quick = settings(max_examples=2, stateful_step_count=6, deadline=None, suppress_health_check=QUIET, derandomize=True)
    run_state_machine_as_test(Copies, settings=quick)


@pytest.mark.soak
def test_copies_come_to_show_the_same_however_long_people_work():
    long = settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=QUIET)
    run_state_machine_as_test(CopiesInEveryOrder, settings=long)
