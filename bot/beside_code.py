"""A receipt code with words beside it: they are filed, or it is asked whether to add them; never thrown away."""

from dataclasses import replace

from bot.awaiting import REMEMBERED, awaited
from bot.case_requests import ASKABLE, BESIDE
from bot.case_talk import CaseTalk
from bot.messages import Button, Incoming, Outcome, Reply
from bot.phrases import PhraseReader
from bot.request_words import RequestWords
from bot.turn import ChatState, Kept, Turn
from cases.models import Case
from wording import Wording

URGENT = "urgent"


class BesideCode:
    """The words wait sealed in the chat until the button is pressed."""

    def __init__(
        self, wording: Wording, cases: CaseTalk, kept: Kept, requests: RequestWords, phrases: PhraseReader
    ) -> None:
        self._wording, self._cases, self._kept = wording, cases, kept
        self._requests, self._phrases = requests, phrases

    async def found(
        self, state: ChatState, turn: Turn, case: Case, code: str, said: Incoming, want: str | None, *, urgent: bool
    ) -> Turn:
        """What stands beside a code that is known is done, added with its files, or kept to be added; `want`: as the
        engine reads it."""
        words = said.text
        stars, asked = self._phrases.rating(words), self._requests.want(words)
        plain = stars or want in ("undo", "withdraw", "add")
        if not plain and (told := self._told(state, turn, case, said, urgent=urgent)):
            return told
        if said.attachments and want == "add":
            return self._cases.additions.into(turn, state, case, said, urgent=urgent)
        turn = await self._cases.code(state, turn, case, code, asked or want or awaited(state), stars)
        understood = want is not None or awaited(state) is not None
        rest = "" if asked or stars or not self._requests.left_over(words, understood=understood) else words
        if said.attachments:
            files = replace(said, text=rest)
            return self._cases.additions.into(turn, state, case, files, urgent=urgent)
        return turn.say(self._offer(state, turn, case, words, urgent=urgent)) if rest else turn

    def no_answer(self, text: str) -> bool:
        """After a look at a question of staff: thanks, a judgement, or a request of its own."""
        return bool(self._requests.thanks(text) or self._requests.want(text) or self._phrases.rating(text))

    def once_more(self, state: ChatState, incoming: Incoming, *, urgent: bool) -> Turn | None:
        """Where the words of a request are awaited, with its case at hand: a sign, a thanks, or files without words."""
        want, text = awaited(state), incoming.text
        at_hand = want in ASKABLE and self._kept.get(state.context, "case", state.now)
        if not at_hand or self._requests.says(text) or not (text.strip() or incoming.attachments):
            return None
        added = self._cases.additions.add(state, incoming, urgent=urgent) if incoming.attachments else None
        again = f"{self._wording('case.too_few_words')}{self._wording(f'case.ask_{want}')}"
        words = self._wording(f"case.ask_{want}") if added else again
        return (added or Turn(Outcome("intake"), state.context)).say(Reply(words, self._cases.additions.leave()))

    def _told(self, state: ChatState, turn: Turn, case: Case, said: Incoming, *, urgent: bool) -> Turn | None:
        """The words are the request itself, or those that were asked for; None when they are neither."""
        waited, words = awaited(state), said.text
        want = self._requests.told(words)
        if want is None and waited in ASKABLE and self._requests.want(words) is None and self._requests.says(words):
            want = waited
        if want is None:
            return None
        turn.outcome.act, turn.outcome.kind = "intake", case.kind
        offer = self._offer(state, turn, case, words, urgent=urgent)
        return self._cases.additions.request(turn, state, case, want, said, urgent=urgent, otherwise=offer)

    def press(self, state: ChatState, incoming: Incoming, choice: str) -> Turn:
        """The words that were kept are added to the case they stood beside."""
        want, _, number = choice.partition(":")
        token, words = (self._kept.get(state.context, name, state.now) for name in ("case", BESIDE))
        case = self._cases.find(token) if token else None
        if case is None or words is None or case.number != number:
            return self._cases.press(state, incoming, f"add:{number}")
        context = {name: value for name, value in state.context.items() if name not in ("awaiting", BESIDE)}
        fresh = replace(state, chat=replace(state.chat, context=context)) if state.chat else state
        told = replace(incoming, text=words, pressed=None)
        turn = self._cases.additions.add(fresh, told, urgent=want.endswith(URGENT))
        return turn or self._cases.press(state, incoming, f"add:{number}")

    def _offer(self, state: ChatState, turn: Turn, case: Case, words: str, *, urgent: bool) -> Reply:
        self._kept.put(turn.context, BESIDE, words, state.now + REMEMBERED)
        data = f"c:{BESIDE}-{URGENT}" if urgent else f"c:{BESIDE}"
        button = Button(self._wording(f"step_button.{BESIDE}"), f"{data}:{case.number}")
        return Reply(self._wording("case.ask_beside", words=words), (button,))
