"""What JavaScript alone can be held to: Node's own test runner, a test for each file of tests."""

import pytest

from tests.js.node import CHECKOUT, FOLDER, run


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.test.js")), ids=lambda path: path.stem)
def test_in_node(path):
    done = run("--test", str(path.relative_to(CHECKOUT)))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 0" not in done.stdout
