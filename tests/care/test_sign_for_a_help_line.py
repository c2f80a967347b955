"""A host asks which numbers somebody should look at before people rely on them."""

import csv

from click.testing import CliRunner

from forum import clock
from forum.care import resources
from forum.care.commands import helplines


def asked(*arguments):
    return CliRunner().invoke(helplines, arguments).output


def test_every_unconfirmed_number_is_listed_with_where_to_look():
    said = asked()
    for finding in resources.report(clock.now().date()):
        assert finding.line.service in said
    assert "Samaritans: 116 123" in said
    assert "https://www.samaritans.org/" in said
    assert "gb-papyrus" not in said and "PAPYRUS" not in said


def test_a_number_that_somebody_signed_for_is_no_longer_listed(tmp_path):
    with resources.SHIPPED_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    today = clock.now().date().isoformat()
    for row in rows:
        row.update(verified_by="Ada", verified_on=today)
    path = tmp_path / "signed.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert "Every published number has been confirmed" in asked("--file", str(path))
