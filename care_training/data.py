"""The texts and labels that the engine learns from. Texts that are reserved for measuring never pass through here.

Real texts are not in the project: `Corpora` reads them from the two folders that it is given (see README.md).
"""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HELD_OUT = frozenset({"v04", "v07", "v11", "v15", "v19", "v23"})  # voices that nothing is learned from; only what they show is believed
LEVELS = ("none", "low", "moderate", "imminent")
csv.field_size_limit(10**9)


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def sha1(text: str) -> str:
    return hashlib.sha1(fold(text).encode(), usedforsecurity=False).hexdigest()


def plain_typing(text: str) -> str:
    """A text of a corpus as somebody would type it: words put together again, nobody's name covered."""
    text = re.sub(r"\[(?:NAME|RELIGION)\]", "someone", text)
    text = re.sub(r" (n't|'s|'m|'re|'ve|'ll|'d|’s|n’t|’m|’re|’ve|’ll|’d)\b", r"\1", text)
    text = re.sub(r"\b([Gg]on|[Gg]ot|[Ww]an) (na|ta)\b", r"\1\2", text)
    return re.sub(r" ([.,!?;:])", r"\1", text)


def kept_for_counting(key: str) -> bool:
    """One in six of the comments is never learned from: false alarms are counted on these, by every part of the engine."""
    return int(key[:4], 16) % 6 == 0


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def written(kind: str, *, held_out: bool) -> list[dict[str, Any]]:
    """What was written for this project: `risk`, `reply` or `cw`; every item with its `voice`.

    `held_out`: the voices kept for believing, or all the others.
    """
    found = []
    for path in sorted((HERE / "written").glob(f"*_{kind}.jsonl")):
        voice = path.name.split("_")[0]
        if (voice in HELD_OUT) == held_out:
            found += [{**item, "voice": voice} for item in _lines(path)]
    return found


@dataclass(frozen=True)
class Corpora:
    """Where the real texts lie: `care` has GoEmotions, advice, XSTest and the list of reserved texts;
    `tracker` is construct-tracker, unpacked."""

    care: Path
    tracker: Path

    @cached_property
    def reserved(self) -> frozenset[str]:
        """sha1 of every text kept for measuring, and of the development posts, which are measured on as well."""
        listed = (self.care / "reserved_sha1.txt").read_text().split()
        development = [line["sha1"] for line in _lines(self.care / "forum_posts_labels_dev.jsonl")]
        return frozenset(listed) | frozenset(development)

    def _free(self, pairs: Iterator[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """Each text once, none that is reserved."""
        seen: dict[str, tuple[str, Any]] = {}
        for text, rest in pairs:
            key = sha1(text)
            if key not in self.reserved and text.strip():
                seen.setdefault(key, (text, rest))
        return list(seen.values())

    def _tracker(self, path: str) -> Iterator[dict[str, str]]:
        with (self.tracker / "construct_tracker/data/datasets" / path).open(encoding="utf-8") as stream:
            yield from csv.DictReader(stream)

    @cached_property
    def subreddits(self) -> list[tuple[str, str]]:
        """Posts of 27 subreddits with the name of theirs, as they were typed."""
        rows = self._tracker("reddit_27_subreddits/rmhd_27subreddits_260posts_test.csv")
        return self._free((row["post"], row["subreddit"]) for row in rows)

    @cached_property
    def veterans(self) -> list[tuple[str, bool]]:
        """Posts of a veterans' forum: whether experts read own suicidal thoughts or acts in them, now or ever."""
        rows = self._tracker("rally_point_reddit_mental_health/rallypoint_reddit_mentalhealth_train_3632.csv")
        return self._free((r["doc"], r["label"].startswith("1")) for r in rows if r["source"].startswith("rallypoint"))

    @cached_property
    def comments(self) -> list[tuple[str, frozenset[str]]]:
        """Short comments with their emotions (GoEmotions, train and dev)."""
        names = (self.care / "goemotions/labels.txt").read_text().split()

        def rows() -> Iterator[tuple[str, frozenset[str]]]:
            for part in ("train", "dev"):
                for line in (self.care / f"goemotions/{part}.tsv").read_text(encoding="utf-8").splitlines():
                    text, labels, _ = line.split("\t")
                    yield text, frozenset(names[int(label)] for label in labels.split(","))

        return self._free(rows())

    @cached_property
    def advice(self) -> list[tuple[str, bool]]:
        """Sentences of two forums, advice or not (Advice-EMNLP2020, train and dev)."""

        def rows() -> Iterator[tuple[str, bool]]:
            for path in sorted((self.care / "advice").glob("*.tsv")):
                with path.open(encoding="utf-8") as stream:
                    for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
                        yield row["Sentence"], row["Majority_label"] == "1"

        return self._free(rows())

    @cached_property
    def by_sha1(self) -> dict[str, str]:
        every = (self.subreddits, self.veterans, self.comments, self.advice)
        return {sha1(text): text for rows in every for text, _ in rows}

    def labelled(self, what: str) -> list[dict[str, Any]]:
        """`posts` or `replies` that were read and labelled: `text`, `first` and, for most, `second` reading."""
        rows = _lines(HERE / "labels" / f"{what}.jsonl")
        return [{**row, "text": self.by_sha1[row["sha1"]]} for row in rows if row["sha1"] in self.by_sha1]
