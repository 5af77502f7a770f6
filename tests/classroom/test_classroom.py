"""What a pupil may not, and what a class survives: real servers, every message made by hand."""

import json
import re
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from mnist_core.classroom.class_database import open_database
from mnist_core.classroom.pupil import returning_pupil
from mnist_core.classroom.wall import hang
from tests.browser.server import Server
from tests.classroom.member import RIGHT, TITLE, WRONG, add_lesson, member
from tests.search import postgres

pytestmark = pytest.mark.slow
SMALL = "tests.browser.small_app"
READING = re.compile(r"(?<=The network \*\*)[^.]+")  # on Home
STEP = "lesson=tests&step=2"
SCRIPT = "<script>alert(1)</script>"
COUNT = "Vote 1: "  # begins the description of a chart of counts
EXPLAINED = "checksum of its"  # in the explanation of the first lesson's first question


@pytest.fixture(scope="module")
def database():
    """One that two servers share: PostgreSQL where the machine has it, else a file."""
    with tempfile.TemporaryDirectory(prefix="pg") as name:  # short: it is a socket's path
        Path(name).chmod(0o755)
        if postgres.SERVERS:
            with postgres.postgres(Path(name)) as address:
                yield address
        else:
            yield f"sqlite:///{name}/classes.db"


@pytest.fixture(scope="module")
def start(database, tmp_path_factory):
    """Starts servers on that database, and fails on what they complain about."""
    servers = []

    def begin():
        folder = tmp_path_factory.mktemp("server")
        add_lesson(folder / "home")
        servers.append(Server(folder, program=SMALL, INSIDE_A_CNN_DATABASE=database))
        return servers[-1]

    yield begin
    for server in servers:
        server.stop()
    assert [line for server in servers for line in server.complaints()] == []


@pytest.fixture(scope="module")
def servers(start):
    return start(), start()


@pytest.fixture
def people(servers):
    """A teacher and a pupil on the first server, a pupil on the second; a vote is open."""
    with ExitStack() as stack:
        teacher = stack.enter_context(member(servers[0].url))
        teacher.press("open_class")
        code = teacher.code
        pupils = [stack.enter_context(member(server.url, f"class={code}")) for server in servers]
        for pupil in pupils:
            pupil.remember("class_typed", string_value=code.lower())
            pupil.press("join")
        teacher.choose("class_lesson", TITLE)
        teacher.press("open_vote")
        for pupil in pupils:
            pupil.look()
        yield teacher, *pupils


def test_a_pupil_neither_leads_nor_votes_twice_nor_puts_script_anywhere(people, servers):
    teacher, one, two = people
    for key in ("close_vote", "open_vote", "end_class", "class_next", "show_counts", "reveal"):
        if teacher.has(key):
            one.forge(teacher.id_of(key), trigger_value=True)
    one.forge(teacher.id_of("class_paused"), bool_value=True)
    teacher.look()
    assert "**0 of 2** have voted" in teacher.heard and "**Pause.**" not in two.look()
    assert "pupil" not in one.query, "who copies the address has no place of hers"
    for secret in (one.secret, "0" * 22, SCRIPT):
        with member(servers[0].url, f"teacher={secret}") as stranger:
            assert "opens no class" in stranger.heard and not stranger.has("close_vote")

    (right, within), (wrong, _) = (one.control(one.answers[it]) for it in (RIGHT, WRONG))
    one.forge(wrong, within, string_value=SCRIPT)  # no browser says that of a button
    assert "**0 of 2** have voted" in teacher.look()
    for button in (wrong, right, wrong):  # again, although all are locked by now
        one.forge(button, within, trigger_value=True)
    assert "**1 of 2** has voted" in teacher.look()
    teacher.press("close_vote")
    two.forge(*two.control(two.answers[RIGHT]), trigger_value=True)
    teacher.press("reveal")
    assert f"Vote 1: 1 for “{WRONG}”." in teacher.heard

    two.forge(*two.control("wall_label"), string_array_value={"data": [SCRIPT]})
    two.forge(*two.control("hang"), trigger_value=True)
    with member(servers[1].url) as stranger:
        stranger.remember("class_typed", string_value=SCRIPT)
        assert "six letters" in stranger.press("join")
    two.page.query += "&lesson=tests&step=1"
    assert "Your class votes on the question of this step" in two.reload()
    assert not two.has("lesson_tests_1_keras_cnn_skip"), "nobody reveals alone"
    for it in (teacher, one, two):
        assert SCRIPT not in it.heard


