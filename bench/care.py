"""The care engine on the development sets, next to a naive word list and two packages: python -m bench.care --care DIR --tracker DIR."""

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from care_training import data
from care_training.shares import wilson
from forum.care import coach, suggestions, triage
from forum.care.signals import Risk

Alarm = Callable[[str], bool]
NAIVE = re.compile(
    r"\b(?:suicid\w*|kill(?:ing)? myself|want(?:ed)? to die|end (?:my life|it all)|self[- ]?harm\w*|cut(?:ting)? myself|overdose\w*|"
    r"hopeless|better off dead|hurt(?:ing)? myself)\b",
    re.I,
)


def alarms() -> dict[str, Alarm]:
    """Everything that can say of a text that somebody should look; packages only where they are installed."""
    found: dict[str, Alarm] = {
        "this engine": lambda text: triage.assess(text).risk.rank >= Risk.HIGH.rank,
        "naive word list": lambda text: bool(NAIVE.search(text)),
    }
    try:
        from pantheon_guardrails.crisis import CrisisProtocol  # type: ignore[import-not-found]

        protocol = CrisisProtocol()
        found["pantheon-guardrails 0.3.2"] = lambda text: bool(protocol.check(text).triggered)
    except ImportError:
        sys.stderr.write("pantheon-guardrails is not installed (bench/requirements.txt)\n")
    try:
        from cogno_aegis.safety import DEFAULT_CRISIS_RULES  # type: ignore[import-not-found]

        rules = [re.compile(rule.pattern, re.I) for rule in DEFAULT_CRISIS_RULES]
        found["cogno-aegis 0.1.0"] = lambda text: any(rule.search(text) for rule in rules)
    except ImportError:
        sys.stderr.write("cogno-aegis is not installed (bench/requirements.txt)\n")
    return found


def share(hits: int, of: int) -> str:
    """A share with its 95 % interval (Wilson)."""
    if not of:
        return "–"
    counted, low, high = wilson(hits, of)
    return f"{counted:.2f} [{low:.2f}–{high:.2f}] of {of}"


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _posts(care: Path, corpora: data.Corpora) -> list[dict[str, Any]]:
    """The development posts with their texts, which `Corpora` leaves out of everything else."""
    rows = corpora._tracker("reddit_27_subreddits/rmhd_27subreddits_260posts_test.csv")
    texts = {data.sha1(row["post"]): row["post"] for row in rows}
    return [{**row, "text": texts[row["sha1"]]} for row in _read(care / "forum_posts_labels_dev.jsonl") if row["sha1"] in texts]


def triage_table(posts: list[dict[str, Any]], hard: list[dict[str, Any]], comments: list[str]) -> None:
    print("\nTRIAGE · alert or not")
    for name, alarm in alarms().items():
        print(f"  {name}")
        for what, rows in (("forum posts", posts), ("hard cases", hard)):
            said = [(alarm(row["text"]), row["level"] in {"moderate", "imminent"}) for row in rows]
            caught, real = sum(a and b for a, b in said), sum(b for _, b in said)
            false, none = sum(a and not b for a, b in said), sum(not b for _, b in said)
            print(f"    {what}: recall {share(caught, real)} · precision {share(caught, caught + false)} · false alarms {share(false, none)}")
        print(f"    short comments: {1000 * sum(map(alarm, comments)) / len(comments):.1f} alarms per 1,000 of {len(comments)}")
    kinds: dict[str, list[bool]] = {}
    for row in hard:
        kinds.setdefault(row["kind"], []).append(triage.assess(row["text"]).risk.rank >= Risk.HIGH.rank)
    print("  this engine, alarms by kind: " + " · ".join(f"{kind} {sum(said)}/{len(said)}" for kind, said in sorted(kinds.items())))
    named = [(triage.assess(row["text"]).risk is Risk.IMMINENT, row["level"] == "imminent") for row in (*posts, *hard)]
    right = sum(a and b for a, b in named)
    print(f"  called imminent: recall {share(right, sum(b for _, b in named))} · precision {share(right, sum(a for a, _ in named))}")


def warnings_table(posts: list[dict[str, Any]]) -> None:
    pairs = [({one.topic for one in suggestions.suggest(row["text"])}, set(row["cw"])) for row in posts]
    right = sum(len(a & b) for a, b in pairs)
    given, wanted = sum(len(a) for a, _ in pairs), sum(len(b) for _, b in pairs)
    print(f"\nCONTENT NOTES · forum posts: precision {share(right, given)} · recall {share(right, wanted)}")
    for topic in sorted({topic for _, b in pairs for topic in b}):
        hit = sum(topic in a and topic in b for a, b in pairs)
        print(f"    {topic}: precision {share(hit, sum(topic in a for a, _ in pairs))} · recall {share(hit, sum(topic in b for _, b in pairs))}")


