"""The one custom action: counts what it is told and says so, as a first version of an intake would."""

from itertools import count
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


class ActionTakeNote(Action):
    """Whatever a citizen wants to have heard or done."""

    def __init__(self) -> None:
        self._noted = count(1)

    def name(self) -> str:
        """As in domain.yml."""
        return "action_take_note"

    def run(self, dispatcher: CollectingDispatcher, _tracker: Tracker, _domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Count and answer."""
        dispatcher.utter_message(text=f"已记下，第{next(self._noted)}件。")
        return []
