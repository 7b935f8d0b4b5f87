"""What comes from Telegram, as the conversation reads it."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.messages import Attachment, Incoming
from bot.telegram_bot import TelegramChannel, to_incoming

PAYLOADS = Path(__file__).parents[3] / "shared" / "telegram_updates" / "nutgram"
FILES = sorted(PAYLOADS.glob("*.json"))
SILENT = {  # nobody said anything to us
    "business_message", "edited_business_message", "deleted_business_messages", "business_connection", "guest_message",
    "message_reaction", "message_reaction_count", "my_chat_member", "chat_member", "chat_join_request", "inline_query",
    "chosen_inline_result", "shipping_query", "pre_checkout_query", "successful_payment", "refunded_payment", "invoice",
    "paid_media_purchased", "subscription", "channel_post", "edited_channel_post", "poll", "poll_answer",
    "callback_query_without_message", "pinned_message", "web_app_data", "passport_data", "message_topic",
}  # fmt: skip

PERSON = {"id": 7, "is_bot": False, "first_name": "A"}
CHAT = {"id": 7, "type": "private", "first_name": "A"}
MESSAGE = {"message_id": 3, "date": 1700000000, "chat": CHAT, "from": PERSON}
GROUP = {"id": -100, "type": "supergroup", "title": "G"}
FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 10}
SMALL, LARGE = ({**FILE, "file_id": name, "width": side, "height": side} for name, side in (("s", 90), ("l", 900)))
VIDEO = {**FILE, "width": 1, "height": 1, "duration": 1, "length": 1}
PLACE = {"latitude": 28.0, "longitude": 120.5}
PRESS = {"id": "55", "from": PERSON, "chat_instance": "1", "data": "d1"}


def read(raw: dict[str, Any], username: str = "") -> Incoming | None:
    return to_incoming(Update.de_json({"update_id": 9, **raw}, None), username)


def said(**content: Any) -> Incoming:
    incoming = read({"message": MESSAGE | content})
    assert incoming
    return incoming


@pytest.fixture(scope="module")
def reader() -> TelegramChannel:
    return TelegramChannel("1:fake")


def test_a_text_keeps_its_words_and_has_a_key_of_its_own() -> None:
    incoming = said(text="海城违建拆了多少")
    assert (incoming.channel, incoming.address, incoming.key) == ("telegram", "7", "update:9")
    assert (incoming.text, incoming.message, incoming.attachments) == ("海城违建拆了多少", "3", ())


def test_a_command_loses_the_name_of_the_bot() -> None:
    assert said(text="/start@huiyin_bot 3").text == "/start 3"
    assert said(text="/start").text == "/start"


def test_words_that_only_look_like_a_command_are_kept_whole() -> None:
    assert said(text="/w@example.com 是他的邮箱").text == "/w@example.com 是他的邮箱"
    assert said(text="见 /start@huiyin_bot").text == "见 /start@huiyin_bot"


def test_of_a_photo_the_largest_size_is_taken_with_caption_and_album() -> None:
    incoming = said(photo=[LARGE, SMALL], caption="违建", media_group_id="g1")
    assert incoming.attachments == (Attachment("photo", "l", size=10),)
    assert (incoming.text, incoming.album) == ("违建", "g1")


@pytest.mark.parametrize(
    ("field", "kind"),
    [("video", "video"), ("video_note", "video"), ("animation", "video"), ("voice", "voice"), ("audio", "audio")],
)
def test_sound_and_film_are_files(field: str, kind: str) -> None:
    assert said(**{field: VIDEO}).attachments == (Attachment(kind, "f", size=10),)


def test_a_document_keeps_its_name() -> None:
    document = {**FILE, "file_name": "账.pdf"}
    assert said(document=document).attachments == (Attachment("document", "f", "账.pdf", 10),)


def test_an_animation_is_not_taken_for_the_document_that_comes_with_it() -> None:
    assert said(animation=VIDEO, document=FILE).attachments[0].kind == "video"


def test_a_location_is_a_place_and_a_venue_has_its_name_too() -> None:
    assert said(location=PLACE).attachments == (Attachment("location", place=(28.0, 120.5)),)
    venue = {"location": PLACE, "title": "菜场", "address": "一号"}
    assert said(location=PLACE, venue=venue).attachments[0].name == "菜场 一号"


def test_of_a_shared_contact_nothing_is_kept() -> None:
    incoming = said(contact={"phone_number": "10086", "first_name": "B", "vcard": "BEGIN"})
    assert incoming.attachments == (Attachment("unsupported", name="contact"),)
    assert "10086" not in repr(incoming)


def test_content_nobody_knows_yet_is_answered_as_unsupported() -> None:
    assert said(hologram={"depth": 3}).attachments == (Attachment("unsupported"),)
    assert said(dice={"emoji": "🎲", "value": 3}).attachments[0].name == "dice"


def test_each_edit_has_a_key_and_the_id_of_what_it_replaces() -> None:
    incoming = read({"edited_message": MESSAGE | {"text": "更正", "edit_date": 1700000060}})
    assert incoming and incoming.edited
    assert (incoming.key, incoming.message, incoming.text) == ("edit:7:3:1700000060", "3", "更正")


def test_a_live_location_that_moves_is_no_edit() -> None:
    assert read({"edited_message": MESSAGE | {"location": PLACE, "edit_date": 1700000060}}) is None


def test_a_press_brings_the_data_of_the_button_and_the_message_it_stands_under() -> None:
    incoming = read({"callback_query": PRESS | {"message": MESSAGE}})
    assert incoming == Incoming("telegram", "7", "callback:55", pressed="d1")


def test_a_press_under_a_message_too_old_to_show_counts() -> None:
    old = {"chat": CHAT, "message_id": 3, "date": 0}
    incoming = read({"callback_query": PRESS | {"message": old}})
    assert incoming and incoming.pressed == "d1"


@pytest.mark.parametrize("field", ["message", "channel_post"])
def test_in_a_group_only_a_command_is_heard_and_nothing_beside_it(field: str) -> None:
    group = MESSAGE | {"chat": GROUP}
    incoming = read({field: group | {"text": "/start@Huiyin_bot 我要举报"}}, "huiyin_bot")
    assert incoming and (incoming.channel, incoming.address, incoming.text) == ("telegram-group", "-100", "/start")
    assert read({field: group | {"text": "你们好"}}) is None
    assert read({field: group | {"text": "/start@other_bot"}}, "huiyin_bot") is None


@pytest.mark.skipif(not FILES, reason="the payloads of nutgram are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_kind_the_bot_api_sends_is_heard_or_ignored_on_purpose(path: Path, reader: TelegramChannel) -> None:
    reader.unparsed.clear()
    incoming = reader.read(json.loads(path.read_text()))
    assert not reader.unparsed or "poll" in path.stem  # older than a field that python-telegram-bot 22.8 asks for
    assert incoming is None if path.stem in SILENT else incoming is None or incoming.channel == "telegram"


@pytest.mark.skipif(not FILES, reason="the payloads of nutgram are not here")
@pytest.mark.parametrize(
    "name", ["text", "photo", "voice", "venue", "story", "message_poll", "callback_query", "rich_message"]
)
def test_what_a_citizen_can_send_is_never_ignored(name: str, reader: TelegramChannel) -> None:
    assert reader.read(json.loads((PAYLOADS / f"{name}.json").read_text()))


def test_words_are_heard_though_the_rest_of_the_message_cannot_be_read(reader: TelegramChannel) -> None:
    reader.unparsed.clear()
    incoming = reader.read({"update_id": 9, "message": MESSAGE | {"text": "路灯坏了", "reply_to_message": {"poll": 1}}})
    assert incoming and incoming.text == "路灯坏了"
    assert reader.unparsed == {"message": 1}


OWN = [
    {
        "update_id": 9,
        "message": MESSAGE | {"text": "/start", "photo": [SMALL], "venue": {"location": PLACE, "title": "t"}},
    },
    {"update_id": 9, "edited_message": MESSAGE | {"document": FILE, "caption": "c", "edit_date": 1700000060}},
    {"update_id": 9, "callback_query": PRESS | {"message": MESSAGE}},
]
JUNK: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just([]) | st.just({})
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a payload with each of its keys."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_broken_payload_never_raises(reader: TelegramChannel, data: st.DataObject) -> None:
    raw = copy.deepcopy(data.draw(st.sampled_from(OWN)))
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places(raw)))
        container[key] = data.draw(JUNK)
    incoming = reader.read(raw)
    assert incoming is None or incoming.key


def test_an_edit_brings_no_file_again_and_one_without_words_says_nothing() -> None:
    edit = {"edited_message": MESSAGE | {"photo": [LARGE], "edit_date": 1700000001}}
    assert read(edit) is None
    edit["edited_message"]["caption"] = "改过的话"
    incoming = read(edit)
    assert incoming and (incoming.text, incoming.attachments, incoming.edited) == ("改过的话", (), True)
