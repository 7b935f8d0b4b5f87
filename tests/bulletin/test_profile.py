"""What staff wrote about the bulletin agrees with its text."""

from collections import Counter
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from bulletin.profile import load
from bulletin.quoting import is_verbatim

FOLDER = Path(__file__).parents[2] / "data/bulletin"


@pytest.fixture(scope="module")
def bulletin():
    return load(FOLDER)[0]


@pytest.fixture(scope="module")
def profile():
    return load(FOLDER)[1]


def test_the_profile_names_publisher_and_receiver(bulletin, profile):
    assert (profile.publisher, profile.receiver) == ("浙南产业集聚区党工委", "派驻纪检监察组")
    assert (profile.title, profile.year, bulletin.id) == (None, 2018, "zhenan-2018")


def test_a_profile_cannot_be_changed(profile):
    with pytest.raises(FrozenInstanceError):
        profile.title = "通报"


def test_every_published_contact_is_the_printed_one(bulletin, profile):
    printed = {(contact.kind, contact.value) for contact in bulletin.contacts}
    assert {(contact.kind, contact.published_value) for contact in profile.contacts} == printed


def test_no_contact_is_verified_and_the_address_is_disputed(profile):
    assert all(contact.verified_value is None and contact.verified_on is None for contact in profile.contacts)
    disputed = [contact.kind for contact in profile.contacts if contact.status == "disputed"]
    assert disputed == ["postal_address"]
    assert {contact.status for contact in profile.contacts} == {"unverified", "disputed"}


def test_every_contact_points_to_its_line(bulletin, profile):
    lines = bulletin.text.split("\n")
    assert all(contact.published_value in lines[contact.source_line - 1] for contact in profile.contacts)


def test_every_open_item_is_quoted_verbatim(bulletin, profile):
    assert len(profile.open_items) == 12
    wrong = [item for item in profile.open_items if not is_verbatim(bulletin.section(item.section), item.quote)]
    assert wrong == []


def test_every_place_stands_in_the_bulletin(bulletin, profile):
    for place in profile.places:
        assert any(name in bulletin.text for name in (place.name, *place.names)), place


def test_a_village_belongs_to_a_known_street_or_to_none_stated(profile):
    streets = {place.name for place in profile.places if place.kind == "street"}
    villages = {place.name: place.street for place in profile.places if place.kind == "village"}
    assert len(streets) == 4
    assert {name for name, street in villages.items() if street is None} == {"二甲村"}
    assert {street for street in villages.values() if street} <= streets


def test_an_alias_leads_to_one_name_that_is_no_alias(profile):
    assert profile.aliases["文教体工作局"] == "文教体局"
    assert profile.aliases["经开区"] == "浙南产业集聚区"
    assert not set(profile.aliases) & set(profile.aliases.values())
    assert "集团" not in profile.aliases


def test_every_item_has_a_lead_department(bulletin, profile):
    assert {lead.section for lead in profile.leads} == {item.label for item in bulletin.items}
    assert {lead.basis for lead in profile.leads} == {"S", "I", "N"}
    assert max(Counter((lead.section, lead.department) for lead in profile.leads).values()) == 1


def test_a_body_that_leads_because_it_is_stated_stands_in_the_bulletin(bulletin, profile):
    names = {name: {name} for name in {lead.department for lead in profile.leads}}
    for alias, name in profile.aliases.items():
        names.setdefault(name, {name}).add(alias)
    for place in profile.places:
        names.setdefault(place.name, {place.name}).update(place.names)
    stated = [lead for lead in profile.leads if lead.basis == "S"]
    assert all(any(name in bulletin.text for name in names[lead.department]) for lead in stated)


def test_line_ends_are_kept_so_that_offsets_hold(tmp_path, bulletin):
    (tmp_path / "bulletin.yml").write_bytes((FOLDER / "bulletin.yml").read_bytes())
    (tmp_path / "zhenan-2018.txt").write_bytes(bulletin.text.replace("\n", "\r\n").encode())
    windows, _ = load(tmp_path)
    item = windows.section("九(五)")
    assert "\r\n" in windows.text
    assert windows.text[item.start : item.end] == item.text == bulletin.section("九(五)").text


def test_a_place_that_the_bulletin_names_is_no_neighbour(bulletin, profile) -> None:
    words = "".join(section.text for section in bulletin.sections)
    assert {"厦门", "鼓浪屿", "宁波"} <= set(profile.neighbours)
    assert [name for name in profile.neighbours if name in words] == []
    assert len(set(profile.neighbours)) == len(profile.neighbours)
