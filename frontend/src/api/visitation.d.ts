/** Written by `npm run api` from the service's openapi.json; not to be edited by hand. */

export interface paths {
    "/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Liveness
         * @description The process answers.
         */
        get: operations["get_liveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Readiness
         * @description The database answers and has the schema that this code knows, or a newer one.
         */
        get: operations["get_readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/seals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit Seals
         * @description Seals behind a position.
         *
         *     ``complete_until``, at the end of the log: whatever was written before that moment is in it.
         */
        get: operations["list_audit_seals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Citizens
         * @description The municipality's citizens by name; each page is in the audit log with its ids.
         */
        get: operations["list_citizens"];
        put?: never;
        /**
         * Register Citizen
         * @description Somebody new, by number or without one; whoever is registered already is answered with 200.
         *
         *     Who was erased and comes back is registered anew under the same id.
         */
        post: operations["register_citizen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizens/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Identify Citizens
         * @description CPR numbers into ids, up to 100,000 rows; no number is in the answer.
         */
        post: operations["identify_citizens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizens/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Citizens
         * @description Citizens in bulk with their final state: NDJSON, JSON or CSV, up to 50,000 rows.
         */
        post: operations["import_citizens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizens/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search Citizens
         * @description Citizens by number, name or id, which stand in the body alone; 50 at most.
         */
        post: operations["search_citizens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizens/{citizen_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Citizen
         * @description One citizen; an earlier id, merged into another, answers with the one that is kept.
         */
        get: operations["get_citizen"];
        /**
         * Replace Citizen
         * @description The whole content anew; the same content again makes no new version.
         */
        put: operations["replace_citizen"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizens/{citizen_id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase Citizen
         * @description Forget all but the id and the moment, here and in the feed; it cannot be undone.
         */
        post: operations["erase_citizen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizens/{citizen_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge Citizen
         * @description Two registrations of one person become one; the answer is the one that is kept.
         */
        post: operations["merge_citizen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizens/{citizen_id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Citizen Profile
         * @description What the guide is asked with: groups, age and weeks on support, as of today.
         */
        get: operations["get_citizen_profile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/citizens/{citizen_id}/show-number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show Citizen Number
         * @description The citizen's CPR number, which stands in no other answer.
         */
        post: operations["show_citizen_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/code-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Code Lists
         * @description The code lists that there are.
         */
        get: operations["list_code_lists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/code-lists/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Code List
         * @description One code list, with earlier codes and the dates in which each is valid.
         */
        get: operations["get_code_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/code-lists/{name}/crosswalk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Crosswalk
         * @description What stands in for codes that have ended, so that history is read under either set.
         */
        get: operations["get_crosswalk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cohorts/{cohort_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Cohort
         * @description One cohort; its ETag is what a replacement sends back as If-Match.
         */
        get: operations["get_cohort"];
        /**
         * Replace Cohort
         * @description The whole content anew; never fewer seats than are taken.
         */
        put: operations["replace_cohort"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cohorts/{cohort_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel Cohort
         * @description The cohort does not take place; its referrals are found by cohort_id, to be ordered anew.
         */
        post: operations["cancel_cohort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Events
         * @description What happened after a position; an empty array means that you have caught up.
         */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Guide
         * @description The offers for a profile, ranked by what really happened to people like it.
         */
        get: operations["get_guide"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guide/comparable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Comparable Citizens
         * @description What happened to citizens like the one of a profile: a statistic, never a score.
         */
        get: operations["get_comparable_citizens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guide/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Offers
         * @description Two to four offers side by side for a profile, and which of them can be told apart.
         */
        get: operations["compare_offers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Jobs
         * @description Long work, the newest first; what is finished is kept for thirty days.
         */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Job
         * @description One piece of long work; ask again after ``Retry-After`` seconds until it is finished.
         */
        get: operations["get_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offer-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Offer Templates
         * @description The municipality's templates in the alphabetical order of their names.
         */
        get: operations["list_offer_templates"];
        put?: never;
        /**
         * Create Offer Template
         * @description A new template: a name, and whatever offers that start from it are to say.
         */
        post: operations["create_offer_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offer-templates/{template_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Offer Template
         * @description One template; its ETag is what a replacement sends back as If-Match.
         */
        get: operations["get_offer_template"];
        /**
         * Replace Offer Template
         * @description The whole template anew; offers that were started from it stay as they are.
         */
        put: operations["replace_offer_template"];
        post?: never;
        /**
         * Delete Offer Template
         * @description Do away with a template; offers that were started from it stay as they are.
         */
        delete: operations["delete_offer_template"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Offers
         * @description Offers in the order asked for; a price that is not known stands last.
         */
        get: operations["list_offers"];
        put?: never;
        /**
         * Create Offer
         * @description A new offer as a draft; only its name must be known, from the body or a template.
         */
        post: operations["create_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Offers
         * @description The offers that fit as a file; what is exported and imported again changes nothing.
         */
        get: operations["export_offers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Offers
         * @description Offers in bulk with their final state: NDJSON, JSON, CSV or XLSX, up to 10,000 rows.
         */
        post: operations["import_offers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Offer
         * @description One offer; its ETag is what a replacement sends back as If-Match.
         */
        get: operations["get_offer"];
        /**
         * Replace Offer
         * @description The whole content anew; the same content again makes no new version.
         */
        put: operations["replace_offer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Offer
         * @description Take the offer out of the range for good; its versions stay.
         */
        post: operations["close_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/cohorts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Cohorts
         * @description The cohorts of an offer with their free seats, the first to start first.
         */
        get: operations["list_cohorts"];
        put?: never;
        /**
         * Create Cohort
         * @description A new cohort of an offer whose intake is by cohorts.
         */
        post: operations["create_cohort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/completeness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Offer Completeness
         * @description What the offer lacks, or says in a way that should be looked at, and what to do about it.
         */
        get: operations["get_offer_completeness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Offer
         * @description Vouch that what the offer says is still right.
         */
        post: operations["confirm_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy Offer
         * @description A new draft that says what this offer says.
         */
        post: operations["copy_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Offer
         * @description Take the offer out of the range for a while.
         */
        post: operations["pause_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/predecessors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace Offer Predecessors
         * @description The offers that this one came instead of; one to one carries the figures over.
         */
        put: operations["replace_offer_predecessors"];
        post?: never;
        /**
         * Delete Offer Predecessors
         * @description The offer comes instead of no other.
         */
        delete: operations["delete_offer_predecessors"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish Offer
         * @description Let caseworkers choose the offer; whatever it lacks is pointed at.
         */
        post: operations["publish_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Offer
         * @description Let the offer be chosen again after a pause.
         */
        post: operations["resume_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Offer Versions
         * @description Every version of an offer, the newest first: what it said, and who changed it when.
         */
        get: operations["list_offer_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/versions/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Offer Version
         * @description One version: what a referral that was made under it goes by.
         */
        get: operations["get_offer_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers/{offer_id}/versions/{number}/compare/{other}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Offer Versions
         * @description Two versions side by side: what the second says differently from the first.
         */
        get: operations["compare_offer_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quality-overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Quality Overview
         * @description How the offers of a target group do, one row for each offer and its provider.
         */
        get: operations["get_quality_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quality-overview/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Quality Overview
         * @description The same as a table; where a figure is hidden, its reason stands in a column beside it.
         */
        get: operations["export_quality_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referral-choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Referral Choices
         * @description What the municipality has chosen about its referrals.
         */
        get: operations["get_referral_choices"];
        /**
         * Replace Referral Choices
         * @description Choose how many targets there may be, and from when a wage subsidy needs approval.
         */
        put: operations["replace_referral_choices"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Referrals
         * @description Referrals in the order asked for.
         */
        get: operations["list_referrals"];
        put?: never;
        /**
         * Create Referral
         * @description A new referral as a draft; only citizen and offer must be known.
         */
        post: operations["create_referral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Referrals
         * @description Codes, ids and dates of the referrals that fit, as a file.
         */
        get: operations["export_referrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Referrals
         * @description Referrals with their final state and true dates; sent again they change nothing.
         */
        post: operations["import_referrals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List Participants
         * @description Who comes to the caller's own orders, until three months after the end.
         */
        post: operations["list_participants"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{referral_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Referral
         * @description One referral; its ETag is what a replacement sends back as If-Match.
         */
        get: operations["get_referral"];
        /**
         * Replace Referral
         * @description The whole content of a draft anew; a wish for approval is taken back with it.
         */
        put: operations["replace_referral"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{referral_id}/abort": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Abort Referral
         * @description End it before time; before its start that withdraws it.
         */
        post: operations["abort_referral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{referral_id}/align": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Align Referral
         * @description Keep an expectation alignment; nobody starts without one.
         */
        post: operations["align_referral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{referral_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve Referral
         * @description Approve what was asked for, which places the order.
         */
        post: operations["approve_referral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{referral_id}/assess": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assess Referral
         * @description Say goal by goal what was reached, and what comes next.
         */
        post: operations["assess_referral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{referral_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Referral History
         * @description What was done with it: when it happened, and when and by whom it was registered.
         */
        get: operations["get_referral_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{referral_id}/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Order Referral
         * @description Place the order, or ask for the approval that it needs; whatever it lacks is pointed at.
         */
        post: operations["order_referral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Aborting
         * @description Why a referral is ended before time.
         */
        Aborting: {
            /**
             * Ended On
             * @description The last day; only where it started
             */
            ended_on?: string | null;
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
            /**
             * Reason
             * @example job
             */
            reason: string;
        };
        /**
         * Adjusted
         * @description The same figure with other factors held constant.
         */
        Adjusted: {
            /** Covariates */
            covariates: string[];
            interval: components["schemas"]["Interval"];
            /** Method */
            method: string;
            /** Value */
            value: number;
        };
        /**
         * Aligning
         * @description An expectation alignment that the citizen has acknowledged.
         */
        Aligning: {
            /**
             * Acknowledged At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            acknowledged_at?: string | null;
            complaint_guidance: components["schemas"]["Guidance"];
            /**
             * Expected Of Caseworker
             * @default
             */
            expected_of_caseworker: string | null;
            /**
             * Expected Of Citizen
             * @default
             */
            expected_of_citizen: string | null;
            /**
             * Expected Of Provider
             * @default
             */
            expected_of_provider: string | null;
            /**
             * Expected Of Workplace
             * @default
             */
            expected_of_workplace: string | null;
            /**
             * How
             * @enum {string}
             */
            how: "meeting" | "phone" | "digital" | "letter";
            /**
             * Own Responsibility
             * @default
             */
            own_responsibility: string | null;
            /** Purpose */
            purpose: string | null;
            /**
             * Rights And Duties
             * @default
             */
            rights_and_duties: string | null;
            /**
             * Wishes
             * @default
             */
            wishes: string | null;
            /**
             * Workplace Met On
             * @description Required for placements and wage subsidies
             */
            workplace_met_on?: string | null;
        };
        /**
         * Assessed
         * @description Whether one goal was reached.
         */
        "Assessed-Input": {
            /**
             * Note
             * @default
             */
            note: string | null;
            /**
             * Result
             * @enum {string}
             */
            result: "reached" | "partly" | "not_reached";
        };
        /**
         * Assessed
         * @description Whether one goal was reached.
         */
        "Assessed-Output": {
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Result
             * @enum {string}
             */
            result: "reached" | "partly" | "not_reached";
        };
        /**
         * Assessing
         * @description What caseworker and citizen found at the end, goal by goal, and what comes next.
         */
        Assessing: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
            /**
             * Next Step
             * @example job
             */
            next_step: string;
            /**
             * Targets
             * @description In the targets' order
             */
            targets: components["schemas"]["Assessed-Input"][];
        };
        /**
         * Cancelling
         * @description Why a cohort does not take place.
         */
        Cancelling: {
            /**
             * Reason
             * @example too_few
             */
            reason: string;
        };
        /**
         * Card
         * @description An offer with its place and its figures; all twelve, hidden and missing ones too.
         */
        Card: {
            /** Figures */
            figures: {
                [key: string]: components["schemas"]["Figure"];
            };
            /**
             * Missing
             * @description Chosen indicators that it lacks
             */
            missing: string[];
            offer: components["schemas"]["ShownOffer"];
            /** Place */
            place: number | null;
            /** Reason */
            reason: string;
            /** Score */
            score: number | null;
            score_interval: components["schemas"]["Interval"] | null;
            /**
             * Stale
             * @description Indicators whose figure is much older than the newest of their kind
             */
            stale: string[];
            /** Tied */
            tied: boolean;
            /**
             * Tied With
             * @description How many other offers share the place
             */
            tied_with: number;
        };
        /**
         * Choice
         * @description What a municipality has chosen about its referrals.
         */
        Choice: {
            /**
             * Max Targets
             * @default 3
             */
            max_targets: number;
            /**
             * Private Subsidy Max Weeks
             * @default 26
             */
            private_subsidy_max_weeks: number;
            /**
             * Public Subsidy Max Weeks
             * @default 26
             */
            public_subsidy_max_weeks: number;
            /**
             * Subsidy Weeks Without Approval
             * @description A longer wage subsidy needs the right referrals.approve
             * @default 13
             */
            subsidy_weeks_without_approval: number;
        };
        /**
         * Chosen
         * @description What is chosen now, and how often it was changed; 0 while nothing was.
         */
        Chosen: {
            /**
             * Max Targets
             * @default 3
             */
            max_targets: number;
            /**
             * Private Subsidy Max Weeks
             * @default 26
             */
            private_subsidy_max_weeks: number;
            /**
             * Public Subsidy Max Weeks
             * @default 26
             */
            public_subsidy_max_weeks: number;
            /**
             * Subsidy Weeks Without Approval
             * @description A longer wage subsidy needs the right referrals.approve
             * @default 13
             */
            subsidy_weeks_without_approval: number;
            /**
             * Version
             * @description Also the ETag
             */
            version: number;
        };
        /**
         * Citizen
         * @description One citizen; the number is shown by an act of its own.
         */
        Citizen: {
            /** Actions */
            actions: ("revise" | "show_number" | "merge" | "erase")[];
            /** Address Protected */
            address_protected: boolean;
            /** Birth Year */
            birth_year: number | null;
            /** Born On */
            born_on: string | null;
            /** Coordinator */
            coordinator: string | null;
            /** Email */
            email: string | null;
            /** Erased At */
            erased_at: string | null;
            /** Has Cpr */
            has_cpr: boolean;
            /**
             * Id
             * @description After a merge the kept id, whichever was asked for
             */
            id: string;
            /** Match Group */
            match_group: string | null;
            /**
             * Merged Ids
             * @description Earlier ids, which go on meaning this citizen
             */
            merged_ids: string[];
            /** Name */
            name: string;
            /** On Support Since */
            on_support_since: string | null;
            /** Phone */
            phone: string | null;
            /**
             * Registered At
             * Format: date-time
             */
            registered_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "registered" | "erased";
            /** Target Group */
            target_group: string | null;
            /** Team */
            team: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
            /**
             * Warnings
             * @default []
             */
            warnings: components["schemas"]["Warned"][];
        };
        /**
         * CloudEvent
         * @description One event (CloudEvents 1.0); ``id`` is its position, to be sent back as ``after``.
         */
        CloudEvent: {
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /**
             * Datacontenttype
             * @default application/json
             * @constant
             */
            datacontenttype: "application/json";
            /** Id */
            id: string;
            /** Municipality */
            municipality: string | null;
            /**
             * Registeredat
             * Format: date-time
             */
            registeredat: string;
            /** Source */
            source: string;
            /**
             * Specversion
             * @default 1.0
             * @constant
             */
            specversion: "1.0";
            /** Subject */
            subject: string;
            /**
             * Time
             * Format: date-time
             */
            time: string;
            /** Type */
            type: string;
        };
        /**
         * CodeList
         * @description One list, in the order in which its codes are shown.
         */
        CodeList: {
            /** Codes */
            codes: components["schemas"]["ListedCode"][];
            /** Name */
            name: string;
        };
        /**
         * CodeListNames
         * @description The lists that there are.
         */
        CodeListNames: {
            /** Items */
            items: components["schemas"]["NamedList"][];
        };
        /**
         * Coded
         * @description A code, and what it is called.
         */
        Coded: {
            /** Code */
            code: string;
            /** Label */
            label: string;
        };
        /**
         * Cohort
         * @description A cohort as it is now.
         */
        Cohort: {
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: ("revise" | "cancel")[];
            /** Cancel Reason */
            cancel_reason: string | null;
            /** Cancelled At */
            cancelled_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Ends On
             * Format: date
             */
            ends_on: string;
            /** Free Seats */
            free_seats: number;
            /** Id */
            id: string;
            /** Name */
            name: string | null;
            /** Offer Id */
            offer_id: string;
            /** Seats */
            seats: number;
            /**
             * Sign Up Closes On
             * Format: date
             */
            sign_up_closes_on: string;
            /**
             * Starts On
             * Format: date
             */
            starts_on: string;
            /**
             * Status
             * @description closed when sign-up has ended
             * @enum {string}
             */
            status: "open" | "closed" | "cancelled";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Version
             * @description Counts every change; also the ETag
             */
            version: number;
        };
        /**
         * CohortPage
         * @description One page of cohorts, the first to start first.
         */
        CohortPage: {
            /** Items */
            items: components["schemas"]["Cohort"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Comparable
         * @description What happened to citizens like this one: a statistic, never a score of the person.
         */
        Comparable: {
            alike: components["schemas"]["Likeness"] | null;
            /** As Of */
            as_of: string | null;
            /** Figures */
            figures: components["schemas"]["Figure"][];
            /**
             * Level
             * @description 0 alike in all that was asked, to 3 by target group; null without figures
             */
            level: number | null;
            /** Municipality */
            municipality: string;
            /**
             * Not Asked
             * @description What the profile does not say
             */
            not_asked: ("match_group" | "age" | "weeks_on_support")[];
            /** Notices */
            notices: string[];
            profile: components["schemas"]["visitation__guide__schemas__Profile"];
            /** Released At */
            released_at: string | null;
            /** Sentence */
            sentence: string;
            /**
             * Widened
             * @description What was given up because too few are alike in it
             */
            widened: ("match_group" | "age" | "weeks_on_support")[];
        };
        /**
         * Compared
         * @description Up to four offers side by side.
         */
        Compared: {
            /** As Of */
            as_of: string | null;
            /** Basis */
            basis: string;
            /**
             * Cards
             * @description In the order asked for; places are those among all offers for the profile
             */
            cards: components["schemas"]["Card"][];
            /** Differences */
            differences: components["schemas"]["visitation__guide__side_by_side__Difference"][];
            /** Indicators */
            indicators: components["schemas"]["ShownIndicator"][];
            /** Municipality */
            municipality: string;
            /** Not Shown */
            not_shown: components["schemas"]["NotShown"][];
            /** Notices */
            notices: string[];
            /** Oldest As Of */
            oldest_as_of: string | null;
            profile: components["schemas"]["visitation__guide__schemas__Profile"];
            /** Weights */
            weights: {
                [key: string]: number;
            };
        };
        /**
         * Completeness
         * @description How much of what an offer should say it says.
         */
        Completeness: {
            /**
             * Checked
             * @description How many things were looked at
             */
            checked: number;
            /**
             * Complete
             * @description Nothing that is required is missing
             */
            complete: boolean;
            /**
             * Share
             * @description Of the things looked at, those that are in order
             */
            share: number;
            /** Shortcomings */
            shortcomings: components["schemas"]["Shortcoming"][];
        };
        /**
         * Copying
         * @description What is different in a copy; the name is the old one with »(kopi)« unless it is said.
         */
        Copying: {
            /** Id */
            id?: string | null;
            /** Name */
            name?: string | null;
        };
        /**
         * CoursePrice
         * @description The list price, and what a whole course costs by it.
         */
        CoursePrice: {
            /**
             * Amount
             * @example 2450.00
             */
            amount: string;
            /**
             * Course Total
             * @example 2450.00
             */
            course_total: string;
            /** Per */
            per: string;
        };
        /**
         * Crosswalk
         * @description What stands in for the codes of a list that have ended.
         */
        Crosswalk: {
            /** Name */
            name: string;
            /** Steps */
            steps: components["schemas"]["CrosswalkStep"][];
        };
        /**
         * CrosswalkStep
         * @description A code that has ended, and one that stands in for it from a day on.
         */
        CrosswalkStep: {
            /**
             * From Code
             * @example 2
             */
            from_code: string;
            /**
             * Note
             * @description Where it is from; begins with »Foreløbig« while not settled
             */
            note: string;
            /**
             * To Code
             * @example aktivitetsparat
             */
            to_code: string;
            /**
             * Valid From
             * Format: date
             */
            valid_from: string;
        };
        /**
         * Doing
         * @description When an act happened, unless it happens now.
         */
        Doing: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
        };
        /**
         * DoneAct
         * @description One thing that was done with a referral.
         */
        DoneAct: {
            /**
             * Act
             * @example create
             * @example order
             * @example follow
             * @example import
             */
            act: string;
            /**
             * Happened At
             * Format: date-time
             */
            happened_at: string;
            /**
             * Registered At
             * Format: date-time
             */
            registered_at: string;
            /** Registered By */
            registered_by: string;
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "awaiting_approval" | "ordered" | "accepted" | "declined" | "started" | "completed" | "aborted" | "assessed";
            /** Version */
            version: number;
        };
        /**
         * Entry
         * @description One line of an audit log as others may read it; ``subjects`` are opaque ids.
         */
        Entry: {
            /** Act */
            act: string;
            /** Actor */
            actor: string;
            /** Actor Kind */
            actor_kind: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Criterion */
            criterion: string | null;
            /** Id */
            id: number;
            /** Municipality */
            municipality: string;
            /** On Behalf Of */
            on_behalf_of: string | null;
            /** Organisation */
            organisation: string | null;
            /** Purpose */
            purpose: string | null;
            /** Subjects */
            subjects: string[];
            /** Trace Id */
            trace_id: string;
        };
        /**
         * Erasing
         * @description Why, and that it is meant.
         */
        Erasing: {
            /**
             * Confirm
             * @description The citizen's id once more: an erasure cannot be undone
             */
            confirm: string;
            /**
             * Reason
             * @enum {string}
             */
            reason: "retention_period" | "citizen_request" | "registered_by_mistake" | "authority_decision";
        };
        /**
         * Evidence
         * @description What the guide showed of the offer when it was chosen.
         */
        Evidence: {
            /** As Of */
            as_of?: string | null;
            /** Place */
            place?: number | null;
            /** Tied */
            tied?: boolean | null;
            /**
             * Weights
             * @default {}
             */
            weights: {
                [key: string]: number;
            };
        };
        /**
         * FieldErrorBody
         * @description A mistake in one field or row.
         */
        FieldErrorBody: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Pointer */
            pointer: string;
        };
        /**
         * Figure
         * @description A number over people with everything needed to judge it (domain.md §6).
         *
         *     Where it is hidden, ``value``, ``n``, ``citizens``, ``numerator``, ``interval``,
         *     ``adjusted``, ``comparison`` and ``left_out`` are null.
         */
        Figure: {
            adjusted?: components["schemas"]["Adjusted"] | null;
            /**
             * As Of
             * @description The last day that the registers cover
             */
            as_of?: string | null;
            /** Carried Over From */
            carried_over_from?: string | null;
            /**
             * Caveats
             * @default []
             */
            caveats: string[];
            /**
             * Citizens
             * @description Different citizens counted
             */
            citizens?: number | null;
            /** Code List Version */
            code_list_version?: number | null;
            comparison?: components["schemas"]["kit__figure__Comparison"] | null;
            /**
             * Definition
             * @example self_support_3m_sustained
             */
            definition?: string | null;
            /** Definition Version */
            definition_version?: number | null;
            /**
             * Indicator
             * @example effect_3m
             */
            indicator: string;
            interval?: components["schemas"]["Interval"] | null;
            left_out?: components["schemas"]["LeftOut"] | null;
            /**
             * N
             * @description Courses counted
             */
            n?: number | null;
            /** Numerator */
            numerator?: number | null;
            period?: components["schemas"]["Period"] | null;
            /**
             * Sentence
             * @description The figure in one plain Danish sentence
             */
            sentence: string;
            /**
             * @default {
             *       "yes": false
             *     }
             */
            suppressed: components["schemas"]["Suppressed"];
            /**
             * Unit
             * @enum {string}
             */
            unit: "share" | "DKK" | "count" | "weeks" | "days" | "per_100" | "smiley" | "date" | "score";
            /** Value */
            value: number | string | null;
        };
        /**
         * FilterEffect
         * @description What one filter did.
         *
         *     Attributes:
         *         filter: The parameter.
         *         label: What it is called in Danish.
         *         taken_away: Offers that do not fit it.
         *         left_without: Offers that would be left if it alone were taken off.
         */
        FilterEffect: {
            /** Filter */
            filter: string;
            /** Label */
            label: string;
            /** Left Without */
            left_without: number;
            /** Taken Away */
            taken_away: number;
        };
        /**
         * Found
         * @description Who was found.
         */
        Found: {
            /** Items */
            items: components["schemas"]["ListedCitizen"][];
            /**
             * More
             * @description Whether there are more than are shown; look for more words
             */
            more: boolean;
        };
        /**
         * Guidance
         * @description How the citizen was told of the right to complain; both ways are required.
         */
        Guidance: {
            /** Oral */
            oral: boolean;
            /**
             * Version
             * @description Of the written guidance
             * @example 2026-01
             */
            version: string;
            /** Written */
            written: boolean;
        };
        /**
         * Guide
         * @description The offers for a profile, ranked by what really happened to people like it.
         */
        Guide: {
            /**
             * As Of
             * @description Newest date of any figure shown
             */
            as_of: string | null;
            /** Basis */
            basis: string;
            /**
             * Filters
             * @description Those in force, with what each takes away
             */
            filters: components["schemas"]["FilterEffect"][];
            /** Indicators */
            indicators: components["schemas"]["ShownIndicator"][];
            /**
             * Left
             * @description How many come after this page
             */
            left: number;
            /** Municipality */
            municipality: string;
            /**
             * Next
             * @description Cursor of the page after this one
             */
            next: string | null;
            /** Notices */
            notices: string[];
            /**
             * Oldest As Of
             * @description Oldest date of any figure shown
             */
            oldest_as_of: string | null;
            profile: components["schemas"]["visitation__guide__schemas__Profile"];
            /** Ranked */
            ranked: components["schemas"]["Card"][];
            /**
             * Ranked Total
             * @description How many of them have a place
             */
            ranked_total: number;
            /** Released At */
            released_at: string | null;
            /**
             * Too Few
             * @description They lack a chosen figure; never ranked as if zero
             */
            too_few: components["schemas"]["Card"][];
            /**
             * Too Few Total
             * @description How many of them lack a chosen figure
             */
            too_few_total: number;
            /**
             * Total
             * @description Offers in the answer, on all pages: first ranked, then too_few
             */
            total: number;
            /** Weights */
            weights: {
                [key: string]: number;
            };
        };
        /**
         * Health
         * @description Whether the process answers.
         */
        Health: {
            /** Status */
            status: string;
        };
        /**
         * History
         * @description What was done with a referral, in its order.
         */
        History: {
            /** Items */
            items: components["schemas"]["DoneAct"][];
        };
        /**
         * Interval
         * @description The uncertainty of a value, in the value's own unit.
         */
        Interval: {
            /** High */
            high: number;
            /**
             * Level
             * @default 0.95
             * @example 0.95
             */
            level: number;
            /** Low */
            low: number;
            /**
             * Method
             * @example wilson
             */
            method: string;
        };
        /**
         * Job
         * @description Long work as its asker may follow it.
         */
        Job: {
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /**
             * Done
             * @description How much is done, in the unit of ``total``
             */
            done: number;
            /** Finished At */
            finished_at: string | null;
            /** Id */
            id: string;
            /**
             * Kind
             * @example offers.import
             */
            kind: string;
            /** @description Why it failed, where it did */
            problem: components["schemas"]["ProblemBody"] | null;
            /**
             * Result
             * @description What came of it, once done
             */
            result: {
                [key: string]: unknown;
            } | null;
            /** Started At */
            started_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "running" | "done" | "failed";
            /**
             * Total
             * @description How much there is; null until it is known
             */
            total: number | null;
        };
        /**
         * LeftOut
         * @description How many courses the figure could not count; below the limit only as a text.
         */
        LeftOut: {
            /**
             * Left The Count
             * @example færre end 5
             */
            left_the_count: number | string;
            /**
             * Outside Register
             * @example 12
             * @example færre end 5
             */
            outside_register: number | string;
        };
        /**
         * Likeness
         * @description Whom the figures are about; null where all are.
         */
        Likeness: {
            age_band: components["schemas"]["Coded"] | null;
            match_group: components["schemas"]["Coded"] | null;
            target_group: components["schemas"]["Coded"];
            weeks_band: components["schemas"]["Coded"] | null;
        };
        /**
         * Link
         * @description A predecessor or successor; only one to one carries figures over.
         *
         *     Whether they do is judged without successors that were never published.
         */
        Link: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "one_to_one" | "one_to_many" | "many_to_one" | "many_to_many";
            /** Offer Id */
            offer_id: string;
        };
        /**
         * ListedCitizen
         * @description A citizen as lists and searches show one: without contact.
         */
        ListedCitizen: {
            /** Address Protected */
            address_protected: boolean;
            /** Birth Year */
            birth_year: number | null;
            /** Coordinator */
            coordinator: string | null;
            /** Id */
            id: string;
            /** Match Group */
            match_group: string | null;
            /** Name */
            name: string;
            /** Target Group */
            target_group: string | null;
            /** Team */
            team: string | null;
        };
        /**
         * ListedCode
         * @description A code, what it is called, and when it is valid; both dates are included.
         */
        ListedCode: {
            /** Code */
            code: string;
            /** Label Da */
            label_da: string;
            /**
             * Valid From
             * Format: date
             */
            valid_from: string;
            /** Valid To */
            valid_to: string | null;
        };
        /**
         * Measure
         * @description What one figure of each row tells.
         */
        Measure: {
            /**
             * Higher Is Better
             * @description Null for what tells how heavy the task is, which is neither good nor bad
             */
            higher_is_better: boolean | null;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /** Text */
            text: string;
            /**
             * Unit
             * @enum {string}
             */
            unit: "share" | "DKK" | "count" | "weeks" | "days" | "per_100" | "smiley" | "date" | "score";
        };
        /**
         * Merging
         * @description Into whom.
         */
        Merging: {
            /**
             * Into
             * @description The id that is kept; the other is an alias from now on
             */
            into: string;
        };
        /**
         * NamedList
         * @description A list that there is.
         */
        NamedList: {
            /**
             * Codes
             * @description How many codes it holds, earlier ones too
             */
            codes: number;
            /**
             * Name
             * @example target_groups
             */
            name: string;
        };
        /**
         * NewCitizen
         * @description A citizen to be registered by hand.
         */
        NewCitizen: {
            /**
             * Address Protected
             * @description Contact is shown to those alone who may change it
             * @default false
             */
            address_protected: boolean;
            /** Birth Year */
            birth_year?: number | null;
            /** Born On */
            born_on?: string | null;
            /**
             * Coordinator
             * @description The caseworker's user id or name
             */
            coordinator?: string | null;
            /**
             * Cpr
             * @description DDMMYY-XXXX or ten digits, ordinary or replacement (day + 60); left out of whoever has none yet
             */
            cpr?: string | null;
            /** Email */
            email?: string | null;
            /**
             * Match Group
             * @example jobparat
             */
            match_group?: string | null;
            /**
             * Name
             * @example Borger 00017
             */
            name: string;
            /**
             * On Support Since
             * @description First day of the present period on public support
             */
            on_support_since?: string | null;
            /** Phone */
            phone?: string | null;
            /**
             * Target Group
             * @example kontanthjaelp
             */
            target_group?: string | null;
            /** Team */
            team?: string | null;
        };
        /**
         * NewCohort
         * @description A cohort to be created, under its owner's id or one that we give.
         */
        NewCohort: {
            /**
             * Ends On
             * @description The start and the offer's duration when it is not said
             */
            ends_on?: string | null;
            /** Id */
            id?: string | null;
            /** Name */
            name?: string | null;
            /** Seats */
            seats: number;
            /**
             * Sign Up Closes On
             * @description The last day of sign-up; the start when it is not said
             */
            sign_up_closes_on?: string | null;
            /**
             * Starts On
             * Format: date
             */
            starts_on: string;
        };
        /**
         * NewOffer
         * @description An offer to be created, under its owner's id or one that we give.
         *
         *     The name may be left out where the template has one.
         */
        NewOffer: {
            /**
             * Accessibility Note
             * @default
             */
            accessibility_note: string | null;
            /** Accessible */
            accessible?: boolean | null;
            /** Agreement Id */
            agreement_id?: string | null;
            /** Capacity */
            capacity?: number | null;
            /**
             * Content Elements
             * @default []
             */
            content_elements: string[];
            /**
             * Description
             * @default
             */
            description: string | null;
            /** Duration Weeks */
            duration_weeks?: number | null;
            /** Hours Per Week */
            hours_per_week?: (number | string) | null;
            /** Id */
            id?: string | null;
            /** Intake */
            intake?: ("continuous" | "cohorts") | null;
            /**
             * Kind
             * @example guidance
             */
            kind?: string | null;
            /**
             * Languages
             * @default [
             *       "da"
             *     ]
             */
            languages: string[];
            /**
             * Match Groups
             * @description None means all
             * @default []
             */
            match_groups: string[];
            /** Name */
            name?: string | null;
            /**
             * Package Of
             * @description The offers that this package bundles
             * @default []
             */
            package_of: string[];
            place?: components["schemas"]["Place"] | null;
            /**
             * Prerequisites
             * @default
             */
            prerequisites: string | null;
            price?: components["schemas"]["Price-Input"] | null;
            /** Provider Id */
            provider_id?: string | null;
            /** Provider Name */
            provider_name?: string | null;
            /**
             * Target Groups
             * @default []
             * @example [
             *       "kontanthjaelp"
             *     ]
             */
            target_groups: string[];
            /**
             * Template Id
             * @description A template whose content stands where the body says nothing
             */
            template_id?: string | null;
            /**
             * Themes
             * @default []
             */
            themes: string[];
        };
        /**
         * NewReferral
         * @description A referral to be created, under its owner's id or one that we give.
         */
        NewReferral: {
            /**
             * Business Oriented
             * @description Follows from the offer's kind when it is not said
             */
            business_oriented?: boolean | null;
            /**
             * Caseworker
             * @description Whoever creates it unless said
             */
            caseworker?: string | null;
            /** Citizen Id */
            citizen_id: string;
            /** Cohort Id */
            cohort_id?: string | null;
            evidence?: components["schemas"]["Evidence"] | null;
            /**
             * Hours Per Week
             * @description The offer's unless said
             */
            hours_per_week?: (number | string) | null;
            /** Id */
            id?: string | null;
            /** Offer Id */
            offer_id: string;
            /**
             * Passed Over
             * @description Better-evidenced offers that were not chosen
             * @default []
             */
            passed_over: string[];
            /**
             * Planned Ends On
             * @description The fixed end; the cohort's, or start and duration, unless said
             */
            planned_ends_on?: string | null;
            /**
             * Planned Starts On
             * @description The cohort's unless said
             */
            planned_starts_on?: string | null;
            /**
             * Reason Code
             * @example evidence
             */
            reason_code?: string | null;
            /**
             * Reason Text
             * @default
             */
            reason_text: string | null;
            /**
             * Targets
             * @default []
             */
            targets: components["schemas"]["Target"][];
        };
        /**
         * NewTemplate
         * @description A template to be created, under its owner's id or one that we give.
         */
        NewTemplate: {
            content: components["schemas"]["PartialContent"];
            /** Id */
            id?: string | null;
            /**
             * Name
             * @example Vejledning, otte uger
             */
            name: string;
        };
        /**
         * NotShown
         * @description An offer that was asked for and cannot be shown.
         */
        NotShown: {
            /**
             * Code
             * @enum {string}
             */
            code: "offer_not_published" | "offer_takes_others";
            /** Detail */
            detail: string;
            /** Offer Id */
            offer_id: string;
        };
        /**
         * Offer
         * @description An offer as it is now.
         */
        Offer: {
            /**
             * Accessibility Note
             * @default
             */
            accessibility_note: string;
            /** Accessible */
            accessible?: boolean | null;
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: ("revise" | "publish" | "pause" | "resume" | "close" | "confirm" | "link" | "copy")[];
            /** Agreement Id */
            agreement_id?: string | null;
            /** Capacity */
            capacity?: number | null;
            /** Closed At */
            closed_at: string | null;
            /**
             * Complete
             * @description Whether it says all that an offer must to be chosen
             */
            complete: boolean;
            /** Confirmed At */
            confirmed_at: string | null;
            /**
             * Confirmed By
             * @description Who last said that it is still right
             */
            confirmed_by: string | null;
            /**
             * Content Elements
             * @default []
             */
            content_elements: string[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Description
             * @default
             */
            description: string;
            /** Duration Weeks */
            duration_weeks?: number | null;
            /**
             * Fresh Until
             * Format: date-time
             */
            fresh_until: string;
            /**
             * Freshness
             * @description due in the last month before somebody must look at it again, then stale
             * @enum {string}
             */
            freshness: "fresh" | "due" | "stale";
            /** Hours Per Week */
            hours_per_week?: string | null;
            /** Id */
            id: string;
            /** Intake */
            intake?: ("continuous" | "cohorts") | null;
            /**
             * Kind
             * @example guidance
             */
            kind?: string | null;
            /**
             * Languages
             * @default [
             *       "da"
             *     ]
             */
            languages: string[];
            /**
             * Match Groups
             * @description None means all
             * @default []
             */
            match_groups: string[];
            /** Name */
            name: string;
            /**
             * Package Of
             * @description The offers that this package bundles
             * @default []
             */
            package_of: string[];
            /**
             * Part Of
             * @description The packages that bundle it
             */
            part_of: string[];
            /** Paused At */
            paused_at: string | null;
            place?: components["schemas"]["Place"] | null;
            /**
             * Predecessors
             * @description The offers that it came instead of
             */
            predecessors: components["schemas"]["Link"][];
            /**
             * Prerequisites
             * @default
             */
            prerequisites: string;
            price?: components["schemas"]["Price-Output"] | null;
            /** Provider Id */
            provider_id?: string | null;
            /** Provider Name */
            provider_name?: string | null;
            /** Published At */
            published_at: string | null;
            /** Resumed At */
            resumed_at: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "published" | "paused" | "closed";
            /**
             * Successors
             * @description The offers that came instead of it
             */
            successors: components["schemas"]["Link"][];
            /**
             * Target Groups
             * @default []
             * @example [
             *       "kontanthjaelp"
             *     ]
             */
            target_groups: string[];
            /**
             * Themes
             * @default []
             */
            themes: string[];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Version
             * @description Counts every change; also the ETag
             */
            version: number;
        };
        /**
         * OfferPage
         * @description One page of offers.
         */
        OfferPage: {
            /**
             * Count
             * @description Of all that fit; only when asked for
             */
            count?: number | null;
            /** Items */
            items: components["schemas"]["Offer"][];
            /** Next */
            next?: string | null;
            /**
             * Translated
             * @description What a code that has expired was taken for, in plain Danish
             * @default []
             */
            translated: string[];
        };
        /**
         * OfferVersion
         * @description An offer as it was after one change.
         */
        OfferVersion: {
            /**
             * Act
             * @example create
             * @example revise
             * @example publish
             * @example import
             */
            act: string;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Changed By */
            changed_by: string;
            /**
             * Content
             * @description What the offer said, as it was written then
             */
            content: {
                [key: string]: unknown;
            };
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "published" | "paused" | "closed";
            /** Version */
            version: number;
        };
        /** Page[Job] */
        Page_Job_: {
            /** Items */
            items: components["schemas"]["Job"][];
            /** Next */
            next?: string | null;
        };
        /** Page[ListedCitizen] */
        Page_ListedCitizen_: {
            /** Items */
            items: components["schemas"]["ListedCitizen"][];
            /** Next */
            next?: string | null;
        };
        /** Page[OfferVersion] */
        Page_OfferVersion_: {
            /** Items */
            items: components["schemas"]["OfferVersion"][];
            /** Next */
            next?: string | null;
        };
        /** Page[Template] */
        Page_Template_: {
            /** Items */
            items: components["schemas"]["Template"][];
            /** Next */
            next?: string | null;
        };
        /**
         * PartialContent
         * @description What an offer may say of itself, all of it left out if need be.
         */
        PartialContent: {
            /**
             * Accessibility Note
             * @default
             */
            accessibility_note: string | null;
            /** Accessible */
            accessible?: boolean | null;
            /** Agreement Id */
            agreement_id?: string | null;
            /** Capacity */
            capacity?: number | null;
            /**
             * Content Elements
             * @default []
             */
            content_elements: string[];
            /**
             * Description
             * @default
             */
            description: string | null;
            /** Duration Weeks */
            duration_weeks?: number | null;
            /** Hours Per Week */
            hours_per_week?: (number | string) | null;
            /** Intake */
            intake?: ("continuous" | "cohorts") | null;
            /**
             * Kind
             * @example guidance
             */
            kind?: string | null;
            /**
             * Languages
             * @default [
             *       "da"
             *     ]
             */
            languages: string[];
            /**
             * Match Groups
             * @description None means all
             * @default []
             */
            match_groups: string[];
            /** Name */
            name?: string | null;
            /**
             * Package Of
             * @description The offers that this package bundles
             * @default []
             */
            package_of: string[];
            place?: components["schemas"]["Place"] | null;
            /**
             * Prerequisites
             * @default
             */
            prerequisites: string | null;
            price?: components["schemas"]["Price-Input"] | null;
            /** Provider Id */
            provider_id?: string | null;
            /** Provider Name */
            provider_name?: string | null;
            /**
             * Target Groups
             * @default []
             * @example [
             *       "kontanthjaelp"
             *     ]
             */
            target_groups: string[];
            /**
             * Themes
             * @default []
             */
            themes: string[];
        };
        /**
         * Participant
         * @description Who comes, and what was agreed on; a protected address hides phone and e-mail.
         */
        Participant: {
            /** Address Protected */
            address_protected: boolean;
            alignment: components["schemas"]["SeenAlignment"] | null;
            /** Citizen Id */
            citizen_id: string;
            /** Email */
            email: string | null;
            /** Name */
            name: string;
            /** Offer Id */
            offer_id: string;
            /** Phone */
            phone: string | null;
            /** Planned Ends On */
            planned_ends_on: string | null;
            /** Planned Starts On */
            planned_starts_on: string | null;
            /** Referral Id */
            referral_id: string;
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "awaiting_approval" | "ordered" | "accepted" | "declined" | "started" | "completed" | "aborted" | "assessed";
            /** Targets */
            targets: components["schemas"]["SeenTarget"][];
        };
        /**
         * Participants
         * @description The participants that the caller may see; the others are simply not there.
         */
        Participants: {
            /** Items */
            items: components["schemas"]["Participant"][];
        };
        /**
         * ParticipantsAsked
         * @description The referrals whose participants are asked for.
         */
        ParticipantsAsked: {
            /** Referral Ids */
            referral_ids: string[];
        };
        /**
         * Period
         * @description The dates that the figure covers, both included.
         */
        Period: {
            /**
             * End
             * Format: date
             */
            end: string;
            /**
             * Start
             * Format: date
             */
            start: string;
        };
        /**
         * Place
         * @description Where the offer is given.
         */
        Place: {
            /** Address */
            address: string;
            /** City */
            city: string;
            /** P Number */
            p_number?: string | null;
            /** Postal Code */
            postal_code: string;
        };
        /**
         * Predecessors
         * @description The offers that an offer came instead of, when it was tendered anew or renamed.
         */
        Predecessors: {
            /**
             * Offer Ids
             * @example [
             *       "vejen-til-job-2024"
             *     ]
             */
            offer_ids: string[];
        };
        /**
         * Price
         * @description What the offer costs, by the week, the whole course or the hour.
         */
        "Price-Input": {
            /**
             * Amount
             * @example 2450.00
             */
            amount: number | string;
            /**
             * Per
             * @enum {string}
             */
            per: "week" | "course" | "hour";
        };
        /**
         * Price
         * @description What the offer costs, by the week, the whole course or the hour.
         */
        "Price-Output": {
            /**
             * Amount
             * @example 2450.00
             */
            amount: string;
            /**
             * Per
             * @enum {string}
             */
            per: "week" | "course" | "hour";
        };
        /**
         * ProblemBody
         * @description The wire form of a problem, for the OpenAPI documents.
         */
        ProblemBody: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Errors
             * @default []
             */
            errors: components["schemas"]["FieldErrorBody"][];
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Trace Id */
            trace_id: string;
            /** Type */
            type: string;
        };
        /**
         * Provider
         * @description Who gives the offer.
         */
        Provider: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * QualityOverview
         * @description The offers of a target group in the alphabetical order of their names.
         */
        QualityOverview: {
            /**
             * As Of
             * @description The newest day that any effect here knows of
             */
            as_of: string | null;
            /** Items */
            items: components["schemas"]["QualityRow"][];
            /** Measures */
            measures: components["schemas"]["Measure"][];
            /** Next */
            next: string | null;
            /**
             * Notices
             * @description What the reader must know of the figures, in Danish
             */
            notices: string[];
            target_group: components["schemas"]["TargetGroup"];
        };
        /**
         * QualityRow
         * @description One offer of one provider.
         */
        QualityRow: {
            /**
             * Figures
             * @description By the names in ``measures``, all of them
             */
            figures: {
                [key: string]: components["schemas"]["Figure"];
            };
            /** Kind */
            kind: string | null;
            /** Name */
            name: string;
            /** Offer Id */
            offer_id: string;
            /** Provider Id */
            provider_id: string | null;
            /** Provider Name */
            provider_name: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "published" | "paused" | "closed";
        };
        /**
         * Readiness
         * @description Whether the service can do its work, and how its worker does.
         *
         *     ``feeds`` holds, for each feed, the seconds since it was last heard; ``worker`` those since the
         *     service's worker last gave a sign of life, null while it never has.
         */
        Readiness: {
            /** Feeds */
            feeds: {
                [key: string]: number;
            };
            /** Migration */
            migration: string;
            /** Status */
            status: string;
            /** Worker */
            worker: number | null;
        };
        /**
         * Referral
         * @description A referral as it is now.
         */
        Referral: {
            /** Abort Reason */
            abort_reason: string | null;
            /** Aborted At */
            aborted_at: string | null;
            /** Accepted At */
            accepted_at: string | null;
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: ("revise" | "align" | "order" | "approve" | "abort" | "assess")[];
            /** Agreement Id */
            agreement_id: string | null;
            /**
             * Aligned At
             * @description When the citizen acknowledged it
             */
            aligned_at: string | null;
            /** Aligned By */
            aligned_by: string | null;
            alignment: components["schemas"]["SeenAlignment"] | null;
            /** Approved At */
            approved_at: string | null;
            /** Approved By */
            approved_by: string | null;
            /**
             * Asked At
             * @description When approval was asked for
             */
            asked_at: string | null;
            /** Assessed At */
            assessed_at: string | null;
            /** Assessment */
            assessment: components["schemas"]["Assessed-Output"][] | null;
            /** Business Oriented */
            business_oriented: boolean | null;
            /** Caseworker */
            caseworker: string | null;
            /** Citizen Id */
            citizen_id: string;
            /** Cohort Id */
            cohort_id: string | null;
            /** Completed At */
            completed_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string | null;
            /** Decline Reason */
            decline_reason: string | null;
            /** Declined At */
            declined_at: string | null;
            /** Duration Weeks */
            duration_weeks: number | null;
            /** Ended On */
            ended_on: string | null;
            evidence: components["schemas"]["Evidence"] | null;
            /** Hours Per Week */
            hours_per_week: string | null;
            /** Id */
            id: string;
            /** Match Group */
            match_group: string | null;
            /**
             * New Referral Proposed
             * @description Assessed without a step to job or education: another offer, no extension
             */
            new_referral_proposed: boolean;
            /** Next Step */
            next_step: string | null;
            /** Offer Id */
            offer_id: string;
            /** Offer Kind */
            offer_kind: string | null;
            /**
             * Offer Version
             * @description The one it was ordered under
             */
            offer_version: number | null;
            /** Ordered At */
            ordered_at: string | null;
            /** Ordered By */
            ordered_by: string | null;
            /** Passed Over */
            passed_over: string[];
            /** Planned Ends On */
            planned_ends_on: string | null;
            /** Planned Starts On */
            planned_starts_on: string | null;
            /**
             * Price Dkk
             * @description The whole course by the offer's list price
             */
            price_dkk: string | null;
            /** Provider Id */
            provider_id: string | null;
            /** Reason Code */
            reason_code: string | null;
            /** Reason Text */
            reason_text: string;
            /** Started On */
            started_on: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "awaiting_approval" | "ordered" | "accepted" | "declined" | "started" | "completed" | "aborted" | "assessed";
            /** Target Group */
            target_group: string | null;
            /** Targets */
            targets: components["schemas"]["SeenTarget"][];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Version
             * @description Counts every change; also the ETag
             */
            version: number;
        };
        /**
         * ReferralPage
         * @description One page of referrals.
         */
        ReferralPage: {
            /**
             * Count
             * @description Of all that fit; only when asked for
             */
            count?: number | null;
            /** Items */
            items: components["schemas"]["Referral"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Report
         * @description What became of a batch.
         */
        Report: {
            /** Batch Id */
            batch_id: string;
            /** Created */
            created: number;
            /** Errors */
            errors: components["schemas"]["RowError"][];
            /**
             * Errors Left Out
             * @description Mistakes beyond those listed
             */
            errors_left_out: number;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "taken" | "validated" | "refused" | "repeated";
            /** Refused */
            refused: number;
            /** Revised */
            revised: number;
            /** Rows */
            rows: number;
            /** Unchanged */
            unchanged: number;
        };
        /**
         * RevisedCitizen
         * @description The whole content anew; of whoever has a number the date of birth is the number's.
         */
        RevisedCitizen: {
            /**
             * Address Protected
             * @description Contact is shown to those alone who may change it
             * @default false
             */
            address_protected: boolean;
            /** Birth Year */
            birth_year?: number | null;
            /** Born On */
            born_on?: string | null;
            /**
             * Coordinator
             * @description The caseworker's user id or name
             */
            coordinator?: string | null;
            /** Email */
            email?: string | null;
            /**
             * Match Group
             * @example jobparat
             */
            match_group?: string | null;
            /**
             * Name
             * @example Borger 00017
             */
            name: string;
            /**
             * On Support Since
             * @description First day of the present period on public support
             */
            on_support_since?: string | null;
            /** Phone */
            phone?: string | null;
            /**
             * Target Group
             * @example kontanthjaelp
             */
            target_group?: string | null;
            /** Team */
            team?: string | null;
        };
        /**
         * RowError
         * @description A mistake in one row.
         *
         *     Rows of NDJSON and JSON are counted from 1. In a table it is the row that a spreadsheet shows:
         *     the header is row 1, empty rows count.
         */
        RowError: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Pointer
             * @example /price/amount
             */
            pointer: string;
            /** Row */
            row: number;
        };
        /**
         * Seal
         * @description One link of a municipality's chain, with the rows that it seals.
         */
        Seal: {
            /** Count */
            count: number;
            /** Digest */
            digest: string;
            /** Entries */
            entries: components["schemas"]["Entry"][];
            /** Municipality */
            municipality: string;
            /** Number */
            number: number;
            /** Position */
            position: number;
            /** Previous */
            previous: string;
            /**
             * Sealed At
             * Format: date-time
             */
            sealed_at: string;
            /** Signature */
            signature: string;
        };
        /**
         * SealedLog
         * @description Seals in their order.
         */
        SealedLog: {
            /** Complete Until */
            complete_until: string | null;
            /** Position */
            position: number;
            /** Seals */
            seals: components["schemas"]["Seal"][];
        };
        /**
         * Search
         * @description Who is looked for, by one of four, and why.
         */
        Search: {
            /**
             * Cpr
             * @description DDMMYY-XXXX or ten digits, ordinary or replacement (day + 60)
             */
            cpr?: string | null;
            /** Id */
            id?: string | null;
            /**
             * Ids
             * @description Those of a list that names nobody, to read it by their names
             */
            ids?: string[] | null;
            /**
             * Name
             * @description Beginnings of words of the name
             */
            name?: string | null;
            /**
             * Purpose
             * @enum {string}
             */
            purpose: "visitation" | "follow_up" | "complaint" | "inspection_of_case" | "citizen_request" | "system";
        };
        /**
         * SeenAlignment
         * @description What was agreed on; after an erasure without its words.
         */
        SeenAlignment: {
            complaint_guidance: components["schemas"]["Guidance"] | null;
            /**
             * Expected Of Caseworker
             * @default
             */
            expected_of_caseworker: string;
            /**
             * Expected Of Citizen
             * @default
             */
            expected_of_citizen: string;
            /**
             * Expected Of Provider
             * @default
             */
            expected_of_provider: string;
            /**
             * Expected Of Workplace
             * @default
             */
            expected_of_workplace: string;
            /**
             * How
             * @enum {string}
             */
            how: "meeting" | "phone" | "digital" | "letter";
            /**
             * Own Responsibility
             * @default
             */
            own_responsibility: string;
            /** Purpose */
            purpose: string;
            /**
             * Rights And Duties
             * @default
             */
            rights_and_duties: string;
            /**
             * Wishes
             * @default
             */
            wishes: string;
            /** Workplace Met On */
            workplace_met_on: string | null;
        };
        /**
         * SeenTarget
         * @description A target as the caller may see it; a provider reads its words among the participants.
         */
        SeenTarget: {
            /** Goal */
            goal: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "theme" | "condition";
            /** Theme */
            theme: string | null;
            /** Words */
            words: string | null;
        };
        /**
         * Shortcoming
         * @description One thing that is missing or doubtful.
         */
        Shortcoming: {
            /**
             * Code
             * @example missing
             * @example too_short
             */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Pointer
             * @example /description
             */
            pointer: string;
            /**
             * Weight
             * @description required: it cannot be published without
             * @enum {string}
             */
            weight: "required" | "recommended";
        };
        /**
         * ShownIndicator
         * @description One thing that offers can be ranked by.
         */
        ShownIndicator: {
            /** Definition */
            definition: string | null;
            /** Definition Version */
            definition_version: number | null;
            /** Higher Is Better */
            higher_is_better: boolean;
            /** Label */
            label: string;
            /**
             * Measured
             * @description Whether any offer in this answer has been measured by it
             */
            measured: boolean;
            /** Name */
            name: string;
            /** Short Label */
            short_label: string;
            /** Text */
            text: string;
            /** Unit */
            unit: string;
        };
        /**
         * ShownNumber
         * @description A CPR number.
         */
        ShownNumber: {
            /** Cpr */
            cpr: string;
        };
        /**
         * ShownOffer
         * @description What a caseworker and a citizen need to know of an offer to choose it.
         */
        ShownOffer: {
            /** Accessibility Note */
            accessibility_note: string;
            /** Accessible */
            accessible: boolean | null;
            /** Capacity */
            capacity: number | null;
            /** Content Elements */
            content_elements: string[];
            /** Description */
            description: string;
            /** Duration Weeks */
            duration_weeks: number;
            /**
             * Hours Per Week
             * @example 25.0
             */
            hours_per_week: string;
            /** Id */
            id: string;
            /** Intake */
            intake: string;
            kind: components["schemas"]["Coded"];
            /** Languages */
            languages: string[];
            /** Match Groups */
            match_groups: string[];
            /** Name */
            name: string;
            place: components["schemas"]["Place"] | null;
            /** Prerequisites */
            prerequisites: string;
            price: components["schemas"]["CoursePrice"];
            provider: components["schemas"]["Provider"];
            /** Target Groups */
            target_groups: string[];
            /** Themes */
            themes: components["schemas"]["Coded"][];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * Stated
         * @description Why a number is shown.
         */
        Stated: {
            /**
             * Purpose
             * @enum {string}
             */
            purpose: "visitation" | "follow_up" | "complaint" | "inspection_of_case" | "citizen_request" | "system";
        };
        /**
         * Suppressed
         * @description Whether the figure is hidden, and why; every hidden figure looks alike.
         */
        Suppressed: {
            /** Reason */
            reason?: ("too_few" | "not_measured") | null;
            /**
             * Yes
             * @default false
             */
            yes: boolean;
        };
        /**
         * Target
         * @description What the course is to bring about: progress in a theme, or a condition to clarify.
         */
        Target: {
            /**
             * Goal
             * @example Møder hver dag i fire uger i træk.
             */
            goal: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "theme" | "condition";
            /**
             * Theme
             * @example attendance
             */
            theme?: string | null;
            /**
             * Words
             * @description The condition, in own words
             */
            words?: string | null;
        };
        /**
         * TargetGroup
         * @description A target group, and what it is called.
         */
        TargetGroup: {
            /** Code */
            code: string;
            /** Label */
            label: string;
        };
        /**
         * Template
         * @description A template as it is now; its content holds only what it says.
         */
        Template: {
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: ("revise" | "delete" | "use")[];
            /** Content */
            content: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Version
             * @description Counts every change; also the ETag
             */
            version: number;
        };
        /**
         * TemplateContent
         * @description A template's name, and what an offer that starts from it says.
         */
        TemplateContent: {
            content: components["schemas"]["PartialContent"];
            /**
             * Name
             * @example Vejledning, otte uger
             */
            name: string;
        };
        /**
         * Warned
         * @description Something that was taken, and should be looked at.
         */
        Warned: {
            /**
             * Code
             * @enum {string}
             */
            code: "modulus_11" | "already_registered";
            /** Detail */
            detail: string;
            /** Pointer */
            pointer: string;
        };
        /**
         * Comparison
         * @description The same figure for all other courses of the target group and period.
         */
        kit__figure__Comparison: {
            interval?: components["schemas"]["Interval"] | null;
            /** N */
            n: number | null;
            /** Value */
            value: number | string | null;
        };
        /**
         * Profile
         * @description What the guide is asked with.
         */
        visitation__citizens__schemas__Profile: {
            /** Age */
            age: number | null;
            /** Birth Year */
            birth_year: number | null;
            /** Citizen Id */
            citizen_id: string;
            /** Match Group */
            match_group: string | null;
            /** On Support Since */
            on_support_since: string | null;
            /** Target Group */
            target_group: string | null;
            /** Weeks On Support */
            weeks_on_support: number | null;
        };
        /**
         * Content
         * @description What a cohort says of itself.
         */
        visitation__cohorts__schemas__Content: {
            /**
             * Ends On
             * @description The start and the offer's duration when it is not said
             */
            ends_on?: string | null;
            /** Name */
            name?: string | null;
            /** Seats */
            seats: number;
            /**
             * Sign Up Closes On
             * @description The last day of sign-up; the start when it is not said
             */
            sign_up_closes_on?: string | null;
            /**
             * Starts On
             * Format: date
             */
            starts_on: string;
        };
        /**
         * Profile
         * @description The profile that was asked for.
         */
        visitation__guide__schemas__Profile: {
            /** Age */
            age: number | null;
            match_group: components["schemas"]["Coded"] | null;
            target_group: components["schemas"]["Coded"];
            /** Weeks On Support */
            weeks_on_support: number | null;
        };
        /**
         * Difference
         * @description Whether two offers can be told apart by one indicator, or by the score of those chosen.
         */
        visitation__guide__side_by_side__Difference: {
            /**
             * Better
             * @description The offer with the better figure, if they differ
             */
            better: string | null;
            /**
             * Difference
             * @description First less second, in the indicator's unit; days for dates
             */
            difference: number | null;
            /**
             * First
             * @description An offer's id
             */
            first: string;
            /**
             * Indicator
             * @example effect_3m
             * @example score
             */
            indicator: string;
            /** @description Of the difference by itself, without the correction; null where it is exact */
            interval: components["schemas"]["Interval"] | null;
            /** Second */
            second: string;
            /** Sentence */
            sentence: string;
            /**
             * Told Apart
             * @description At 95 %, Holm-corrected over the pairs; null where a figure is missing
             */
            told_apart: boolean | null;
        };
        /**
         * Comparison
         * @description What became different from one version to another.
         */
        visitation__offers__comparing__Comparison: {
            /** After */
            after: number;
            /** Before */
            before: number;
            /** Differences */
            differences: components["schemas"]["visitation__offers__comparing__Difference"][];
            /**
             * Status After
             * @enum {string}
             */
            status_after: "draft" | "published" | "paused" | "closed";
            /**
             * Status Before
             * @enum {string}
             */
            status_before: "draft" | "published" | "paused" | "closed";
        };
        /**
         * Difference
         * @description One field in both versions.
         */
        visitation__offers__comparing__Difference: {
            /**
             * Added
             * @description Of a list, what the later version adds
             * @default []
             */
            added: string[];
            /** After */
            after: unknown;
            /** Before */
            before: unknown;
            /**
             * Change
             * @enum {string}
             */
            change: "same" | "added" | "removed" | "changed";
            /**
             * Label
             * @example Timer pr. uge
             */
            label: string;
            /**
             * Pointer
             * @example /hours_per_week
             */
            pointer: string;
            /**
             * Removed
             * @description Of a list, what the later version lacks
             * @default []
             */
            removed: string[];
        };
        /**
         * Content
         * @description What an offer says of itself; a draft may lack everything but the name.
         */
        visitation__offers__schemas__Content: {
            /**
             * Accessibility Note
             * @default
             */
            accessibility_note: string | null;
            /** Accessible */
            accessible?: boolean | null;
            /** Agreement Id */
            agreement_id?: string | null;
            /** Capacity */
            capacity?: number | null;
            /**
             * Content Elements
             * @default []
             */
            content_elements: string[];
            /**
             * Description
             * @default
             */
            description: string | null;
            /** Duration Weeks */
            duration_weeks?: number | null;
            /** Hours Per Week */
            hours_per_week?: (number | string) | null;
            /** Intake */
            intake?: ("continuous" | "cohorts") | null;
            /**
             * Kind
             * @example guidance
             */
            kind?: string | null;
            /**
             * Languages
             * @default [
             *       "da"
             *     ]
             */
            languages: string[];
            /**
             * Match Groups
             * @description None means all
             * @default []
             */
            match_groups: string[];
            /** Name */
            name: string;
            /**
             * Package Of
             * @description The offers that this package bundles
             * @default []
             */
            package_of: string[];
            place?: components["schemas"]["Place"] | null;
            /**
             * Prerequisites
             * @default
             */
            prerequisites: string | null;
            price?: components["schemas"]["Price-Input"] | null;
            /** Provider Id */
            provider_id?: string | null;
            /** Provider Name */
            provider_name?: string | null;
            /**
             * Target Groups
             * @default []
             * @example [
             *       "kontanthjaelp"
             *     ]
             */
            target_groups: string[];
            /**
             * Themes
             * @default []
             */
            themes: string[];
        };
        /**
         * Content
         * @description The whole content of a draft anew; whom it is about stays.
         */
        visitation__referrals__schemas__Content: {
            /**
             * Business Oriented
             * @description Follows from the offer's kind when it is not said
             */
            business_oriented?: boolean | null;
            /**
             * Caseworker
             * @description Whoever creates it unless said
             */
            caseworker?: string | null;
            /** Citizen Id */
            citizen_id?: string | null;
            /** Cohort Id */
            cohort_id?: string | null;
            evidence?: components["schemas"]["Evidence"] | null;
            /**
             * Hours Per Week
             * @description The offer's unless said
             */
            hours_per_week?: (number | string) | null;
            /** Offer Id */
            offer_id: string;
            /**
             * Passed Over
             * @description Better-evidenced offers that were not chosen
             * @default []
             */
            passed_over: string[];
            /**
             * Planned Ends On
             * @description The fixed end; the cohort's, or start and duration, unless said
             */
            planned_ends_on?: string | null;
            /**
             * Planned Starts On
             * @description The cohort's unless said
             */
            planned_starts_on?: string | null;
            /**
             * Reason Code
             * @example evidence
             */
            reason_code?: string | null;
            /**
             * Reason Text
             * @default
             */
            reason_text: string | null;
            /**
             * Targets
             * @default []
             */
            targets: components["schemas"]["Target"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_liveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_audit_seals: {
        parameters: {
            query?: {
                /** @description Last position seen */
                after?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SealedLog"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_citizens: {
        parameters: {
            query: {
                /** @description Why the data is looked at; kept in the audit log */
                purpose: "visitation" | "follow_up" | "complaint" | "inspection_of_case" | "citizen_request" | "system";
                target_group?: string | null;
                match_group?: string | null;
                coordinator?: string | null;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ListedCitizen_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    register_citizen: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCitizen"];
            };
        };
        responses: {
            /** @description Registered before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Citizen"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Citizen"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    identify_citizens: {
        parameters: {
            query?: {
                /** @description Whether unknown numbers are registered; wants citizens.write */
                register?: boolean;
                /** @description Named so in the audit log */
                batch_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Cpr
                     * @description DDMMYY-XXXX or ten digits, ordinary or replacement (day + 60)
                     */
                    cpr: string;
                    /**
                     * Ref
                     * @description The sender's own mark, sent back with the id; never a number
                     */
                    ref?: string | null;
                }[];
                "application/x-ndjson": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description A row for each row, in their order and in the format in which they came */
            200: {
                headers: {
                    /** @description By which the audit log names the batch */
                    "Batch-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Citizen Id */
                        citizen_id: string | null;
                        /**
                         * Error
                         * @description Why there is no id
                         */
                        error: string | null;
                        /**
                         * Known
                         * @description Whether the citizen is registered
                         */
                        known: boolean;
                        /** Ref */
                        ref: string | null;
                        /**
                         * Row
                         * @description As a person counts it: in a table the header is row 1
                         */
                        row: number;
                        /**
                         * Warning
                         * @description modulus_11: valid since 2007, or mistyped
                         */
                        warning: string | null;
                    }[];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    import_citizens: {
        parameters: {
            query?: {
                on_error?: "reject_all" | "skip_rows";
                validate_only?: boolean;
                /** @description Your own name for the batch: it is taken once */
                batch_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Address Protected
                     * @description Contact is shown to those alone who may change it
                     * @default false
                     */
                    address_protected?: boolean;
                    /** Citizen Id */
                    citizen_id?: string | null;
                    /**
                     * Coordinator
                     * @description The caseworker's user id or name
                     */
                    coordinator?: string | null;
                    /**
                     * Cpr
                     * @description DDMMYY-XXXX or ten digits, ordinary or replacement (day + 60)
                     */
                    cpr?: string | null;
                    /** Email */
                    email?: string | null;
                    /**
                     * Match Group
                     * @example jobparat
                     */
                    match_group?: string | null;
                    /**
                     * Name
                     * @example Borger 00017
                     */
                    name: string;
                    /**
                     * On Support Since
                     * @description First day of the present period on public support
                     */
                    on_support_since?: string | null;
                    /** Phone */
                    phone?: string | null;
                    /**
                     * Target Group
                     * @example kontanthjaelp
                     */
                    target_group?: string | null;
                    /** Team */
                    team?: string | null;
                }[];
                "application/x-ndjson": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    search_citizens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Search"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Found"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_citizen: {
        parameters: {
            query: {
                /** @description Why the data is looked at; kept in the audit log */
                purpose: "visitation" | "follow_up" | "complaint" | "inspection_of_case" | "citizen_request" | "system";
            };
            header?: never;
            path: {
                citizen_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Citizen"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replace_citizen: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                citizen_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevisedCitizen"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Citizen"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    erase_citizen: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                citizen_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Erasing"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Citizen"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    merge_citizen: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                citizen_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Merging"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Citizen"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_citizen_profile: {
        parameters: {
            query: {
                /** @description Why the data is looked at; kept in the audit log */
                purpose: "visitation" | "follow_up" | "complaint" | "inspection_of_case" | "citizen_request" | "system";
            };
            header?: never;
            path: {
                citizen_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["visitation__citizens__schemas__Profile"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_citizen_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                citizen_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Stated"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownNumber"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_code_lists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeListNames"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_code_list: {
        parameters: {
            query?: {
                /** @description Only the codes that are valid on this day */
                on?: string | null;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeList"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_crosswalk: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Crosswalk"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_cohort: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                cohort_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replace_cohort: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                cohort_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["visitation__cohorts__schemas__Content"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    cancel_cohort: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                cohort_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancelling"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_events: {
        parameters: {
            query?: {
                /** @description Last position seen */
                after?: number;
                /** @description Seconds to wait for news */
                timeout?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/cloudevents-batch+json": unknown;
                    "application/json": components["schemas"]["CloudEvent"][];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_guide: {
        parameters: {
            query: {
                target_group: string;
                match_group?: string | null;
                age?: number | null;
                weeks_on_support?: number | null;
                /** @description Indicators with weights from 0 to 10; without any: effect_3m:1 */
                weights?: string | null;
                theme?: string[];
                kind?: string[];
                /** @description Hours a week, at least */
                hours_min?: (number | string) | null;
                /** @description Hours a week, at most */
                hours_max?: (number | string) | null;
                /** @description Somebody can begin before this day; not where the next start is unknown */
                starts_before?: string | null;
                /** @description For a whole course, in DKK */
                price_max?: (number | string) | null;
                /** @description A postal code of four digits, or the beginning of a town's name */
                place?: string[];
                /** @description For people with a disability */
                accessible?: boolean | null;
                /** @description Only offers that are not known to be full now */
                free_seats?: boolean;
                language?: string[];
                /** @description Offers on a page, at most */
                limit?: number;
                /** @description From next, with the same profile, weights and filters */
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Guide"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_comparable_citizens: {
        parameters: {
            query: {
                target_group: string;
                match_group?: string | null;
                age?: number | null;
                weeks_on_support?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparable"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    compare_offers: {
        parameters: {
            query: {
                target_group: string;
                match_group?: string | null;
                age?: number | null;
                weeks_on_support?: number | null;
                offer_id: string[];
                /** @description Indicators with weights from 0 to 10; without any: effect_3m:1 */
                weights?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Compared"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Job_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_offer_templates: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Template_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_offer_template: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTemplate"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_offer_template: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replace_offer_template: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateContent"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_offer_template: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                template_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_offers: {
        parameters: {
            query?: {
                /** @description Beginnings of words in name, provider, description and place, or in the Danish names of kind and content elements; all must be there, ten at most */
                q?: string | null;
                status?: ("draft" | "published" | "paused" | "closed") | null;
                kind?: string | null;
                /** @description A code that has ended is read as what stands in for it */
                target_group?: string | null;
                /** @description Offers that name none take all; ended codes as above */
                match_group?: string | null;
                theme?: string | null;
                content_element?: string | null;
                provider_id?: string | null;
                agreement_id?: string | null;
                hours_min?: (number | string) | null;
                hours_max?: (number | string) | null;
                duration_min?: number | null;
                duration_max?: number | null;
                /** @description For a whole course, in DKK */
                price_max?: (number | string) | null;
                /** @description A postal code of four digits, or the beginning of a town's name */
                place?: string | null;
                accessible?: boolean | null;
                language?: string | null;
                intake?: ("continuous" | "cohorts") | null;
                freshness?: ("fresh" | "due" | "stale") | null;
                /** @description Whether it lacks what an offer must say to be chosen */
                incomplete?: boolean | null;
                sort?: "name" | "-name" | "updated_at" | "-updated_at" | "price" | "-price" | "fresh_until" | "-fresh_until";
                count?: "exact" | null;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferPage"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_offer: {
        parameters: {
            query?: {
                /** @description As template_id in the body; this one counts */
                template?: string | null;
            };
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOffer"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    export_offers: {
        parameters: {
            query?: {
                /** @description Beginnings of words in name, provider, description and place, or in the Danish names of kind and content elements; all must be there, ten at most */
                q?: string | null;
                status?: ("draft" | "published" | "paused" | "closed") | null;
                kind?: string | null;
                /** @description A code that has ended is read as what stands in for it */
                target_group?: string | null;
                /** @description Offers that name none take all; ended codes as above */
                match_group?: string | null;
                theme?: string | null;
                content_element?: string | null;
                provider_id?: string | null;
                agreement_id?: string | null;
                hours_min?: (number | string) | null;
                hours_max?: (number | string) | null;
                duration_min?: number | null;
                duration_max?: number | null;
                /** @description For a whole course, in DKK */
                price_max?: (number | string) | null;
                /** @description A postal code of four digits, or the beginning of a town's name */
                place?: string | null;
                accessible?: boolean | null;
                language?: string | null;
                intake?: ("continuous" | "cohorts") | null;
                freshness?: ("fresh" | "due" | "stale") | null;
                /** @description Whether it lacks what an offer must say to be chosen */
                incomplete?: boolean | null;
                format?: "ndjson" | "json" | "csv" | "xlsx";
                /** @description people: Danish titles and words, ; and decimal comma */
                for?: "machine" | "people";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>[];
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    import_offers: {
        parameters: {
            query?: {
                on_error?: "reject_all" | "skip_rows";
                validate_only?: boolean;
                /** @description Your own name for the batch: it is taken once */
                batch_id?: string | null;
            };
            header?: {
                /** @description respond-async: answer 202 at once, and do it as a job (RFC 7240) */
                prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Accessibility Note
                     * @default
                     */
                    accessibility_note?: string | null;
                    /** Accessible */
                    accessible?: boolean | null;
                    /** Agreement Id */
                    agreement_id?: string | null;
                    /** Capacity */
                    capacity?: number | null;
                    /**
                     * Content Elements
                     * @default []
                     */
                    content_elements?: string[];
                    /**
                     * Description
                     * @default
                     */
                    description?: string | null;
                    /** Duration Weeks */
                    duration_weeks?: number | null;
                    /** Hours Per Week */
                    hours_per_week?: (number | string) | null;
                    /** Id */
                    id: string;
                    /** Intake */
                    intake?: ("continuous" | "cohorts") | null;
                    /**
                     * Kind
                     * @example guidance
                     */
                    kind?: string | null;
                    /**
                     * Languages
                     * @default [
                     *       "da"
                     *     ]
                     */
                    languages?: string[];
                    /**
                     * Match Groups
                     * @description None means all
                     * @default []
                     */
                    match_groups?: string[];
                    /** Name */
                    name: string;
                    /**
                     * Package Of
                     * @description The offers that this package bundles
                     * @default []
                     */
                    package_of?: string[];
                    place?: {
                        /** Address */
                        address: string;
                        /** City */
                        city: string;
                        /** P Number */
                        p_number?: string | null;
                        /** Postal Code */
                        postal_code: string;
                    } | null;
                    /**
                     * Predecessors
                     * @description Left as they are when not said
                     */
                    predecessors?: string[] | null;
                    /**
                     * Prerequisites
                     * @default
                     */
                    prerequisites?: string | null;
                    price?: {
                        /**
                         * Amount
                         * @example 2450.00
                         */
                        amount: number | string;
                        /**
                         * Per
                         * @enum {string}
                         */
                        per: "week" | "course" | "hour";
                    } | null;
                    /** Provider Id */
                    provider_id?: string | null;
                    /** Provider Name */
                    provider_name?: string | null;
                    /**
                     * Status
                     * @default published
                     * @enum {string}
                     */
                    status?: "draft" | "published" | "paused" | "closed";
                    /**
                     * Target Groups
                     * @default []
                     * @example [
                     *       "kontanthjaelp"
                     *     ]
                     */
                    target_groups?: string[];
                    /**
                     * Themes
                     * @default []
                     */
                    themes?: string[];
                }[];
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                "application/x-ndjson": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"] | components["schemas"]["Job"];
                };
            };
            /** @description Asked for; follow the job at Location */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replace_offer: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["visitation__offers__schemas__Content"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    close_offer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_cohorts: {
        parameters: {
            query?: {
                /** @description Only those that take sign-ups today */
                open?: boolean;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CohortPage"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_cohort: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCohort"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cohort"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_offer_completeness: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Completeness"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    confirm_offer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    copy_offer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Copying"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    pause_offer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replace_offer_predecessors: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Predecessors"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_offer_predecessors: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    publish_offer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    resume_offer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_offer_versions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                offer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OfferVersion_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_offer_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                offer_id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferVersion"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    compare_offer_versions: {
        parameters: {
            query?: {
                /** @description Tell the fields that are the same too */
                unchanged?: boolean;
            };
            header?: never;
            path: {
                offer_id: string;
                number: number;
                other: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["visitation__offers__comparing__Comparison"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_quality_overview: {
        parameters: {
            query: {
                /** @description A code of the list, also one that has ended */
                target_group: string;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualityOverview"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    export_quality_overview: {
        parameters: {
            query: {
                target_group: string;
                format?: "csv" | "xlsx";
                /** @description people: Danish titles and words, ; and decimal comma */
                for?: "machine" | "people";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_referral_choices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chosen"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replace_referral_choices: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Choice"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chosen"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_referrals: {
        parameters: {
            query?: {
                /** @description One of these */
                status?: ("draft" | "awaiting_approval" | "ordered" | "accepted" | "declined" | "started" | "completed" | "aborted" | "assessed")[];
                offer_id?: string | null;
                provider_id?: string | null;
                cohort_id?: string | null;
                citizen_id?: string | null;
                /** @description me: the caller's own */
                caseworker?: string | null;
                ordered_after?: string | null;
                /** @description Not started yet, and expectations not aligned */
                unaligned?: boolean | null;
                /** @description Awaiting approval */
                awaiting?: boolean | null;
                sort?: "updated_at" | "-updated_at" | "ordered_at" | "-ordered_at" | "planned_ends_on" | "-planned_ends_on";
                /** @description Tell how many fit, exactly */
                count?: boolean;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralPage"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_referral: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReferral"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    export_referrals: {
        parameters: {
            query?: {
                /** @description One of these */
                status?: ("draft" | "awaiting_approval" | "ordered" | "accepted" | "declined" | "started" | "completed" | "aborted" | "assessed")[];
                offer_id?: string | null;
                provider_id?: string | null;
                cohort_id?: string | null;
                citizen_id?: string | null;
                /** @description me: the caller's own */
                caseworker?: string | null;
                ordered_after?: string | null;
                /** @description Not started yet, and expectations not aligned */
                unaligned?: boolean | null;
                /** @description Awaiting approval */
                awaiting?: boolean | null;
                format?: "csv" | "ndjson";
                /** @description people: ; and decimal comma */
                for?: "machine" | "people";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    import_referrals: {
        parameters: {
            query?: {
                on_error?: "reject_all" | "skip_rows";
                validate_only?: boolean;
                /** @description Your own name for the batch: it is taken once */
                batch_id?: string | null;
            };
            header?: {
                /** @description respond-async: answer 202 at once, and do it as a job (RFC 7240) */
                prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Abort Reason */
                    abort_reason?: string | null;
                    /**
                     * Aborted At
                     * @description As completed_at
                     */
                    aborted_at?: string | null;
                    /** Accepted At */
                    accepted_at?: string | null;
                    /** Agreement Id */
                    agreement_id?: string | null;
                    /** Align How */
                    align_how?: ("meeting" | "phone" | "digital" | "letter") | null;
                    /** Aligned At */
                    aligned_at?: string | null;
                    /** Assessed At */
                    assessed_at?: string | null;
                    /** Assessment */
                    assessment?: {
                        /**
                         * Note
                         * @default
                         */
                        note?: string | null;
                        /**
                         * Result
                         * @enum {string}
                         */
                        result: "reached" | "partly" | "not_reached";
                    }[] | null;
                    /** Birth Year */
                    birth_year?: number | null;
                    /** Business Oriented */
                    business_oriented?: boolean | null;
                    /** Caseworker */
                    caseworker?: string | null;
                    /** Citizen Id */
                    citizen_id: string;
                    /** Cohort Id */
                    cohort_id?: string | null;
                    /**
                     * Completed At
                     * @description The noon of ended_on when only the status says it
                     */
                    completed_at?: string | null;
                    /** Decline Reason */
                    decline_reason?: string | null;
                    /** Declined At */
                    declined_at?: string | null;
                    /** Duration Weeks */
                    duration_weeks?: number | null;
                    /** Ended On */
                    ended_on?: string | null;
                    /** Hours Per Week */
                    hours_per_week?: (number | string) | null;
                    /** Id */
                    id: string;
                    /** Match Group */
                    match_group?: string | null;
                    /** Next Step */
                    next_step?: string | null;
                    /** Offer Id */
                    offer_id: string;
                    /**
                     * Offer Version
                     * @description The present one unless said
                     */
                    offer_version?: number | null;
                    /**
                     * Ordered At
                     * Format: date-time
                     */
                    ordered_at: string;
                    /**
                     * Passed Over
                     * @default []
                     */
                    passed_over?: string[];
                    /** Planned Ends On */
                    planned_ends_on?: string | null;
                    /** Planned Starts On */
                    planned_starts_on?: string | null;
                    /**
                     * Price Dkk
                     * @description Of the whole course
                     */
                    price_dkk?: (number | string) | null;
                    /** Reason Code */
                    reason_code?: string | null;
                    /**
                     * Reason Text
                     * @default
                     */
                    reason_text?: string | null;
                    /** Started On */
                    started_on?: string | null;
                    /**
                     * Status
                     * @description Follows from the dates; one that does not is refused
                     */
                    status?: ("draft" | "awaiting_approval" | "ordered" | "accepted" | "declined" | "started" | "completed" | "aborted" | "assessed") | null;
                    /**
                     * Target Group
                     * @description The citizen's unless said
                     */
                    target_group?: string | null;
                    /**
                     * Targets
                     * @default []
                     */
                    targets?: {
                        /**
                         * Goal
                         * @default
                         */
                        goal?: string | null;
                        /**
                         * Kind
                         * @enum {string}
                         */
                        kind: "theme" | "condition";
                        /**
                         * Theme
                         * @example attendance
                         */
                        theme?: string | null;
                        /**
                         * Words
                         * @description The condition, in own words
                         */
                        words?: string | null;
                    }[];
                }[];
                "application/x-ndjson": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"] | components["schemas"]["Job"];
                };
            };
            /** @description Asked for; follow the job at Location */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_participants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParticipantsAsked"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participants"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_referral: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                referral_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replace_referral: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                referral_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["visitation__referrals__schemas__Content"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    abort_referral: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                referral_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Aborting"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    align_referral: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                referral_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Aligning"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    approve_referral: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                referral_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Doing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    assess_referral: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                referral_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assessing"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_referral_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                referral_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    order_referral: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                referral_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Doing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
}
