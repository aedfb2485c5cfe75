"""A filter makes a feature map of a photo: each window's products add up to one of its values."""

# /// experiment
# needs = ["cats_and_dogs"]
# figures = ["convolution", "padding", "stride", "max_pooling"]
#
# [smoke]
# photo = 0
# ///

# %% Setup
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from drawings import above, arrow, below, cells, show, side_by_side, signed, size_of, window
from executed_slides import record
from photos import load_photos
from style import BLUE, INK, ORANGE, QUIET, new_canvas

# %% Parameters tags=["parameters"]
photo = 8

# %% Load
((photos, _),) = load_photos("test")
grey = np.asarray(Image.fromarray(photos[photo]).convert("L")).astype(int)
edge_filter = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])


# %% Convolve
def convolve(image, stride=1, padding=0):
    windows = sliding_window_view(np.pad(image, padding), edge_filter.shape)
    return (windows[::stride, ::stride] * edge_filter).sum(axis=(2, 3))


def max_pool(feature_map):
    rows, columns = (size // 2 for size in feature_map.shape)
    pairs = feature_map[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2)
    return pairs.max(axis=(1, 3))


feature_map = convolve(grey)
pooled = max_pool(feature_map)
greatest = np.abs(feature_map).max()

# %% Look closely where the filter answers most
row, column = np.unravel_index(feature_map.argmax(), feature_map.shape)
strongest = grey[row : row + 3, column : column + 3]
top, left = np.clip((row - 1, column - 1), 0, np.subtract(grey.shape, 5))
crop = grey[top : top + 5, left : left + 5]
# Windows of a pooling begin at even rows and columns.
upper, nearer = np.minimum((row, column), np.subtract(feature_map.shape, 4)) // 2 * 2
quarter = feature_map[upper : upper + 4, nearer : nearer + 4]


# %% Measure
def as_picture(values):
    """From -greatest to greatest, as 0 to 255."""
    return np.round(127.5 + 127.5 * values / greatest).astype("uint8")


record.pictures(
    photo=grey.astype("uint8"),
    feature_map=as_picture(feature_map),
    pooled=as_picture(pooled),
    crop=crop.astype("uint8"),
)
record.series(
    window=strongest.flatten(),
    filter=edge_filter.flatten(),
    products=(strongest * edge_filter).flatten(),
    quarter=quarter.flatten(),
    pooled_quarter=max_pool(quarter).flatten(),
)
record.numbers(
    row=row,
    column=column,
    sum=feature_map.max(),
    greatest=greatest,
    rows={
        "unpadded": len(convolve(crop)),
        "padded": len(convolve(crop, padding=1)),
        "strided": len(convolve(crop, stride=2)),
    },
)

# %% Draw a window of the photo, times the filter, as a sum in the feature map tags=["figure"]
run = record.run()
numbers, pictures = run.numbers, run.pictures


def square(values):
    """A recorded matrix again in rows and columns."""
    side = round(len(values) ** 0.5)
    return np.array(values).reshape(side, side)


def in_colors(picture):
    """A recorded picture of values, zero in white, with more contrast than they have."""
    return signed(1.5 * (picture / 127.5 - 1))


SIDE, CELL, BOTTOM = 230, 54, 6
GRID = 3 * CELL
MIDDLE = BOTTOM + SIDE / 2
LOW, HIGH = MIDDLE - GRID / 2, MIDDLE + GRID / 2
PHOTO, WINDOW, FILTER, PRODUCTS, SUM, MAP = 2, 282, 482, 682, 884, 968
THIN = {"linewidth": 1.2}
figure, sheet = new_canvas(MAP + SIDE + 2, BOTTOM + SIDE + 40)

show(sheet, pictures.photo, PHOTO, BOTTOM, SIDE, cmap="gray", vmin=0, vmax=255)
show(sheet, in_colors(pictures.feature_map), MAP, BOTTOM, SIDE)
window(sheet, (MAP, BOTTOM), SIDE, QUIET, **THIN)

values = square(run.series.window)
cells(sheet, values, (WINDOW, LOW), CELL, values)
window(sheet, (WINDOW, LOW), GRID, ORANGE)
for x, values in ((FILTER, square(run.series.filter)), (PRODUCTS, square(run.series.products))):
    cells(sheet, signed(values / np.abs(values).max() / 3), (x, LOW), CELL, values)
total = np.array([[numbers.sum]])
cells(sheet, signed(1.5 * total / numbers.greatest), (SUM, MIDDLE - CELL / 2), CELL, total)
for x, sign in ((FILTER, "×"), (PRODUCTS, "="), (SUM, "→")):
    sheet.text(x - 20, MIDDLE, sign, ha="center", va="center")

pixel = SIDE / len(pictures.photo)
x, y = PHOTO + pixel * numbers.column, BOTTOM + SIDE - pixel * (numbers.row + 3)
window(sheet, (x, y), 3 * pixel, ORANGE, **THIN)
for start, end in ((y, LOW), (y + 3 * pixel, HIGH)):
    sheet.plot((x + 3 * pixel, WINDOW), (start, end), color=ORANGE, **THIN)

pixel = SIDE / len(pictures.feature_map)
x, y = MAP + pixel * numbers.column, BOTTOM + SIDE - pixel * (numbers.row + 0.5)
for start in (MIDDLE - CELL / 2, MIDDLE + CELL / 2):
    sheet.plot((SUM + CELL, x), (start, y), color=BLUE, **THIN)

for x, y, text in (
    (PHOTO + SIDE / 2, BOTTOM + SIDE, f"사진 {size_of(pictures.photo)}"),
    (WINDOW + GRID / 2, HIGH, "윈도우"),
    (FILTER + GRID / 2, HIGH, "필터"),
    (PRODUCTS + GRID / 2, HIGH, "곱"),
    (SUM + CELL / 2, MIDDLE + CELL / 2, "합"),
    (MAP + SIDE / 2, BOTTOM + SIDE, f"특성 맵 {size_of(pictures.feature_map)}"),
):
    above(sheet, x, y, text)

products = " + ".join(f"({value})" if value < 0 else f"{value}" for value in run.series.products)
record.figure(
    "convolution",
    figure,
    alt=f"고양이 사진({size_of(pictures.photo)})의 한 윈도우에 세로 윤곽을 찾는 필터를 곱해 더하는 "
    f"그림. 곱을 모두 더한 {products} = {numbers.sum}이 특성 맵({size_of(pictures.feature_map)})의 "
    "값 하나가 되고, 특성 맵에는 고양이의 세로 윤곽이 남는다.",
)


# %% Draw the sizes of feature maps without padding and with it tags=["figure"]
def empty(rows):
    """The colours of a feature map whose values do not matter."""
    return signed(np.full((rows, rows), 0.3))


def upper_left(corner, rows, side, count, across=0):
    """Where a window of so many rows lies, from the corner of a matrix of more."""
    return corner[0] + across * side, corner[1] + (rows - count) * side


CELL = 34
MIDDLE = 36 + 3.5 * CELL
figure, sheet = new_canvas(972, 7 * CELL + 76)
ringed = np.pad(pictures.crop, 1, constant_values=255)
ring = np.pad(np.zeros_like(pictures.crop), 1, constant_values=1)
without, padded = empty(numbers.rows.unpadded), empty(numbers.rows.padded)
for x, text, given, made in (
    (2, "패딩 없음", pictures.crop, without),
    (480, "패딩", ringed, padded),
):
    corners = side_by_side(sheet, (x, MIDDLE), CELL, given, made)
    window(sheet, upper_left(corners[0], len(given), CELL, 3), 3 * CELL, ORANGE)
    window(sheet, upper_left(corners[1], len(made), CELL, 1), CELL, ORANGE)
    above(sheet, x + CELL * len(given) / 2, MIDDLE + CELL * len(given) / 2, text)
left, bottom = corners[0]
for row, column in np.argwhere(ring):
    place = (left + (column + 0.5) * CELL, bottom + (row + 0.5) * CELL)
    sheet.text(*place, "0", ha="center", va="center")

record.figure(
    "padding",
    figure,
    alt=f"패딩의 그림. 사진에서 잘라낸 {size_of(pictures.crop)}에 필터를 쓰면 특성 맵은 "
    f"{size_of(without)} 크기로 작아지고, 가장자리에 0을 채워 {size_of(ringed)} 크기로 만들면 특성 "
    f"맵은 {size_of(padded)} 크기가 된다.",
)

# %% Draw two windows one after the other, by two strides tags=["figure"]
CELL = 46
MIDDLE, TOP = 36 + 2.5 * CELL, 36 + 5 * CELL
figure, sheet = new_canvas(1000, TOP + 76)
strided = empty(numbers.rows.strided)
for x, stride, made in ((2, 1, without), (590, 2, strided)):
    corners = side_by_side(sheet, (x, MIDDLE), CELL, pictures.crop, made)
    for corner, matrix, count, step in (
        (corners[0], pictures.crop, 3, stride),
        (corners[1], made, 1, 1),
    ):
        first = upper_left(corner, len(matrix), CELL, count)
        second = upper_left(corner, len(matrix), CELL, count, across=step)
        window(sheet, first, count * CELL, ORANGE)
        # A little smaller, so that the first one's edge can be seen beside it.
        inside, side = (second[0] + 5, second[1] + 5), count * CELL - 10
        window(sheet, inside, side, BLUE, linestyle=(0, (2, 1)))
    arrow(sheet, (x, TOP + 18), (x + stride * CELL, TOP + 18), INK)
    sheet.text(x + stride * CELL + 10, TOP + 18, f"{stride}칸", va="center")
    above(sheet, x + 2.5 * CELL, TOP + 30, f"스트라이드 {stride}")

record.figure(
    "stride",
    figure,
    alt=f"스트라이드의 그림. 사진에서 잘라낸 {size_of(pictures.crop)}에서 윈도우를 1칸씩 옮기면 "
    f"특성 맵이 {size_of(without)}, 2칸씩 옮기면 {size_of(strided)} 크기가 된다.",
)

# %% Draw the greatest of each four values, and what that makes of the feature map tags=["figure"]
CELL, SCALE, RIGHT = 56, 1.5, 600
MIDDLE = 36 + 2 * CELL
quarter, maxima = square(run.series.quarter), square(run.series.pooled_quarter)
is_greatest = quarter == np.kron(maxima, np.ones((2, 2)))
figure, sheet = new_canvas(1064, 4 * CELL + 76)
colors = (signed(is_greatest), signed(np.ones_like(maxima)))
((x, y), _) = side_by_side(sheet, (2, MIDDLE), CELL, *colors, numbers=(quarter, maxima))
for row, column in np.ndindex(maxima.shape):
    window(sheet, (x + 2 * column * CELL, y + 2 * row * CELL), 2 * CELL, ORANGE)

x = RIGHT
for picture in (pictures.feature_map, pictures.pooled):
    side = SCALE * len(picture)
    show(sheet, in_colors(picture), x, MIDDLE - side / 2, side)
    window(sheet, (x, MIDDLE - side / 2), side, QUIET, **THIN)
    below(sheet, x + side / 2, MIDDLE - side / 2, size_of(picture))
    x += side + 80
arrow(sheet, (x - side - 146, MIDDLE), (x - side - 94, MIDDLE), BLUE)
above(sheet, 2 + 2 * CELL, MIDDLE + 2 * CELL, "2×2마다 최댓값")
above(sheet, RIGHT + SCALE * len(pictures.feature_map) / 2, MIDDLE + 2 * CELL, "특성 맵 전체")

record.figure(
    "max_pooling",
    figure,
    alt=f"맥스풀링의 그림. 특성 맵의 {size_of(quarter)}에서 2×2마다 최댓값 "
    f"{', '.join(map(str, run.series.pooled_quarter))}만 남겨 {size_of(maxima)} 크기로 줄인다. "
    f"특성 맵 전체는 {size_of(pictures.feature_map)}에서 {size_of(pictures.pooled)} 크기로 줄고, "
    "고양이의 윤곽은 남는다.",
)
