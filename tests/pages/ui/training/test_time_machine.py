"""The time machine: what a network read at every moment that was kept of its training."""

import numpy as np
import pytest

from mnist_core.data.drawing import prepare_strokes
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.training import checkpoints, keras_trainer
from pages.ui import controls, resources
from pages.ui.components.pad import pad
from tests.pages.training_page import finished


@pytest.mark.trainer
def test_the_time_machine_shows_what_keras_computes_from_the_stored_weights(app):
    run = finished(ARCHITECTURES["keras_cnn"], None, epochs=2, batch_size=64)
    at = app("training", run=run.id)
    assert not at.exception
    slider = next(box for box in at.select_slider if box.key.startswith("moment"))
    moments = checkpoints.kept(run.path)
    assert slider.options == [f"{batches:,}" for batches in moments]
    validation = resources.split("validation")
    model = keras_trainer.build_model(ARCHITECTURES["keras_cnn"])
    for batches in np.random.default_rng(0).choice(moments, 4, replace=False).tolist():
        slider = next(box for box in at.select_slider if box.key.startswith("moment"))
        slider.set_value(batches).run()
        assert not at.exception
        keras_trainer.set_weights(
            model, Network.load(checkpoints.checkpoint_path(run.path, batches)).weights
        )
        x = validation.images[..., None] / np.float32(255)
        right = np.asarray(model(x)).argmax(axis=1) == validation.labels
        shown = f"{controls.percent(right.mean())} of {len(validation):,} validation digits"
        assert any(shown in m.value for m in at.markdown), shown


@pytest.mark.slow
def test_my_drawing_is_read_at_every_moment(app, monkeypatch):
    stroke = np.array([[10.0, 10.0], [60.0, 10.0], [30.0, 90.0]])
    monkeypatch.setattr(pad, "pad", lambda *_: pad.Drawing((stroke,), None))
    run = finished(epochs=1, batch_size=64)
    at = app("draw")
    at.query_params["run"] = run.id
    at.switch_page("pages/training.py").run()
    at.run()
    next(box for box in at.toggle if box.key == "drawing_instead").set_value(True).run()
    assert not at.exception
    digit = prepare_strokes([stroke]).digit
    expected = Network.load(run.weights_path).predict(digit[np.newaxis])[0].argmax()
    assert any(m.value == f"**It reads a {expected}**." for m in at.markdown)
