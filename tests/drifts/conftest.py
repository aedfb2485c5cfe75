"""Prints how many drifts of each kind were judged rightly, where all or each is asked for."""

from drift_cases import SCORES


def pytest_terminal_summary(terminalreporter, config):
    if SCORES.table() and (config.option.verbose > 0 or config.option.markexpr == "exhaustive"):
        terminalreporter.section("drifts")
        for line in SCORES.table():
            terminalreporter.line(line)
