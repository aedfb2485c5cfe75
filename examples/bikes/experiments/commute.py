"""Rides follow the commute: on working days they peak at eight and at six."""

# /// experiment
# files = ["measured/rides.csv"]
# figures = ["week"]
# ///

# %% Setup
import csv

from look import BRICK, INK, PAPER, SAND, find_font
from PIL import Image, ImageColor, ImageDraw, ImageFont

from executed_slides import record

# %% Read
with record.read("measured/rides.csv").open(encoding="utf-8") as file:
    rows = [
        {**row, "hour": int(row["hour"]), "rides": int(row["rides"])}
        for row in csv.DictReader(file)
    ]

# %% Measure
busiest = max(rows, key=lambda row: row["rides"])
weekend = sum(row["rides"] for row in rows if row["day"] in ("Saturday", "Sunday"))
working = sum(row["rides"] for row in rows) - weekend
record.table("hours", rows)
record.texts(busiest_day=busiest["day"])
record.numbers(
    busiest_hour=busiest["hour"],
    most_rides=busiest["rides"],
    weekend_day=weekend / 2,
    working_day=working / 5,
)

# %% Figure tags=["figure"]
WIDTH, HEIGHT, LEFT, TOP, CELL = 2160, 860, 260, 70, 110
hours = record.run().tables.hours
days = list(dict.fromkeys(row["day"] for row in hours))
first = min(row["hour"] for row in hours)
most = max(row["rides"] for row in hours)
font = ImageFont.truetype(find_font(), 42)
week = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
pen = ImageDraw.Draw(week)


def mix(share):
    """The colour of so many of the most rides: from sand to brick."""
    light, dark = ImageColor.getrgb(SAND), ImageColor.getrgb(BRICK)
    return tuple(round(a + share * (b - a)) for a, b in zip(light, dark, strict=True))


for row in hours:
    column, line = row["hour"] - first, days.index(row["day"])
    corner = (LEFT + CELL * column, TOP + CELL * line)
    pen.rectangle(
        (*corner, corner[0] + CELL - 6, corner[1] + CELL - 6), fill=mix(row["rides"] / most)
    )
    if line == 0:
        pen.text((corner[0] + CELL / 2, TOP / 2), str(row["hour"]), INK, font, anchor="mm")
    if column == 0:
        pen.text((LEFT - 24, corner[1] + CELL / 2), row["day"], INK, font, anchor="rm")
record.figure(
    "week", week, alt=f"Rides by day and hour, the most on a {record.run().texts.busiest_day}"
)
