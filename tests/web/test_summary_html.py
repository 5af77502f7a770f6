"""The summary as a table: every layer with its shape, cost and reach, and their sums."""

from html.parser import HTMLParser

from mnist_core.editing.presets import RESNET_STYLE
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Dense, Flatten, Softmax
from mnist_core.network.summary import summary
from mnist_core.web.summary_html import summary_html


class Cells(HTMLParser):
    """The text of every cell of a table, line by line, a space between its parts."""

    def __init__(self, html):
        super().__init__()
        self.lines = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.lines.append([])
        elif tag in ("th", "td"):
            self.lines[-1].append("")

    def handle_data(self, data):
        self.lines[-1][-1] = f"{self.lines[-1][-1]} {data}".strip()


def test_the_lines_of_the_keras_cnn():
    head, *lines, last = Cells(summary_html(ARCHITECTURES["keras_cnn"].rows)).lines
    assert head == ["Layer", "Output", "Parameters", "Work", "Sees"]
    assert lines[0] == [
        "conv1 Conv2D (filters 32, kernel size 3, strides 1, padding valid)",
        "26 × 26 × 32 28 − 3 + 1 = 26",
        "320 3 × 3 × 1 × 32 weights + 32 biases",
        "194,688 26 × 26 × 3 × 3 × 1 × 32",
        "3 × 3 pixels",
    ]
    assert lines[1] == ["relu1 ReLU", "26 × 26 × 32 same shape", "", "", "3 × 3 pixels"]
    assert len(lines) == len(ARCHITECTURES["keras_cnn"].layers)
    assert last == ["Together", "10 probabilities", "225,034", "2,631,040", ""]


def test_names_are_escaped():
    html = summary_html(summary([Flatten(), Dense(10, name="<b>&"), Softmax()]))
    assert "&lt;b&gt;&amp;" in html and "<b>&" not in html


def test_a_layer_that_names_others_says_so():
    _, *lines, _ = Cells(summary_html(RESNET_STYLE.rows)).lines
    (around,) = (line for line in lines if line[0].startswith("conv6 "))
    assert around[0].endswith("(filters 32, kernel size 1, strides 2, padding valid, reads relu3)")
    (sum_,) = (line for line in lines if line[0].startswith("add2 "))
    assert sum_ == [
        "add2 Add (source norm5)",
        "7 × 7 × 32 same shape; plus norm5, cell by cell",
        "",
        "",
        "24 × 24 pixels",  # of the way through; the way around sees 12 × 12
    ]
