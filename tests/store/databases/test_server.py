"""A project in a PostgreSQL database: what is the server's own."""

import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading

import pandas as pd
import pytest
import sqlalchemy as sa
from claims import FIRST, SECOND, codes, coding, document, grid, rows, run, suggestion

from qda.cli import main
from qda.errors import Locked, OutputError, ProjectError
from qda.store import Store, schema
from qda.store.databases.address import is_address, parse, shown
from qda.store.databases.places import database_at

WRITER = """
import sys
import pandas as pd
from qda.store import Store
who, n = sys.argv[2], int(sys.argv[3])
spans = [dict(doc_id="leeds/a", start=0, end=e, axis="factor", code="trust") for e in range(1, 80)]
with Store.open(sys.argv[1]) as store:
    for round_ in range(1, n + 1):
        store.add_codings(pd.DataFrame([s | {"round": round_} for s in spans]), coder=who)
        print(round_, flush=True)
"""
PER_ACT = 79
postgres = pytest.mark.postgres


def writer(address, root, who, n):
    command = [sys.executable, "-c", WRITER, address, who, str(n)]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def served(prepared_database):
    """The address of an empty project."""
    prepared_database.begin_again()
    return prepared_database.address


@pytest.fixture
def filled(served):
    with Store.open(served) as store:
        store.add_documents([document()])
        store.set_segments(grid())
        yield store


def tables(store):
    names = ("documents", "marks", "segments", "codings", "readings", "cases", "speakers", "mentions", "journal")
    return {name: getattr(store, name)() for name in names}


def work(store):
    store.add_codings(rows(coding(), coding(SECOND, code="boards", memo="hm\t\\N {a,\"b\"} 'c' \n😀", certainty=2)), coder="AB")
    run(store, suggestion(), suggestion(SECOND, code="money"))
    store.accept([store.codings().query("origin == 'rule'")["id"].iloc[0]], coder="CD")
    store.add_cases(pd.DataFrame({"id": ["leeds", "Zürich", "aarhus"], "size": [1, 2, 3]}))
    store.undo("AB")
    store.redo("AB")


def test_what_an_address_is():
    assert not is_address("C:/study.qda")
    assert (
        parse("postgresql+pg8000://ab:pw@host:99/db").render_as_string(hide_password=False)
        == "postgresql+pg8000://ab:pw@host:99/db"
    )
    assert shown(parse("postgres://ab:s3cret@host/db?sslmode=require")) == "postgresql://ab@host/db"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://ab:s3cret@host/db", "no such kind of database"),
        ("postgresql://ab:s3cret@host", "the database is not named"),
        ("postgresql://ab:s3cret@host:port/db", "this is no address"),
        ("postgresql://ab:s3cret@host/db?sslmode=sure", "sslmode 'sure'; Allowed: 'disable', 'prefer'"),
        ("postgresql://ab:s3cret@host/db?target=x", "no option 'target'; allowed: sslmode"),
    ],
)
def test_addresses_that_are_none(address, said):
    with pytest.raises(ProjectError, match=said) as raised:
        database_at(address)
    assert "s3cret" not in str(raised.value)


def test_the_password_may_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    assert ":s3cret@" in parse("postgresql://ab@host/db").render_as_string(hide_password=False)
    assert "s3cret" not in database_at("postgresql://ab@host/db").name


def test_without_the_driver_the_extra_is_named(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ProjectError, match=r"need the extra: pip install 'qda-coding\[postgres\]'"):
        Store.open("postgresql://ab@127.0.0.1:1/db")


def test_nobody_answers():
    with pytest.raises(ProjectError, match=r"postgresql://ab@127\.0\.0\.1:1/db: the server does not answer"):
        Store.open("postgresql://ab:s3cret@127.0.0.1:1/db")


@postgres
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"password": "wrong"}, "refuses this user: unknown, or the password is wrong"),
        ({"password": ""}, "refuses this user"),
        ({"username": "nobody"}, "refuses this user"),
        ({"database": "not_there"}, "has no such database; make it with `createdb`"),
        ({"query": {"sslmode": "require"}}, "cannot be made as safe as sslmode asks"),
    ],
)
def test_the_server_refuses(change, said, served, monkeypatch):
    monkeypatch.delenv("PGPASSWORD", raising=False)
    wrong = sa.make_url(served).set(**change).render_as_string(hide_password=False)
    with pytest.raises(ProjectError, match=said) as raised:
        Store.open(wrong)
    assert "wrong@" not in str(raised.value)


@postgres
def test_a_database_of_something_else(address, book):
    engine = sa.create_engine(sa.make_url(address).set(drivername="postgresql+pg8000"))
    with pytest.raises(ProjectError, match="holds no project; `qda new`"):
        Store.open(address)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE acts (x integer)")
    for attempt in (lambda: Store.open(address), lambda: Store.create(address, book=book, overwrite=True)):
        with pytest.raises(ProjectError, match="has tables of another program"):
            attempt()
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE acts")
        connection.exec_driver_sql("CREATE ROLE reader LOGIN PASSWORD 'r'")
    login = {"username": "reader", "password": "r"}
    reader = sa.make_url(address).set(**login).render_as_string(hide_password=False)
    with pytest.raises(OutputError, match="this user may not do that here"):
        Store.create(reader, book=book)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP ROLE reader")
    engine.dispose()


