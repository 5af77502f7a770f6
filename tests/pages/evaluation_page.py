"""The Evaluation page as tests handle it."""

from pages.ui import resources

UNKNOWN = "not known"


def words(at) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


def components(at) -> set[str]:
    return {component.key for component in at.get("bidi_component")}


def found(id: str):
    return resources.evaluation(id, "test")
