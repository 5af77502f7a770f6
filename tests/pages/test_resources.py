"""What the sessions share: how the process computes once a page is painted."""

from threadpoolctl import threadpool_info


def test_numpy_computes_in_one_thread_once_a_page_is_painted(app) -> None:
    assert not app().exception
    pools = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    assert pools and set(pools) == {1}
