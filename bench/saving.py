"""Fifty people who save at once, in threads, each request through the whole stack.

Five of each of ten districts rate in their district's assessment, which has 55 lines and no rating yet: ten lines
are each person's own, at the last five all five save. A save holds the assessment's row.
"""

import logging
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from threading import Barrier, Thread
from time import perf_counter, process_time

from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from assessments.models import Rating
from tests.factories import make_liaison

from .data import empty_drafts
from .measure import say

DISTRICTS, OF_EACH = 10, 5
PEOPLE = DISTRICTS * OF_EACH
OWN, SHARED, TIMES = 10, 5, 2
"""Lines of one's own, each saved once; lines that five share, which each of them saves twice."""
ROUNDS, A_ROUND = 5, 4
"""Rounds of bare updates and of saves in turn, so that a busy machine disturbs both alike."""
CONFLICT, SAVED = 409, 200


@dataclass
class Person:
    client: Client
    pk: int
    """The bare update changes the name, so this tells people apart."""
    address: str
    """Where the assessment is."""
    name: str
    items: list[str]
    """References, in the order of saving."""
    seen: dict[str, int] = field(default_factory=dict)
    """The version of each item that this person's page shows."""
    saves: list[tuple[str, int, str]] = field(default_factory=list)
    """(reference, version, comment) of every save that was answered with success."""
    answers: Counter[int] = field(default_factory=Counter)
    tries: int = 0

    def save(self):
        reference = self.items[self.tries]
        self.tries += 1
        comment = f"{self.name}, try {self.tries}"
        typed = {"level": self.tries % 4, "version": self.seen.get(reference, 0), "comment": comment}
        form = {f"{reference}-{name}": value for name, value in typed.items()}
        answer = self._post(f"{self.address}items/{reference}/", form)
        version = re.search(rf'name="{re.escape(reference)}-version" value="(\d+)"', answer.content.decode())
        if version:
            self.seen[reference] = int(version[1])
        if answer.status_code == SAVED:
            self.saves.append((reference, self.seen[reference], comment))
        self.answers[answer.status_code] += 1

    def update(self):
        answer = self._post("/bench/update/", {"name": f"{self.name}, {self.tries}"})
        assert answer.status_code == SAVED, f"The bare update answers {answer.status_code}"

    def _post(self, address, form):
        return self.client.post(address, form, headers={"HX-Request": "true"})


@dataclass
class Time:
    """What some requests took: in all, and of this process's processors."""

    requests: int = 0
    wall: float = 0
    cpu: float = 0

    def __iadd__(self, other):
        return Time(self.requests + other.requests, self.wall + other.wall, self.cpu + other.cpu)

    @property
    def a_second(self):
        return self.requests / self.wall

    @property
    def a_core_second(self):
        """While more than one core was busy, fewer than `a_second`."""
        return self.requests / max(self.cpu, 1e-9)


def together(people, times, act):
    """Everybody acts so many times, all beginning at one moment."""
    start = Barrier(len(people) + 1)

    def work(person):
        try:
            connection.ensure_connection()
            start.wait()
            for _ in range(times):
                act(person)
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    start.wait()
    wall, cpu = perf_counter(), process_time()
    for thread in threads:
        thread.join()
    return Time(times * len(people), perf_counter() - wall, process_time() - cpu)


def gather_people():
    """Fifty liaisons, signed in, each with lines of their own between the ones that five want."""
    people = []
    for assessment in empty_drafts(DISTRICTS, OWN * OF_EACH + SHARED):
        references = list(assessment.items().rated().order_by("pk").values_list("reference", flat=True))
        shared = references[OWN * OF_EACH :]
        for number in range(OF_EACH):
            user = make_liaison(assessment.partnership)
            mine = references[number * OWN : (number + 1) * OWN]
            wanted = [shared[(number + turn) % SHARED] for turn in range(SHARED * TIMES)]
            items = [reference for pair in zip(mine, wanted, strict=True) for reference in pair]
            client = Client(raise_request_exception=False)
            client.force_login(user)
            people.append(
                Person(client, user.pk, reverse("assessment", args=[assessment.public_id]), user.name, items)
            )
    return people


def history():
    """Of every rating, by the address of its assessment and its reference: its saves as version, comment, who."""
    found = defaultdict(list)
    rows = Rating.history.values_list(
        "assessment__public_id", "item__reference", "version", "comment", "history_user"
    )
    for public_id, reference, *save in rows:
        found[reverse("assessment", args=[public_id]), reference].append(tuple(save))
    return found


def lost_updates(people, saved):
    """Saves that were answered with success and are not in the history as that person's."""
    return [
        (person.name, reference)
        for person in people
        for reference, version, comment in person.saves
        if (version, comment, person.pk) not in saved[person.address, reference]
    ]


def gaps(people, saved):
    """Ratings whose versions are not 1, 2, 3 ..., one for each success that was answered."""
    answered = Counter((person.address, reference) for person in people for reference, *_ in person.saves)
    return [
        place
        for place, count in answered.items()
        if sorted(version for version, *_ in saved[place]) != list(range(1, count + 1))
    ]


def measure_saving(database):
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # every answer is counted below
    people = gather_people()
    saving, updating = Time(), Time()
    for _ in range(ROUNDS):
        updating += together(people, A_ROUND, Person.update)
        saving += together(people, A_ROUND, Person.save)
    answers: Counter[int] = sum((person.answers for person in people), Counter())
    errors = sum(count for status, count in answers.items() if status not in (SAVED, CONFLICT))
    saved = history()
    lost, broken = lost_updates(people, saved), gaps(people, saved)
    what = f"{PEOPLE} people saving, {database}"
    say(
        f"{what}: answers",
        f"{answers[SAVED]} saved, {answers[CONFLICT]} told of somebody else's, {errors} errors",
        "no error",
        not errors,
    )
    say(
        f"{what}: lost updates, gaps in versions",
        f"{len(lost)}, {len(broken)}",
        "none",
        not lost and not broken and sum(answers.values()) == saving.requests,
    )
    say(
        f"{what}: against a one-row update",
        f"{saving.a_second / updating.a_second:.2f} of its throughput "
        f"({saving.a_second:.0f} and {updating.a_second:.0f} a second)",
    )
    say(
        f"{what}: the same per core",
        f"{saving.a_core_second / updating.a_core_second:.2f} "
        f"({saving.a_core_second:.0f} and {updating.a_core_second:.0f} a second of processor time)",
    )
