"""A drawn picture of a road with a hole in it, for a trial."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT, HORIZON = 640, 480, 190
SKY, GRASS, ROAD, LINE, HOLE, WATER = "#b9d3e6", "#7f9b6a", "#6b6b6b", "#e6e0c8", "#2f2b28", "#48606b"


def drawn(chance: Random) -> bytes:
    """PNG; the hole is somewhere else each time."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=GRASS)
    draw.polygon([(270, HORIZON), (370, HORIZON), (600, HEIGHT), (40, HEIGHT)], fill=ROAD)
    for top, bottom in ((215, 235), (265, 300), (345, 400)):
        draw.rectangle((316, top, 324, bottom), fill=LINE)
    left, top = 180 + chance.randrange(160), 330 + chance.randrange(60)
    draw.ellipse((left, top, left + 130, top + 46), fill=HOLE)
    draw.ellipse((left + 22, top + 14, left + 100, top + 38), fill=WATER)
    kept = BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()
