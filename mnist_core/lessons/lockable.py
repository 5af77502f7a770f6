"""The controls that a lesson may lock or hide, by the key that the pages give them.

A key that ends in * stands for all that begin so. The pages are on another floor; a test holds
this list to them.
"""

CONTROLS = (
    # on every page
    *("network", "trained_by", "take_home"),
    # where a digit is chosen
    *("split", "kind", "digit", "previous", "next", "random", "drawing_instead"),
    # Dataset
    *("view", "grid", "numbers"),
    # Architecture and the editor of a network
    *("look", "experiment", "explorer", "start", "cascade", "explained", "all_to_0", "edit_*"),
    *("guess_edit_*", "guess_saliency_*", "open_layer_*", "try_*", "action_*", "maps_of_*"),
    # Training
    *("train_*", "compared", "transport_*", "topic", "dropout_again", "train_digits"),
    # Draw
    *("source", "pen", "several", "photo", "upload", "closer", "way", "without_each_step"),
    *("nudge_along", "nudge_reset", "find_flips", "coverage", "keep", "forget", "kept_label"),
    # Experiments
    *("part", "tune", "question", "search", "contest", "contest_entry", "set", "brought"),
    *("chosen_members", "against", "errors_shown", "transfer_start", "transfer_network"),
    # Evaluation
    *("other", "true", "read", "rates", "errors_only", "matrix", "score", "hard_kind", "judged"),
    *("compared_cell", "map_method", "map_dimensions", "map_open"),
    # Robustness
    *("robustness", "change", "every_place", "level_*", "dragged", "put_back", "lot"),
    # Export
    *("export_all", "export_int8_*", "format", "save_*"),
    # Claims
    *("claim_document", "claim_topic", "claims_shown", "skip_guesses", "open_*"),
)


def covers(controls: frozenset[str], key: str) -> bool:
    """Whether a control is among these, by its key or by what its key begins with."""
    return key in controls or any(it.endswith("*") and key.startswith(it[:-1]) for it in controls)
