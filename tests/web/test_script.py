"""Modules put together for Streamlit: what runs, in which order, and what is refused."""

import json

import pytest

from mnist_core.web.script import LinkError, script
from tests.js.node import CHECKOUT, run

COMPONENTS = CHECKOUT / "pages" / "ui" / "components"
ENTRIES = sorted(
    path
    for path in COMPONENTS.rglob("*.js")
    if "export default" in path.read_text(encoding="utf-8")
)


def write(folder, **modules):
    """Modules by name, `entry` among them; the path of the entry."""
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "entry.js"


def default(folder, linked):
    """What the default export of a linked script returns, run in Node."""
    (folder / "linked.mjs").write_text(linked, encoding="utf-8")
    (folder / "run.mjs").write_text(
        'import it from "./linked.mjs"\nconsole.log(JSON.stringify(it()))\n', encoding="utf-8"
    )
    done = run(str(folder / "run.mjs"))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_modules_keep_their_own_names_and_run_once_in_order(tmp_path):
    entry = write(
        tmp_path,
        entry='import { one } from "./one.js"\nimport {\n  two,\n  both,\n} from "./two.js"\n'
        'const own = "entry"\nexport default function () {\n  return [own, one(), two, both]\n}\n',
        one='import { log } from "./log.js"\nconst own = "one"\nlog.push(own)\n'
        "export function one() {\n  return own\n}\n",
        two='import { log } from "./log.js"\nimport { one } from "./one.js"\n'
        'export { log } from "./log.js"\nconst own = one() + "two"\nlog.push("two")\n'
        "export const two = own\nexport const both = log\n",
        log="export const log = []\n",
    )
    assert default(tmp_path, script(entry)) == ["entry", "one", "onetwo", ["one", "two"]]


def test_a_name_that_is_passed_on_can_be_imported(tmp_path):
    entry = write(
        tmp_path,
        entry='import { made, Thing } from "./face.js"\n'
        "export default () => [made instanceof Thing, made.size]\n",
        face='export { made } from "./made.js"\nexport { Thing } from "./thing.js"\n',
        made='import { Thing } from "./thing.js"\nexport const made = new Thing()\n',
        thing="export class Thing {\n  size = 3\n}\n",
    )
    assert default(tmp_path, script(entry)) == [True, 3]


@pytest.mark.parametrize(
    ("modules", "reason"),
    [
        (
            {"entry": 'import { b } from "./a.js"\nexport default 1', "a": "export const a = 1"},
            "entry.js imports b from a.js, which does not export it.",
        ),
        (
            {"entry": 'import { a } from "./gone.js"\nexport default a'},
            "entry.js imports gone.js, and there is no such file.",
        ),
        (
            {
                "entry": 'import { a } from "./a.js"\nexport default a',
                "a": 'import { b } from "./b.js"\nexport const a = b',
                "b": 'import { a } from "./a.js"\nexport const b = a',
            },
            "Modules import each other in a circle: a.js → b.js → a.js.",
        ),
        ({"entry": "export const a = 1"}, "entry.js needs a default export."),
        (
            {
                "entry": 'import { a } from "./a.js"\nexport default a',
                "a": "export const a = 1\nexport default a",
            },
            "a.js is no entry and has a default export.",
        ),
        (
            {"entry": 'import a from "./a.js"\nexport default a'},
            'entry.js has a form that cannot be linked: import a from "./a.js"',
        ),
        (
            {
                "entry": 'import { a as b } from "./a.js"\nexport default b',
                "a": "export const a = 1",
            },
            "entry.js imports a as b from a.js, which does not export it.",
        ),
        (
            {"entry": "export let a = 1\nexport default a"},
            "entry.js has a form that cannot be linked: export let a = 1",
        ),
    ],
)
def test_what_cannot_be_linked_is_refused_in_a_sentence(tmp_path, modules, reason):
    with pytest.raises(LinkError) as refused:
        script(write(tmp_path, **modules))
    assert str(refused.value) == reason


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.stem)
def test_the_script_of_every_component_is_one_module(tmp_path, entry):
    (tmp_path / "linked.mjs").write_text(script(entry), encoding="utf-8")
    check = run("--check", str(tmp_path / "linked.mjs"))
    assert check.returncode == 0, check.stderr


def test_every_module_belongs_to_a_component_and_the_network_stands_alone():
    used = "".join(script(entry) for entry in ENTRIES)
    for path in COMPONENTS.rglob("*.js"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first in used or path.name == "message.js", f"{path} is not used"
    for path in (COMPONENTS / "network").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert "document" not in text and "explorer/" not in text
