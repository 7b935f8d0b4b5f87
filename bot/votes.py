"""👍 and 👎 under an answer: one vote each, saved without the chat; a bad one makes the question a missed one."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from bot.messages import Button, Outcome, Reply
from bot.missed import VOTED_DOWN, MissedQuestions
from bot.thought import QUOTED, Thought
from bot.turn import ChatState, Kept, Turn
from cases import answer_ratings
from cases.times import local_date
from wording import Wording

BEST, WORST, BAD = 5, 1, 2  # stars; up to BAD an answer was a miss
PRESSED = {"up": BEST, "down": WORST}
VOTES, OPEN_FOR, MOST = "votes", timedelta(hours=48), 10
LAST, LAST_FOR = "last answer", timedelta(minutes=10)
QUESTION, QUESTION_KEPT, LONGEST_QUESTION = "question", timedelta(minutes=30), 300
GIVEN = (*QUOTED, "contact")  # acts that can be rated, by typing


class Votes:
    """The chat's context knows which answers may still be voted on; of one that was, only that it was."""

    def __init__(self, wording: Wording, kept: Kept, missed: MissedQuestions) -> None:
        self._wording, self._kept, self._missed = wording, kept, missed

    def under(self, turn: Turn, state: ChatState, text: str, thought: Thought) -> tuple[Button, ...]:
        """Open the vote on what was just answered to `text`; the buttons for it."""
        turn.context.pop(LAST, None)
        answer = thought.answer
        if state.draft or thought.act not in GIVEN or not answer:
            return ()
        nonce = secrets.token_urlsafe(9)
        self._open(turn.context, nonce, [answer, self._missed.may_keep(state, text, thought) != ""], state.now)
        if 0 < len(text) <= LONGEST_QUESTION:
            self._kept.put(turn.context, f"asked {nonce}", text, state.now + QUESTION_KEPT)
        return tuple(self._vote(which, nonce) for which in PRESSED) if thought.act in QUOTED else ()

    def press(self, state: ChatState, data: str) -> Turn:
        """A button under an answer: `up:nonce` or `down:nonce`."""
        which, _, nonce = data.partition(":")
        return self._cast(state, nonce, PRESSED.get(which, BEST))

    def typed(self, state: ChatState, stars: int) -> Turn | None:
        """The same in words, right after an answer; None when there was none."""
        last = state.context.get(LAST)
        return self._cast(state, last["vote"], stars) if last and last["until"] > state.now.timestamp() else None

    def passed_over(self, turn: Turn) -> None:
        """Once a case or a draft was spoken of, a judgement in words is not meant for the answer before it."""
        if turn.outcome.act == "case_status" or turn.outcome.kind:
            turn.context.pop(LAST, None)

    def _cast(self, state: ChatState, nonce: str, stars: int) -> Turn:
        turn = Turn(Outcome("intake"), state.context)
        answers = _answers(turn.context)
        if answers.get(nonce) is None:
            turn.outcome.act = "smalltalk"
            return turn.say(Reply(self._wording("rating.already" if nonce in answers else "rating.too_late")))
        (answer, keep), day = answers[nonce], local_date(state.now)
        question = self._kept.get(turn.context, f"asked {nonce}", state.now) or ""
        turn.context.pop(f"asked {nonce}", None)
        turn.context[VOTES] = turn.context[VOTES] | {"answers": answers | {nonce: None}}
        turn.outcome.intake = None if state.draft else "submitted"
        turn.changes.append(lambda session, _chat: answer_ratings.add(session, answer, stars, day))
        if stars > BAD:
            return turn.say(Reply(self._wording("rating.thanks_answer")))
        self._missed.note(turn, state, " ".join(question.split()) if keep else "", VOTED_DOWN, answer)
        return self._offer(turn, state, question)

    def _offer(self, turn: Turn, state: ChatState, question: str) -> Turn:
        """What else can be done about a question that was not answered; a draft that is open has its own buttons."""
        turn.context.pop(QUESTION, None)
        if question:
            self._kept.put(turn.context, QUESTION, question, state.now + QUESTION_KEPT)
        names = () if state.draft else ("consult", "menu")
        buttons = tuple(Button(self._wording(f"button.{name}"), name) for name in names)
        return turn.say(Reply(self._wording("rating.thanks_bad"), buttons))

    def _open(self, context: dict[str, Any], nonce: str, vote: list[Any], now: datetime) -> None:
        """The newest ten stay open, for two days."""
        answers = _answers(context) | {nonce: vote}
        for old in list(answers)[:-MOST]:
            del answers[old]
            context.pop(f"asked {old}", None)
        context[VOTES] = {"answers": answers, "until": (now + OPEN_FOR).timestamp()}
        context[LAST] = {"vote": nonce, "until": (now + LAST_FOR).timestamp()}

    def _vote(self, which: str, nonce: str) -> Button:
        return Button(self._wording(f"button.vote_{which}"), f"v:{which}:{nonce}")


def _answers(context: dict[str, Any]) -> dict[str, Any]:
    """Each answer given, by the nonce of its buttons: its id and whether its question may be kept; None once voted."""
    return dict(context.get(VOTES, {}).get("answers", {}))
