"""Another office's matter is sent to the right door: the table of domain.md 3.4 as data."""

from datetime import date

import pytest
import yaml

from settings import ROOT

# what the citizen must be told, row by row; 12388 is this service's own line
ROWS = {
    "danger to life": ["110"],
    "fire, rescue": ["119"],
    "medical emergency": ["120"],
    "despair": ["12356"],
    "public service, noise, roads, schools, buses": ["12345"],
    "selection of cadres": ["12380"],
    "Party members, officials": ["{hotline}"],  # 12388, with the area code of bulletin.yml (commands/assembly.py)
    "police, procurators, judges, prison staff": ["12337", "12389"],
    "prosecution": ["12309"],
    "court": ["12368"],
    "legal aid": ["12348"],
    "labour dispute, wages": ["12333", "仲裁"],
    "consumer": ["12315"],
    "pollution": ["12345", "12369"],
    "land": ["12336"],
    "telecom fraud": ["96110", "110"],
    "already in litigation, arbitration, reconsideration": ["法院", "仲裁", "复议"],
    "petition in general": ["国家信访局", "信访局"],
}


def responses(group: str) -> dict[str, dict]:
    files = sorted((ROOT / "data" / "responses" / group).glob("*.yml"))
    found = [yaml.safe_load(file.read_text("utf-8"))["responses"] for file in files]
    return {name: variants[0] for rows in found for name, variants in rows.items()}


DOORS = responses("door")


@pytest.mark.parametrize("row", ROWS)
def test_every_row_of_the_table_has_an_answer(row):
    told = {**DOORS, **responses("service")}
    assert [name for name, answer in told.items() if all(word in answer["text"] for word in ROWS[row])]


@pytest.mark.parametrize("name", DOORS)
def test_a_door_has_a_channel_and_the_day_it_was_verified(name):
    metadata = DOORS[name]["metadata"]
    assert {"channel", "verified_on"} <= set(metadata)
    assert metadata["verified_on"] is None or isinstance(metadata["verified_on"], date)


@pytest.mark.parametrize("name", [name for name, answer in DOORS.items() if answer["metadata"]["channel"]])
def test_the_channel_of_a_door_is_told(name):
    assert DOORS[name]["metadata"]["channel"] in DOORS[name]["text"]


def test_a_door_of_the_table_names_its_source():
    sources = [answer["metadata"]["source"] for answer in DOORS.values() if "source" in answer["metadata"]]
    assert len(sources) >= 15
    assert all(source.startswith("domain.md 3.4") for source in sources)
