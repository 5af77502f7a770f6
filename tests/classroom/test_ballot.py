"""Votes: one each, counted when closed, shown when the teacher says so, by conditional steps."""

import threading

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from mnist_core.classroom import ballot as votes
from mnist_core.classroom.ballot import current_ballot, open_ballot, revealed_key
from mnist_core.classroom.class_database import ClassError
from mnist_core.classroom.pace import go_to, pause
from mnist_core.classroom.pupil import join
from mnist_core.classroom.school_class import look, pulse
from mnist_core.classroom.tables import VOTES, State
from mnist_core.classroom.teacher import open_class
from mnist_core.classroom.vote import (
    Counts,
    advice,
    cast,
    own_vote,
    public_counts,
    teachers_counts,
)
from mnist_core.lessons.lesson import Key, Kind
from tests.classroom.conftest import KEY


@pytest.fixture
def teacher(database):
    teacher, _ = open_class(database)
    go_to(teacher, "pooling", 2)
    open_ballot(teacher, "pooling", 2, "How large is it after pooling?", KEY)
    return teacher


def pupils(teacher, count):
    code = look(teacher.database, teacher.room).code
    return [join(teacher.database, code)[0] for _ in range(count)]


def open_one(teacher):
    return current_ballot(teacher.database, teacher.room)


def test_a_vote_is_counted_when_it_is_closed_and_seen_when_the_teacher_shows_it(teacher):
    database, first = teacher.database, open_one(teacher)
    assert (first.round, first.state, first.votes) == (1, State.OPEN, 0)
    assert first.asked == Key(KEY.kind, "", "", options=KEY.options, facts=KEY.facts)
    answers = ("24 × 24", "24 × 24", "12 × 12", "6 × 6")
    for pupil, answer in zip(pupils(teacher, 4), answers, strict=True):
        cast(pupil, first, answer)
        assert own_vote(pupil, first) == answer
    assert open_one(teacher).votes == 4
    assert teachers_counts(teacher, first) == public_counts(database, first) == []
    assert votes.teachers_key(teacher, first) is revealed_key(database, first) is None

    votes.close(teacher, first.id)
    found = Counts(1, (("24 × 24", 2), ("12 × 12", 1), ("6 × 6", 1)))
    assert teachers_counts(teacher, first) == [found] and public_counts(database, first) == []
    assert votes.teachers_key(teacher, first) == KEY and revealed_key(database, first) is None

    votes.show_counts(teacher, first.id)
    assert public_counts(database, first) == [found] and revealed_key(database, first) is None
    votes.reveal(teacher, first.id)
    assert revealed_key(database, first) == KEY
    votes.close(teacher, first.id)
    assert open_one(teacher).state == State.REVEALED, "a vote never goes back"


def test_the_second_round_is_a_vote_of_its_own_and_both_are_seen_in_the_end(teacher):
    first, (one, two) = open_one(teacher), pupils(teacher, 2)
    cast(one, first, "24 × 24")
    with pytest.raises(ClassError, match="A vote is open: close it first"):
        open_ballot(teacher, "pooling", 2, "again", KEY)
    votes.close(teacher, first.id)
    open_ballot(teacher, "pooling", 2, "How large is it after pooling?", KEY)
    second = open_one(teacher)
    assert second.round == 2 and own_vote(one, second) is None
    cast(one, second, "12 × 12")
    cast(two, second, "12 × 12")
    votes.close(teacher, second.id)
    assert public_counts(teacher.database, second) == []
    votes.reveal(teacher, second.id)
    both = [Counts(1, (("24 × 24", 1),)), Counts(2, (("12 × 12", 2),))]
    assert public_counts(teacher.database, second) == both


