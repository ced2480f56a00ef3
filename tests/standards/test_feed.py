"""The feed importer, run over real files of the standards feed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from touchstone.standards import catalogue
from touchstone.standards.check.folder import check_path
from touchstone.standards.feed import NO_TEXT, clean, import_feed
from touchstone.standards.model import Standard
from touchstone.standards.yaml_nodes import Problems

FEED = Path(__file__).parent / "feed"
FILES = sorted(FEED.glob("*.json"))
BESIDE = Path(__file__).parents[3] / "shared" / "standards-data"


def feed(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FEED / f"{name}.json").read_text("utf-8"))
    return found


def loaded(data: dict[str, Any], folder: Path) -> Standard:
    """The feed's data, imported, written, checked and read back."""
    made = import_feed(json.dumps(data), "feed.json")
    home = folder / f"{made.reference}-imported"
    home.mkdir()
    (home / "standard.yaml").write_text(made.text, "utf-8")
    assert check_path(home) == []
    return catalogue.of_folder(folder).standard(made.reference)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_becomes_a_standard_that_loads(path: Path, tmp_path: Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    standard = loaded(data, tmp_path)
    [version] = standard.versions
    ksbs = standard.ksbs[version.version]
    counts = {letter: len([k for k in ksbs if k.code[0] == letter]) for letter in "KSB"}
    assert counts == {"K": len(data["knowledges"]), "S": len(data["skills"]), "B": len(data["behaviours"])}
    assert len(standard.duties) == len(data["duties"])
    assert [option.name for option in standard.options] == [clean(option["title"]) for option in data["options"]]
    assert (standard.level, standard.lars_code) == (data["level"], data["larsCode"])
    assert all(ksb.text == clean(ksb.text) for ksb in ksbs)


def test_all_files_are_here() -> None:
    assert len(FILES) == 37


@pytest.mark.skipif(not BESIDE.is_dir(), reason="the feed's folder does not lie beside the repository")
def test_the_copies_are_the_files_they_were_copied_from() -> None:
    assert {path.name for path in BESIDE.glob("*.json")} == {path.name for path in FILES}
    for path in FILES:
        assert path.read_bytes() == (BESIDE / path.name).read_bytes()


@pytest.mark.parametrize(
    ("reference", "version"), [("ST0148", "1.0"), ("ST1379", "1.0"), ("ST1379", "1.1"), ("ST1379", "1.2")]
)
def test_our_standards_are_those_of_the_feed(reference: str, version: str, tmp_path: Path) -> None:
    ours, theirs = catalogue.standard(reference), loaded(feed(f"{reference}_{version}"), tmp_path)
    assert ours.ksbs[version] == theirs.ksbs[version]
    assert ours.duties == theirs.duties
    assert next(v for v in ours.versions if v.version == version) in theirs.versions
    assert (ours.title, ours.level, ours.route, ours.lars_code) == (
        theirs.title,
        theirs.level,
        theirs.route,
        theirs.lars_code,
    )


def test_a_repeated_code_is_dropped(tmp_path: Path) -> None:
    assert feed("ST0148_1.0")["knowledges"][0]["detail"].startswith("K1 Effective")
    first = loaded(feed("ST0148_1.0"), tmp_path).ksbs["1.0"][0]
    assert (first.code, first.text[:9]) == ("K1", "Effective")


def test_a_wrongly_repeated_code_gives_way_to_the_place_and_is_told_of() -> None:
    made = import_feed((FEED / "ST0764_1.0.json").read_text("utf-8"), "feed.json")
    assert [warning for warning in made.warnings if "K62" in warning] == [
        "the text in the place of K62 begins with D13; it is K62"
    ]
    assert "K62: first aid" in made.text


@pytest.mark.parametrize("text", ["K2 Tides", "k2: Tides", "K2. Tides", "K2 - Tides", "K 2 Tides", "K2: K2 Tides"])
def test_codes_are_dropped_however_they_are_written(text: str, tmp_path: Path) -> None:
    data = feed("ST1380_1.1") | {"knowledges": [{"knowledgeId": "x", "detail": text}], "duties": []}
    assert loaded(data, tmp_path).ksbs["1.1"][0].text == "Tides"


@pytest.mark.parametrize("text", ["B2B marketing", "K", "S3-storage of tides", "5 tides"])
def test_words_that_only_look_like_a_code_stay(text: str, tmp_path: Path) -> None:
    data = feed("ST1380_1.1") | {"knowledges": [{"knowledgeId": "x", "detail": text}], "duties": []}
    assert loaded(data, tmp_path).ksbs["1.1"][0].text == text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("&lt;p&gt;Light&#160;&amp;amp; oil&lt;br /&gt;lamps&lt;/p&gt;", "Light & oil lamps"),
        ("Tools & Equipment", "Tools & Equipment"),
        ("less < than > more", "less < than > more"),
        ("wood\u00adbased\u200b", "woodbased"),
        ("a\u00a0b\tc\r\nd\x00e", "a b c d e"),
        ("\ud800half", "half"),
        ("Llŷn 🔦 é", "Llŷn 🔦 é"),
        (None, ""),
    ],
)
def test_texts_lose_markup_and_control_characters_and_nothing_else(raw: str | None, words: str) -> None:
    assert clean(raw) == words


