"""Everything about lists of cases that the console answers."""

from console.queue import campaigns, notices
from console.queue.listing import Listing
from console.queue.many import Many
from console.queue.searching import Searching
from console.sessions import Sessions
from console.visit import Route


def routes(sessions: Sessions) -> tuple[Route, ...]:
    """Lists, searching, taking and giving many, notices, campaigns."""
    listing = Listing()
    return (
        *listing.routes,
        *Many(listing).routes,
        *Searching(sessions).routes,
        *notices.ROUTES,
        *campaigns.ROUTES,
    )