@postgres
def test_a_project_is_not_made_over_another_unless_told(served, filled, book):
    with pytest.raises(ProjectError, match="holds a project already"):
        Store.create(served, book=book)
    assert filled.document_ids() == ["leeds/a"]
    with pytest.raises(ProjectError, match="is open elsewhere"):
        Store.create(f"{served}?sslmode=disable", book=book, overwrite=True)  # by an engine of its own
    assert filled.document_ids() == ["leeds/a"]


@postgres
def test_from_a_file_to_a_server_and_back(path, address, book):
    with Store.create(path, book=book) as store:
        store.add_documents([document()])
        store.set_segments(grid())
        work(store)
        before = tables(store)
        assert "@" in store.copy(address)
    with Store.open(address) as served:
        assert served.path is None
        assert served.check().empty
        for name, table in tables(served).items():
            pd.testing.assert_frame_equal(table, before[name], obj=name)
        served.add_codings(rows(coding(round=2)), coder="EF")
        with pytest.raises(ProjectError, match="holds a project already"):
            served.copy(f"{address}?sslmode=disable")  # by an engine of its own
        copy = served.backup(path.with_name("copy.qda"))
        after = tables(served)
    with Store.open(copy) as back:
        assert back.check().empty
        for name, table in tables(back).items():
            pd.testing.assert_frame_equal(table, after[name], obj=name)
        back.add_codings(rows(coding(round=3)), coder="EF")


@postgres
def test_what_was_done_in_a_file_meanwhile_is_merged(path, filled):
    filled.copy(path)
    filled.add_codings(rows(coding()), coder="AB")
    with Store.open(path) as away:
        away.add_codings(rows(coding(SECOND, code="boards")), coder="CD")
    assert filled.merge(path, coder="AB").acts == 1
    assert codes(filled) == [("AB", "trust"), ("CD", "boards")]


@postgres
def test_text_stands_in_the_order_of_a_file(filled):
    ids = ["Zürich", "a b", "a-b", "aB", "ab", "É", "é", "Ω", "😀", "Leeds", "leeds"]
    filled.add_documents([document(doc_id=id_) for id_ in ids])
    assert filled.document_ids() == sorted([*ids, "leeds/a"])


@postgres
def test_long_values_are_kept(filled):
    long = "".join(f"{n} " for n in range(20_000))
    filled.add_codings(rows(coding(evidence=long), coding(SECOND, evidence=long)), coder="AB")
    assert filled.codings()["evidence"].tolist() == [long, long]


@postgres
def test_no_text_gets_into_a_traceback(filled):
    with pytest.raises(sa.exc.DBAPIError) as raised, filled._engine.connect() as connection:
        connection.execute(sa.insert(schema.texts), [{"doc_id": "b", "revision": None, "text": "what nobody may see"}])
    assert "what nobody may see" not in str(raised.value)


@postgres
def test_references_are_enforced_and_checked(filled):
    row = {"act": 99, "id": "x", "label": "", "aliases": "", "attributes": "{}"}
    with pytest.raises(sa.exc.DBAPIError, match="foreign key"), filled._database.writing(wait=0) as connection:
        connection.execute(sa.insert(schema.cases).values(**row))
    with filled._engine.begin() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.execute(sa.insert(schema.cases).values(**row))
        connection.exec_driver_sql("SET session_replication_role = origin")
    assert any("acts" in problem for problem in filled.check()["problem"])


@postgres
def test_a_writer_waits_with_notice_and_then_goes_on(served, filled, caplog):
    other = database_at(served)
    other.open()
    holding = other.writing(wait=0)
    holding.__enter__()
    filled._database.busy_ms = 50
    filled.wait = 0.2
    with pytest.raises(Locked, match="somebody else is writing to it; nothing was changed"):
        filled.add_codings(rows(coding()), coder="AB")
    assert filled.codings().empty, "reading goes on"
    filled.wait = 60
    letting_go = threading.Timer(0.3, lambda: holding.__exit__(None, None, None))
    letting_go.start()
    with caplog.at_level(logging.WARNING, "qda.store"):
        filled.add_codings(rows(coding()), coder="AB")
    assert any("somebody else is writing to it; waiting" in line for line in caplog.messages)
    assert len(filled.codings()) == 1
    letting_go.join()
    other.close()


@postgres
@pytest.mark.parametrize("arrives", [True, False])
def test_a_commit_whose_answer_is_lost(filled, monkeypatch, arrives):
    commit = sa.Connection.commit

    def lost(connection):
        if arrives:
            commit(connection)
        else:
            connection.invalidate()
        monkeypatch.undo()
        raise sa.exc.DBAPIError("COMMIT", None, OSError("network error"))

    monkeypatch.setattr(sa.Connection, "commit", lost)
    if arrives:
        filled.add_codings(rows(coding()), coder="AB")
        assert filled.undo("AB") == "undo: 1 coding added, 1 reading"
    else:
        with pytest.raises(ProjectError, match="went away; nothing was changed"):
            filled.add_codings(rows(coding()), coder="AB")
        assert filled.codings().empty


