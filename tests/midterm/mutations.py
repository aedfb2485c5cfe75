"""Changes to a deck, made by code: those that `check` must find, and those it must let pass.

Each is a set of files with their new contents. What one must be found by is a word that some
problem says: the file, the function, the parameter or the package that changed.
"""

import ast
import io
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from executed_slides.scripts.script import Script, find_scripts, read_script
from executed_slides.scripts.syntax import DEFINITION

NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Mutation:
    """A change of a deck: files and their new bytes (None deletes), and how it is found.

    `touches` are package versions or other things outside the deck's files.
    """

    kind: str
    about: str
    files: dict[str, bytes | None] = field(default_factory=dict)
    found_by: str = ""
    packages: dict[str, str] = field(default_factory=dict)
    read_back: bool = False


def read_deck(root: Path) -> list[Script]:
    return [
        read_script(path, f"experiments/{path.name}") for path in find_scripts(root / "experiments")
    ]


def text_of(root: Path, name: str) -> str:
    return (root / name).read_text("utf-8")


# ---- Code: scripts, helpers, parameters ----


def mutate_scripts(root: Path) -> Iterator[Mutation]:
    """One measuring statement of every script that measures."""
    for script in read_deck(root):
        cells = [c for c in script.cells if not (c.draws or c.sets_parameters or c.markdown)]
        statements = [s for c in cells for s in c.statements if not isinstance(s, DEFINITION)]
        if changed := change_first(script.source, statements):
            yield code_change(
                "script", script.shown, changed, told_by(script, changed, f"{script.shown}: ")
            )


def mutate_figure_cells(root: Path) -> Iterator[Mutation]:
    for script in read_deck(root):
        statements = [s for cell in script.cells if cell.draws for s in cell.statements]
        if changed := change_first(script.source, statements):
            yield code_change(
                "figure cell", script.shown, changed, told_by(script, changed, "figures: ")
            )


def told_by(script: Script, changed: tuple[str, str], stale: str) -> str:
    """How a change of a cell is told: as it is, or by a name that the block does not declare."""
    block = script.block
    name = changed[1].partition(" → ")[0].strip("\"'")
    is_declared = name in {*block.figures, *block.needs, *block.artifacts}
    is_given = re.search(rf'record\.\w+\(\s*"{re.escape(name)}"', script.source)
    return f"'{name}!' is" if is_declared and is_given else stale


def mutate_parameters(root: Path) -> Iterator[Mutation]:
    """Every numeric parameter of every script, made larger by one."""
    for script in read_deck(root):
        for cell in script.cells:
            if not cell.sets_parameters:
                continue
            for statement in cell.statements:
                name = statement.targets[0].id
                if name in script.block.sweep:
                    continue  # Every point sets it.
                changed = change_first(script.source, [statement])
                if changed and isinstance(script.parameters[name], int | float):
                    found_by = "seeds" if name == "seed" else f"parameter {name}"
                    yield code_change("parameter", script.shown, changed, found_by)


def mutate_sweeps(root: Path) -> Iterator[Mutation]:
    """The values of every sweep: one is another, one is gone, one is new."""
    for script in read_deck(root):
        for name, values in script.block.sweep.items():
            there = f"# {name} = {values}"
            for about, others in (
                (f"{name}={values[0] + 1} is new", [values[0] + 1, *values[1:]]),
                (f"{name}={values[-1]} is gone", values[:-1]),
                (f"{name}={values[-1] + 1} is new", [*values, values[-1] + 1]),
            ):
                source = script.source.replace(there, f"# {name} = {others}", 1)
                assert source != script.source
                yield code_change("sweep", script.shown, (source, about), f"sweep {about}")


def mutate_helpers(root: Path) -> Iterator[Mutation]:
    """Every function, class and constant of a helper that some record was measured with."""
    reached: set[str] = set()
    for path in (root / "results").glob("*.json"):
        record = json.loads(path.read_text("utf-8"))
        reached |= record["measure"]["code"].keys() | record["draw"]["code"].keys()
    for path in sorted((root / "experiments").glob("*.py")):
        source = path.read_text("utf-8")
        for statement in ast.parse(source).body:
            for name in names_of(statement):
                if f"{path.stem}.{name}" in reached and (
                    changed := change_first(source, [statement])
                ):
                    # A file that is read and not there any more is told by its name.
                    lost = "no file" if "/fonts/" in changed[1] else f"{path.stem}.{name}"
                    yield code_change("helper", f"experiments/{path.name}", changed, lost)


