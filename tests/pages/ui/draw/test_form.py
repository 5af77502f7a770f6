"""Reading a form on Draw: an example, its read-out, what goes to a human, the CSV."""

import csv
import io
import re

import pytest
import streamlit as st

from mnist_core.data.drawing.forms import FORMS, fill_in
from mnist_core.data.embedded import held_out_digits
from tests.pages.answers import verdict


@pytest.mark.slow
def test_a_form_is_read_shared_with_a_human_and_taken_away(app, monkeypatch) -> None:
    offered = []
    offer = st.download_button

    def offered_to_take(label, data, *arguments, **named):
        offered.append(data)
        return offer(label, data, *arguments, **named)

    def table():
        """What the page offers last; what the sidebar does is made when it is asked for."""
        return [it for it in offered if isinstance(it, str)][-1]

    monkeypatch.setattr(st, "download_button", offered_to_take)
    at = app("draw")
    at.segmented_control(key="source").set_value("Form").run()
    assert not at.exception and not at.warning
    assert at.pills(key="form").options == [it.title for it in FORMS.values()]
    assert "several" not in [it.key for it in at.toggle]  # a form always has several

    for clicks, name in ((0, "postal_code"), (1, "table")):
        at.pills(key="form").set_value(name).run()
        for _ in range(clicks):
            at.button(key="form_other").click().run()
        written = fill_in(name, held_out_digits(), clicks).written
        assert not at.exception
        said = "\n".join(it.value for it in at.markdown)
        assert f"Written was **{' / '.join(written)}**" in said
        rows = list(csv.DictReader(io.StringIO(table())))
        assert [it.value for it in at.header][0] == "Reads " + " / ".join(
            "".join(row["answer"] or "?" for row in rows if row["line"] == str(line + 1))
            for line in range(len(written))
        )
        human = [row for row in rows if row["human"] == "yes"]
        assert f"looks at **{len(human)} of {len(rows)}**" in said
    assert verdict(at).startswith("Reads a")  # the digit that is opened

    fewer = re.search(r"looks at \*\*(\d+) of", said)
    at.select_slider(key="form_sure").set_value(99.9).run()
    more = re.search(r"looks at \*\*(\d+) of", "\n".join(it.value for it in at.markdown))
    assert int(more.group(1)) >= int(fewer.group(1))
