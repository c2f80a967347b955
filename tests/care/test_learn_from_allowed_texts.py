"""What is kept for measuring is never learned from, and what was learned cannot lead back to anybody."""

import csv
import gzip
import json
import re
from pathlib import Path

import pytest

from care_training import data

WEIGHTS = sorted((Path(__file__).parents[2] / "forum/care/weights").glob("*.json.gz"))


@pytest.fixture
def corpora(tmp_path: Path) -> data.Corpora:
    care, tracker = tmp_path / "care", tmp_path / "tracker"
    posts = tracker / "construct_tracker/data/datasets/reddit_27_subreddits"
    posts.mkdir(parents=True)
    care.mkdir()
    with (posts / "rmhd_27subreddits_260posts_test.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows(
            [["subreddit", "post"], ["a", "Free  to learn from"], ["b", "Kept for\nmeasuring"], ["c", "For looking at"]]
        )
    (care / "reserved_sha1.txt").write_text(data.sha1("Kept for measuring") + "\n")
    (care / "forum_posts_labels_dev.jsonl").write_text(json.dumps({"sha1": data.sha1("For looking at")}) + "\n")
    return data.Corpora(care, tracker)


def test_reserved_and_development_texts_never_come_through(corpora: data.Corpora) -> None:
    assert corpora.subreddits == [("Free  to learn from", "a")]


def test_no_voice_is_both_learned_from_and_believed() -> None:
    learned = {item["voice"] for kind in ("risk", "reply", "cw") for item in data.written(kind, held_out=False)}
    believed = {item["voice"] for kind in ("risk", "reply", "cw") for item in data.written(kind, held_out=True)}
    assert believed == data.HELD_OUT and not learned & believed


def test_the_weights_are_small_and_hold_no_number_and_no_name_written_with_one() -> None:
    assert WEIGHTS and sum(path.stat().st_size for path in WEIGHTS) <= 200_000
    for path in WEIGHTS:
        for model in json.loads(gzip.decompress(path.read_bytes()))["models"].values():
            assert not re.search(r"[0-9@]", model["grams"]), path.name


def test_the_labels_hold_no_text() -> None:
    for path in (Path(data.__file__).parent / "labels").glob("*.jsonl"):
        for line in path.read_text().splitlines():
            row = json.loads(line)
            assert set(row) <= {"sha1", "from", "first", "second", "third"} and re.fullmatch(
                r"[0-9a-f]{40}", row["sha1"]
            )
