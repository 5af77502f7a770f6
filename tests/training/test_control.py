"""What is asked of a run, and files that say nothing sensible."""

import os

import pytest

from mnist_core.training.control import CONTROL, Control, ControlReader, read_control, write_control


@pytest.mark.parametrize("control", [Control(), Control(7), Control(None, True, 3.5, 0.1)])
def test_what_is_written_is_read(tmp_path, control):
    write_control(tmp_path, control)
    assert read_control(tmp_path) == control
    assert os.listdir(tmp_path) == [CONTROL]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "3", '{"until": "soon"}', '{"factor": 0}', "[" * 100_000]
)
def test_nonsense_asks_nothing(tmp_path, content):
    (tmp_path / CONTROL).write_text(content)
    assert read_control(tmp_path) == Control()


def test_how_far_a_run_may_go():
    assert Control().permits(10**9)
    assert Control(until=3).permits(2) and not Control(until=3).permits(3)
    assert not Control(stop=True).permits(0)


def test_the_reader_sees_every_change(tmp_path):
    reader = ControlReader(tmp_path)
    assert reader.read() == Control()
    for until in range(20):  # quick changes: the file is another one each time
        write_control(tmp_path, Control(until))
        assert reader.read() == Control(until)
