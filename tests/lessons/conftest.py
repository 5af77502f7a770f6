"""What the tests of lessons share: NumPy computes in the thread that asks, as in the app."""

from collections.abc import Iterator

import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(scope="package", autouse=True)
def one_thread() -> Iterator[None]:
    """Threads of its own would wait for each other in busy loops: three times the work."""
    with threadpool_limits(1, user_api="blas"):
        yield
