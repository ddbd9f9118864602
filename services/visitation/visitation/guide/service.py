"""The guide's use cases: what is known for a profile, without touching the database."""

import zlib
from dataclasses import dataclass, field
from datetime import datetime

from kit.local_time import local_date
from visitation.code_lists.lookup import CodeLists
from visitation.guide import (
    answers,
    comparing,
    filters,
    likeness,
    notices,
    profiles,
    schemas,
    side_by_side,
)
from visitation.guide.kept import KeptAnswers, Prepared, Said
from visitation.guide.memory import GuideMemory
from visitation.guide.spliced import Rest


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in two parts: what was asked, and the long rest that many share."""

    head: bytes
    rest: Rest
    kept: KeptAnswers
    next: str | None

    @property
    def tag(self) -> bytes:
        """Tells it from every other answer."""
        return b"%b-%x" % (self.rest.digest, zlib.crc32(self.head))

    def plain(self) -> bytes:
        """The answer as JSON."""
        return b"".join(self.plain_parts())

    def plain_parts(self) -> tuple[bytes, bytes]:
        """The answer as JSON, in two parts."""
        return self.head, self.kept.plain(self.rest)

    def gzipped(self) -> bytes:
        """The answer as gzipped JSON."""
        return self.rest.gzipped_after(self.head)


@dataclass(slots=True)
class GuideService:
    """Answers from memory, and keeps what it worked out."""

    memory: GuideMemory = field(default_factory=GuideMemory)
    kept: KeptAnswers = field(default_factory=KeptAnswers)

    def answer(self, municipality: str, query: schemas.GuideQuery, *, at: datetime) -> Answer:
        """The offers for a profile.

        Raises:
            ProfileCodeUnknown: When a group is not on its list today; those that are, are named.
            kit.problems.Malformed: When the weights or the cursor cannot be read.
            GuideChanged: When the cursor comes from another order.
            GuideNotLoaded: Before the database was first reached.
        """
        codes = self.memory.code_lists()
        wanted = filters.said(query)
        # Before anything is worked out; what was said stands for what it means on that day.
        said = Said(
            municipality,
            local_date(at),
            query.target_group,
            query.match_group,
            query.weights,
            wanted,
            query.limit,
            query.cursor,
        )
        generation = self.memory.generation(municipality)
        prepared = self.kept.find(said, generation)
        if prepared is None:
            bare = query.model_copy(update={"age": None, "weeks_on_support": None})
            asked = profiles.told_back(municipality, bare, codes)
            found = self._find(municipality, query, codes, at)
            prepared = Prepared.of(asked, found.written(), found.about.next)
            self.kept.keep(said, generation, prepared)
        head = prepared.head(query.age, query.weeks_on_support)
        return Answer(head, prepared.rest, self.kept, prepared.next)

    def anew(self, municipality: str, query: schemas.GuideQuery, *, at: datetime) -> schemas.Guide:
        """The same as ``answer``, worked out anew and in one piece."""
        codes = self.memory.code_lists()
        asked = profiles.told_back(municipality, query, codes)
        findings = self._find(municipality, query, codes, at).findings()
        return schemas.Guide(**dict(findings), **dict(asked))

    def compare(
        self, municipality: str, query: schemas.CompareQuery, *, at: datetime
    ) -> side_by_side.Compared:
        """Up to four offers side by side, and which of them can be told apart.

        Raises:
            ProfileCodeUnknown: As ``answer``.
            kit.problems.Malformed: Likewise.
            GuideNotLoaded: Likewise.
        """
        codes = self.memory.code_lists()
        question = profiles.read_question(
            municipality, query, codes, local_date(at), weighing=query.weights
        )
        asked = profiles.told_back(municipality, query, codes)
        offers = self.memory.ranges.get(municipality)
        found = comparing.compare(question, query.offer_id, offers, codes, self._standing_notices())
        return side_by_side.Compared(**dict(found), **dict(asked))

    def comparable(
        self, municipality: str, query: schemas.ProfileQuery, *, at: datetime
    ) -> side_by_side.Comparable:
        """What happened to citizens like the one of a profile.

        Raises:
            ProfileCodeUnknown: As ``answer``.
            GuideNotLoaded: Likewise.
        """
        codes = self.memory.code_lists()
        question = profiles.read_question(municipality, query, codes, local_date(at))
        asked = profiles.told_back(municipality, query, codes)
        offers = self.memory.ranges.get(municipality)
        found = likeness.find(question, query, offers, codes, self._standing_notices())
        return side_by_side.Comparable(**dict(found), **dict(asked))

    def _find(
        self, municipality: str, query: schemas.GuideQuery, codes: CodeLists, at: datetime
    ) -> answers.Found:
        question = profiles.read_question(
            municipality, query, codes, local_date(at), weighing=query.weights
        )
        return answers.find(
            question,
            self.memory.ranges.get(municipality),
            codes,
            limit=query.limit,
            cursor=query.cursor,
            standing_notices=self._standing_notices(),
        )

    def _standing_notices(self) -> list[str]:
        """What must be said whatever is found."""
        if self.memory.out_of_touch and self.memory.refreshed_at is not None:
            return [notices.out_of_touch(self.memory.refreshed_at)]
        return []
