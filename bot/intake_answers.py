"""Words that answer the question a draft has come to, and corrections of what was said before."""

import re
from collections.abc import Mapping

from bot.draft_questions import ASKS, SENTENCE
from bot.intake_script import Scripts, current_step
from bot.intake_step import Step
from bot.phrases import CHINESE_DIGITS, Correction, PhraseReader
from bot.subject import SubjectReader
from cases.draft_body import DraftBody
from cases.kinds import AboutWhom, IdentityMode
from cases.masking import name_in
from wording import Wording

SHORT = 12  # characters: an answer to a question rather than something to take down
SHORT_IDENTITY = 40
SPELLED = re.compile("[零〇一二三四五六七八九幺两]{7,}")
OWN_NAME = re.compile(r"(?:我叫|我的名字[叫是]|姓名[是:：]?)\s*[一-鿿]{2,4}[。.!！]?")
AMOUNT = re.compile(r"[0-9一二三四五六七八九十两]+[百千万亿][0-9一二三四五六七八九十百千万亿]*")
NUMBER = re.compile(r"[+＋(（]?[0-9０-９][0-9０-９\s\-－()（）]{4,}")
NUMBER_AND_LABEL = re.compile(rf"{NUMBER.pattern}|电话|手机号?|号码|联系方式|[\s,，。.:：;；是为]+")
NAME = re.compile(r"[一-鿿]{2,4}|[一-鿿]{1,10}·[一-鿿]{1,10}|[A-Za-z][A-Za-z .'-]{1,29}")
OWN = re.compile("(?:我叫?|我的|本人|姓名|名字|叫)*")
NO_MORE = re.compile(  # what may stand beside the street or the item that is the answer
    r"(?:[\W_]|[我你咱]们?|就|是|在|的|那|这|边|里|条|个|块|应该|大概|可能|好像|属于|涉及|关于|有关|说|选|一带|附近"
    r"|通报|第|部分|村|社区|街道?|镇|整治|整改|治理|管理|工作|问题|方面|事情?|吧|呀|啊|了|哦|嗯|呢)*"
)
AboutWords = Mapping[AboutWhom, re.Pattern[str]]


class Answers:
    """Changes a DraftBody in place; what is no answer is left for the content."""

    def __init__(
        self, wording: Wording, scripts: Scripts, phrases: PhraseReader, subjects: SubjectReader, about: AboutWords
    ) -> None:
        self._wording, self._scripts, self._phrases = wording, scripts, phrases
        self._subjects, self._about = subjects, about

    def whom(self, body: DraftBody, text: str) -> AboutWhom | None:
        """Whom it is about, when that was asked and the message says nothing else."""
        if current_step(body, self._scripts) != "about":
            return None
        words = re.sub(r"[\s,，。.!！]+", "", self._subjects.fold(text))
        return next((whom for whom, said in self._about.items() if said.fullmatch(words)), None)

    def take(self, body: DraftBody, text: str, step: Step) -> bool:
        """A street, an item, a name, a telephone; False when it answers nothing."""
        at = current_step(body, self._scripts)
        if at == "subject" and len(text) <= SHORT and self._take_subject(body, text):
            return True
        if len(text) > SHORT_IDENTITY:
            return False
        return self._take_identity(body, text, step) if at == "identity" else self._take_again(body, text)

    def _take_subject(self, body: DraftBody, text: str) -> bool:
        street, section = self._subjects.street(text), self._subjects.section(text)
        if not (street or section) or ASKS.search(text) or not NO_MORE.fullmatch(self._subjects.beside(text)):
            return False
        body.subdistrict, body.section = street or body.subdistrict, section or body.section
        body.finish("subject")
        return True

    def _take_identity(self, body: DraftBody, text: str, step: Step) -> bool:
        """Unasked, only what is nothing but the citizen's own name and number counts: others have telephones too."""
        phone = self._phrases.phone(text)
        rest = _beside_number(text)
        asked = body.identity.mode is IdentityMode.CLAIMED_NAME or OWN_NAME.fullmatch(text.strip())
        name = name_in(text) or (name_in(f"我叫{rest}") if rest else None)
        name = name or (rest if asked and NAME.fullmatch(rest) else None)
        number = phone or (asked and NUMBER.search(text))
        if not (number or (asked and name)) or (rest and not name):
            return False
        if number and not (phone and phone.well_formed):
            step.say(self._wording("intake.bad_phone"))
        body.set_identity(IdentityMode.CLAIMED_NAME, name, phone.number if phone and phone.well_formed else None)
        return True

    def _take_again(self, body: DraftBody, text: str) -> bool:
        """Nothing but the name and number that he gave before, or this name and another number, is no content."""
        known, phone = body.identity, self._phrases.phone(text)
        named = bool(known.name and known.name in text)
        rest = _beside_number(text.replace(known.name, "", 1) if known.name else text)
        own = not phone or phone.number == known.phone or (named and phone.well_formed)
        if known.mode is not IdentityMode.CLAIMED_NAME or not (named or phone) or not own or not OWN.fullmatch(rest):
            return False
        body.set_identity(known.mode, phone=phone.number if phone else None)
        return True

    def correct(self, body: DraftBody, text: str, step: Step) -> bool:
        """“Not A but B”: changes what was written or understood; False when it corrects nothing here."""
        correction = self._phrases.correction(text)
        if correction is None:
            return False
        street = self._subjects.street(text)
        sentence = self._reworded(body, correction) or (self._moved(body, street) if street else None)
        if street:
            sure = body.subdistrict or "subject" in body.steps_done
            body.subdistrict, body.subdistrict_proposed = street if sure else None, street
            step.say(self._wording("intake.corrected_street", value=street))
        if sentence:
            step.lines.insert(0, self._wording("intake.corrected", sentence=sentence))
        return bool(sentence or street) or self._correct_identity(body, correction)

    def _reworded(self, body: DraftBody, correction: Correction) -> str | None:
        """The changed sentence."""
        if not correction.old:
            return None
        old = _with_ending(correction.old, correction.new, body)
        text = body.replace_words(old, correction.new)
        found = (sentence for sentence in SENTENCE.findall(text or "") if correction.new in sentence)
        return next(found, text)

    def _moved(self, body: DraftBody, street: str) -> str | None:
        """Only the right street was said: it takes the place of the one understood before."""
        before = body.subdistrict or body.subdistrict_proposed
        if before in (None, street):
            return None
        named = (before, str(before).removesuffix("街道"))
        changed = (self._reworded(body, Correction(old, street)) for old in named)
        return next(filter(None, changed), None)

    def _correct_identity(self, body: DraftBody, correction: Correction) -> bool:
        phone = self._phrases.phone(correction.new)
        if body.identity.mode is not IdentityMode.CLAIMED_NAME:
            return False
        if phone and phone.well_formed:
            body.identity.phone = phone.number
            return True
        if correction.old and correction.old == body.identity.name:
            body.identity.name = correction.new
            return True
        return False


def _beside_number(text: str) -> str:
    return NUMBER_AND_LABEL.sub("", SPELLED.sub(lambda run: run[0].translate(CHINESE_DIGITS), text))


def _with_ending(old: str, new: str, body: DraftBody) -> str:
    """“Not 天河 but 海城街道” where 天河街道 was written: the ending is not to stand there twice."""
    written = body.content().text
    if AMOUNT.fullmatch(old) and (
        amount := re.search(rf"{old}[0-9一二三四五六七八九十百千万亿]*(?:块钱|块|元)?", written)
    ):
        return amount[0]
    endings = (new[at:] for at in range(1, len(new)))
    return next((old + end for end in endings if not old.endswith(end) and old + end in written), old)
