"""The one answer to a question about the bulletin, or to what is told about it."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import telling
from actions.answer_writer import AnswerWriter


class ActionAnswer(Action):
    """Gives the answer, asks which one was meant, or says plainly that the bulletin does not hold it."""

    def __init__(self, writer: AnswerWriter) -> None:
        self._writer = writer

    def name(self) -> str:
        """As domain.yml calls it."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Word the gate's decision, have taken down what is told, and remember what was answered for a follow-up."""
        message, context = tracker.latest_message, tracker.get_slot("context")
        kind = telling.kind_told(message)
        if kind and not telling.also_asks(message):
            reply = {"act": "intake", "text": "", "buttons": [], "section": None, "context": context}
        else:
            reply = self._writer.write(message["gate"], message["candidates"], context)
        if kind:
            reply["do"] = {"name": "start_intake", "kind": kind, "content": True}
        reply["do"] = reply.get("do", {}) | {"told": telling.share(message["intent_ranking"])}
        dispatcher.utter_message(json_message=reply)
        return [SlotSet("context", reply["context"])]