@postgres
@pytest.mark.parametrize("people", [2, pytest.param(5, marks=pytest.mark.soak)])
def test_who_write_at_once_lose_nothing(workshop, served, filled, people):
    names = [f"C{n}" for n in range(people)]
    jobs = [{"do": "code", "path": served, "with": {"who": who, "acts": 3}} for who in names]
    assert workshop.do(*jobs) == [[["1", "2", "3"], 0]] * people
    assert filled.codings().groupby("coder").size().to_dict() == dict.fromkeys(names, 3 * PER_ACT)
    journal = filled.journal()
    assert journal["id"].is_unique
    assert filled.check().empty


@postgres
def test_a_newer_schema_is_refused_and_an_older_one_lifted_when_told(address, book, root):
    engine = _schema_1(address, root)
    with pytest.raises(ProjectError, match=r"older version of qda \(schema 1, .*make a backup with `pg_dump`"):
        Store.open(address)
    with Store.open(address, migrate=True) as store:
        assert store.journal()["kind"].iloc[-1] == "migrate"
        assert store.check().empty
        assert len(store.codings())
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(ProjectError, match="newer version of qda"):
        Store.open(address)
    engine.dispose()


def _schema_1(address, root):
    """Put the file of schema 1 into a database, as that schema would have been there."""
    source = sa.create_engine(f"sqlite:///{root / 'tests/store/files/schema-1.qda'}")
    old = sa.MetaData()
    old.reflect(source)
    for table in old.tables.values():
        for column in table.columns:
            column.type = {sa.TEXT: sa.Text(collation="C"), sa.INTEGER: sa.BigInteger(), sa.REAL: sa.Double()}[type(column.type)]
    target = sa.create_engine(sa.make_url(address).set(drivername="postgresql+pg8000"))
    with source.connect() as read, target.begin() as write:
        old.create_all(write)
        write.exec_driver_sql("SET LOCAL session_replication_role = replica")  # an act is undone by a later one
        for table in old.sorted_tables:
            found = [dict(row) for row in read.execute(sa.select(table)).mappings()]
            if found:
                write.execute(sa.insert(table), found)
            if "n" in table.c:
                write.exec_driver_sql(f"SELECT setval('{table.name}_n_seq', {len(found) + 1000})")
        write.execute(sa.insert(old.tables["meta"]), [{"key": "schema", "value": "1"}, {"key": "sign", "value": "qda1"}])
    source.dispose()
    return target


@pytest.fixture
def own_server(root, book):
    """A server of this test's own, which may be crashed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = os.environ | {"QDA_POSTGRES_DIR": f"{tempfile.gettempdir()}/qda-crash-{port}", "QDA_POSTGRES_PORT": port}
    script = root / "tests" / "postgres.sh"

    def call(verb):
        return subprocess.run([script, verb], env=environment, capture_output=True, text=True, check=True).stdout

    started = call("start")
    yield started.partition("QDA_TEST_POSTGRES=")[2].split()[0], call
    call("stop")


@postgres
def test_a_server_that_crashes_in_the_middle_loses_nothing_acknowledged(own_server, book, root):
    address, call = own_server
    with Store.create(address, book=book) as store:
        store.add_documents([document()])
        with writer(address, root, "AB", 8) as first, writer(address, root, "CD", 8) as second:
            for process in (first, second):
                process.stdout.readline()
            call("restart")
            # read by the file that read the first line: it may hold more than that already
            said = {who: (p.stdout.read(), p.stderr.read()) for who, p in (("AB", first), ("CD", second))}
        counts = store.codings().groupby(["coder", "round"]).size()
        assert set(counts) == {PER_ACT}, "an act is there as a whole or not at all"
        for who, (out, err) in said.items():
            acknowledged = 1 + len(out.split())
            there = len(counts.loc[who])
            assert there >= acknowledged
            if acknowledged < 8:
                assert there == acknowledged, "what was said to have changed nothing did not"
                assert "nothing was changed, try again when it is back" in err
        assert store.check().empty
        store.add_codings(rows(coding(FIRST, round=99)), coder="EF")


@postgres
def test_commands_take_an_address_and_keep_its_password(path, address, book, monkeypatch, capsys):
    Store.create(path, book=book).close()

    def qda(*words):
        monkeypatch.setattr(sys, "argv", ["qda", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = "".join(capsys.readouterr())
        assert f":{sa.make_url(address).password}@" not in said
        return left.value.code or 0, said

    assert qda("copy", str(path), address) == (0, f"{shown(parse(address))}: copy of {path}\n")
    assert qda("check", address) == (0, f"{shown(parse(address))}: sound\n")
    assert qda("new", address, "--codebook", "integration")[0] == 1
    assert qda("merge", str(path), address, "--coder", "AB") == (
        1,
        f"qda: {shown(parse(address))}: lies on a server; `qda copy` makes a file of it that can be merged\n",
    )
