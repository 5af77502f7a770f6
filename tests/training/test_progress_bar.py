"""What the shell shows of a training: a bar on a terminal, plain lines anywhere else."""

import io

from mnist_core.training.progress_bar import ProgressBar
from mnist_core.training.run_protocol import BatchDone, EpochDone

BATCHES = [
    BatchDone(epoch, batch, 4, 0.5, 0.75, seconds=10 * (4 * (epoch - 1) + batch), rate=0.1)
    for epoch in (1, 2)
    for batch in (1, 2, 3, 4)
]
EPOCH = EpochDone(1, 0.5, 0.75, 0.25, 0.875, seconds=40.0)
LINE = "epoch 1: loss 0.5000, accuracy 75.00%, validation loss 0.2500, accuracy 87.50%\n"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_on_a_terminal_the_bar_grows_and_goes_before_the_line_of_an_epoch():
    lines, terminal = io.StringIO(), Terminal()
    bar = ProgressBar(2, lines, terminal)
    bar.say(BATCHES[3])
    half = terminal.getvalue()
    assert half == (
        "\repoch 1 of 2 [############............]  50%, loss 0.5000, accuracy 75.0%, "
        "about 40 s left\033[K"
    )
    bar.say(EPOCH)
    assert terminal.getvalue() == half + "\r\033[K"
    assert lines.getvalue() == LINE
    bar.say(BATCHES[7])
    assert "[" + "#" * 24 + "] 100%" in terminal.getvalue().removeprefix(half)


def test_it_is_drawn_a_few_times_a_second_whatever_the_pace():
    terminal = Terminal()
    bar = ProgressBar(1, io.StringIO(), terminal)
    for number in range(1, 1_000):
        bar.say(BatchDone(1, number, 1_000, 0.5, 0.75, seconds=1.0))
    assert 1 <= terminal.getvalue().count("\r") <= 20


def test_anywhere_else_there_are_plain_lines_only():
    lines, errors = io.StringIO(), io.StringIO()
    bar = ProgressBar(2, lines, errors)
    for event in (*BATCHES[:4], EPOCH):
        bar.say(event)
    bar.clear()
    assert (lines.getvalue(), errors.getvalue()) == (LINE, "")
