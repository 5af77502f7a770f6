"""Links that were sent once go on working: every address parameter, and the view that it opens."""

import pytest

from mnist_core.lessons.addresses import DIGIT, PAGES

TABS = {
    "dataset": (
        "view",
        ("Browse", "Counts", "Averages", "Preparation", "How they were made", "Source"),
    ),
    "architecture": (
        "look",
        ("Explorer", "Experiments", "Saliency", "Weights and work", "Ledger", "Keras code"),
    ),
    "evaluation": (
        "part",
        ("Figures", "Confusions", "Hardest", "Compare", "Calibration", "Map"),
    ),
    "experiments": (
        "part",
        ("Build", "Tune", "Contests", "Ensembles", "Transfer", "Other data"),
    ),
    "draw": (
        "closer",
        (
            *("Preparation", "What speaks for it", "Nudge it"),
            *("Refusing", "Every network", "My drawings"),
        ),
    ),
    "robustness": ("robustness", ("One digit", "Does the place matter?", "All digits")),
}
LINKS = [(page, {key: tab}) for page, (key, tabs) in TABS.items() for tab in tabs]
LINKS += [
    ("home", {"network": "classic_cnn", "split": "train", "digit": "17"}),
    ("dataset", {"split": "validation", "digit": "3"}),
    ("architecture", {"look": "Experiments", "experiment": "Change a filter"}),
    ("architecture", {"look": "Experiments", "experiment": "Disturb the digit"}),
    ("architecture", {"look": "Experiments", "experiment": "What excites a filter"}),
    ("evaluation", {"part": "Compare", "other": "mlp"}),
    ("evaluation", {"part": "Confusions", "true": "4", "read": "9"}),
    ("draw", {"network": "mlp"}),
    ("export", {"network": "mlp", "format": "ONNX"}),
    ("experiments", {"start": "lenet_5"}),
    ("status", {"network": "mlp"}),
]


OPENED_BELOW = {
    ("claims", "claim"),
    ("architecture", "edit"),
    ("architecture", "layer"),
    ("experiments", "edit"),  # the same network, on another page: test_builder
    ("training", "run"),  # of a run that has to be there first: test_training
}


@pytest.mark.parametrize(("page", "query"), LINKS, ids=str)
def test_a_link_opens_the_view_it_names(app, page: str, query: dict[str, str]) -> None:
    at = app(page, **query)
    assert not at.exception
    assert [warning.value for warning in at.warning] == []
    for name, value in query.items():
        assert str(at.session_state[name]) == value


def test_every_view_that_has_an_address_is_in_the_table() -> None:
    linked = {(page, name) for page, query in LINKS for name in query}
    tabs = {page: set(names) for page, (_, names) in TABS.items()}
    for page, parameters in PAGES.items():
        named = {(page, name) for name in parameters} - OPENED_BELOW
        assert {it for it in named if it[1] not in DIGIT} <= linked
        if page in TABS:
            assert set(parameters[TABS[page][0]]) == tabs[page]


def test_a_link_to_a_claim_opens_it(app) -> None:
    at = app("claims", claim="sharing")
    assert not at.exception
    assert at.session_state["open_claim"] == "sharing"


def test_a_link_carries_an_edited_network(app) -> None:
    at = app("architecture", look="Ledger", edit="c32x3_r_m2_f_d10_s")
    assert not at.exception
    assert not at.warning
    assert at.session_state["edit"] == "c32x3_r_m2_f_d10_s"
    assert "c32x3_r_m2_f_d10_s" in at.query_params["edit"]


def test_a_link_names_the_layer_that_the_explorer_opens(app) -> None:
    at = app("architecture", layer="pool1")
    assert not at.exception
    assert "pool1" in at.query_params["layer"]
