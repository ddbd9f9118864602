"""The wiring of the visitation service."""

from fastapi import FastAPI

from kit import applications, routing
from visitation import events
from visitation.citizens import bulk_routes as citizens_in_bulk
from visitation.citizens import keys as citizen_keys
from visitation.citizens import routes as citizens
from visitation.code_lists import routes as code_lists
from visitation.cohorts import routes as cohorts
from visitation.guide import routes as guide
from visitation.guide.memory import remembering
from visitation.guide.service import GuideService
from visitation.offer_templates import routes as offer_templates
from visitation.offers import range_routes as offer_range
from visitation.offers import routes as offers
from visitation.offers import version_routes as offer_versions
from visitation.quality import routes as quality
from visitation.referrals import import_routes as referral_imports
from visitation.referrals import range_routes as referral_range
from visitation.referrals import routes as referrals
from visitation.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """Everything that the service answers."""
    app = applications.new_service(
        "visitation",
        settings,
        summary="Offers, and the guide that ranks them.",
        facts=events.FACTS,
        lifespan=remembering,
    )
    app.state.citizen_keys = citizen_keys.read(settings.cpr_key_file)
    app.state.guide = GuideService()
    routing.add_routes(app, citizens_in_bulk.router)
    routing.add_routes(app, citizens.router)
    routing.add_routes(app, code_lists.router)
    routing.add_routes(app, offer_templates.router)
    routing.add_routes(app, offer_range.router)
    routing.add_routes(app, offer_versions.router)
    routing.add_routes(app, offers.router)
    routing.add_routes(app, cohorts.router)
    routing.add_routes(app, quality.router)
    routing.add_routes(app, referral_imports.router)
    routing.add_routes(app, referral_range.router)
    routing.add_routes(app, referrals.router)
    guide.add_to(app)
    return app
