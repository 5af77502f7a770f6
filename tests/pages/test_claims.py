"""The Claims page: guess and reveal for every claim, the score, the filters, links."""

import pytest

from mnist_core.lessons.claims.claim import FAILS, HOLDS, STORED
from mnist_core.lessons.claims.origin import origin_of
from mnist_core.lessons.claims.register import CLAIMS, TOPICS
from pages.ui import frame, resources
from pages.ui.claims import guessing
from pages.ui.guess import SKIP
from tests.pages.guesses import guess


def words(at) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


def keys(at) -> set[str]:
    return {button.key for button in at.button}


def labels(at) -> set[str]:
    return {button.label for button in at.button}


def listed(at) -> set[str]:
    """The claims that are offered, all topics opened."""
    for topic in TOPICS:
        at.session_state[guessing.TOPIC_OPEN + topic] = True
    at.run()
    return {key.removeprefix("open_") for key in keys(at) if key.startswith("open_")}


def test_only_the_topic_in_view_lists_its_claims(app) -> None:
    at = app("claims", claim="centring")
    topic = CLAIMS["centring"].topic
    offered = {key.removeprefix("open_") for key in keys(at) if key.startswith("open_")}
    assert offered == {id for id, it in CLAIMS.items() if it.topic == topic}
    assert listed(at) == set(CLAIMS)


def test_the_first_claim_is_on_screen_with_its_quote_and_no_verdict(app) -> None:
    at = app("claims")
    assert not at.exception
    assert "document 004, line 153" in words(at)
    assert {"True", "False", "It depends"} <= labels(at)
    assert f"**{len(CLAIMS)} claims**, none guessed yet" in words(at)
    assert not at.get("plotly_chart")
    assert listed(at) == set(CLAIMS)


@pytest.mark.slow
def test_guess_and_reveal_for_every_claim(app) -> None:
    """One session goes through all claims by Next, saying "False" to each."""
    at = app("claims")
    for number, claim in enumerate(CLAIMS.values(), start=1):
        assert "First a guess." in words(at), claim.id
        guess(at, guessing.GUESS, "False")
        assert not at.exception, claim.id
        finding = resources.claim_result(claim.id).finding
        text = words(at)
        assert finding.says in text and finding.instead in text
        right = "right" if finding.verdict == FAILS else "not quite"
        assert f"You guessed **False**: {right}. " in text
        charts = at.get("plotly_chart")
        assert len(charts) == (claim.chart is not None), claim.id
        assert not {"True", "False"} & labels(at)
        if claim.basis == STORED:
            assert origin_of(claim).sentence in text
        links = [link.proto.page for link in at.get("page_link")]
        assert links == [claim.page] * bool(claim.page), claim.id
        assert f" of {number}** right" in text
        at.button(key="next_claim").click().run()
    hits = sum(resources.claim_result(id).finding.verdict == FAILS for id in CLAIMS)
    assert f"**You: {hits} of {len(CLAIMS)}** right, 0 to go" in words(at)
    assert "document 004, line 153" in words(at)  # round the end, and still revealed
    at.button(key="start_over").click().run()
    assert "none guessed yet" in words(at) and "First a guess." in words(at)


@pytest.mark.slow
def test_skipping_the_guesses_opens_every_card_and_scores_nothing(app) -> None:
    at = app("claims", claim="flattened")
    at.toggle(key=SKIP).set_value(True).run()
    assert not at.exception
    assert "1,600 × 128 + 128 = 204,928" in words(at) and "You guessed" not in words(at)
    assert "none guessed yet" in words(at)
    assert len(at.get("plotly_chart")) == 1
    at.selectbox(key=guessing.SHOWN).set_value(HOLDS).run()
    assert listed(at) == {
        id for id in CLAIMS if resources.claim_result(id).finding.verdict == HOLDS
    }
    at.toggle(key=SKIP).set_value(False)
    at.selectbox(key=guessing.SHOWN).set_value("all").run()
    assert "First a guess." in words(at)


def test_a_link_opens_one_claim(app) -> None:
    at = app("claims", claim="centring")
    assert not at.exception and not at.warning
    assert "perfectly centered" in words(at)
    at.button(key="next_claim").click().run()
    ids = list(CLAIMS)
    assert at.query_params["claim"] in (["paper"], "paper")
    assert ids.index("paper") == ids.index("centring") + 1


@pytest.mark.parametrize("id", [id for id, claim in CLAIMS.items() if claim.page])
def test_every_claim_names_a_page_that_exists(id) -> None:
    assert (frame.FOLDER / f"{CLAIMS[id].page}.py").is_file()
    assert CLAIMS[id].page in {page.stem for page in frame.PAGES}


@pytest.mark.parametrize(
    "claim", ["nothing", "", "../../etc/passwd", "**x** $y$ `z` <script>", "a" * 5_000, "Flattened"]
)
def test_a_hostile_link_is_answered_in_one_sentence(app, claim: str) -> None:
    at = app("claims", claim=claim)
    assert not at.exception
    assert [it.value.startswith("There is no claim called") for it in at.warning] == [True]
    assert len(at.warning[0].value) < 500
    assert "document 004, line 153" in words(at)


def test_filters_by_document_and_topic(app) -> None:
    at = app("claims")
    at.selectbox(key=guessing.DOCUMENT).set_value("003").run()
    assert not at.exception
    assert {key for key in keys(at) if key.startswith("open_")} == {"open_accuracy-mlp"}
    assert "document 003, line 76" in words(at)  # the one in view is one of those listed
    at.selectbox(key=guessing.TOPIC).set_value("Shapes").run()
    assert at.info[0].value.startswith("No claim passes these filters")
    at.selectbox(key=guessing.DOCUMENT).set_value("all").run()
    assert "open_second-maps" in keys(at) and "open_balance" not in keys(at)


def test_still_to_guess_leaves_out_what_was_guessed(app) -> None:
    at = app("claims")
    guess(at, guessing.GUESS, "True")
    at.selectbox(key=guessing.SHOWN).set_value(guessing.TO_GUESS).run()
    assert not at.exception
    assert "open_first-maps" not in keys(at) and "open_second-maps" in keys(at)


def test_a_guess_stays_when_one_comes_back(app) -> None:
    at = app("claims", claim="flattened")
    guess(at, guessing.GUESS, "True")
    at.button(key="next_claim").click().run()
    at.button(key="previous_claim").click().run()
    assert "You guessed **True**: not quite." in words(at)
    assert "False" not in labels(at)
