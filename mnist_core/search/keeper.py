"""The app's own work on searches: one thread each, which has the trials trained by the queue."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from mnist_core.home_folder import home_directory
from mnist_core.search.queued_trials import QueuedTrials
from mnist_core.search.search_plan import SearchPlan
from mnist_core.search.searcher import Searcher
from mnist_core.search.storage import SearchError, open_storage
from mnist_core.search.study import Search, ask_search, remove_search, search_names, wanted_by
from mnist_core.search.trial import TrialState
from mnist_core.training.queue import TrainingQueue
from mnist_core.training.run_folder import RunError
from mnist_core.training.runs import open_run


class Keeper:
    """Works on the searches that were begun in this app, also after it was started again.

    Parameters
    ----------
    queue : trains the runs
    available : number of training digits there are
    """

    def __init__(self, queue: TrainingQueue, available: int) -> None:
        self._queue, self._available = queue, available
        self._guard = threading.Lock()
        self._threads: dict[str, threading.Thread] = {}
        self._closed = threading.Event()
        self.storage = open_storage()

    @property
    def id(self) -> str:
        """Which app of which machine this is, so that those that share a storage tell apart."""
        return f"{socket.gethostname()}:{home_directory()}"

    def names(self) -> list[str]:
        """All searches, newest first."""
        return search_names(self.storage)

    def search(self, name: str) -> Search:
        """The search of this name; raises SearchError where there is none."""
        return Search(self.storage, name)

    def ask(self, name: str, plan: SearchPlan, question: str = "") -> Search:
        """Make a search and begin with it; raises SearchError where the name cannot be its."""
        search = ask_search(self.storage, name, plan, question)
        self.start(search)
        return search

    def remove(self, name: str) -> None:
        """Forget a search; raises SearchError while somebody trains one of its trials."""
        search = self.search(name)
        if self.works_on(name) or TrialState.TRAINING in search.unfinished():
            raise SearchError("Stop this search first, and wait until nothing of it is trained.")
        for trial in search.trials():
            if not trial.state.ended and trial.run:
                with suppress(RunError):  # of another home
                    open_run(trial.run).request_stop()  # else it would be paused for ever
        remove_search(self.storage, name)

    def start(self, search: Search) -> None:
        """Work on a search until it has ended or is stopped."""
        search.want(True, keeper=self.id)
        self._work_on(search)

    def tend(self) -> None:
        """Take up what was begun here and is wanted still: a thread died with its server."""
        for name in wanted_by(self.storage, self.id):
            search = self.search(name)
            if search.unfinished():
                self._work_on(search)

    def works_on(self, name: str) -> bool:
        """Whether a thread of this app works on a search now."""
        thread = self._threads.get(name)
        return thread is not None and thread.is_alive()

    def close(self) -> None:
        """Put everything aside."""
        self._closed.set()
        for thread in list(self._threads.values()):
            thread.join()

    def _work_on(self, search: Search) -> None:
        with self._guard:
            if not self.works_on(search.name):
                thread = threading.Thread(target=self._work, args=(search.name,), daemon=True)
                self._threads[search.name] = thread
                thread.start()

    def _work(self, name: str) -> None:
        trains = QueuedTrials(self._queue, self._available)
        worker = f"{socket.gethostname()}, this app"
        own = self.search(name)  # its sampler is this thread's alone
        Searcher(own, trains, worker, lambda: not self._closed.is_set()).work()
        self.storage.remove_session()
