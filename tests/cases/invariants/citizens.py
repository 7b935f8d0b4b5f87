"""What citizens do in a random history."""

from cases import following, submission
from cases.draft_body import DraftIdentity
from cases.kinds import AboutWhom, IdentityMode, Kind, Rating
from cases.recusal import requests
from tests.builders import CHAT, DERIVATION, RECOVERY, SECRET, make_body, make_code, make_draft
from tests.cases.invariants.world import PEOPLE, Told, World
from tests.cases.test_routing import OFFICE

MATTERS = ("村口的路灯坏了三天", "小区的井盖没有了", "广场的音响太吵", "公交站台漏雨", "河边的垃圾没人运")
RELATIVES = ("赵小梅", "瓯江建材公司", "林阿海")
KINDS = [*Kind, Kind.SUGGESTION, Kind.COMPLAINT, Kind.COMPLAINT, Kind.TIP_OFF, Kind.TIP_OFF]
ABOUT = [AboutWhom.NONE] * 6 + list(AboutWhom)


def submits(world: World) -> None:
    """A new case, perhaps about somebody of the staff, perhaps by one of them."""
    kind, chance = world.chance.choice(KINDS), world.chance
    said, kept_out = words(world)
    body = make_body(said, kind, about_whom=chance.choice(ABOUT) if kind.sealed else None)
    kept_out |= _signed(world, body.identity) if chance.random() < 0.4 else set()
    body.section, body.wants_notice = chance.choice((None, "三(三)")), chance.random() < 0.5
    code = make_code()
    with world.writing() as session:
        draft = make_draft(session, body, world.now)
        case = submission.submit(
            session, SECRET, RECOVERY.public, code, draft, body, world.now, CHAT, jurisdiction=OFFICE
        ).case
        pair = DERIVATION.key_pair(code.code)
        told = Told(case.id, case.number, kind, said, kept_out, pair, code.token)
    world.remember(lambda: world.told.update({told.id: told}))


def words(world: World) -> tuple[str, set[int]]:
    """A matter, and whom its words have to keep out."""
    matter, chance = world.chance.choice(MATTERS), world.chance.random()
    if chance < 0.25:
        person, name = world.chance.choice(list(zip(world.people, PEOPLE, strict=True)))
        return f"{matter}，{name}不让修", {person.staff_id}
    if chance < 0.4:
        relative = world.chance.choice(RELATIVES)
        return f"{matter}，{relative}说不修", {world.relatives[relative]} if relative in world.relatives else set()
    return f"{matter}，请修好", set()


def adds(world: World) -> None:
    """More words; who is named keeps out, and what accuses the leader becomes a record of its own."""
    said, kept_out = words(world)
    with world.writing() as session:
        case, told = world.some_case(session)
        message = following.add_message(session, case, said, world.now, known=OFFICE)
        apart = Told(message.case_id, message.case.number, case.kind, said, set())
    if apart.id == told.id:
        world.remember(lambda: told.kept_out.update(kept_out))
    else:
        world.remember(lambda: world.told.update({apart.id: apart}))


def changes_his_mind(world: World) -> None:
    """Withdraws, or takes that back."""
    with world.writing() as session:
        case, _ = world.some_case(session)
        if not following.undo_withdrawal(session, case, world.now):
            following.withdraw(session, case, world.now)


def judges(world: World) -> None:
    """Rates, contests, wants the superior to look."""
    ways = (
        lambda session, case: following.rate(session, case, world.chance.choice(list(Rating)), world.now),
        lambda session, case: following.contest(session, case, "不认可", world.now, OFFICE),
        lambda session, case: following.ask_review(session, case, "不服", world.now, OFFICE),
    )
    with world.writing() as session:
        case, _ = world.some_case(session)
        world.chance.choice(ways)(session, case)


def wants_somebody_to_step_aside(world: World) -> None:
    """Of a recusal that is asked for, the case stands still."""
    with world.writing() as session:
        case, _ = world.some_case(session)
        requests.ask(session, OFFICE, case, world.chance.choice(("请承办人回避", "请组长回避")), world.now)


def _signed(world: World, identity: DraftIdentity) -> set[int]:
    """By a neighbour, or by one of the staff, who must then not see it."""
    identity.mode, identity.phone = IdentityMode.CLAIMED_NAME, "13900000000"
    person, identity.name = world.chance.choice([*zip(world.people, PEOPLE, strict=True), (None, "张三")])
    return {person.staff_id} if person else set()


ACTS = (submits,) * 5 + (adds,) * 3 + (changes_his_mind, judges, judges, wants_somebody_to_step_aside)
