"""Links JavaScript modules into the one script that a Streamlit component takes.

Streamlit 1.67 takes a component's script as text, or as a file of an installed package; this
project runs from its checkout, without a build step. So a component's modules are put together
here: every module but the entry becomes a function, called once, that returns what it exports.

Modules say what they need in plain forms, each at the start of a line: `import { a, b } from
"./other.js"`, `export { a } from "./other.js"`, and `export` before a function, class or const.
"""

import re
from pathlib import Path

FROM = re.compile(r'^(import|export) \{([\w\s,]+)\} from "(\.[^"\n]+)"$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b(?! default ).*", re.MULTILINE)
DEFAULT = re.compile(r"^export default ", re.MULTILINE)


class LinkError(ValueError):
    """Modules that cannot be put together, with the reason in one sentence."""


def script(entry: Path) -> str:
    """The entry module and all that it imports, as one ES module with the entry's default export.

    LinkError if a file is missing, a name is imported that is not exported, modules import each
    other in a circle, or import or export take a form that this linker does not know.
    """
    linker = Linker()
    linker.add(entry.resolve(), ())
    return "\n".join(linker.parts)


class Linker:
    """Modules in the order in which they must run.

    Attributes
    ----------
    parts : the text of each, linked
    exported : what each module exports, by its file: the name, and what it stands for inside
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.exported: dict[Path, dict[str, str]] = {}

    def add(self, path: Path, importers: tuple[Path, ...]) -> None:
        """Add a module after all that it needs; `importers` leads from the entry to it."""
        if path in importers:
            way = " → ".join(it.name for it in (*importers[importers.index(path) :], path))
            raise LinkError(f"Modules import each other in a circle: {way}.")
        if path in self.exported:
            return
        if not path.is_file():
            by = f"{importers[-1].name} imports" if importers else "The entry is"
            raise LinkError(f"{by} {path.name}, and there is no such file.")
        text = path.read_text(encoding="utf-8")
        exported = {name: name for name in EXPORT.findall(text)}
        for form, names, address in FROM.findall(text):
            other = self._need(path, _names(names), path.parent / address, importers)
            if form == "export":
                exported |= {name: f"{other}.{name}" for name in _names(names)}
        self.exported[path] = exported
        self.parts.append(self._linked(path, text, entry=not importers))

    def _need(self, path: Path, names: list[str], other: Path, importers: tuple[Path, ...]) -> str:
        """Add another module, which has to export these names; the variable that holds them."""
        other = other.resolve()
        self.add(other, (*importers, path))
        if missing := [name for name in names if name not in self.exported[other]]:
            raise LinkError(
                f"{path.name} imports {', '.join(missing)} from {other.name}, which does not "
                "export it."
            )
        return self._variable(other)

    def _linked(self, path: Path, text: str, entry: bool) -> str:
        """A module's text with its imports taken from the modules before it."""

        def taken(found: re.Match[str]) -> str:
            other = self._variable((path.parent / found[3]).resolve())
            names = ", ".join(_names(found[2]))
            return f"const {{ {names} }} = {other}" if found[1] == "import" else ""

        text = EXPORT.sub("", FROM.sub(taken, text))
        if unknown := OTHER.search(text):
            raise LinkError(f"{path.name} has a form that cannot be linked: {unknown[0]}")
        if entry != bool(DEFAULT.search(text)):
            need = "needs a default export" if entry else "is no entry and has a default export"
            raise LinkError(f"{path.name} {need}.")
        if entry:
            return text
        exported = ", ".join(f"{name}: {it}" for name, it in self.exported[path].items())
        return f"const {self._variable(path)} = (() => {{\n{text}\nreturn {{ {exported} }}\n}})()\n"

    def _variable(self, path: Path) -> str:
        """A name that no module uses, for what a module returns."""
        return f"$module{list(self.exported).index(path)}_{path.stem}"


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]
