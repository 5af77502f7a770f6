"""The small trainer with a long pause at every step: tests kill it between two epochs."""

import sys
import time

from mnist_core.training import worker
from tests.training import small_trainer

COMMAND = (sys.executable, "-m", "tests.search.patient_trainer")
STEP_SECONDS = 0.15


class PatientTrainer(small_trainer.Trainer):
    """The same, but for the pause."""

    def train_batch(self, digits, learning_rate=None, outliers=()):
        time.sleep(STEP_SECONDS)
        return super().train_batch(digits, learning_rate, outliers)


class Patient:
    """The backend of a process."""

    Trainer = PatientTrainer
    fastest_precision = staticmethod(small_trainer.fastest_precision)
    versions = staticmethod(small_trainer.versions)


if __name__ == "__main__":
    worker.NICENESS = 0  # tests wait for it, also where the machine has other work
    worker.main(Patient())
