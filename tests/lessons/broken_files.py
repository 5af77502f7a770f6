"""Lessons with one mistake each: what is wrong, where it stands, and how the sentence begins."""

WHOLE = """\
---
title: Where the weights are
goal: count the weights of a layer
---

## A small window
minutes: 4
view: architecture?look=Ledger&split=test&digit=3
lock: network, digit
hide: random
ask: layer_parameters layer=first
prompt: How many weights has the first layer?
hint: Count one kernel first.

The window slides. a < b & c > d, and *that* is no HTML.

## Another one

More text.
"""


def _with(line: int, text: str) -> bytes:
    """The whole lesson with another line in this place, counted from 1."""
    lines = WHOLE.split("\n")
    lines[line - 1] = text
    return "\n".join(lines).encode()


def _without(*lines: int) -> bytes:
    kept = [it for number, it in enumerate(WHOLE.split("\n"), 1) if number not in lines]
    return "\n".join(kept).encode()


BROKEN = {
    "an empty file": (b"", 1, "A lesson begins with a line “---”"),
    "no head": (_without(1, 2, 3, 4), 1, "A lesson begins with a line “---”"),
    "a head that nothing ends": (b"---\ntitle: x\ngoal: y\n", 1, "The head is not closed: end it"),
    "a head that a step ends": (_without(4), 5, "The head is not closed: put a line “---”"),
    "no title": (_without(2), 1, "Give the lesson a title"),
    "an empty title": (_with(2, "title:"), 2, "There is nothing after “title:”."),
    "two titles": (_with(3, "title: again\ngoal: x"), 3, "“title” is given a second time."),
    "no goal": (_without(3), 1, "Say what somebody can do afterwards"),
    "an unknown key in the head": (_with(3, "goal: x\nauthor: me"), 4, "There is no “author” here"),
    "a line without a key": (_with(3, "goal: x\njust words"), 4, "The head has lines such as"),
    "a key in capitals": (_with(3, "goal: x\nTitle: y"), 4, "The head has lines such as"),
    "no space after the colon": (_with(7, "minutes:4"), 7, "A step has lines such as"),
    "no step": (_without(*range(6, 20)), 5, "There is no step"),
    "text before the first step": (_with(5, "hello"), 5, "Text belongs to a step"),
    "a step without a title": (_with(6, "## "), 6, "A step begins with “## ” and its title."),
    "a heading too deep": (_with(6, "### Deep"), 6, "A step begins with “## ” and its title."),
    "a step without a space": (_with(6, "##Title"), 6, "A step begins with “## ” and its title."),
    "a step without text": (_with(19, ""), 17, "The step “Another one” has no text"),
    "text right below a step": (_with(18, "More\n"), 18, "A step has lines such as “minutes: …”"),
    "an unknown key in a step": (_with(7, "time: 4"), 7, "There is no “time” here: use minutes"),
    "minutes in words": (_with(7, "minutes: four"), 7, "Minutes are a whole number"),
    "no minutes at all": (_with(7, "minutes: 0"), 7, "Minutes are a whole number"),
    "minutes given twice": (_with(7, "minutes: 4\nminutes: 5"), 8, "“minutes” is given a second"),
    "a page there is not": (_with(8, "view: laboratory"), 8, "There is no page “laboratory”"),
    "a parameter of another page": (_with(8, "view: home?look=Ledger"), 8, "The page home has no"),
    "a tab there is not": (
        _with(8, "view: architecture?look=Inside"),
        8,
        "On the page architecture",
    ),
    "a network there is not": (_with(8, "view: home?network=resnet"), 8, "There is no network"),
    "a split there is not": (
        _with(8, "view: home?split=exam"),
        8,
        "On the page home, split is one",
    ),
    "a digit by its name": (_with(8, "view: home?digit=seven"), 8, "A digit is named by a whole"),
    "a parameter named twice": (
        _with(8, "view: home?digit=1&digit=2"),
        8,
        "The view names “digit”",
    ),
    "a parameter without a value": (_with(8, "view: home?digit"), 8, "This is no address"),
    "a claim there is not": (_with(8, "view: claims?claim=magic"), 8, "On the page claims, claim"),
    "a control there is not": (
        _with(9, "lock: network, volume"),
        9,
        "There is no control “volume”",
    ),
    "an empty name of a control": (_with(9, "lock: network,"), 9, "There is no control “”"),
    "a control to hide there is not": (_with(10, "hide: everything"), 10, "There is no control"),
    "a question there is not": (_with(11, "ask: meaning_of_life"), 11, "There is no question"),
    "an argument there is not": (
        _with(11, "ask: read_as colour=red"),
        11,
        "The question read_as has",
    ),
    "an argument without a value": (_with(11, "ask: read_as 7"), 11, "After the question come"),
    "an argument given twice": (
        _with(11, "ask: read_as digit=1 digit=2"),
        11,
        "The argument “digit”",
    ),
    "an argument out of bounds": (
        _with(11, "ask: loss_of percent=0"),
        11,
        "The argument percent is a",
    ),
    "an argument of other words": (
        _with(11, "ask: layer_parameters layer=second"),
        11,
        "The argument layer is one of first, largest, last",
    ),
    "a question without words": (_without(12), 11, "A question needs its words"),
    "words without a question": (_without(11), 11, "A prompt needs a line “ask: …”"),
    "a picture from elsewhere": (
        _with(15, "![x](https://x.example/y.png)"),
        15,
        "A lesson shows no",
    ),
    "a character that hides": (_with(15, "left \u202e right"), 15, "There is a character here"),
    "a byte that is no UTF-8": (
        _with(15, "Müller").replace(b"\xc3\xbc", b"\xfc"),
        15,
        "This is not",
    ),
    "an endless line": (_with(15, "x" * 2001), 15, "A line has at most 2,000 characters"),
    "an endless file": (_with(15, "x\n" * 60_000), 1, "The file has 120,"),
    "too many steps": (
        WHOLE.encode() + b"\n## More\n\nText\n" * 39,
        173,
        "A lesson has at most 40",
    ),
}
