"""Skills England's standards feed (JSON, one version of one standard) -> the text of a ``standard.yaml``.

In the feed a KSB has no code: its code is its place in its list. Some texts repeat a code, and some repeat it wrongly;
texts are HTML, escaped once or twice; older standards have no lists at all, and options come in two shapes.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from touchstone.standards.write import Data, dump
from touchstone.standards.yaml_nodes import Problem, Problems

Json = dict[str, Any]

LISTS = {"K": ("knowledges", "knowledgeId"), "S": ("skills", "skillId"), "B": ("behaviours", "behaviourId")}
MAPPED = {"K": "mappedKnowledge", "S": "mappedSkills", "B": "mappedBehaviour"}
# D is the code of a duty: met once in the place of a KSB's.
_CODE = re.compile(r"([KSBD])\s?(\d{1,3})(?:\s*[:.)]\s*|\s+[–-]\s+|\s+)(?=\S)", re.IGNORECASE)
NO_TEXT = "(no text in the feed)"

_HEAD = """Made from the Skills England standards feed; the texts are verbatim but for markup and spaces.
Contains public sector information licensed under the Open Government Licence v3.0."""


@dataclass(frozen=True, slots=True)
class Imported:
    """``text`` is a whole ``standard.yaml``; ``warnings`` say what in the feed was odd and what was done with it."""

    reference: str
    version: str
    text: str
    warnings: tuple[str, ...]


def import_feed(text: str, file: str) -> Imported:
    """Raises ``Problems`` for what is no feed file."""
    return _Import(_parsed(text, file), file).result()


def clean(text: object) -> str:
    """The words of a text of the feed: unescaped, without tags, control characters and doubled spaces."""
    words = str(text or "")
    for _ in range(3):  # the feed escapes twice in places
        words = html.unescape(words)
    words = re.sub(r"</?[A-Za-z][^<>]*>", " ", words)
    kept = [_character(c) for c in words]
    return " ".join("".join(kept).split())


def _character(c: str) -> str:
    category = unicodedata.category(c)
    if category in ("Cf", "Cs", "Co", "Cn"):  # soft hyphens, half characters and the like
        return ""
    return " " if category[0] in "ZC" else c


def _parsed(text: str, file: str) -> Json:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise Problems([Problem(file, line, "", "is not JSON; give a file of the standards feed")]) from None
    if not isinstance(found, dict) or not isinstance(found.get("referenceNumber"), str):
        said = "is no standard of the feed: it should be an object with a referenceNumber"
        raise Problems([Problem(file, 0, "", said)])
    return found


class _Import:
    """One file on its way to YAML."""

    def __init__(self, feed: Json, file: str) -> None:
        self.feed = feed
        self.file = file
        self.warnings: list[str] = []
        self.code_of: dict[str, str] = {}  # the feed's id of a KSB -> its code

    def result(self) -> Imported:
        feed = self.feed
        version = clean(feed.get("versionNumber")) or clean(feed.get("version")) or "0.0"
        ksbs = self._ksbs()
        data: dict[str, Data] = {
            "reference": clean(feed["referenceNumber"]),
            "title": clean(feed.get("title")) or "not given",
            "level": self._number("level"),
            "route": clean(feed.get("route")) or "not given",
            "lars_code": self._number("larsCode"),
            "facts": self._facts(),
            "versions": [self._version(version)],
            "ksbs": [{"versions": [version], "texts": ksbs}],
        }
        duties = self._duties()
        if duties:
            data["duties"] = [{"text": duty["text"], "ksbs": duty["ksbs"]} for duty in duties]
        if options := self._options(duties):
            data["options"] = options
        return Imported(str(data["reference"]), version, dump(data, _HEAD), tuple(self.warnings))

    def _items(self, key: str) -> list[Json]:
        """The objects of a list of the feed; a list that is missing or null is empty."""
        found = self.feed.get(key) or []
        if not isinstance(found, list):
            raise Problems([Problem(self.file, 0, key, "should be a list")])
        return [item if isinstance(item, dict) else {"detail": item, "title": item} for item in found]

    def _number(self, key: str) -> str:
        found = self.feed.get(key)
        if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 10**9:
            return str(found)
        self.warnings.append(f"{key} is no whole number; 0 is written")
        return "0"

    def _version(self, version: str) -> dict[str, Data]:
        made: dict[str, Data] = {"version": version, "status": clean(self.feed.get("status")) or "not given"}
        for key, name in (("earliest_start", "earliestStartDate"), ("latest_start", "latestStartDate")):
            made[key] = self._date(name)
        if change := clean(self.feed.get("change")):
            made["change"] = change
        return made

    def _date(self, key: str) -> str:
        found = self.feed.get(key)
        if not found:
            return "none"
        if match := re.match(r"\d{4}-\d{2}-\d{2}(?=T|$)", str(found)):
            return match.group()
        self.warnings.append(f"{key} '{clean(found)[:40]}' is no date; none is written")
        return "none"

    def _facts(self) -> dict[str, Data]:
        provider = self.feed.get("eQAProvider")
        duration, funding = self.feed.get("typicalDuration"), self.feed.get("maxFunding")
        facts = {
            "overview": clean(self.feed.get("overviewOfRole")),
            "typical_duration": f"{duration} months" if duration else "",
            "maximum_funding": f"£{funding:,}" if isinstance(funding, int) and funding else "",
            "eqa_provider": clean(provider.get("providerName")) if isinstance(provider, dict) else "",
            "job_titles": ", ".join(clean(item["detail"]) for item in self._items("typicalJobTitles")),
        }
        return {key: value for key, value in facts.items() if value}

    def _ksbs(self) -> dict[str, Data]:
        texts: dict[str, Data] = {}
        for letter, (key, id_key) in LISTS.items():
            for number, item in enumerate(self._items(key), 1):
                code = f"{letter}{number}"
                texts[code] = self._without_code(clean(item.get("detail")), code)
                self.code_of[str(item.get(id_key))] = code
        return texts

    def _without_code(self, text: str, code: str) -> str:
        """The place decides; a code in the text is dropped, and told of where it says something else."""
        while match := _CODE.match(text):
            if match.group(1).upper() + match.group(2).lstrip("0") != code:
                self.warnings.append(
                    f"the text in the place of {code} begins with {match.group(0).strip()}; it is {code}"
                )
            text = text[match.end() :]
        if not text:
            self.warnings.append(f"{code} has no text")
        return text or NO_TEXT

    def _codes(self, mapping: Mapping[str, Any], where: str) -> list[str]:
        """The codes a duty or option maps to, in the order of the standard."""
        ids = [str(i) for key in MAPPED.values() for i in mapping.get(key) or []]
        unknown = [i for i in ids if i not in self.code_of]
        if unknown:
            self.warnings.append(f"{where} names {len(unknown)} KSB(s) that are not in the lists; left out")
        wanted = set(ids)
        return [code for i, code in self.code_of.items() if i in wanted]

    def _duties(self) -> list[dict[str, Any]]:
        duties = []
        for number, item in enumerate(self._items("duties"), 1):
            text = clean(item.get("dutyDetail"))
            if not text:
                self.warnings.append(f"duty {number} has no text")
            options = [str(option) for option in item.get("mappedOptions") or []]
            codes = self._codes(item, f"duty {number}")
            duties.append({"text": text or NO_TEXT, "ksbs": codes, "options": options})
        return duties

    def _options(self, duties: list[dict[str, Any]]) -> list[Data]:
        """Either a mapping by the option's title, or duties that belong to options."""
        by_title = {clean(item.get("coreOrOptionTitle")): item for item in self._items("optionsUnstructuredKsbMapping")}
        made: list[Data] = []
        names = set()
        for item in self._items("options"):
            name = clean(item.get("title")) or NO_TEXT
            names.add(name)
            if name in by_title:
                codes = self._codes(by_title[name], f"option {name}")
            else:
                codes = self._of_duties(str(item.get("optionId")), duties)
            option: dict[str, Data] = {"name": name, "ksbs": codes}
            if code := clean(item.get("occupationCode")):
                option["code"] = code
            made.append(option)
        for name in sorted(set(by_title) - names - {"Core", ""}):
            self.warnings.append(f"KSBs are mapped to the option '{name}', which the standard does not list; left out")
        return made

    def _of_duties(self, option_id: str, duties: list[dict[str, Any]]) -> list[str]:
        """What the option's duties ask and no core duty does."""
        core = {code for duty in duties if not duty["options"] for code in duty["ksbs"]}
        own = {code for duty in duties if option_id in duty["options"] for code in duty["ksbs"]}
        return [code for code in self.code_of.values() if code in own - core]