def test_options_come_from_a_mapping_by_title_or_from_duties(tmp_path: Path) -> None:
    by_title = loaded(feed("ST0477_1.0"), tmp_path)
    mapped = feed("ST0477_1.0")["optionsUnstructuredKsbMapping"][1]
    assert by_title.options[0].name == mapped["coreOrOptionTitle"] == "Research"
    keys = ("mappedKnowledge", "mappedSkills", "mappedBehaviour")
    assert len(by_title.options[0].ksbs) == sum(len(mapped[key]) for key in keys) > 0
    (tmp_path / "other").mkdir()
    by_duty = loaded(feed("ST0953_1.2"), tmp_path / "other")
    assert all(option.ksbs for option in by_duty.options)
    duties = zip(by_duty.duties, feed("ST0953_1.2")["duties"], strict=True)
    core = {code for duty, raw in duties if not raw["mappedOptions"] for code in duty.ksbs}
    assert not core & {code for option in by_duty.options for code in option.ksbs}


def test_an_unfinished_standard_has_no_dates_and_keeps_its_version(tmp_path: Path) -> None:
    standard = loaded(feed("ST1468_0.0"), tmp_path)
    [version] = standard.versions
    assert (version.version, version.earliest_start, version.latest_start) == ("0.0", None, None)
    assert standard.route == "not given"


@pytest.mark.parametrize(
    "change",
    [
        {"knowledges": None, "skills": None, "duties": None},
        {"knowledges": [{"detail": ""}], "duties": [{"dutyDetail": None}]},
        {"knowledges": ["a text alone"], "typicalJobTitles": ["x"], "options": [{"title": "A"}]},
        {"level": "three", "larsCode": None, "earliestStartDate": "soon"},
        {"versionNumber": "", "version": ""},
        {"title": "no", "route": "1.10", "status": "none"},
        {"title": "yes: no # 'quoted' \"twice\" {a} [b] *c &d !e | > % @ `f"},
    ],
)
def test_odd_feed_files_still_make_a_standard_that_loads(change: dict[str, Any], tmp_path: Path) -> None:
    standard = loaded(feed("ST1380_1.1") | change, tmp_path)
    assert standard.title == change.get("title", "Learning and skills assessor")
    assert all(ksb.text for ksbs in standard.ksbs.values() for ksb in ksbs)
    assert not any(duty.text != NO_TEXT for duty in standard.duties if change.get("duties"))


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", "[" * 100_000, '{"referenceNumber": 7}', "\x00"])
def test_what_is_no_feed_file_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(Problems) as caught:
        import_feed(text, "feed.json")
    assert str(caught.value).startswith("feed.json")
    assert "\n" not in str(caught.value)
