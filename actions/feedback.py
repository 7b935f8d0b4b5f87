"""What a citizen announces: asks the conversation to open a draft."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import telling
from actions.answer_writer import AnswerWriter

BARE = 12  # characters: a longer announcement has something to say already
OPENERS = {"open_feedback": None}  # the kind cannot be told yet


class ActionOpenIntake(Action):
    """The citizen announces something: 我要投诉; or asks where to: 写信反映问题寄到哪里."""

    def __init__(self, writer: AnswerWriter) -> None:
        self._writer = writer

    def name(self) -> str:
        """As domain.yml calls it."""
        return "action_open_intake"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Open a draft of the kind announced; whatever stands behind the announcement is content."""
        message, context = tracker.latest_message, tracker.get_slot("context")
        if telling.only_asks(message):
            reply = self._writer.write(message["gate"], message["candidates"], context)
            dispatcher.utter_message(json_message=reply)
            return [SlotSet("context", reply["context"])]
        intent = message["intent"]["name"]
        kind = OPENERS.get(intent, intent.removeprefix("open_"))
        dispatcher.utter_message(json_message=_intake(kind, content=len(message["text"]) > BARE))
        return []


class ActionPassOn(Action):
    """The message itself is a question for the team."""

    def name(self) -> str:
        """As domain.yml calls it."""
        return "action_pass_on"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Open a consultation with it."""
        dispatcher.utter_message(json_message=_intake("consultation", content=True))
        return []


def _intake(kind: str | None, content: bool) -> dict[str, Any]:
    do = {"name": "start_intake", "kind": kind, "content": content}
    return {"act": "intake", "text": "", "buttons": [], "do": do}
