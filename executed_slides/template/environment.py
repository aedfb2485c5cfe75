"""Templates whose text is bound: what stands in a deck, and where it was asked for, stays known.

{{ imdb.test_accuracy | percent }} ──▶ Text, bound to the number
{{ 46 }}                           ──▶ Text that knows only its place in the template
words                              ──▶ the template's own
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial, wraps
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.lexer import TokenStream

from executed_slides.base.cache import Cache
from executed_slides.base.errors import DeckError
from executed_slides.base.files import hash_text
from executed_slides.markdown.crowded_blocks import refuse_crowded_blocks
from executed_slides.markdown.languages import Language, language_of
from executed_slides.template.bound_text import (
    DIGIT,
    LETTER,
    Binding,
    Place,
    Span,
    Text,
    Typed,
    Unproven,
    bindings_of,
    bound,
    join,
    part,
    refuse_written,
    spans_of,
    uncovered,
)
from executed_slides.template.braces import refuse_lost_braces
from executed_slides.template.compiled_code import dump_code, load_code
from executed_slides.template.formats import ALL_FORMATS, unit
from executed_slides.template.growth import refuse_growth
from executed_slides.template.markdown_tables import write_table
from executed_slides.template.measured_texts import MeasuredText, counts
from executed_slides.template.mistakes import filter_mistake
from executed_slides.template.parted_code import divide_template, in_parts, join_parts
from executed_slides.template.record_views import pick
from executed_slides.template.sandbox import Sandbox
from executed_slides.template.values import (
    Listed,
    Measured,
    as_run,
    as_text,
    bare_value,
    binding_of,
    derive,
    exact_value,
    give_reason,
    going_trial,
    in_trial,
    is_known,
    join_values,
    name_of,
    number,
    quietly,
    spread,
    tell_watched,
    union,
)
from executed_slides.template.worded_formats import write_date, write_duration

_CONVERSION = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]")
# With nothing between them, or with a minus before it, what they write reads as another number.
_MISREAD = re.compile(rf"{_CONVERSION.pattern}[.'’]?{_CONVERSION.pattern}|(?<![^\s(])[-−]%")
_WRITTEN = re.compile(r"\d+(?:[.,'’\s]\d+)*")
_SWAPPED = str.maketrans(",.", ".,")
_SPACE = re.compile(r"\s*")
_SIGN = re.compile(r"[\\`*_\[\]<>|$~#&]")
# Of these, numbers after the subject are digits and places, and no part of what is shown.
_LAYING_OUT = {
    *ALL_FORMATS,
    "duration",
    "spread",
    "round",
    "center",
    "indent",
    "truncate",
    "wordwrap",
}
_LENGTHS = ("| length", "| count")
# These put a row in order.
_ORDERING = {"min", "max", "sort"}
# These read a number in a text.
_READING = {"int", "float"}
# What filters raise on what they cannot take.
_WRONG_USE = (TypeError, ValueError, KeyError, AttributeError)
_OPERATOR = re.compile(r" (?:[-+/%]|\*\*?|//) ")


class Line(int):
    """A line number that also knows where in the source its token starts.

    Jinja's nodes keep the number that they are given, so each of them has its exact place.
    """

    start: int


def has_words(text: str) -> bool:
    """Whether there is a letter, a digit or a mark of code in a text of a template."""
    return any(map(str.isalnum, text)) or "```" in text or "~~~" in text


Token = tuple[str, str, int]  # What Jinja takes it for, its text, where it starts.


class BoundCode(CodeGenerator):
    """Writes a template's Python code so that what it puts out keeps its origin."""

    def enter_frame(self, frame: Any) -> None:
        super().enter_frame(frame)
        if frame.loop_frame:
            self.writeline("environment.take_turn()")

    def buffer(self, frame: Any) -> None:
        """What is put aside before it is put out: by a macro, which may call itself, and others."""
        super().buffer(frame)
        self.writeline("environment.take_turn()")

    def visit_Const(self, node: nodes.Const, frame: Any) -> None:  # noqa: N802 Jinja's name
        if isinstance(node.value, str) and DIGIT.search(node.value):
            self.write(f"environment.literal({node.value!r}, {self.place_of(node)!r})")
        elif isinstance(node.value, float):
            # A bare float would take a recorded whole number for a bare one, `0.5 * imdb.epoch`.
            self.write(f"environment.real({node.value!r})")
        else:
            super().visit_Const(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Any) -> None:  # noqa: N802
        self.write("environment.joined((")
        for piece in node.nodes:
            self.visit(piece, frame)
            self.write(", ")
        self.write("))")

    def visit_Filter(self, node: nodes.Filter, frame: Any) -> None:  # noqa: N802
        """What `{% filter … %}` puts out knows its place, as what `{{ … }}` does."""
        subject: Any = node
        while isinstance(subject, nodes.Filter):
            subject = subject.node
        if subject is not None:
            return super().visit_Filter(node, frame)
        self.write("environment.shown(")
        super().visit_Filter(node, frame)
        return self.write(f", {self.place_of(node)!r})")

    def _output_child_to_const(self, node: nodes.Expr, frame: Any, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData) or has_words(node.data):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        is_typed = isinstance(node, nodes.TemplateData)
        self.write("environment.typed(" if is_typed else "environment.shown(")

    def _output_child_post(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if isinstance(node, nodes.TemplateData):
            self.write(f", {self.name or ''!r}, {getattr(node.lineno, 'start', 0)!r})")
        else:
            self.write(f", {self.place_of(node)!r})")

    def place_of(self, node: nodes.Node) -> tuple[Any, ...]:
        """What a `Place` is made of, as a constant of the compiled template."""
        start = getattr(node.lineno, "start", None)
        return self.name or "", int(node.lineno), start, isinstance(node, nodes.Const)


class BoundEnvironment(Sandbox):
    """A sandbox whose templates render to `Text`, with every number's origin beside it.

    `sources` keeps each template's text by its name, and `used` which of them were asked for.
    What `kept` has of the same text is not compiled again.
    """

    code_generator_class = BoundCode
    # The claims that were rendered, in order; one that is being rendered holds its place.
    claims: list[Any]
    # The choices of words in which runs disagree, as often as they were made.
    undecided: list[Any]
    # The language of the deck that is being rendered.
    language: Callable[[], Language]
    concat = staticmethod(join)
    in_parts = staticmethod(in_parts)

    def __init__(self, kept: Cache | None = None, **options: Any):
        super().__init__(**options)
        self.kept = kept or Cache()
        self.sources: dict[str, str] = {}
        self.tokens: dict[str, list[Token]] = {}
        # What judges of templates read in their tokens.
        self.own_words: dict[tuple[str, bool], tuple[list[Token], Any]] = {}
        self.used: dict[str, None] = {}
        self.claims, self.undecided = [], []
        self.filters.update(spread=spread, unit=unit, date=self.in_words(write_date))
        self.filters = {
            name: _keeping(name, apply, self.hold) for name, apply in self.filters.items()
        }
        formats = ALL_FORMATS | {"duration": self.in_words(write_duration)}
        self.filters |= {name: _writing(name, w, self.hold) for name, w in formats.items()}
        self.filters |= {"counts": self.counted, "table": self.tabled}
        self.filters |= {"safe": _as_markup, "pick": pick}
        del self.globals["lipsum"]  # Words of no deck, as many as somebody asks for.

    def begin(self, pieces: list[str]) -> None:
        """Makes ready for a rendering, whose text comes piece by piece."""
        self.claims, self.undecided = [], []
        self.used.clear()
        self.spent = 0
        # The front matter, which names it, is there before the first word that is said in it.
        self.language = cache(lambda: language_of("".join(pieces)))

    def context_of(self, project: Any, make: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """What templates read of a project."""
        return make(project)

    def _load_template(self, name: str, *arguments: Any) -> Any:
        name = str.__str__(name)  # It may be a Text, which knows where it was typed.
        template = super()._load_template(name, *arguments)
        self.used[name] = None  # One that is not there is none: `{% include … ignore missing %}`.
        return template

    def compile(
        self,
        source: Any,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> Any:
        """A template's code, which is kept from one process to the next."""
        if name is None or raw or not isinstance(source, str):
            return super().compile(source, name, filename, raw, defer_init)  # type: ignore[call-overload] # Jinja's own signature.
        decides = (hash_text(source), jinja2.__version__, str(filename), str(self.sandboxed))
        kept = self.kept.get("template", name, *decides)
        if kept is None:
            code = self.compile_anew(source, name, filename)
            self.kept.put("template", name, *decides, value=dump_code(code))
            return code
        self.sources[name] = _with_line_feeds(source)
        self.tokens.pop(name, None)
        # It runs: the cache gives back only what this very user's engine put there.
        return load_code(kept)

    def compile_anew(self, source: str, name: str, filename: str | None) -> Any:
        """Raises DeckError for what Python does not take, and for braces that would be lost."""
        before = self.sources.get(name)
        try:
            return self.compile_checked(source, name, filename)
        except BaseException:
            # The template that is known goes on being the one that could be read.
            self.tokens.pop(name, None)
            if before is not None:
                self.sources[name] = before
            raise

    def compile_checked(self, source: str, name: str, filename: str | None) -> Any:
        try:
            code = super().compile(source, name, filename)
            refuse_crowded_blocks(self.sources[name], f"templates/{name}")
            refuse_lost_braces(self.sources[name], self.tokens_of(name), f"templates/{name}")
            return code
        except (jinja2.TemplateError, DeckError):
            raise
        except Exception as error:
            raise DeckError(
                f"templates/{name}: {type(error).__name__}: {error}",
                "nest less in it, or put parts of it into templates of their own",
            ) from error

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> Any:
        """The Python sources of a template's parts, most often of one."""
        generate = super()._generate
        return [generate(part, name, filename, defer_init) for part in divide_template(source)]

    def _compile(self, source: Any, filename: str) -> CodeType:
        compile_one = partial(super()._compile, filename=filename)
        return compile_one(source[0]) if len(source) == 1 else join_parts(source, compile_one)

    def tokens_of(self, name: str) -> list[Token]:
        """What a template consists of, as Jinja reads it."""
        if name not in self.tokens:
            for _ in self._tokenize(self.sources[name], name):
                pass
        return self.tokens[name]

    def _tokenize(
        self,
        source: str,
        name: str | None,
        filename: str | None = None,
        state: str | None = None,
    ) -> TokenStream:
        """Jinja's own way from a source to tokens, with their exact places.

        What extensions may do before and after (`preprocess`, `filter_stream`) is left out.
        """
        source = _with_line_feeds(source)
        tokens = self.tokens[name or ""] = []
        self.sources[name or ""] = source

        def place() -> Iterator[tuple[Line, str, str]]:
            at = 0
            for lineno, kind, text in self.lexer.tokeniter(source, name, filename, state):
                if not source.startswith(text, at):
                    at = _end_of_space(source, at)  # What a `-` took away.
                if kind != "whitespace":
                    tokens.append((kind, text, at))
                    line = Line(lineno)
                    line.start = at
                    yield line, kind, text
                at += len(text)

        return TokenStream(self.lexer.wrap(place(), name, filename), name, filename)

    def joined(self, values: list[Any]) -> Text:
        """`a ~ b` of a template."""
        return self.hold(join_values(values))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A member of a row or a dictionary, which may be words that a number chooses."""
        if isinstance(argument, Measured | MeasuredText) and type(obj) in (list, tuple, dict):
            tell_watched(argument.by_seed.values(), argument.name)
            argument = as_run(argument) if isinstance(argument, MeasuredText) else argument
        return super().getitem(obj, argument)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute; a method of a recorded text is that of the run that is looked at."""
        if isinstance(obj, MeasuredText):
            tell_watched(obj.by_seed.values(), obj.name)
            obj = as_run(obj)
        return super().getattr(obj, attribute)

    @staticmethod
    def real(value: float) -> Any:
        """A number that is typed inside an expression: it is made of nothing that is known."""
        return number(value, repr(value), {None: value})

    def in_words(self, write: Callable[[Language, Any], str]) -> Callable[[Any], str]:
        """A format in the words of the deck's language."""
        return lambda value: write(self.language(), value)

    def tabled(self, table: Any, *details: Any, **options: Any) -> Text:
        """`{{ x.scores | table(…) }}`: a recorded table as Markdown, in the deck's language."""
        try:
            written = write_table(self.filters, self.language(), table, *details, **options)
        except _WRONG_USE as error:
            raise filter_mistake("table", table, f"{name_of(table)} | table") from error
        return self.hold(written)

    def counted(self, text: Any) -> Text:
        """`{{ x.best | counts }}`: how many runs recorded which text."""
        return self.hold(counts(text))

    @staticmethod
    def literal(value: str, place: tuple[Any, ...]) -> Text:
        """A text that is typed inside an expression: it knows its place alone."""
        return bound(value, Place(*place))

    @staticmethod
    @lru_cache(maxsize=4096)
    def typed(words: str, template: str, start: int) -> Text:
        """Words of a template's own, which know where in it they stand."""
        return bound(words, Typed(template, start))

    def shown(self, value: Any, place: tuple[Any, ...]) -> Text:
        """What `{{ value }}` puts out; letters that come from nowhere know their place."""
        text = as_text(value)
        self.spend(len(text))
        if type(value) in (list, tuple):
            text = _bind_row(text, value)
        if any(isinstance(span.source, Unproven) for span in text.spans):
            text = Text(text, [_placed(span, place) for span in text.spans])
        if uncovered(text, LETTER):
            return Text(text, (*text.spans, Span(0, len(text), Place(*place))))
        return text


def _bind_row(text: Text, row: list[Any] | tuple[Any, ...]) -> Text:
    """The text of a row that is bound to all in it, if each member is."""
    if unproven := _unproven_of(row):
        return bound(text, unproven)
    made_of = list(_sources_of(row))
    if not made_of or _have_hidden(row):
        return text
    return bound(text, _merge(made_of, _pipe_name(row)))


def _placed(span: Span, place: tuple[Any, ...]) -> Span:
    """A span of what is unproven with the place where it is shown."""
    if isinstance(span.source, Unproven):
        return span._replace(source=Place(*place)._replace(unproven=span.source))
    return span


def _end_of_space(source: str, at: int) -> int:
    found = _SPACE.match(source, at)
    return found.end() if found else at


def _with_line_feeds(source: str) -> str:
    return re.sub(r"\r\n?", "\n", source)


def _writing(
    name: str, write: Callable[..., str], hold: Callable[[Any], Any]
) -> Callable[..., str]:
    """A format of numbers whose text stays bound to the number; `hold` counts what it makes."""

    @wraps(write)
    def kept(value: Any, *details: Any, **options: Any) -> str:
        value = in_trial(value)
        refuse_growth(name, value, [*details, *options.values()])
        key = f"{_pipe_name(value)} | {name}{_in_brackets(details, options)}"
        try:
            text = hold(write(bare_value(as_run(value)), *details, **options))
        except _WRONG_USE as error:
            raise filter_mistake(name, value, key) from error
        if is_known(value):
            return bound(text, binding_of(value)._replace(key=key))
        return _keep_text(text, [value, *details, *options.values()], [value], key)

    return kept


def _keeping(
    name: str, apply: Callable[..., Any], hold: Callable[[Any], Any]
) -> Callable[..., Any]:
    """A filter whose outcome stays bound to what it was given; `hold` counts what it makes."""
    skipped = 1 if hasattr(apply, "jinja_pass_arg") else 0

    @wraps(apply)
    def kept(*arguments: Any, **options: Any) -> Any:
        arguments = tuple(in_trial(list(a) if isinstance(a, Iterator) else a) for a in arguments)
        subject, *details = arguments[skipped:] or [None]
        _refuse_order_of_texts(name, subject)
        with quietly():
            refuse_growth(name, subject, [*details, *options.values()])
            try:
                outcome = _apply_to_runs(name, apply, arguments, options)
            except _WRONG_USE as error:
                key = f"{_pipe_name(subject)} | {name}{_in_brackets(details, options)}"
                raise filter_mistake(name, subject, key) from error
            if isinstance(outcome, Iterator) and isinstance(subject, Listed):
                outcome = list(outcome)
        hold(outcome)
        if outcome is None or isinstance(outcome, bool | Listed | Text):
            return outcome
        key = f"{_pipe_name(subject)} | {name}{_in_brackets(details, options)}"
        given = [subject, *details, *options.values()]
        content = given[:1] if name in _LAYING_OUT else given
        if isinstance(outcome, list):
            return _keep_row(outcome, subject, content, key)
        if isinstance(outcome, Measured):
            return _keep_number(outcome, given, key)
        if isinstance(outcome, int | float):
            if isinstance(subject, Text) and not (name in _READING and _reads_as_number(subject)):
                return outcome  # No record says how long a text is, nor what stands for no number.
            before, after = arguments[:skipped], arguments[skipped + 1 :]
            again = partial(_apply_to, apply, before, after, options)
            return _keep_counted(outcome, subject, content, key, again)
        if type(outcome) is not str or (name == "join" and _run_together(*given, **options)):
            return outcome
        return _keep_text(outcome, given, content, key)

    return kept


def _run_together(values: Any, d: str = "", *_: Any, **__: Any) -> bool:
    """Whether what `join` puts between measured numbers makes one of them: `[x, y] | join(".")`."""
    is_one = len(list(_sources_of([values]))) < 2 or _unproven_of([values])
    return not is_one and re.fullmatch("[.'’]?", str(d)) is not None


def _reads_as_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _refuse_order_of_texts(name: str, subject: Any) -> None:
    if name in _ORDERING and isinstance(subject, list | tuple):
        refuse_written(*(item for item in subject if isinstance(item, str)))


def _apply_to_runs(
    name: str, apply: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]
) -> Any:
    """What a filter makes of its arguments; a text, in a trial, of what that run measured."""
    outcome = apply(*arguments, **options)
    if type(outcome) is str and going_trial() and name != "spread":
        return apply(*map(as_run, arguments), **options)
    return outcome


def _apply_to(
    apply: Callable[..., Any], before: Any, after: Any, options: dict[str, Any], value: Any
) -> Any:
    return apply(*before, value, *after, **options)


def _keep_row(outcome: list[Any], subject: Any, content: list[Any], key: str) -> Any:
    """Some of what was recorded in a row, which still can be counted: `x.values | select(…)`."""
    if not isinstance(subject, Listed):
        return outcome
    there = set(map(id, subject))
    if not all(id(value) in there for value in outcome):
        return outcome
    row = subject.of_these(key, outcome)
    row.unproven = _unproven_of(content)
    return row


def _keep_number(outcome: Measured, given: list[Any], key: str) -> Measured:
    """A number that was chosen is what it was; one that was worked out has the filter's name."""
    if any(outcome is value for value in _every(given)):
        return outcome
    made: Measured = number(bare_value(outcome), key, outcome.by_seed, outcome)
    made.others, made.axes, made.noise = outcome.others, outcome.axes, outcome.noise
    made.whole, made.apart, made.exact = outcome.whole, outcome.apart, outcome.exact
    made.parts = outcome.parts
    return made


def _keep_counted(
    outcome: Any, subject: Any, content: list[Any], key: str, again: Callable[[Any], Any]
) -> Any:
    """A number that a filter makes of a number, counts in a row or reads in a text."""
    if isinstance(subject, Measured):
        made = derive(again, key, subject)
        if isinstance(made, Measured):
            made.apart, made.exact = subject.apart, exact_value(subject)
    elif isinstance(subject, Listed) and subject.length is not None and key.endswith(_LENGTHS):
        made = in_trial(subject.length)
    elif isinstance(subject, Listed | Text) and not (isinstance(subject, Text) and _hides(subject)):
        made = number(outcome, key, {None: outcome}, *_sources_of([subject]))
        if isinstance(subject, Listed) and subject.names == (subject.name,):
            # There could be more or fewer of these, too, but not of seeds.
            made.declared = subject.by_seed and key.endswith(_LENGTHS)
            made.draws = None
            made = in_trial(made)
    else:
        return outcome
    if isinstance(made, Measured) and is_known(made):
        made.unproven = _unproven_of(content)
    return made


def _keep_text(outcome: str, given: list[Any], content: list[Any], key: str) -> str:
    """What a filter writes of numbers and texts, if no other digits are in it."""
    subject = given[0]
    if isinstance(subject, Text) and subject.count(outcome) == 1:
        start = subject.index(outcome)
        return part(subject, start, start + len(outcome))
    if isinstance(subject, Text) and _is_in_other_case(outcome, subject):
        return Text(outcome, subject.spans)
    made_of = list(_sources_of(given))
    if not made_of or _have_hidden(given) or _is_altered(outcome, given):
        return _keep_places(outcome, subject)
    source = _unproven_of(content) or _merge(made_of, key)
    if isinstance(source, Binding) and any(map(_is_typed_markup, _every(given))):
        source = source._replace(markup=True)
    return bound(outcome, source)


def _keep_places(outcome: str, subject: Any) -> Text:
    """What a filter made of typed words: in other letters they stay where they were typed."""
    spans = spans_of(subject)
    if _is_in_other_case(outcome, str(subject)):
        return Text(outcome, spans)
    # These words are said, whatever they became: nobody looks for them where no branch led.
    return Text(outcome, [Span(0, 0, s.source) for s in spans if isinstance(s.source, Typed)])


def _is_in_other_case(outcome: str, before: str) -> bool:
    before = str.__str__(before)
    return outcome.casefold() == before.casefold() and len(outcome) == len(before)


def _is_typed_markup(value: Any) -> bool:
    """Whether a text was typed in an expression that means something to Markdown."""
    return isinstance(value, str) and not any(bindings_of(value)) and bool(_SIGN.search(value))


def _as_markup(value: Any) -> Text:
    """`x.table | safe`: a recorded text that is Markdown, on purpose."""
    text = as_text(value)
    sources = [
        span._replace(source=span.source._replace(markup=True))
        if isinstance(span.source, Binding)
        else span
        for span in text.spans
    ]
    return Text(text, sources)


def _unproven_of(values: Iterable[Any]) -> Unproven | None:
    """Why what is made of these is not bound, if one of them is a number that was typed."""
    for value in _every(values):
        if isinstance(value, Measured | Listed) and value.unproven:
            return value.unproven
        is_typed = isinstance(value, int | float) and not isinstance(value, bool)
        if is_typed and not is_known(value):
            return Unproven(f"{bare_value(value)!r} was typed", give_reason(value))
    return None


def _every(values: Iterable[Any]) -> Iterator[Any]:
    """The values, and those in lists of any depth."""
    for value in values:
        yield value
        if isinstance(value, list | tuple):
            yield from _every(value)


def _sources_of(values: Iterable[Any]) -> Iterator[Any]:
    """The numbers and bindings that values carry, in lists of any depth too."""
    for value in values:
        if isinstance(value, Measured | Listed):
            if value.names or value.reason or value.unproven:
                yield value
        elif isinstance(value, Text):
            yield from bindings_of(value)
        elif isinstance(value, list | tuple):
            yield from _sources_of(value)


def _have_hidden(values: Iterable[Any]) -> bool:
    return any(isinstance(value, str) and _hides(value) for value in _every(values))


def _hides(text: str) -> bool:
    """True when binding a text as a whole would cover a number that comes from nowhere."""
    known = [span for span in spans_of(text) if isinstance(span.source, Binding)]
    letters = list(_CONVERSION.sub(lambda found: " " * len(found[0]), text))
    for start, end, _ in known:
        letters[start:end] = " " * (end - start)
    return _MISREAD.search(text) is not None or _states("".join(letters))


@lru_cache(maxsize=1024)
def _states(words: str) -> bool:
    """Whether these words have a digit, or state a number otherwise."""
    if DIGIT.search(words) or not LETTER.search(words):
        return DIGIT.search(words) is not None
    # Nobody loads for words without digits what reads numbers, as long as none is put into them.
    from executed_slides.markdown.stated_numbers import find_stated

    return bool(find_stated(words))


def _is_altered(outcome: str, given: list[Any]) -> bool:
    """Whether a filter made another number of one that was written: `x | percent | reverse`.

    The engine writes 2,774.5; another way to write that is 2.774,5.
    """
    values = list(_every(given))
    if any(isinstance(value, Measured | Listed) for value in values):
        return False
    written = {_figures(n) for value in values if isinstance(value, str) for n in _numbers(value)}
    return any(
        _figures(found) not in written and _figures(found, ",") not in written
        for found in _numbers(outcome)
    )


def _numbers(text: str) -> list[str]:
    return _WRITTEN.findall(str.__str__(text))


def _figures(written: str, point: str = ".") -> str:
    """The digits of a number, with its decimal point; a day may be written 05 and 5."""
    plain = written if point == "." else written.translate(_SWAPPED)
    return re.sub(r"[^\d.]|^0+(?=\d)", "", plain)


def _merge(made_of: list[Any], key: str) -> Binding:
    """The binding of something that was made of others."""
    bindings = [part if isinstance(part, Binding) else binding_of(part) for part in made_of]
    if len(bindings) == 1:
        return bindings[0]._replace(key=key)
    names = union(binding.names for binding in bindings)
    return Binding(
        kind="number" if names else "constant",
        key=key,
        names=names,
        experiments=union(binding.experiments for binding in bindings),
        reason="; ".join(union([b.reason] for b in bindings if b.reason)),
        picked=union(binding.picked for binding in bindings),
    )


def _pipe_name(value: Any) -> str:
    """How a value is written in front of a filter's bar."""
    if isinstance(value, Text):
        return ", ".join(binding.key for binding in bindings_of(value)) or repr(str(value))
    if isinstance(value, list | tuple) and not isinstance(value, Listed):
        return f"[{', '.join(map(_pipe_name, value))}]"
    name = name_of(value)
    outside = re.sub(r"\([^()]*\)", "", name)
    return f"({name})" if _OPERATOR.search(outside) else name


def _in_brackets(details: Iterable[Any], options: dict[str, Any]) -> str:
    given = [name_of(value) for value in details]
    given += [f"{name}={name_of(value)}" for name, value in options.items()]
    return f"({', '.join(given)})" if given else ""
