"""Everything about one case that the console answers."""

from console.case import files, pages, paper, steps, upward
from console.menu import CASEWORK
from console.visit import Route

CASE = "/cases/{number}"
ROUTES = (
    Route("GET", CASE, pages.show, CASEWORK),
    Route("GET", f"{CASE}/waiting", steps.waiting, CASEWORK, passive=True),
    Route("GET", f"{CASE}/files/{{place}}/view", files.picture, CASEWORK),
    Route("GET", f"{CASE}/files/{{place}}/copy", files.copy, CASEWORK),
    Route("GET", f"{CASE}/files/{{place}}/listen", files.listen, CASEWORK),
    Route("POST", f"{CASE}/files/{{place}}/original", files.original, CASEWORK),
    Route("POST", f"{CASE}/print", paper.print_out, CASEWORK),
    Route("POST", f"{CASE}/take-back", steps.take_back, CASEWORK),
    Route("POST", f"{CASE}/{{verb}}", steps.take, CASEWORK),
    Route("POST", f"{CASE}/{{verb}}/preview", steps.preview, CASEWORK),
    Route("POST", f"{CASE}/{{verb}}/canned", steps.use_canned, CASEWORK),
    *upward.ROUTES,
)
