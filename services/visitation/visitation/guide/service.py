"""The guide's one use case: the offers for a profile, without touching the database."""

import zlib
from dataclasses import dataclass, field
from datetime import date, datetime

from kit import problems
from kit.problems import FieldError
from visitation.code_lists.lookup import CodeLists
from visitation.guide import answers, notices, schemas, weights
from visitation.guide.answers import KeptAnswers, Prepared, Question
from visitation.guide.memory import GuideMemory
from visitation.guide.spliced import Rest
from visitation.local_time import local_date


class ProfileCodeUnknown(problems.Malformed):
    """The target group or match group is not on its list today, and nothing stands in for it."""

    code = "code_unknown"
    title = "Ukendt kode"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in two parts: what was asked, and the long rest that many share."""

    head: bytes
    rest: Rest

    @property
    def tag(self) -> bytes:
        """Tells it from every other answer."""
        return b"%b-%x" % (self.rest.digest, zlib.crc32(self.head))

    def plain(self) -> bytes:
        """The answer as JSON."""
        return self.rest.after(self.head)

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
            kit.problems.Malformed: When the weights cannot be read.
            GuideNotLoaded: Before the database was first reached.
        """
        codes = self.memory.code_lists()
        question = _question(municipality, query, codes, at)
        prepared = self.kept.find(question, self.memory.generation)
        if prepared is None:
            bare = query.model_copy(update={"age": None, "weeks_on_support": None})
            prepared = Prepared.of(_asked(municipality, bare, codes), self._find(question, codes))
            self.kept.keep(question, prepared)
        return Answer(prepared.head(query.age, query.weeks_on_support), prepared.rest)

    def anew(self, municipality: str, query: schemas.GuideQuery, *, at: datetime) -> schemas.Guide:
        """The same as ``answer``, worked out anew and in one piece."""
        codes = self.memory.code_lists()
        asked = _asked(municipality, query, codes)
        findings = self._find(_question(municipality, query, codes, at), codes)
        return schemas.Guide(**dict(findings), **dict(asked))

    def _find(self, question: Question, codes: CodeLists) -> schemas.Findings:
        standing = []
        if self.memory.out_of_touch and self.memory.refreshed_at is not None:
            standing.append(notices.out_of_touch(self.memory.refreshed_at))
        offers = self.memory.ranges.get(question.municipality)
        return answers.find(question, offers, codes, standing_notices=standing)


def _question(
    municipality: str, query: schemas.GuideQuery, codes: CodeLists, at: datetime
) -> Question:
    day = local_date(at)
    target_group, match_group = _read_codes(query, codes, day)
    asked = [("target_groups", query.target_group, target_group)]
    if query.match_group is not None and match_group is not None:
        asked.append(("match_groups", query.match_group, match_group))
    return Question(
        municipality,
        target_group,
        match_group,
        tuple(weights.parse(query.weights or "").items()),
        tuple(codes.also_written("target_groups", [target_group], day)),
        tuple(codes.also_written("match_groups", [match_group], day)) if match_group else (),
        tuple(codes.said_instead(name, old, [new]) for name, old, new in asked if old != new),
    )


def _asked(municipality: str, query: schemas.GuideQuery, codes: CodeLists) -> schemas.Asked:
    return schemas.Asked(
        municipality=municipality,
        profile=schemas.Profile(
            target_group=_coded(codes, "target_groups", query.target_group),
            match_group=(
                _coded(codes, "match_groups", query.match_group) if query.match_group else None
            ),
            age=query.age,
            weeks_on_support=query.weeks_on_support,
        ),
    )


def _coded(codes: CodeLists, name: str, code: str) -> schemas.Coded:
    return schemas.Coded(code=code, label=codes.label(name, code))


def _read_codes(query: schemas.GuideQuery, codes: CodeLists, day: date) -> tuple[str, str | None]:
    """The codes that are valid today; an ended one is read as what stands in for it alone."""
    found: dict[str, str] = {}
    mistakes = []
    for field_name, list_name, code in (
        ("target_group", "target_groups", query.target_group),
        ("match_group", "match_groups", query.match_group),
    ):
        if code is None:
            continue
        read_as = codes.translated(list_name, code, day)
        if len(read_as) == 1:
            found[field_name] = read_as[0]
        else:
            choice = ", ".join(read_as or codes.valid(list_name, day))
            mistakes.append(
                FieldError(f"/query/{field_name}", "code_unknown", f"Brug en af: {choice}.")
            )
    if mistakes:
        raise ProfileCodeUnknown("Koden gælder ikke i dag; se errors.", errors=mistakes)
    return found["target_group"], found.get("match_group")
