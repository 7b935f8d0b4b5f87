"""Everything about the ledger that the console answers."""

from cases.ledger.rights import CHECKERS
from console.ledger import item, listing
from console.menu import OF_THE_LEDGER
from console.once import once
from console.visit import Route

ITEM = f"{listing.PATH}/{{slug}}"
ROUTES = (
    Route("GET", listing.PATH, listing.show, OF_THE_LEDGER),
    Route("POST", f"{listing.PATH}/seed", once(listing.PATH)(listing.seed), frozenset(CHECKERS)),
    Route("GET", ITEM, item.show, OF_THE_LEDGER),
    Route("POST", f"{ITEM}/{{verb}}", once(ITEM)(item.take), OF_THE_LEDGER),
    Route("POST", f"{ITEM}/{{verb}}/preview", item.preview, OF_THE_LEDGER),
)
