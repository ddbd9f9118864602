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
    "/v1/definitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Definitions
         * @description The ten definitions of effect, in words.
         */
        get: operations["list_definitions"];
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
         * @description The figures of the newest release, by offer, target group and indicator.
         *
         *     A figure that only a few have been added to since it was shown last is still the earlier one,
         *     with its date in ``as_of``.
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
    "/v1/figures/sums": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Figure Sums
         * @description From a figure to its definition, the courses in and out at each step, and what was known.
         *
         *     ``definition`` is a definition or any indicator; without ``offer_id`` or ``target_group`` the
         *     total is meant.
         */
        get: operations["get_figure_sums"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/figures/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw Figure
         * @description Mark a figure of the newest release as wrong, visibly, until a later one replaces it.
         */
        post: operations["withdraw_figure"];
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
    "/v1/participations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Participations
         * @description Referrals by their ids, as visitation told them last; reading them is in the audit log.
         */
        get: operations["list_participations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{register}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Register Imports
         * @description Every import of a register, newest first.
         */
        get: operations["list_register_imports"];
        put?: never;
        /**
         * Import Register
         * @description Take a register file in: all of it or nothing; the same content again changes nothing.
         *
         *     A file that looks wrong is kept and answered 202 with what was found; it is used when a person
         *     overrides that, and figures go on being computed from what was there before.
         */
        post: operations["import_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{register}/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Register Import
         * @description One import of a register.
         */
        get: operations["get_register_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{register}/imports/{import_id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard Register Import
         * @description Never use an import that looks wrong; its rows are deleted.
         */
        post: operations["discard_register_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registers/{register}/imports/{import_id}/override": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Override Register Import
         * @description Use an import although it looks wrong; it becomes the register's next version.
         */
        post: operations["override_register_import"];
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
         * @description Every release, newest first.
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
         * Decision
         * @description What a person decided on an import that looked wrong.
         */
        Decision: {
            /**
             * Act
             * @enum {string}
             */
            act: "override" | "discard";
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** By */
            by: string;
            /** Reason */
            reason: string;
        };
        /**
         * Definition
         * @description How a figure is counted.
         */
        Definition: {
            /** Counts From */
            counts_from: string;
            /** Formula */
            formula: string;
            /** Label */
            label: string;
            /** Months */
            months: number | null;
            /** Name */
            name: string;
            /** Reads Hours */
            reads_hours: boolean;
            /** Text */
            text: string;
            /** Version */
            version: number;
        };
        /**
         * Definitions
         * @description All definitions, in order.
         */
        Definitions: {
            /** Items */
            items: components["schemas"]["Definition"][];
        };
        /**
         * DryRun
         * @description What an import would do. Nothing was stored.
         */
        DryRun: {
            /**
             * Findings
             * @description With any, the import would be quarantined
             */
            findings: components["schemas"]["Finding"][];
            period: components["schemas"]["effects__registers__schemas__Period"] | null;
            /**
             * Refused
             * @description Null where the file breaks off before its end
             */
            refused: number | null;
            /**
             * Register
             * @enum {string}
             */
            register: "codes" | "support" | "hours" | "courses";
            report: components["schemas"]["Report"];
            /** Rows */
            rows: number;
            /** Would Be Taken */
            would_be_taken: boolean;
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
            period?: components["schemas"]["kit__figure__Period"] | null;
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
         * Finding
         * @description One reason to look at an import before it is used.
         */
        Finding: {
            /**
             * Code
             * @example fewer_citizens
             */
            code: string;
            /**
             * Detail
             * @description What was found, with its numbers, and what to look for
             */
            detail: string;
            /**
             * Severity
             * @description high: figures would be wrong; low: they would not change, but it is hardly the file that was meant
             * @enum {string}
             */
            severity: "high" | "low";
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
         * Import
         * @description One import, and the version of the register that it made.
         */
        Import: {
            /**
             * Actions
             * @description What the caller may do with it
             */
            actions: ("override" | "discard")[];
            /**
             * Already
             * @description The batch came before, and is the newest version or still waits; nothing was changed
             */
            already: boolean;
            /** Batch Id */
            batch_id: string;
            decision: components["schemas"]["Decision"] | null;
            /**
             * Findings
             * @description Why it looks wrong; none where it does not
             */
            findings: components["schemas"]["Finding"][];
            /** Id */
            id: string;
            period: components["schemas"]["effects__registers__schemas__Period"] | null;
            /**
             * Refused
             * @description Rows of the file that were left out
             */
            refused: number;
            /**
             * Register
             * @enum {string}
             */
            register: "codes" | "support" | "hours" | "courses";
            /**
             * Registered At
             * Format: date-time
             */
            registered_at: string;
            /** Registered By */
            registered_by: string;
            report: components["schemas"]["Report"];
            /**
             * Rows
             * @description Rows of the file that were taken
             */
            rows: number;
            /** Sha256 */
            sha256: string;
            /**
             * State
             * @description quarantined: kept but not used until a person overrides or discards it
             * @enum {string}
             */
            state: "taken" | "quarantined" | "discarded";
            /**
             * Version
             * @description Null for an import that is not used
             */
            version: number | null;
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
         * KnownFigure
         * @description A figure as a release knew it.
         */
        KnownFigure: {
            figure: components["schemas"]["Figure"];
            /** Release Id */
            release_id: string;
            /**
             * Released At
             * Format: date-time
             */
            released_at: string;
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
         * OfferFigure
         * @description One figure of an offer for one target group, or of a total.
         */
        OfferFigure: {
            figure: components["schemas"]["Figure"];
            /**
             * Offer Id
             * @description None in the total over all offers
             */
            offer_id: string | null;
            /** Provider Id */
            provider_id: string | null;
            /**
             * Target Group
             * @description None in the total over all target groups
             */
            target_group: string | null;
        };
        /** Page[Import] */
        Page_Import_: {
            /** Items */
            items: components["schemas"]["Import"][];
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
        /** Page[Participation] */
        Page_Participation_: {
            /** Items */
            items: components["schemas"]["Participation"][];
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
        /**
         * Participation
         * @description One referral as visitation told it last; a course once it has started.
         */
        Participation: {
            /** Citizen Id */
            citizen_id: string;
            /** Ends On */
            ends_on: string | null;
            /** Match Group */
            match_group: string | null;
            /** Offer Id */
            offer_id: string;
            /** Provider Id */
            provider_id: string | null;
            /** Referral Id */
            referral_id: string;
            /** Starts On */
            starts_on: string | null;
            /** Status */
            status: string;
            /**
             * Target Group
             * @description Without one, no figure counts the course
             */
            target_group: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Version
             * @description Visitation's; the newer one holds
             */
            version: number;
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
         * Reason
         * @description Why an import that looks wrong is used, or discarded.
         */
        Reason: {
            /**
             * Reason
             * @example Kommunen overtog 400 borgere fra nabokommunen
             */
            reason: string;
        };
        /**
         * RegisterVersions
         * @description From which version of each register the figures were computed.
         */
        RegisterVersions: {
            /** Codes */
            codes: number;
            /** Courses */
            courses: number;
            /** Hours */
            hours: number | null;
            /** Support */
            support: number;
        };
        /**
         * Release
         * @description One computation of all figures.
         */
        Release: {
            /**
             * As Of
             * Format: date
             * @description The last day that the support register covers
             */
            as_of: string;
            /** Caveats */
            caveats: string[];
            /**
             * Hidden
             * @description Figures that are hidden, for their size or to protect others
             */
            hidden: number;
            /** Id */
            id: string;
            /** Is Newest */
            is_newest: boolean;
            /**
             * Number
             * @description Counted up from 1 in each municipality
             */
            number: number;
            registers: components["schemas"]["RegisterVersions"];
            /**
             * Released At
             * Format: date-time
             */
            released_at: string;
            /**
             * Shown
             * @description Figures that are shown
             */
            shown: number;
            /**
             * Smallest Group
             * @description Figures over fewer different citizens are hidden
             */
            smallest_group: number;
        };
        /**
         * Report
         * @description The mistakes of a file: the first hundred, and how many there are.
         */
        Report: {
            /** First */
            first: components["schemas"]["RowMistake"][];
            /** Total */
            total: number;
        };
        /**
         * RowMistake
         * @description One mistake in a file: what, where, and what to do about it.
         */
        RowMistake: {
            /**
             * Code
             * @example bad_week
             */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Line
             * @description Line of a CSV file
             * @example 18
             */
            line: number | null;
            /**
             * Pointer
             * @example /rows/17/from_week
             */
            pointer: string;
            /**
             * Row
             * @description Data row, counted from 1
             * @example 17
             */
            row: number | null;
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
         * Step
         * @description How many courses are left, or leave, at one step of the count.
         */
        Step: {
            /**
             * Count
             * @description Below the limit only as a text; null where the figure is hidden or does not tell it
             */
            count: number | string | null;
            /** Label */
            label: string;
            /**
             * Step
             * @enum {string}
             */
            step: "started" | "outside_register" | "left_the_count" | "counted" | "numerator";
        };
        /**
         * Sums
         * @description A figure with the way to it: the definition, who is in and out, and what was known before.
         */
        Sums: {
            definition: components["schemas"]["Definition"];
            figure: components["schemas"]["Figure"];
            /** History */
            history: components["schemas"]["KnownFigure"][];
            /** Offer Id */
            offer_id: string | null;
            /** Steps */
            steps: components["schemas"]["Step"][];
            /** Target Group */
            target_group: string | null;
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
         * Withdrawal
         * @description A figure that was found wrong.
         */
        Withdrawal: {
            /**
             * Indicator
             * @example effect_3m
             */
            indicator: string;
            /** Note */
            note?: (string | null) | null;
            /** Offer Id */
            offer_id?: string | null;
            /**
             * Reason Code
             * @enum {string}
             */
            reason_code: "wrong_register" | "wrong_definition" | "wrong_grouping" | "other";
            /** Target Group */
            target_group?: string | null;
        };
        /**
         * Withdrawn
         * @description The figure as it stands after it was withdrawn.
         */
        Withdrawn: {
            /** Items */
            items: components["schemas"]["OfferFigure"][];
            /** Note */
            note: string | null;
            /** Reason Code */
            reason_code: string;
            /** Release Id */
            release_id: string;
            /**
             * Withdrawn At
             * Format: date-time
             */
            withdrawn_at: string;
            /** Withdrawn By */
            withdrawn_by: string;
        };
        /**
         * Period
         * @description What an import covers, both ends included: ISO weeks, months for hours, dates for courses.
         */
        effects__registers__schemas__Period: {
            /**
             * From
             * @example 2024-W01
             */
            from: string;
            /**
             * To
             * @example 2024-W52
             */
            to: string;
        };
        /**
         * Period
         * @description The dates that the figure covers, both included.
         */
        kit__figure__Period: {
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
    list_definitions: {
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
                    "application/json": components["schemas"]["Definitions"];
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
                definition?: string | null;
                indicator?: string | null;
                audience?: "staff" | "public";
                /** @description Also totals over all offers and over all target groups */
                margins?: boolean;
                /** @description As the newest release at the end of that day knew them */
                as_known_on?: string | null;
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
    get_figure_sums: {
        parameters: {
            query: {
                definition: string;
                offer_id?: string | null;
                target_group?: string | null;
                audience?: "staff" | "public";
                /** @description As the newest release at the end of that day knew them */
                as_known_on?: string | null;
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
                    "application/json": components["schemas"]["Sums"];
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
    withdraw_figure: {
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
                "application/json": components["schemas"]["Withdrawal"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawn"];
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
    list_participations: {
        parameters: {
            query?: {
                offer_id?: string | null;
                status?: ("awaiting_approval" | "ordered" | "accepted" | "declined" | "started" | "completed" | "aborted" | "assessed") | null;
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
                    "application/json": components["schemas"]["Page_Participation_"];
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
    list_register_imports: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                register: "codes" | "support" | "hours" | "courses";
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
                    "application/json": components["schemas"]["Page_Import_"];
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
    import_register: {
        parameters: {
            query?: {
                /** @description What one mistake means: nothing is taken, or the row is left out; support has no skip_rows but in a dry run */
                on_error?: "reject_all" | "skip_rows";
                /** @description Report only; store nothing */
                validate_only?: boolean;
                /** @description Finds the import again; else the content's SHA-256 */
                batch_id?: string | null;
                /** @description support: the first week that the file covers */
                from_week?: string | null;
                /** @description support: the last week */
                to_week?: string | null;
                /** @description hours: the first month that the file covers */
                from_month?: string | null;
                /** @description hours: the last month */
                to_month?: string | null;
                /** @description How the file is written, where its type is general */
                format?: ("csv" | "parquet") | null;
            };
            header?: never;
            path: {
                register: "codes" | "support" | "hours" | "courses";
            };
            cookie?: never;
        };
        /** @description The register file, UTF-8 CSV with header or Parquet */
        requestBody: {
            content: {
                "application/octet-stream": string;
                "application/vnd.apache.parquet": string;
                "text/csv": string;
            };
        };
        responses: {
            /** @description Taken before, or a dry run: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"] | components["schemas"]["DryRun"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"] | components["schemas"]["DryRun"];
                };
            };
            /** @description It looks wrong: kept, but not used until a person decides */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
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
    get_register_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                register: "codes" | "support" | "hours" | "courses";
                import_id: string;
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
                    "application/json": components["schemas"]["Import"];
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
    discard_register_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                register: "codes" | "support" | "hours" | "courses";
                import_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
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
    override_register_import: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                register: "codes" | "support" | "hours" | "courses";
                import_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
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
}
