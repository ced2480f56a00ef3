"""Reading YAML: every scalar is text until a type says otherwise, and whatever is wrong is told at its line."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.standards import yaml_nodes
from touchstone.standards.typed import Reader
from touchstone.standards.write import dump
from touchstone.standards.yaml_nodes import Problems, line_of, parse, plain, read_text


@dataclass(frozen=True)
class Lamp:
    name: str
    version: str
    oil: int
    lit: bool
    since: dt.date
    colour: Literal["red", "white"]
    keepers: tuple[str, ...] = ()
    most: int | None = None


LAMP = "{name: x, version: 1.10, oil: 5, lit: true, since: 2026-03-16, colour: red}"


def lamp(text: str) -> Lamp:
    return Reader("lamp.yaml").read(parse(text, "lamp.yaml"), Lamp)


def problems(text: str) -> list[str]:
    with pytest.raises(Problems) as caught:
        lamp(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_version_keeps_its_last_nought_and_a_time_its_colon() -> None:
    assert lamp(LAMP).version == "1.10"
    assert lamp(LAMP.replace("1.10", "12:30")).version == "12:30"
    assert lamp(LAMP.replace("1.10", "no")).version == "no"


def test_none_and_unset_are_no_figure() -> None:
    assert lamp(LAMP[:-1] + ", most: none}").most is None
    assert lamp(LAMP[:-1] + ", most: unset}").most is None
    assert lamp(LAMP[:-1] + ", most: 7}").most == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LAMP.replace("5", "five"), "lamp.yaml:1: oil: 'five' is not a whole number"),
        (LAMP.replace("5", "5.0"), "lamp.yaml:1: oil: '5.0' is not a whole number"),
        (LAMP.replace("5", "--5"), "lamp.yaml:1: oil: '--5' is not a whole number"),
        (LAMP.replace("5", "10000"), "lamp.yaml:1: oil: '10000' is beyond any figure of a plan"),
        (LAMP.replace("oil: 5", "oil: ٥"), "lamp.yaml:1: oil: '٥' is not a whole number"),
        (LAMP.replace("true", "yes"), "lamp.yaml:1: lit: 'yes' is not true or false"),
        (LAMP.replace("2026-03-16", "16/03/2026"), "lamp.yaml:1: since: '16/03/2026' is not a date like 2026-03-16"),
        (LAMP.replace("2026-03-16", "2026-02-30"), "lamp.yaml:1: since: '2026-02-30' is not a day of the calendar"),
        (LAMP.replace("2026-03-16", "2026-W10-1"), "lamp.yaml:1: since: '2026-W10-1' is not a date like 2026-03-16"),
        (LAMP.replace("red", "blue"), "lamp.yaml:1: colour: 'blue' is not one of red, white"),
        (LAMP.replace("red", "[red]"), "lamp.yaml:1: colour: should be one word, not a list or mapping"),
        (LAMP[:-1] + ", keepers: Ann}", "lamp.yaml:1: keepers: should be a list (lines starting with -, or [a, b])"),
        (LAMP[:-1] + ", coulor: red}", "lamp.yaml:1: coulor: is not known here; did you mean 'colour'?"),
        (LAMP.replace("oil: 5, ", ""), "lamp.yaml:1: 'oil' is missing; add it"),
        (LAMP.replace("name: x", "name: "), "lamp.yaml:1: name: has no value; give a text or remove the key"),
        (LAMP[:-1] + ", oil: 6}", "lamp.yaml:1: oil: is given twice (first on line 1); keep one"),
        (LAMP.replace("x", "&a x"), "lamp.yaml:1: name: sets an anchor (&…); write the value out where it is needed"),
        (LAMP.replace("5", "!!int 5"), "lamp.yaml:1: oil: has a tag (!…); remove it, types are known from the place"),
        ("- 1", "lamp.yaml:1: should be a mapping with name, version, oil, lit, since, colour, keepers, most"),
        ("", "lamp.yaml: is empty"),
        ("# nothing", "lamp.yaml: is empty"),
        ("a: [1", "lamp.yaml:1: is not valid YAML: did not find expected ',' or ']'; check indentation and quotes"),
        ("a: 1\n b: 2", "lamp.yaml:2: is not valid YAML: mapping values are not allowed in this context; check …"),
        ("a: 1\n---\nb: 2", "lamp.yaml:2: starts a second document; a file holds one (remove the ---)"),
        ("? [a]\n: 1", "lamp.yaml:1: has a list or mapping as a key; a key is one word"),
        ("a: *b", "lamp.yaml:1: a: uses the alias *b; write the value out in full"),
        ("a: \x07", "lamp.yaml: is not valid YAML: control characters are not allowed"),
        ("[" * 5000, "lamp.yaml:1: is nested more than 30 levels deep"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_how_to_put_it_right(text: str, expected: str) -> None:
    assert expected.replace("check …", "check indentation and quotes") in problems(text)


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = problems("name: x\noil: five\nlit: perhaps\nsince: soon\ncolour: grey\nversion: 1.0\nwick: long\n")
    assert [line.split(": ")[0] for line in found] == [f"lamp.yaml:{n}" for n in (2, 3, 4, 5, 7)]


def test_a_bomb_of_aliases_does_not_grow() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(50))
    with pytest.raises(Problems, match="uses the alias"):
        parse(bomb, "bomb.yaml")


def test_a_file_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: 1\n" * 2_000_000)
    with pytest.raises(Problems, match="is larger than 1,000,000 bytes"):
        read_text(path, "large.yaml")
    with pytest.raises(Problems, match="is larger than"):
        parse("a" * 1_000_001, "large.yaml")


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(Problems, match=r"absent.yaml: cannot be read: no such file or directory"):
        read_text(tmp_path / "absent.yaml", "absent.yaml")
    with pytest.raises(Problems, match="cannot be read: is a directory"):
        read_text(tmp_path, "folder")
    (tmp_path / "latin.yaml").write_bytes("name: x\ntown: Caf\xe9\n".encode("latin-1"))
    with pytest.raises(Problems, match=r"latin.yaml:2: is not UTF-8 text; save it as UTF-8"):
        read_text(tmp_path / "latin.yaml", "latin.yaml")


def test_facts_carry_their_own_types() -> None:
    facts = "{a: true, b: 12, c: 1.5, d: '12', e: null, f: 2026-03-02, g: yes, h: [~, -3], i: 12:30, j: }"
    assert yaml_nodes.value(parse(facts, "f")) == {
        "a": True,
        "b": 12,
        "c": 1.5,
        "d": "12",
        "e": None,
        "f": "2026-03-02",
        "g": "yes",
        "h": [None, -3],
        "i": "12:30",
        "j": None,
    }


def test_a_path_leads_to_its_line_or_as_near_as_there_is() -> None:
    node = parse("- id: a\n  facts:\n    items:\n      - {id: 1}\n      - id: 2\n        type: x\n", "f")
    assert line_of(node, (1, "facts", "items", 2, "type")) == 6
    assert line_of(node, (1, "facts", "items", 2, "missing")) == 5
    assert line_of(node, (1, "facts", "items", 9)) == 3
    assert line_of(node, (2,)) == 1


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=40)
keys = words.filter(lambda word: word.strip() == word and word != "")
plain_data = st.recursive(words, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4))


@given(st.dictionaries(keys, plain_data, min_size=1, max_size=5))
def test_what_is_written_is_read_back_the_same(data: dict[str, yaml_nodes.Plain]) -> None:
    assert plain(parse(dump(data, "A head\nof two lines"), "f")) == data


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_and_never_more_than_that(text: str) -> None:
    told: tuple[yaml_nodes.Problem, ...] = ()
    try:
        parse(text, "f")
    except Problems as error:
        told = error.problems
    assert all(str(problem).startswith("f") for problem in told)
