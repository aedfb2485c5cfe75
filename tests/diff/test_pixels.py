"""Two drawings of a figure laid over each other."""

import io

from PIL import Image

from executed_slides.diff.pixels import CAME, GONE, compare_pixels


def png(size=(20, 10), dots=(), mode="RGB", paper="white"):
    picture = Image.new(mode, size, paper)
    for dot in dots:
        picture.putpixel(dot, (0, 0, 0, 255)[: len(mode)])
    memory = io.BytesIO()
    picture.save(memory, "PNG")
    return memory.getvalue()


def pixel(comparison, place):
    return Image.open(io.BytesIO(comparison.marked)).getpixel(place)


def test_equal_pictures_differ_nowhere():
    comparison = compare_pixels(png(dots=[(3, 3)]), png(dots=[(3, 3)]))

    assert comparison.share == 0
    assert pixel(comparison, (0, 0)) == (255, 255, 255)


def test_ink_that_is_gone_is_red_and_ink_that_came_is_blue():
    comparison = compare_pixels(png(dots=[(3, 3)]), png(dots=[(12, 6)]))

    assert comparison.share == 2 / 200
    assert pixel(comparison, (3, 3)) == GONE
    assert pixel(comparison, (12, 6)) == CAME
    assert pixel(comparison, (19, 0)) == (255, 255, 255)


def test_pictures_of_different_sizes_lie_top_left_on_one_sheet():
    comparison = compare_pixels(png((20, 10)), png((20, 12), dots=[(5, 11)]))

    assert (comparison.old_size, comparison.new_size) == ((20, 10), (20, 12))
    assert comparison.share == 1 / 240
    assert pixel(comparison, (5, 11)) == CAME


def test_what_is_transparent_is_paper():
    clear = png(mode="RGBA", paper=(0, 0, 0, 0))

    assert compare_pixels(clear, png()).share == 0


def test_what_is_no_picture_cannot_be_compared():
    whole = png()

    assert compare_pixels(b"text", whole) is None
    assert compare_pixels(whole, whole[:40]) is None
