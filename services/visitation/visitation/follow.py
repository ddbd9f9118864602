"""The feeds that visitation follows, and the little it uses of each event."""

from kit.following import Feed
from visitation.agreements import following as agreements
from visitation.guide import conduct, releases
from visitation.referrals import call_offs
from visitation.settings import Settings


def feeds(settings: Settings) -> list[Feed]:
    """Every feed with its handlers."""
    return [
        Feed(
            "effects",
            f"{settings.effects_url}/v1/events",
            {
                "FiguresReleased": releases.take_effects,
                "ProfilesReleased": releases.take_profiles,
            },
        ),
        Feed(
            "surveys",
            f"{settings.surveys_url}/v1/events",
            {"FiguresReleased": releases.take_answers},
        ),
        Feed(
            "contracts",
            f"{settings.contracts_url}/v1/events",
            {
                "AgreementChanged": agreements.take_agreement,
                "InspectionPublished": conduct.take_inspection,
                "ComplaintRegistered": conduct.take_complaint,
                **call_offs.HANDLERS,
            },
        ),
    ]
