"""Plain data -> YAML text that ``yaml_nodes`` reads back the same: the same data always gives the same text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

Data = str | Sequence["Data"] | Mapping[str, "Data"]

WIDTH = 118
SHORT = 90  # what fits on a line in brackets


class _TextDumper(yaml.CSafeDumper):
    """Every scalar is text to our reader, so quotes are set only where YAML's own grammar needs them."""

    yaml_implicit_resolvers = {}

    def ignore_aliases(self, data: object) -> bool:
        return True  # the same list twice is written twice

    def represent_sequence(
        self, tag: str, sequence: Iterable[Any], flow_style: bool | None = None
    ) -> yaml.SequenceNode:
        node = super().represent_sequence(tag, sequence, flow_style=False)
        node.flow_style = _is_short(node.value)
        return node

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:
        node = super().represent_mapping(tag, mapping, flow_style=False)
        node.flow_style = _is_short([part for pair in node.value for part in pair])
        return node


def dump(data: Mapping[str, Data], head: str = "") -> str:
    """``head`` is put before it as a comment; blank lines part the longer sections."""
    comment = "".join(f"# {line}".rstrip() + "\n" for line in head.splitlines())
    text: str = yaml.dump(data, Dumper=_TextDumper, sort_keys=False, allow_unicode=True, width=WIDTH)
    sections = re.split(r"(?m)^(?=[^\s#-])", text)
    return comment + _spaced([section for section in sections if section])


def _is_short(parts: list[yaml.Node]) -> bool:
    if not all(isinstance(part, yaml.ScalarNode) for part in parts):
        return False
    return sum(len(part.value) + 2 for part in parts) < SHORT


def _spaced(sections: list[str]) -> str:
    """A blank line before and after what takes more than one line."""
    text = ""
    for i, section in enumerate(sections):
        if i and (section.count("\n") > 1 or sections[i - 1].count("\n") > 1):
            text += "\n"
        text += section
    return text