def coach_table(replies: list[dict[str, Any]]) -> None:
    said = [(coach.suggest(row["text"], first=True), set(row["problems"]), bool(row["validation"])) for row in replies]
    print("\nCOACH · written replies")
    for kind in sorted({problem for _, problems, _ in said for problem in problems}):
        found = [(any(one.kind.value == kind for one in c.findings), kind in problems) for c, problems, _ in said]
        right = sum(a and b for a, b in found)
        print(f"    {kind}: recall {share(right, sum(b for _, b in found))} · precision {share(right, sum(a for a, _ in found))}")
    unheard = [(bool(c.openers), heard) for c, _, heard in said]
    print(f"    missing validation: caught {share(sum(a and not b for a, b in unheard), sum(not b for _, b in unheard))}"
          f" · wrong nudges {share(sum(a and b for a, b in unheard), sum(b for _, b in unheard))}")  # fmt: skip


HARSH = frozenset({"judge", "invalidate", "stigma", "hostile"})


def judgement_table(replies: list[dict[str, Any]], comments: list[str]) -> None:
    """Blame, belittling, diagnosis and contempt taken together, as one nudge; and how often comments at large get it."""
    print("\nCOACH · judgement in any of its kinds")
    voices = [{**row, "voice": "held out"} for row in data.written("reply", held_out=True)]
    for what, rows in (("written replies", replies), ("held-out voices", voices)):
        said = [({one.kind.value for one in coach.suggest(row["text"]).findings}, set(row["problems"])) for row in rows]
        hit = sum(bool(a & HARSH and b & HARSH) for a, b in said)
        fine = [a for a, b in said if not b]
        print(f"    {what}: recall {share(hit, sum(bool(b & HARSH) for _, b in said))} · precision {share(hit, sum(bool(a & HARSH) for a, _ in said))}"
              f" · fine replies flagged {share(sum(bool(a & HARSH) for a in fine), len(fine))}")  # fmt: skip
    found = [{one.kind.value for one in coach.suggest(text).findings} for text in comments]
    for kind in (*sorted(HARSH), "any of them"):
        flagged = sum(bool(kinds & HARSH if kind == "any of them" else kind in kinds) for kinds in found)
        print(f"    comments flagged, {kind}: {share(flagged, len(found))}")


def voices_table() -> None:
    rows = data.written("risk", held_out=True)
    print("\nTRIAGE · held-out voices: alarms")
    for voice in sorted({row["voice"] for row in rows}):
        said = [(triage.assess(row["text"]).risk.rank >= Risk.HIGH.rank, row["level"] in {"moderate", "imminent"}) for row in rows if row["voice"] == voice]
        hits, calm = [a for a, b in said if b], [a for a, b in said if not b]
        print(f"    {voice}: recall {share(sum(hits), len(hits))} · false alarms {share(sum(calm), len(calm))}")


def cost_table(posts: Iterable[str], replies: Iterable[str]) -> None:
    print("\nCOST · one core")
    for what, texts, ways in (
        ("triage + notes, a post of 1,500 characters", list(posts), (triage.assess, suggestions.suggest)),
        ("coach, a reply", list(replies), (coach.suggest,)),
    ):
        for text in texts:
            for way in ways:
                way(text)
        begun = time.process_time()
        for text in texts:
            for way in ways:
                way(text)
        spent = (time.process_time() - begun) * 1000
        print(f"    {what}: {spent / sum(map(len, texts)) * 1500 if len(ways) > 1 else spent / len(texts):.2f} ms")
    weights = Path(triage.__file__).parent / "weights"
    print(f"    shipped weights: {sum(path.stat().st_size for path in weights.glob('*')) / 1000:.0f} kB")
    code = "import time; a = time.perf_counter(); import forum.care.triage, forum.care.coach, forum.care.suggestions; print(time.perf_counter() - a)"
    runs = sorted(float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) for _ in range(5))
    print(f"    import: {1000 * runs[2]:.0f} ms (median of 5)")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--care", type=Path, required=True)
    arguments.add_argument("--tracker", type=Path, required=True)
    given = arguments.parse_args()
    corpora = data.Corpora(given.care, given.tracker)
    posts = _posts(given.care, corpora)
    hard, replies = _read(given.care / "crisis_challenge_dev.jsonl"), _read(given.care / "reply_challenge_dev.jsonl")
    unseen = [data.plain_typing(text) for text, _ in corpora.comments if data.kept_for_counting(data.sha1(text))]
    triage_table(posts, hard, unseen[:5000])
    voices_table()
    warnings_table(posts)
    coach_table(replies)
    judgement_table(replies, unseen[:5000])
    cost_table([row["text"] for row in posts if 300 < len(row["text"]) < 4000], [row["text"] for row in replies])


if __name__ == "__main__":
    main()