def test_nobody_votes_twice_late_in_a_pause_in_another_class_or_with_what_is_no_answer(
    teacher, database
):
    ballot, (pupil, other) = open_one(teacher), pupils(teacher, 2)
    elsewhere, _ = open_class(database)
    stranger = join(database, look(database, elsewhere.room).code)[0]
    with pytest.raises(ClassError, match="is closed"):
        cast(stranger, ballot, "6 × 6")
    with pytest.raises(ClassError, match="no answer to the question"):
        cast(pupil, ballot, "<script>alert(1)</script>")
    cast(pupil, ballot, "6 × 6")
    with pytest.raises(ClassError, match="voted already"):
        cast(pupil, ballot, "12 × 12")
    again = insert(VOTES).values(ballot=ballot.id, pupil=pupil.id, answer="12 × 12")
    with database.engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(again)
    pause(teacher, True)
    with pytest.raises(ClassError, match="paused"):
        cast(other, ballot, "12 × 12")
    pause(teacher, False)
    votes.close(elsewhere, ballot.id)  # another class's teacher has no say
    votes.reveal(elsewhere, ballot.id)
    assert open_one(teacher).state == State.OPEN
    votes.close(teacher, ballot.id)
    assert teachers_counts(elsewhere, ballot) == []
    assert votes.teachers_key(elsewhere, ballot) is None
    with pytest.raises(ClassError, match="is closed"):
        cast(other, ballot, "12 × 12")
    assert teachers_counts(teacher, ballot) == [Counts(1, (("6 × 6", 1),))]


def test_going_on_closes_a_vote_that_is_open_and_a_stale_page_opens_none(teacher):
    ballot, (pupil,) = open_one(teacher), pupils(teacher, 1)
    go_to(teacher, "pooling", 2)
    assert open_one(teacher).state == State.OPEN, "the same step"
    go_to(teacher, "pooling", 3)
    assert open_one(teacher) is None
    with pytest.raises(ClassError, match="is closed"):
        cast(pupil, ballot, "6 × 6")
    with pytest.raises(ClassError, match="at another step by now"):
        open_ballot(teacher, "pooling", 2, "again", KEY)
    go_to(teacher, "pooling", 2)
    assert open_one(teacher).state == State.CLOSED


def test_of_many_threads_that_vote_for_one_pupil_one_succeeds(teacher):
    ballot, (pupil,) = open_one(teacher), pupils(teacher, 1)
    refused, start = [], threading.Barrier(8)

    def vote():
        start.wait()
        try:
            cast(pupil, ballot, "12 × 12")
        except ClassError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=vote) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7 and all("voted already" in it for it in refused)
    assert open_one(teacher).votes == 1


def test_a_vote_makes_the_teacher_look_and_a_step_of_it_everybody(teacher):
    ballot, (pupil,) = open_one(teacher), pupils(teacher, 1)
    before = pulse(teacher.database, teacher.room)
    cast(pupil, ballot, "6 × 6")
    voted = pulse(teacher.database, teacher.room)
    assert voted.version == before.version and voted.tally > before.tally
    votes.close(teacher, ballot.id)
    assert pulse(teacher.database, teacher.room).version > before.version


@pytest.mark.parametrize(
    ("kind", "shape", "answers", "others"),
    [
        (Kind.NUMBER, None, ("12", "-0.5", "1e3"), ("", "nan", "inf", "one", "1" * 40, "<b>")),
        (Kind.DIGIT, None, ("0", "9"), ("10", "-1", "x", "٣")),
        (Kind.DRAWING, None, ("7",), ("7 7", "drawing")),
        (Kind.CELL, (4, 6), ("0,0", "3,5"), ("4,0", "0,6", "-1,0", "1;2", "1,2,3")),
    ],
)
def test_what_can_be_an_answer(kind, shape, answers, others):
    asked = Key(kind, "", "", shape=shape)
    assert all(asked.allows(it) for it in answers)
    assert not any(asked.allows(it) for it in others)


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (0, 3, "hint"),
        (34, 66, "hint"),
        (35, 65, "neighbours"),
        (7, 3, "neighbours"),
        (71, 29, "on"),
    ],
)
def test_the_rule_of_35_and_70_percent(right, wrong, says):
    found = advice(Counts(1, (("12 × 12", right), ("6 × 6", wrong))), KEY)
    assert found.share == right / (right + wrong) and says in found.sentence
    assert advice(Counts(1, ()), KEY) is None
