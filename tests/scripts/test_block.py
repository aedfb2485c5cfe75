"""A block is what a script says of itself, in TOML."""

from one_script import SCRIPT, read


def test_a_block_s_lines_are_those_of_toml(tmp_path):
    block = '# data = ["a\u2028b", "c\x85d"]  # one \u2029 line\n#\n# seeds = 3'

    script = read(tmp_path, SCRIPT.replace('# data = ["rows.csv"]\n# seeds = 3', block))

    assert script.block.data == ["a\u2028b", "c\x85d"]
    assert script.block.seeds == 3
