"""A shipped network whose file was damaged: a sentence, and the others can be chosen."""

import shutil

from mnist_core.network import weights
from pages.ui import resources


def test_a_damaged_network_is_a_sentence_and_another_one_is_shown(app, tmp_path, monkeypatch):
    folder = tmp_path / "mnist_core" / "assets" / "weights"
    shutil.copytree(weights.SHIPPED, folder)
    (folder / "mlp.npz").write_bytes(b"x" + (folder / "mlp.npz").read_bytes()[1:])
    monkeypatch.setattr(weights, "SHIPPED", folder)
    resources.network.clear()
    at = app("status")
    at.selectbox(key="network").set_value("mlp").run()
    assert not at.exception
    assert "The shipped network mlp.npz is damaged" in at.error[0].value.replace("\\", "")
    at.selectbox(key="network").set_value("keras_cnn").run()
    assert not at.exception and not at.error
    assert [it.value for it in at.title] == ["Status"]
    assert set(resources.sound_networks()) == set(resources.SHIPPED_NETWORKS) - {"mlp"}
    for page, part in (("robustness", ""), ("evaluation", "Hardest"), ("draw", "")):
        at.query_params["part"] = part
        at.switch_page(f"pages/{page}.py").run()
        assert not at.exception and not at.error
