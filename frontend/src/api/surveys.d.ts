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
    "/v1/answers/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Answers
         * @description Answers by telephone, on paper and of former times: NDJSON, JSON or CSV, 10,000 rows.
         */
        post: operations["import_answers"];
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
    "/v1/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Figures
         * @description The newest release: by offer, target group and indicator, with the totals.
         */
        get: operations["list_figures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instruments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Instruments
         * @description Every questionnaire with its questions, scales and versions.
         */
        get: operations["list_instruments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{invitation_id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Link
         * @description A link for one citizen; sent again it makes another, because no link is kept.
         */
        post: operations["make_link"];
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
    "/v1/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Releases
         * @description Every release, the newest first.
         */
        get: operations["list_releases"];
        put?: never;
        /**
         * Release Figures
         * @description Compute and publish all figures now; answered when it is done, or as a job at once.
         */
        post: operations["release_figures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/waves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Waves
         * @description Every wave, the newest first.
         */
        get: operations["list_waves"];
        put?: never;
        /**
         * Create Wave
         * @description Ask everybody whose course ends within a period; each course is asked about once.
         */
        post: operations["create_wave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/waves/{wave_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Wave
         * @description One wave.
         */
        get: operations["get_wave"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/waves/{wave_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Wave
         * @description Take no more answers from now on.
         */
        post: operations["close_wave"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/waves/{wave_id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Invitations
         * @description Who is asked in a wave, and whether they have answered; never what.
         */
        get: operations["list_invitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/waves/{wave_id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Links
         * @description Links for all who have none yet, for the system that posts letters; NDJSON.
         *
         *     Sent again under its key it makes new links for the same citizens: the lost ones were not kept.
         */
        post: operations["make_links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/waves/{wave_id}/response": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Wave Response
         * @description How many of those asked have answered; hidden where they are few.
         */
        get: operations["get_wave_response"];
        put?: never;
        post?: never;
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
         * Comparison
         * @description The same figure for all other courses of the target group and period.
         */
        Comparison: {
            interval?: components["schemas"]["Interval"] | null;
            /** N */
            n: number | null;
            /** Value */
            value: number | string | null;
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
            comparison?: components["schemas"]["Comparison"] | null;
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
         * Health
         * @description Whether the process answers.
         */
        Health: {
            /** Status */
            status: string;
        };
        /**
         * Instrument
         * @description One version of a questionnaire.
         */
        Instrument: {
            /** Items */
            items: components["schemas"]["Item"][];
            /** Name */
            name: string;
            /** Scales */
            scales: {
                [key: string]: components["schemas"]["Scale"];
            };
            title: components["schemas"]["Wording"];
            /** Version */
            version: number;
        };
        /**
         * Instruments
         * @description Every version of every questionnaire of the library.
         */
        Instruments: {
            /** Items */
            items: components["schemas"]["Instrument"][];
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
         * Invitation
         * @description One citizen asked about one course; never what was answered.
         */
        Invitation: {
            /** Actions */
            actions: "make_link"[];
            /** Citizen Id */
            citizen_id: string;
            /**
             * Ended On
             * Format: date
             */
            ended_on: string;
            /** Id */
            id: string;
            /** Link Made At */
            link_made_at: string | null;
            /** Offer Id */
            offer_id: string;
            /** Offer Name */
            offer_name: string | null;
            /** Provider Id */
            provider_id: string | null;
            /** Referral Id */
            referral_id: string;
            /**
             * Reminder
             * @description Which reminder its newest link belongs to; 0: none
             */
            reminder: number;
            /**
             * Status
             * @enum {string}
             */
            status: "invited" | "linked" | "answered";
            /** Target Group */
            target_group: string;
            /** Wave Id */
            wave_id: string;
        };
        /**
         * Item
         * @description One question.
         */
        Item: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "scale" | "text";
            /** Measures */
            measures: ("satisfaction" | "relevance" | "closeness") | null;
            /** Name */
            name: string;
            question: components["schemas"]["Wording"];
            /** Required */
            required: boolean;
            /** Scale */
            scale: string | null;
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
         * NewWave
         * @description Who is asked, and when.
         */
        NewWave: {
            /**
             * Closes On
             * Format: date
             * @description Last day of answers
             */
            closes_on: string;
            /**
             * Confidentiality
             * @description confidential: answers keep their invitation; anonymous: nothing joins them
             * @enum {string}
             */
            confidentiality: "confidential" | "anonymous";
            /**
             * Courses From
             * Format: date
             * @description Courses that end from this day on are asked about
             */
            courses_from: string;
            /**
             * Courses To
             * Format: date
             * @description … up to this day, included
             */
            courses_to: string;
            /**
             * Instrument
             * @default tilbuddet
             */
            instrument: string;
            /**
             * Name
             * @example Afsluttede forløb, 4. kvartal 2026
             */
            name: string;
            /**
             * Opens On
             * @description First day of answers; courses_from
             */
            opens_on?: string | null;
            /**
             * Reminders
             * @default []
             */
            reminders: string[];
            /**
             * Smallest Group
             * @default 5
             */
            smallest_group: number;
        };
        /**
         * OfferFigure
         * @description One figure; null stands for all offers, or for all target groups.
         */
        OfferFigure: {
            figure: components["schemas"]["Figure"];
            /** Offer Id */
            offer_id: string | null;
            /** Provider Id */
            provider_id: string | null;
            /** Target Group */
            target_group: string | null;
        };
        /**
         * OfferResponse
         * @description How many of those asked about an offer have answered.
         */
        OfferResponse: {
            figure: components["schemas"]["Figure"];
            /** Offer Id */
            offer_id: string;
            /** Offer Name */
            offer_name: string | null;
        };
        /** Page[Invitation] */
        Page_Invitation_: {
            /** Items */
            items: components["schemas"]["Invitation"][];
            /** Next */
            next?: string | null;
        };
        /** Page[Job] */
        Page_Job_: {
            /** Items */
            items: components["schemas"]["Job"][];
            /** Next */
            next?: string | null;
        };
        /** Page[OfferFigure] */
        Page_OfferFigure_: {
            /** Items */
            items: components["schemas"]["OfferFigure"][];
            /** Next */
            next?: string | null;
        };
        /** Page[Release] */
        Page_Release_: {
            /** Items */
            items: components["schemas"]["Release"][];
            /** Next */
            next?: string | null;
        };
        /** Page[Wave] */
        Page_Wave_: {
            /** Items */
            items: components["schemas"]["Wave"][];
            /** Next */
            next?: string | null;
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
         * PersonalLink
         * @description A link, shown this once; with it the older one stopped working.
         */
        PersonalLink: {
            /** Citizen Id */
            citizen_id: string;
            /**
             * Expires On
             * Format: date
             */
            expires_on: string;
            /** Invitation Id */
            invitation_id: string;
            /**
             * Url
             * @example https://pejling.example/api/surveys/s/…
             */
            url: string;
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
         * Release
         * @description One computation of all figures.
         */
        Release: {
            /**
             * As Of
             * Format: date
             */
            as_of: string;
            /** Hidden */
            hidden: number;
            /** Id */
            id: string;
            /**
             * Number
             * @description Counted up from 1 in each municipality
             */
            number: number;
            /**
             * Period Start
             * Format: date
             * @description Answers from this day on are counted
             */
            period_start: string;
            /**
             * Released At
             * Format: date-time
             */
            released_at: string;
            /** Shown */
            shown: number;
            /**
             * Smallest Group
             * @description Figures over fewer different citizens are hidden
             */
            smallest_group: number;
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
         * Response
         * @description How many of those asked have answered, in all and by offer.
         */
        Response: {
            /** Offers */
            offers: components["schemas"]["OfferResponse"][];
            /** Wave Id */
            wave_id: string;
            whole: components["schemas"]["Figure"];
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
         * Scale
         * @description What each point of a scale is called, from 1 to 5.
         */
        Scale: {
            /** Da */
            da: [
                string,
                string,
                string,
                string,
                string
            ];
            /** En */
            en: [
                string,
                string,
                string,
                string,
                string
            ];
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
         * Wave
         * @description A wave as it is.
         */
        Wave: {
            /**
             * Actions
             * @description What this caller may do next
             */
            actions: ("close" | "make_links" | "make_reminders")[];
            /** Closed At */
            closed_at: string | null;
            /** Closed By */
            closed_by: string | null;
            /**
             * Closes On
             * Format: date
             */
            closes_on: string;
            /**
             * Confidentiality
             * @enum {string}
             */
            confidentiality: "confidential" | "anonymous";
            /**
             * Courses From
             * Format: date
             */
            courses_from: string;
            /**
             * Courses To
             * Format: date
             */
            courses_to: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string;
            /** Id */
            id: string;
            /** Instrument */
            instrument: string;
            /** Instrument Version */
            instrument_version: number;
            /** Name */
            name: string;
            /**
             * Opens On
             * Format: date
             */
            opens_on: string;
            /** Reminders */
            reminders: string[];
            /** Reminders Made */
            reminders_made: number;
            /** Smallest Group */
            smallest_group: number;
            /**
             * Status
             * @enum {string}
             */
            status: "planned" | "open" | "closed";
            /** Version */
            version: number;
        };
        /**
         * Wording
         * @description A text in the languages that a page is shown in.
         */
        Wording: {
            /** Da */
            da: string;
            /** En */
            en: string;
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
    import_answers: {
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
                     * Answered On
                     * @description Today when left out
                     */
                    answered_on?: string | null;
                    /**
                     * Channel
                     * @enum {string}
                     */
                    channel: "telephone" | "paper" | "history";
                    /** Closeness */
                    closeness?: number | null;
                    /**
                     * Comment
                     * @default
                     */
                    comment?: string | null;
                    /**
                     * Id
                     * @description Your own id: sent again it changes nothing, or corrects
                     */
                    id: string;
                    /** Invitation Id */
                    invitation_id?: string | null;
                    /** Offer Id */
                    offer_id?: string | null;
                    /** Relevance */
                    relevance?: number | null;
                    /** Satisfaction */
                    satisfaction?: number | null;
                    /** Target Group */
                    target_group?: string | null;
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
    list_figures: {
        parameters: {
            query?: {
                offer_id?: string | null;
                target_group?: string | null;
                indicator?: ("satisfaction" | "relevance" | "closeness") | null;
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
                    "application/json": components["schemas"]["Page_OfferFigure_"];
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
    list_instruments: {
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
                    "application/json": components["schemas"]["Instruments"];
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
    make_link: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                invitation_id: string;
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
                    "application/json": components["schemas"]["PersonalLink"];
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
    list_releases: {
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
                    "application/json": components["schemas"]["Page_Release_"];
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
    release_figures: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description respond-async: answer 202 at once, and do it as a job (RFC 7240) */
                prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Release"] | components["schemas"]["Job"];
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
    list_waves: {
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
                    "application/json": components["schemas"]["Page_Wave_"];
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
    create_wave: {
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
                "application/json": components["schemas"]["NewWave"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wave"];
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
    get_wave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wave_id: string;
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
                    "application/json": components["schemas"]["Wave"];
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
    close_wave: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                wave_id: string;
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
                    "application/json": components["schemas"]["Wave"];
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
    list_invitations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                wave_id: string;
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
                    "application/json": components["schemas"]["Page_Invitation_"];
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
    make_links: {
        parameters: {
            query?: {
                /** @description New links for all who have not answered, when one is due */
                reminder?: boolean;
            };
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                wave_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The links, shown this once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
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
    get_wave_response: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wave_id: string;
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
                    "application/json": components["schemas"]["Response"];
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
