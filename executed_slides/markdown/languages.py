"""Languages: every word that the engine itself puts on slides, by the deck's `lang`.

To add a language is to add an entry: a word that it lacks is refused by the type checker and by
Python itself.
"""

from typing import NamedTuple

from executed_slides.markdown.front_matter import named_language


class Language(NamedTuple):
    """The engine's words in one language; a `{}` is where a number stands."""

    # Evidence slides: the columns of a table, and what is said above it.
    number: str
    median: str
    mean: str
    range: str
    slides: str
    measure_key: str
    data: str
    seeds: str
    all_the_same: str
    shown_seed: str
    accepted: str
    drawn: str
    # What no key counts, and measured runs used.
    clock: str
    randomness: str
    network: str
    processes: str
    # What templates say: the range over all seeds, and the records behind a presenter's note.
    one_seed: str
    several_seeds: str
    source: str
    # What tables have in columns of yes and no, how long something took, and when it was.
    yes: str
    no: str
    days: str
    hours: str
    minutes: str
    whole_seconds: str
    date: str
    months: str
    # Marks on slides that must not be taken for good ones.
    smoke: str
    draft: str
    stale: str
    one_problem: str
    several_problems: str
    # What a preview's card says of a part of a slide.
    full_value: str
    holds: str
    runs: str
    seed: str
    expression: str
    made_of: str
    recorded_in: str
    asked_in: str
    because: str
    moved: str
    not_committed: str
    evidence_row: str
    close: str
    # What a finished page says beside its slides.
    back: str
    turn: str
    jump: str
    leave: str
    black: str
    zoom: str
    timer: str
    overview: str
    presenter: str
    full_screen: str
    keys: str
    route: str
    whole: str


LANGUAGES = {
    "en": Language(
        number="number",
        median="value (median)",
        mean="value (mean)",
        range="over all runs",
        slides="slides",
        measure_key="measure key",
        data="data",
        seeds="seeds",
        all_the_same="all the same",
        shown_seed="figures show seed {}",
        accepted="accepted",
        drawn="figures show seed {}",
        clock="clock asked",
        randomness="randomness without a seed",
        network="network used",
        processes="other processes started",
        one_seed="{} seed",
        several_seeds="{} seeds",
        source="Source",
        yes="yes",
        no="no",
        days="{} d",
        hours="{} h",
        minutes="{} min",
        whole_seconds="{} s",
        date="{day} {month} {year}",
        months="January February March April May June July August September October November "
        "December",
        smoke="SMOKE RUN · NOT A RESULT",
        draft="DRAFT",
        stale="STALE",
        one_problem="{} problem",
        several_problems="{} problems",
        full_value="value",
        holds="holds in",
        runs="runs",
        seed="seed",
        expression="asked for as",
        made_of="made of",
        recorded_in="recorded in",
        asked_in="template",
        because="because",
        moved="last moved",
        not_committed="not committed yet",
        evidence_row="evidence",
        close="close",
        back="back to slide {}",
        turn="previous, next",
        jump="go to a page",
        leave="back to the slide",
        black="black screen",
        zoom="the figure large",
        timer="time left",
        overview="all slides",
        presenter="presenter's window",
        full_screen="full screen",
        keys="these keys",
        route="route",
        whole="whole deck",
    ),
    "ko": Language(
        number="숫자",
        median="값 (중앙값)",
        mean="값 (평균)",
        range="시드별 범위",
        slides="슬라이드",
        measure_key="측정 키",
        data="데이터",
        seeds="시드",
        all_the_same="모두 같음",
        shown_seed="그림은 시드 {}",
        accepted="인정한 변경",
        drawn="그림에 쓴 시드 {}",
        clock="시계 사용",
        randomness="시드 없는 난수",
        network="네트워크 사용",
        processes="다른 프로세스 실행",
        one_seed="시드 {}개",
        several_seeds="시드 {}개",
        source="출처",
        yes="예",
        no="아니요",
        days="{}일",
        hours="{}시간",
        minutes="{}분",
        whole_seconds="{}초",
        date="{year}년 {month}월 {day}일",
        months="1 2 3 4 5 6 7 8 9 10 11 12",
        smoke="스모크 실행 · 결과 아님",
        draft="초안",
        stale="최신 아님",
        one_problem="문제 {}개",
        several_problems="문제 {}개",
        full_value="값",
        holds="성립하는 실행",
        runs="실행별 값",
        seed="시드",
        expression="템플릿 식",
        made_of="계산에 쓴 값",
        recorded_in="기록한 곳",
        asked_in="템플릿",
        because="이유",
        moved="마지막 변경",
        not_committed="아직 커밋되지 않음",
        evidence_row="근거",
        close="닫기",
        back="{}쪽으로 돌아가기",
        turn="이전, 다음",
        jump="그 쪽으로 이동",
        leave="슬라이드로 돌아가기",
        black="검은 화면",
        zoom="그림 크게 보기",
        timer="남은 시간",
        overview="모든 슬라이드 보기",
        presenter="발표자 창",
        full_screen="전체 화면",
        keys="단축키",
        route="경로",
        whole="전체 발표",
    ),
}


def language_of(markdown: str) -> Language:
    """The language that a deck's front matter names, English for one that is not here."""
    return LANGUAGES.get(named_language(markdown) or "", LANGUAGES["en"])
