"""The measurements as one table: ours, theirs, the ratio and the aim, BM25."""

from collections.abc import Callable, Iterator

from bench.stock.measuring import SENDERS, Measured

Row = tuple[str, Callable[[Measured], float | None], str, str]  # what, its number, how it is written, the aim
ROWS: tuple[Row, ...] = (
    ("messages/s, one after another", lambda m: len(m.seconds) / sum(m.seconds), "{:.1f}", "10"),
    (f"messages/s, {SENDERS} senders", lambda m: len(m.seconds) / m.together if m.together else None, "{:.1f}", ""),
    ("p50", lambda m: _part(m, 50), "{:.1f} ms", ""),
    ("p99", lambda m: _part(m, 99), "{:.1f} ms", ""),
    (
        "processor time of a message",
        lambda m: 1000 * m.processor / len(m.seconds) if m.processor else None,
        "{:.1f} ms",
        "",
    ),
    ("resident memory, all processes", lambda m: m.memory, "{:.0f} MiB", "1/3"),
    ("start to first answer", lambda m: m.start, "{:.1f} s", "1/10"),
    ("training", lambda m: m.training.clock if m.training else None, "{:.0f} s", ""),
    ("processor time of training", lambda m: m.training.processor if m.training else None, "{:.0f} s", ""),
    ("edit to live answer", lambda m: m.edit, "{:.1f} s", "1/20"),
    ("right answers", lambda m: 100 * m.share("questions"), "{:.1f} %", "more"),
    ("near misses answered with a fact", lambda m: 100 * m.share("near_misses"), "{:.1f} %", ""),
    ("off-topic answered with a fact", lambda m: 100 * m.share("off_topic"), "{:.1f} %", ""),
)


def lines(ours: Measured, theirs: Measured, plain: Measured) -> Iterator[str]:
    """Markdown."""
    yield "| measured | huiyin | stock Rasa | huiyin : stock | aim | BM25 |"
    yield "|---" * 6 + "|"
    for what, number, form, aim in ROWS:
        said = [form.format(value) if (value := number(side)) is not None else "" for side in (ours, theirs, plain)]
        yield f"| {what} | {said[0]} | {said[1]} | {_ratio(number(ours), number(theirs))} | {aim} | {said[2]} |"


def _ratio(ours: float | None, theirs: float | None) -> str:
    return f"{ours / theirs:.2g}" if ours is not None and theirs else ""


def _part(measured: Measured, percent: int) -> float:
    times = sorted(measured.seconds)
    return 1000 * times[min(len(times) * percent // 100, len(times) - 1)]
