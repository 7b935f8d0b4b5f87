"""Everything that is neither an answer nor feedback: cases, menu, help, a person."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bulletin.document import Bulletin
from bulletin.headings import numeral
from wording import Wording


class ActionSay(Action):
    """Says one sentence and, where something must change, asks the conversation for it."""

    def __init__(
        self, name: str, act: str, text: str, *, do: str = "", buttons: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self._name, self._act, self._text, self._do, self._buttons = name, act, text, do, buttons

    def name(self) -> str:
        """As domain.yml calls it."""
        return self._name

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say it."""
        reply: dict[str, Any] = {
            "act": self._act,
            "text": self._text,
            "buttons": [{"label": label, "data": data} for data, label in self._buttons],
        }
        if self._do:
            reply["do"] = {"name": self._do}
        dispatcher.utter_message(json_message=reply)
        return []


class ActionMenu(Action):
    """The parts by buttons, then the items of one part."""

    def __init__(self, bulletin: Bulletin, wording: Wording) -> None:
        self._bulletin, self._wording = bulletin, wording

    def name(self) -> str:
        """As domain.yml calls it."""
        return "action_menu"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Show the parts, or the part named by the pressed button."""
        part = self._bulletin.part(tracker.latest_message.get("metadata", {}).get("part", ""))
        if part is None:
            text = self._wording("menu.parts", count=numeral(len(self._bulletin.parts)))
            buttons = [{"label": f"{p.label} {p.heading}"[:40], "data": f"m:{p.number}"} for p in self._bulletin.parts]
        else:
            text = self._wording("menu.items", part=part.label, heading=part.heading)
            buttons = [{"label": f"{i.label}{i.heading}"[:40], "data": f"s:{i.label}"} for i in part.items]
            buttons.append({"label": self._wording("button.back_to_parts"), "data": "menu"})
        dispatcher.utter_message(json_message={"act": "menu", "text": text, "buttons": buttons})
        return []


def service_actions(bulletin: Bulletin, wording: Wording, phone: str, example: str) -> list[Action]:
    """All actions that say one prepared sentence."""
    menu, report, status = ((name, wording(f"button.{name}")) for name in ("menu", "report", "status"))
    return [
        ActionMenu(bulletin, wording),
        ActionSay("action_help", "smalltalk", wording("menu.help", example=example), buttons=(menu, report, status)),
        ActionSay("action_human", "smalltalk", wording("menu.human", phone=phone), buttons=(report, menu)),
        ActionSay("action_case_status", "case_status", wording("status.ask_code"), do="ask_code", buttons=(report,)),
        ActionSay("action_lost_receipt", "contact", wording("status.lost", phone=phone), buttons=(report,)),
        ActionSay("action_withdraw_case", "intake", wording("status.ask_code_withdraw"), do="withdraw"),
        ActionSay("action_add_to_case", "intake", wording("status.ask_code_add"), do="add"),
        ActionSay("action_rate_case", "intake", wording("status.ask_code_rate"), do="rate"),
        ActionSay("action_rate_answer", "intake", wording("rating.thanks_answer"), do="rate_answer"),
        ActionSay("action_cancel", "smalltalk", wording("cancel.nothing_open"), do="cancel", buttons=(menu, report)),
    ]
