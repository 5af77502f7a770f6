"""Where a module is tested: the tests' tree mirrors the project's.

What `mnist_core/data/splits.py` does is shown in `tests/data/test_splits.py`, and what is under
`pages/` in `tests/pages/`. Where a file of that name would show less than one that walks through
several modules, this is the one of the room (`tests/classroom/test_classroom.py`), of the page, or
one in the same folder that imports the module. What none of these finds is named here.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

WALKS = ("tests/browser/", "tests/js/", "tests/hostile/", "tests/benchmarks/")
"""Tests that are sorted by what they drive, and not by what they show."""
SHOWN_BY = {
    "dashboard.py": "tests/pages/ui/test_frame.py",
    "mnist_core/__main__.py": "tests/test_main.py",
    "mnist_core/sqlite_file.py": "tests/search/test_storage.py",
    "mnist_core/stand_in.py": "tests/pages/ui/test_home_notice.py",
    "mnist_core/data/pixels.py": "tests/data/test_keras_file.py",
    "mnist_core/data/drawing/litter.py": "tests/data/drawing/test_photographs.py",
    "mnist_core/data/imported/commands.py": "tests/data/imported/test_imported_set.py",
    "mnist_core/data/imported/csv_table.py": "tests/data/imported/test_brought_files.py",
    "mnist_core/data/imported/idx_files.py": "tests/data/imported/test_brought_files.py",
    "mnist_core/data/imported/npz_layouts.py": "tests/data/imported/test_brought_files.py",
    "mnist_core/data/imported/picture_folders.py": "tests/data/imported/test_brought_files.py",
    "mnist_core/figures/transfer_curves.py": (
        "tests/pages/ui/experiments/test_transfer_learning.py"
    ),
    "mnist_core/figures/unchecked.py": "tests/pages/test_unchecked.py",
    "mnist_core/lessons/addresses.py": "tests/pages/test_lessons.py",
    "mnist_core/lessons/first_guess.py": "tests/pages/ui/test_guess.py",
    "mnist_core/lessons/lockable.py": "tests/pages/test_lessons.py",
    "mnist_core/lessons/step_settings.py": "tests/lessons/test_lesson_file.py",
    "mnist_core/lessons/claims/": "tests/lessons/claims/test_register.py",
    "mnist_core/network/keras_allowed.py": "tests/network/test_opened_file.py",
    "mnist_core/network/keras_config.py": "tests/network/test_opened_file.py",
    "mnist_core/network/keras_weights.py": "tests/network/test_opened_file.py",
    "mnist_core/network/setting.py": "tests/network/test_recipe.py",
    "mnist_core/network/wiring.py": "tests/network/test_forward.py",
    "mnist_core/search/queued_trials.py": "tests/search/test_keeper.py",
    "mnist_core/search/samplers.py": "tests/search/test_study.py",
    "mnist_core/service/": "tests/service/test_serving.py",
    "mnist_core/training/keras_setup.py": "tests/training/test_keras_trainer.py",
    "mnist_core/training/lifeline.py": "tests/training/test_queue.py",
    "mnist_core/training/recorder.py": "tests/training/test_run_training.py",
    "mnist_core/training/worker.py": "tests/training/test_queue.py",
    "mnist_core/training/script_template.py": "tests/training/test_keras_script.py",
    "mnist_core/web/lesson_commands.py": "tests/web/test_lesson_sheet.py",
    "mnist_core/web/packed_network.py": "tests/editing/test_built_networks.py",
    "mnist_core/web/page_style.py": "tests/web/test_lesson_sheet.py",
    "mnist_core/web/wall_sheet.py": "tests/classroom/test_wall.py",
    "pages/ui/class_address.py": "tests/pages/test_classroom.py",
    "pages/ui/class_watch.py": "tests/pages/test_classroom.py",
    "pages/ui/gallery.py": "tests/pages/ui/evaluation/test_confusions.py",
    "pages/ui/learnt_digits.py": "tests/pages/ui/experiments/test_other_data.py",
    "pages/ui/page_request.py": "tests/pages/test_lessons.py",
    "pages/ui/refusal.py": "tests/pages/test_training.py",
    "pages/ui/components/appearance/": "tests/browser/test_pages.py",
    "pages/ui/components/browser/": "tests/pages/ui/test_guess.py",
    "pages/ui/components/cells/": "tests/pages/test_lessons.py",
    "pages/ui/components/cookies/": "tests/pages/test_draw.py",
    "pages/ui/components/digit_map/": "tests/browser/test_evaluation.py",
    "pages/ui/components/explorer/": "tests/browser/test_explorer.py",
    "pages/ui/components/matrix/": "tests/browser/test_evaluation.py",
    "pages/ui/components/reading/": "tests/browser/test_pad.py",
    "pages/ui/components/stage_strip/": "tests/pages/test_draw.py",
    "pages/ui/components/tiles/": "tests/browser/test_evaluation.py",
    "pages/ui/editor/": "tests/pages/ui/experiments/test_builder.py",
    "pages/ui/resources/brought.py": "tests/pages/test_draw.py",
    "pages/ui/resources/brought_sets.py": "tests/pages/ui/experiments/test_other_data.py",
    "pages/ui/resources/classes.py": "tests/pages/test_classroom.py",
    "pages/ui/resources/digit_sets.py": "tests/pages/ui/test_first_page.py",
    "pages/ui/resources/embeddings.py": "tests/pages/test_evaluation.py",
    "pages/ui/resources/evaluations.py": "tests/pages/test_evaluation.py",
    "pages/ui/resources/exports.py": "tests/pages/test_export.py",
    "pages/ui/resources/interpretations.py": "tests/pages/ui/architecture/test_trials.py",
    "pages/ui/resources/made.py": "tests/pages/test_architecture.py",
    "pages/ui/resources/networks.py": "tests/pages/test_damaged_network.py",
    "pages/ui/resources/perturbed.py": "tests/pages/test_robustness.py",
    "pages/ui/resources/searches.py": "tests/pages/ui/experiments/test_search_view.py",
    "pages/ui/resources/trainings.py": "tests/pages/test_training.py",
}
"""Modules, or rooms with a slash behind, that a test in another place shows."""
ACROSS = {
    "tests/test_benchmarks.py": "the benchmarks can be started",
    "tests/test_faults.py": "the table of faults, each with its test",
    "tests/test_hosting.py": "behind nginx, with the files in deploy/",
    "tests/test_house.py": "the tree itself",
    "tests/test_image.py": "the Dockerfile's steps",
    "tests/test_laws.py": "the laws of docs/design.md",
    "tests/test_main.py": "the command line, whose file is called __main__",
    "tests/test_predict.py": "a command, in its own file for length",
    "tests/test_readme.py": "what the README says",
    "tests/data/drawing/test_photographs.py": "from a photograph to a digit, through the room",
    "tests/data/imported/test_hostile.py": "files that are no digits, through the room",
    "tests/editing/test_built_networks.py": "one network in NumPy, JavaScript and Keras",
    "tests/network/test_opened_keras.py": "what Keras itself saves, beside hostile files",
    "tests/pages/test_damaged_network.py": "a shipped file that is damaged, on the pages",
    "tests/pages/test_links.py": "addresses that worked keep working",
    "tests/pages/test_odd_digits.py": "other digits than MNIST's, on the pages",
    "tests/pages/test_open_file.py": "a network from a file, on the pages",
    "tests/pages/test_unchecked.py": "charts of pages, with Plotly's checks and without",
    "tests/training/test_run_digits.py": "a run and the digits that were in use",
}
"""Tests that stand for no single module, and what they show."""


def places(module: str) -> Iterator[str]:
    """Where a module may be tested, by its name, its room's or its page's."""
    path = PurePosixPath(module.removeprefix("mnist_core/"))
    home = PurePosixPath("tests", path.parent)
    yield f"{home}/test_{path.stem}.py"
    yield f"{home}/test_{home.name}.py"
    yield f"{home.parent}/test_{home.name}.py"
    if module.startswith("pages/ui/") and len(path.parts) == 4:
        yield f"tests/pages/test_{path.parent.name}.py"


def named_elsewhere(module: str) -> str | None:
    """The test that SHOWN_BY names for a module; None where it names none."""
    return next((shown for part, shown in SHOWN_BY.items() if module.startswith(part)), None)


def imported_beside(module: str, checkout: Path) -> bool:
    """Whether a test in the folder that mirrors a module's imports it."""
    path = PurePosixPath(module)
    package, name = ".".join(path.parent.parts), path.stem
    wanted = re.compile(rf"from {package}(\.{name} import| import (\([^)]*|[^\n]*)\b{name}\b)")
    room = checkout / "tests" / str(path.parent).removeprefix("mnist_core/")
    return any(wanted.search(test.read_text("utf-8")) for test in room.glob("test_*.py"))