def names_of(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    return []


def code_change(kind: str, file: str, changed: tuple[str, str], found_by: str) -> Mutation:
    source, about = changed
    return Mutation(kind, f"{file}: {about}", {file: source.encode()}, found_by)


def change_first(source: str, statements: list[ast.stmt]) -> tuple[str, str] | None:
    """The source with the first number, comparison or text of some statements changed."""
    docstrings = {
        id(node.body[0].value)
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for kinds in ((int, float), (str,)):
        for statement in statements:
            for node in ast.walk(statement):
                if (
                    isinstance(node, ast.Constant)
                    and type(node.value) in kinds
                    and id(node) not in docstrings
                    and (segment := ast.get_source_segment(source, node))
                    and segment[0] not in "frb{"
                    and eval_constant(segment) == node.value
                ):
                    new = repr(node.value + 1 if kinds[0] is int else node.value + "!")
                    return put(source, node, segment, new), f"{segment} → {new}"
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute):
                segment = ast.get_source_segment(source, node)
                return put(source, node, segment, f"{segment}_"), f"{segment} → {segment}_"
    return None


def eval_constant(segment: str) -> object:
    try:
        return ast.literal_eval(segment)
    except (ValueError, SyntaxError):
        return None


def put(source: str, node: ast.expr, segment: str, new: str) -> str:
    lines = source.encode().split(b"\n")
    start = sum(len(line) + 1 for line in lines[: node.lineno - 1]) + node.col_offset
    whole = source.encode()
    return (whole[:start] + new.encode() + whole[start + len(segment.encode()) :]).decode()


# ---- What was measured and made ----


def mutate_records(root: Path) -> Iterator[Mutation]:
    """A digit of a number in every record; one cut short, one deleted, one of another's."""
    names = sorted(path.name for path in (root / "results").glob("*.json"))
    for number, name in enumerate(names):
        text = text_of(root, f"results/{name}")
        begin = text.index('"runs"')
        digits = list(re.finditer(r": (\d)", text[begin:]))
        if digits:
            digit = random.Random(number).choice(digits)
            at = begin + digit.start(1)
            edited = text[:at] + str((int(text[at]) + 1) % 10) + text[at + 1 :]
            yield Mutation(
                "record", f"results/{name}: a digit", encode(f"results/{name}", edited), name
            )
    name = f"results/{names[0]}"
    yield Mutation(
        "record", f"{name}: cut short", encode(name, text_of(root, name)[:-40]), names[0]
    )
    yield Mutation("record", f"{name}: deleted", {name: None}, names[0].removesuffix(".json"))
    other = text_of(root, f"results/{names[1]}")
    yield Mutation("record", f"{name}: another's", encode(name, other), names[0])


def mutate_figures(root: Path) -> Iterator[Mutation]:
    """Every figure: swapped for its neighbour, a pixel or a coordinate changed, or deleted."""
    files = sorted(path.name for path in (root / "slides" / "image").glob("*.*g"))
    for number, name in enumerate(files):
        path = f"slides/image/{name}"
        other = (root / "slides" / "image" / files[number - 1]).read_bytes()
        yield Mutation("figure", f"{path}: swapped", {path: other}, path)
        changed = with_a_pixel if name.endswith(".png") else with_a_coordinate
        yield Mutation("figure", f"{path}: a place", {path: changed(root / path)}, path)
    yield Mutation("figure", f"{path}: deleted", {path: None}, path)
    yield Mutation("figure", f"{path}: empty", {path: b""}, path)


def with_a_pixel(path: Path) -> bytes:
    with Image.open(path) as image:
        changed = image.convert("RGB")
    changed.putpixel((5, 5), (255, 0, 0))
    memory = io.BytesIO()
    changed.save(memory, "PNG")
    return memory.getvalue()


def with_a_coordinate(path: Path) -> bytes:
    content = path.read_bytes()
    assert content.count(b' d="M ') > 1
    return content.replace(b' d="M ', b' d="M 1', 1)


def mutate_pages(root: Path) -> Iterator[Mutation]:
    """Evidence pages and notebooks, edited."""
    for path in sorted((root / "slides" / "lab").iterdir())[::4]:
        name = path.relative_to(root).as_posix()
        text = path.read_text("utf-8")
        at = len(text) // 2
        yield Mutation("evidence page", name, encode(name, f"{text[:at]}1{text[at:]}"), name)


# ---- Words, looks and slides ----


def mutate_templates(root: Path) -> Iterator[Mutation]:
    """A Korean word, and a bound number, of every template and partial."""
    for path in sorted((root / "templates").rglob("*.j2")):
        name = path.relative_to(root).as_posix()
        text = path.read_text("utf-8")
        if word := re.search(r"(?m)^\s*\*\s.*?([가-힣]{2,})", text):
            edited = text[: word.start(1)] + "바뀐말" + text[word.end(1) :]
            yield Mutation("template", f"{name}: a word", encode(name, edited), "slides/midterm.md")
        # The words of a claim may be those that are not said.
        if bound := re.search(r"(?m)^(?!.*\{% claim).*?(\| percent \}\})", text):
            edited = text[: bound.start(1)] + "| percent(2) }}" + text[bound.end(1) :]
            yield Mutation("template", f"{name}: a form", encode(name, edited), "slides/midterm.md")
        if figure := re.search(r"\{\{ figure\(\"\w+\", width=(\d+)", text):
            edited = text[: figure.start(1)] + "600" + text[figure.end(1) :]
            yield Mutation("template", f"{name}: a size", encode(name, edited), "slides/midterm.md")


def type_numbers(root: Path) -> Iterator[Mutation]:
    """A result typed by hand into every chapter, and a provenance edited by hand."""
    for path in sorted((root / "templates" / "midterm").glob("[1-9]*.j2")):
        name = path.relative_to(root).as_posix()
        typed = path.read_text("utf-8") + "\n* 정확도 91.3% 달성\n"
        yield Mutation("typed number", name, encode(name, typed), "91.3")
    name = "slides/midterm.provenance.json"
    for old, new in (('"value": 0.', '"value": 1.'), ('"slide": 1', '"slide": 2')):
        edited = text_of(root, name).replace(old, new, 1)
        yield Mutation("provenance", f"{name}: {new}", encode(name, edited), name)


def mutate_markdown(root: Path) -> Iterator[Mutation]:
    """Thirty numbers of the rendered Markdown, each changed by hand."""
    name = "slides/midterm.md"
    text = text_of(root, name)
    places = [m for m in NUMBER.finditer(text) if m.start() > text.index("---", 4)]
    for place in random.Random(0).sample(places, 30):
        digit = str((int(text[place.start()]) + 1) % 10)
        edited = text[: place.start()] + digit + text[place.start() + 1 :]
        line = text[: place.start()].count("\n") + 1
        yield Mutation("markdown", f"{name}:{line}", encode(name, edited), f"line {line} ")


def mutate_looks(root: Path) -> Iterator[Mutation]:
    """The theme and its fonts."""
    theme = "themes/my-theme.css"
    text = text_of(root, theme)
    for size in list(re.finditer(r"(\d+)px;", text))[::12]:
        edited = text[: size.start(1)] + str(int(size[1]) + 1) + text[size.end(1) :]
        yield Mutation("theme", f"{theme} at {size.start()}", encode(theme, edited), theme)
    for path in sorted((root / "themes" / "fonts").glob("*.ttf")):
        name = path.relative_to(root).as_posix()
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        yield Mutation("font", name, {name: bytes(content)}, name)


def mutate_exports(root: Path) -> Iterator[Mutation]:
    """The finished files, edited, cut short, replaced; also by one who mends the checksums."""
    html, pdf = "slides/midterm.html", "slides/midterm.pdf"
    page, paper = (root / html).read_bytes(), (root / pdf).read_bytes()
    texts = list(re.finditer(rb">[^<>]*?(\d+\.\d)%", page))
    for place in random.Random(0).sample(texts, 8):
        edited = page[: place.start(1)] + b"99.9" + page[place.end(1) :]
        yield Mutation("html", f"{html} at {place.start(1)}", {html: edited}, html)
        forged = {html: edited, **forge(root, html, edited)}
        yield Mutation("html", f"{html} and its checksum", forged, html)
    yield Mutation("html", f"{html}: cut short", {html: page[:-50]}, html)
    yield Mutation("html", f"{html}: in UTF-16", {html: page.decode().encode("utf-16")}, html)
    yield Mutation("pdf", f"{pdf}: cut short", {pdf: paper[:-50]}, pdf)
    yield Mutation("pdf", f"{pdf}: a byte", {pdf: paper[:2000] + b"!" + paper[2001:]}, pdf)
    yield Mutation("pdf", f"{pdf}: deleted", {pdf: None}, pdf)
    export = "slides/midterm.export.json"
    yield Mutation("export record", f"{export}: empty", {export: b"{}"}, html)


def forge(root: Path, name: str, content: bytes) -> dict[str, bytes]:
    """The export's record as one would write it who wants an edit to pass."""
    import hashlib

    export = "slides/midterm.export.json"
    record = json.loads(text_of(root, export))
    record["outputs"][Path(name).name] = hashlib.sha256(content).hexdigest()
    return encode(export, json.dumps(record))


def mutate_packages(root: Path) -> Iterator[Mutation]:
    """Another version of each package that measures or draws."""
    for package in ("keras", "numpy", "tensorflow", "matplotlib", "PIL"):
        yield Mutation(
            "package version", package, packages={package: "99.0"}, found_by=f"package {package}"
        )


def mutate_data(root: Path) -> Iterator[Mutation]:
    """Other data than was measured, in the folder that DECK_DATA names."""
    names = {name for script in read_deck(root) for name in script.block.data}
    for name in sorted(names):
        if "." in name:
            yield Mutation("data", name, {f"data/{name}": b"other data"}, f"data {name} changed")


def encode(name: str, text: str) -> dict[str, bytes]:
    return {name: text.encode()}


HARMFUL = (
    mutate_scripts,
    mutate_figure_cells,
    mutate_parameters,
    mutate_sweeps,
    mutate_helpers,
    mutate_records,
    mutate_figures,
    mutate_pages,
    mutate_templates,
    type_numbers,
    mutate_markdown,
    mutate_looks,
    mutate_exports,
    mutate_packages,
    mutate_data,
)


# ---- What changes nothing that a slide shows ----


def comment_everything(root: Path) -> Iterator[Mutation]:
    """A comment at the end of a line of every script and helper."""
    for path in sorted((root / "experiments").glob("*.py")):
        source = path.read_text("utf-8")
        lines = source.split("\n")
        for number, line in enumerate(lines):
            if re.match(r"(?:import|from) \w+", line):
                lines[number] = f"{line}  # a remark"
                break
        name = f"experiments/{path.name}"
        yield Mutation("comment", name, encode(name, "\n".join(lines)))


def format_otherwise(root: Path) -> Iterator[Mutation]:
    """Blank lines more before every function of a helper."""
    for path in sorted((root / "experiments").glob("*.py")):
        source = path.read_text("utf-8")
        edited = re.sub(r"\n\n\ndef ", "\n\n\n\n\ndef ", source)
        if edited != source:
            name = f"experiments/{path.name}"
            yield Mutation("formatting", name, encode(name, edited))


def reword_docstrings(root: Path) -> Iterator[Mutation]:
    """The docstrings of helpers' functions, which no slide shows."""
    for path in sorted((root / "experiments").glob("*.py")):
        source = path.read_text("utf-8")
        edited = re.sub(r'(\n(?:    )+""")(?=[A-Z])', r"\1Reworded: ", source)
        if edited != source:
            name = f"experiments/{path.name}"
            yield Mutation("docstring", name, encode(name, edited))


def add_unused(root: Path) -> Iterator[Mutation]:
    """A function that nothing reaches, in every helper."""
    scripts = {script.name for script in read_deck(root)}
    for path in sorted((root / "experiments").glob("*.py")):
        if path.stem not in scripts:
            name = f"experiments/{path.name}"
            edited = f"{path.read_text('utf-8')}\n\ndef nobody_asks():\n    return 42\n"
            yield Mutation("unused helper", name, encode(name, edited))


def change_swept_defaults(root: Path) -> Iterator[Mutation]:
    """The value that a swept parameter has in its cell: every point sets its own."""
    for script in read_deck(root):
        for name in script.block.sweep:
            source = re.sub(rf"(?m)^{name} = \d+$", f"{name} = 99", script.source)
            assert source != script.source
            yield Mutation("swept default", script.shown, {script.shown: source.encode()})


def rewrite_the_same(root: Path) -> Iterator[Mutation]:
    """Files written anew with the same bytes: only their times differ."""
    for name in ("experiments/imdb.py", "templates/midterm.md.j2", "themes/my-theme.css"):
        yield Mutation("touched", name, {name: (root / name).read_bytes()})
    for pattern in ("results/*.json", "slides/image/*.*g"):
        for path in sorted(root.glob(pattern))[:4]:
            yield Mutation("touched", path.name, {str(path.relative_to(root)): path.read_bytes()})


def add_files(root: Path) -> Iterator[Mutation]:
    """Files that belong to nobody's outcome."""
    for name in ("notes.txt", "experiments/notes.md", "slides/image/draft.txt", "data/other.bin"):
        yield Mutation("added file", name, {name: b"anything"})
    yield Mutation("added file", "experiments/spare.py", {"experiments/spare.py": b"SPARE = 1\n"})


HARMLESS = (
    comment_everything,
    format_otherwise,
    reword_docstrings,
    add_unused,
    change_swept_defaults,
    rewrite_the_same,
    add_files,
)
