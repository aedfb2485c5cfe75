"""Words with the emoji that their shortcodes stand for."""

from executed_slides.markdown.emoji import find_shortcodes


def draw_shortcodes(words):
    for start, end, emoji in reversed(list(find_shortcodes(words))):
        words = words[:start] + emoji + words[end:]
    return words