@pytest.fixture
def classes(database, monkeypatch):
    """What the servers share, opened here."""
    monkeypatch.setenv("INSIDE_A_CNN_DATABASE", database)
    opened = open_database()
    yield opened
    opened.engine.dispose()


def test_a_teacher_who_looks_at_the_wall_sees_what_is_hung(people, servers, classes):
    teacher, pupil, _ = people
    hangs = partial(hang, returning_pupil(classes, pupil.secret), np.eye(28))
    place = f"teacher={teacher.query['teacher']}&desk=Wall"
    with member(servers[1].url, place) as desk:
        assert "Nothing hangs here yet" in desk.heard
        for count in (1, 2):
            hangs(1)
            assert f"The last {count} of {count} pictures" in desk.look()
        assert "pictures on the wall" not in desk.look()  # which stays as it is


def test_a_lesson_with_two_votes_on_two_servers_one_killed_between_vote_and_reveal(
    people, servers, start
):
    teacher, here, there = people
    assert "Your answer is in" in here.vote(WRONG)
    assert "Your answer is in" in there.vote(RIGHT)
    assert "**2 of 2** have voted" in teacher.look()
    for it in people:  # nobody has a count or the answer
        assert COUNT not in it.heard and EXPLAINED not in it.heard
    teacher.press("close_vote")
    assert "50.0 % right" in teacher.heard and "neighbours" in teacher.heard
    for it in (here, there):
        assert "The vote is closed" in it.look()
        assert COUNT not in it.heard and EXPLAINED not in it.heard
    teacher.press("open_vote")
    for it in (here, there):
        assert "Vote 2" in it.look()
        it.vote(RIGHT)
    secret, place = teacher.query["teacher"], here.secret

    servers[0].process.kill()
    servers[0].process.wait()
    assert "Your answer is in" in there.reload(), "the other server goes on"
    again = start()
    with (
        member(again.url, f"teacher={secret}") as teacher,
        member(again.url, page="architecture") as here,
    ):
        here.tell_kept(place)
        assert "Your answer is in" in here.heard, "on whatever page"
        assert "**2 of 2** have voted" in teacher.look()
        teacher.press("close_vote")
        assert "100 % right" in teacher.heard
        teacher.press("show_counts")
        for it in (here, there):
            it.look()
            assert f"2 for “{RIGHT}”" in it.heard and EXPLAINED not in it.heard
        teacher.press("reveal")
        for it in (here, there):
            assert EXPLAINED in it.look() and "That is right" in it.answer
            assert f"1 for “{WRONG}”" in it.heard, "the first round too"


def test_what_a_step_locks_no_message_opens(servers):
    url = servers[1].url
    with member(url, "", "home") as free, member(url, STEP, "home") as pupil:
        assert free.id_of("random") not in pupil.heard, "what is hidden is never sent"
        [before] = set(READING.findall(pupil.heard))
        assert before.startswith("mlp") and before not in free.heard
        digit, within = pupil.control("digit")
        for query in ("", "&network=keras_cnn&digit=7"):  # by the control, and by the address
            pupil.page.query = STEP + query
            pupil.forge(pupil.id_of("network"), string_value="keras_cnn")
            assert set(READING.findall(pupil.answer)) == {before}
            pupil.forge(digit, within, double_value=7)
            pupil.forge(free.id_of("random"), within, trigger_value=True)
            assert set(READING.findall(pupil.answer)) == {before}
        assert READING.findall(pupil.reload()) == [before]
        pupil.press("lesson_close")
        pupil.say("network", string_value="keras_cnn")
        assert READING.search(pupil.answer)[0].startswith("keras_cnn"), "who closes it is free"


def test_nothing_but_a_cell_of_the_map_is_a_cell_that_was_pointed_at(servers):
    name = "lesson_tests_3_keras_cnn"
    with member(servers[1].url, "lesson=tests&step=3", "home") as pupil:
        for said in ("99,0", "0,-1", "0;0", SCRIPT, ["0,0"], None):
            pupil.say(f"{name}_cell", json_value=json.dumps({"cell": said}))
            assert "You answered" not in pupil.press(f"{name}_hand_in")
        pupil.say(f"{name}_cell", json_value=json.dumps({"cell": "0,25"}))
        assert "You answered row 0, column 25." in pupil.press(f"{name}_hand_in")
        assert SCRIPT not in pupil.heard
