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
    "/v1/agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Agreements
         * @description Agreements, the one that ends first before the others.
         */
        get: operations["list_agreements"];
        put?: never;
        /**
         * Create Agreement
         * @description A new agreement as a draft.
         */
        post: operations["create_agreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Agreements
         * @description Agreements in bulk, each with its final state; what is not in the batch stays as it is.
         */
        post: operations["import_agreements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{agreement_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Agreement
         * @description One agreement; its ETag is what a replacement sends back as If-Match.
         */
        get: operations["get_agreement"];
        /**
         * Replace Agreement
         * @description The whole content anew; the same content again makes no new version.
         */
        put: operations["replace_agreement"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{agreement_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate Agreement
         * @description Put the agreement in force; what its kind must say and it lacks is pointed at.
         */
        post: operations["activate_agreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{agreement_id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Against Agreement
         * @description Which of the agreement's requirements an offer would break; nothing is kept.
         */
        post: operations["check_against_agreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{agreement_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End Agreement
         * @description Let the agreement end; what has been ordered under it is honoured.
         */
        post: operations["end_agreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{agreement_id}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extend Agreement
         * @description Use one of the agreement's options: it gets a later last day.
         */
        post: operations["extend_agreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/agreements/{agreement_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Agreement Versions
         * @description Every version of an agreement, the newest first: what it said, and who changed it when.
         */
        get: operations["list_agreement_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attendance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Attendance
         * @description What is reported, by call-off and day.
         */
        get: operations["list_attendance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attendance/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report Attendance Batch
         * @description Attendance in bulk, up to 100,000 rows; the same sent again changes nothing.
         */
        post: operations["report_attendance_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attendance/batches/{batch_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Attendance Batch
         * @description What became of a batch of one's own that was taken under a batch_id.
         */
        get: operations["get_attendance_batch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attendance/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Attendance
         * @description What is reported as a CSV file.
         */
        get: operations["export_attendance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attendance/missing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Missing Attendance
         * @description Working days of courses under way of which nothing is reported, the oldest first.
         */
        get: operations["list_missing_attendance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attendance/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Attendance Summary
         * @description How much of what was planned for one person was attended.
         */
        get: operations["get_attendance_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attendance/{call_off_id}/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Attendance
         * @description What is reported of one day; its ETag is what a correction sends back as If-Match.
         */
        get: operations["get_attendance"];
        /**
         * Report Attendance
         * @description One day, reported or corrected; If-Match is "0" while nothing is reported, or "*".
         */
        put: operations["report_attendance"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attendance/{call_off_id}/{day}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Attendance History
         * @description What one day was before each correction, and who corrected it.
         */
        get: operations["get_attendance_history"];
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
    "/v1/call-offs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Call Offs
         * @description Call-offs, the newest first; a provider's staff see their own.
         */
        get: operations["list_call_offs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-offs/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Call Offs
         * @description What was ordered before, each with its final state; the referral may come later.
         */
        post: operations["import_call_offs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-offs/{call_off_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Call Off
         * @description One call-off; its id is the referral's.
         */
        get: operations["get_call_off"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-offs/{call_off_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept Call Off
         * @description Take the citizen, perhaps with the day that he or she is to come.
         */
        post: operations["accept_call_off"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-offs/{call_off_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline Call Off
         * @description Do not take the citizen, and say why.
         */
        post: operations["decline_call_off"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-offs/{call_off_id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End Call Off
         * @description Say that the course is over, or that the citizen never came.
         */
        post: operations["end_call_off"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-offs/{call_off_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Call Off Acts
         * @description What was done with a call-off, the newest first: by whom, and when.
         */
        get: operations["list_call_off_acts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-offs/{call_off_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start Call Off
         * @description Say that the citizen has begun; refused until expectations are aligned.
         */
        post: operations["start_call_off"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Complaints
         * @description Complaints, the newest first.
         */
        get: operations["list_complaints"];
        put?: never;
        /**
         * Create Complaint
         * @description A new complaint, which waits for its answer.
         */
        post: operations["create_complaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Complaints
         * @description Complaints in bulk, each with its final state; what is not in the batch stays as it is.
         */
        post: operations["import_complaints"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Complaint
         * @description One complaint; its ETag is what a replacement sends back as If-Match.
         */
        get: operations["get_complaint"];
        /**
         * Replace Complaint
         * @description The whole content anew, until it is closed.
         */
        put: operations["replace_complaint"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer Complaint
         * @description Keep what whoever complained was answered.
         */
        post: operations["answer_complaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Complaint
         * @description Say what came of it.
         */
        post: operations["close_complaint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/complaints/{complaint_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen Complaint
         * @description Take it up again.
         */
        post: operations["reopen_complaint"];
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
    "/v1/inspections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Inspections
         * @description Inspections, the newest first.
         */
        get: operations["list_inspections"];
        put?: never;
        /**
         * Create Inspection
         * @description A new inspection as a draft, which only the municipality sees.
         */
        post: operations["create_inspection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inspections/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Inspections
         * @description Inspections in bulk, each with its final state; what is not in the batch stays as it is.
         */
        post: operations["import_inspections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inspections/{inspection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Inspection
         * @description One inspection; its ETag is what a replacement sends back as If-Match.
         */
        get: operations["get_inspection"];
        /**
         * Replace Inspection
         * @description The whole content anew, until it is published.
         */
        put: operations["replace_inspection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inspections/{inspection_id}/comment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment On Inspection
         * @description What the provider says to it; shown beside the smiley.
         */
        post: operations["comment_on_inspection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inspections/{inspection_id}/hear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hear Provider
         * @description Show the draft to the provider, who may answer each finding before it is final.
         */
        post: operations["hear_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inspections/{inspection_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish Inspection
         * @description Let everybody know the smiley; what it lacks is pointed at.
         */
        post: operations["publish_inspection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inspections/{inspection_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw Inspection
         * @description Take the smiley back, visibly.
         */
        post: operations["withdraw_inspection"];
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
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Providers
         * @description Providers in the alphabetical order of their names; a provider's staff see their own.
         */
        get: operations["list_providers"];
        put?: never;
        /**
         * Create Provider
         * @description Register a provider: a company by its CVR number, or a unit of the municipality's own.
         */
        post: operations["create_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Providers
         * @description Providers in bulk; what is not in the batch stays as it is.
         */
        post: operations["import_providers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{provider_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Provider
         * @description One provider; its ETag is what a replacement sends back as If-Match.
         */
        get: operations["get_provider"];
        /**
         * Replace Provider
         * @description The whole content anew; the same content again makes no new version.
         */
        put: operations["replace_provider"];
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
         * Accepting
         * @description How an order is accepted.
         */
        Accepting: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
            /**
             * Starts On
             * @description The day that the citizen is to come
             */
            starts_on?: string | null;
        };
        /**
         * Agreement
         * @description An agreement as it is now.
         */
        AgreementAnswer: {
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: ("revise" | "activate" | "extend" | "end")[];
            /** Activated At */
            activated_at: string | null;
            /** @default {} */
            contacts: components["schemas"]["Contacts"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Ended At */
            ended_at: string | null;
            /**
             * Ends On
             * Format: date
             * @description The last day
             */
            ends_on: string;
            /** Extended At */
            extended_at: string | null;
            /** Id */
            id: string;
            /**
             * In Force
             * @description Whether something can be ordered under it today
             */
            in_force: boolean;
            /**
             * Kind
             * @description own: a framework agreement; state: a sub-agreement under a state framework; internal: the service description of an own unit
             * @enum {string}
             */
            kind: "own" | "state" | "internal";
            /**
             * Name
             * @example Rammeaftale om vejledning og jobformidling
             */
            name: string;
            /**
             * Options
             * @description The last days that it can be extended to
             * @default []
             */
            options: string[];
            /**
             * Prices
             * @default []
             */
            prices: components["schemas"]["PriceRow-Output"][];
            /** Provider Id */
            provider_id: string;
            /** Requirements */
            requirements: components["schemas"]["Requirement-Output"][];
            /**
             * Selection
             * @description How the provider was selected; a sub-agreement must say
             * @default
             */
            selection: string;
            /**
             * Starts On
             * Format: date
             */
            starts_on: string;
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "active" | "ended";
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
         * AgreementPage
         * @description One page of agreements.
         */
        AgreementPage: {
            /**
             * Count
             * @description Of all that fit; only when asked for
             */
            count?: number | null;
            /** Items */
            items: components["schemas"]["AgreementAnswer"][];
            /** Next */
            next?: string | null;
        };
        /**
         * AgreementVersion
         * @description An agreement as it was after one change.
         */
        AgreementVersion: {
            /**
             * Act
             * @example create
             * @example revise
             * @example activate
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
             * @description What the agreement said, as it was written then
             */
            content: {
                [key: string]: unknown;
            };
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "active" | "ended";
            /** Version */
            version: number;
        };
        /**
         * Answer
         * @description The provider's answer to one line of the checklist.
         */
        Answer: {
            /** Answer */
            answer: string;
            /**
             * Item
             * @description The line's place, from 0
             */
            item: number;
        };
        /**
         * Answering
         * @description What whoever complained was answered.
         */
        Answering: {
            /** Answer */
            answer: string | null;
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
        };
        /**
         * AttendanceDay
         * @description One person's hours on one day of a course.
         */
        AttendanceDay: {
            /** Absence Reason */
            absence_reason: ("ill" | "child_ill" | "job_interview" | "holiday" | "unexcused" | "late") | null;
            /**
             * Attended Hours
             * @example 7.40
             */
            attended_hours: string;
            /** Call Off Id */
            call_off_id: string;
            /**
             * Citizen Id
             * @description Null when the citizen has been erased
             */
            citizen_id: string | null;
            /**
             * Day
             * Format: date
             */
            day: string;
            /**
             * Is Late
             * @description Whether it was first reported after the week's deadline
             */
            is_late: boolean;
            /** Offer Id */
            offer_id: string;
            /**
             * Planned Hours
             * @example 7.40
             */
            planned_hours: string;
            /** Provider Id */
            provider_id: string;
            /**
             * Reported At
             * Format: date-time
             */
            reported_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Updated By */
            updated_by: string;
            /** Version */
            version: number;
            /** Week */
            week: string;
        };
        /**
         * AttendanceHistoryOfDay
         * @description A day as it is now, and as it was before, the newest first.
         */
        AttendanceHistoryOfDay: {
            /** Before */
            before: components["schemas"]["EarlierReport"][];
            now: components["schemas"]["AttendanceDay"];
        };
        /**
         * AttendancePage
         * @description One page of attendance.
         */
        AttendancePage: {
            /** Items */
            items: components["schemas"]["AttendanceDay"][];
            /** Next */
            next?: string | null;
        };
        /**
         * AttendanceSummary
         * @description How much of what was planned for one person was attended.
         */
        AttendanceSummary: {
            /** Absence Hours */
            absence_hours: {
                [key: string]: string;
            };
            /** Attended Hours */
            attended_hours: string;
            /** Call Off Id */
            call_off_id: string;
            /**
             * Days Missing
             * @description Working days up to yesterday without a report
             */
            days_missing: number;
            /** Days Reported */
            days_reported: number;
            /** Late Days */
            late_days: number;
            /** Planned Hours */
            planned_hours: string;
            /**
             * Rate
             * @description Attended of what was planned; more than planned does not count
             */
            rate: number | null;
        };
        /**
         * BrokenRequirement
         * @description A requirement that the offer breaks.
         */
        BrokenRequirement: {
            /**
             * Detail
             * @example Højst 37 timer om ugen.
             */
            detail: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "hours_per_week" | "duration_weeks" | "content_elements" | "accessibility" | "staff_competences" | "social_clause" | "working_environment" | "values" | "ethnic_equality" | "answer_time" | "status_report" | "facilities" | "other";
            /**
             * Pointer
             * @example /hours_per_week
             */
            pointer: string;
            /** Requirement Id */
            requirement_id: string;
            /** Wording */
            wording: string;
        };
        /**
         * CallOffAct
         * @description One change of a call-off.
         */
        CallOffAct: {
            /**
             * Act
             * @example receive
             * @example align
             * @example accept
             * @example start
             * @example end
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
            /** Said */
            said: {
                [key: string]: unknown;
            };
            /**
             * Status
             * @description After the change
             * @enum {string}
             */
            status: "received" | "accepted" | "declined" | "started" | "ended" | "cancelled";
            /** Version */
            version: number;
        };
        /**
         * CallOff
         * @description A call-off as it is now. Who the citizen is, is told by visitation alone.
         */
        CallOffAnswer: {
            /** Accepted At */
            accepted_at: string | null;
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: ("accept" | "decline" | "start" | "end")[];
            /** Agreed Starts On */
            agreed_starts_on: string | null;
            /** Agreement Id */
            agreement_id: string | null;
            /**
             * Aligned At
             * @description When expectations were aligned; nothing starts before
             */
            aligned_at: string | null;
            /**
             * Answer By
             * Format: date
             * @description The last day on which the provider answers in time
             */
            answer_by: string;
            /** Business Oriented */
            business_oriented: boolean;
            /** Cancelled At */
            cancelled_at: string | null;
            /** Caveats */
            caveats: components["schemas"]["Caveat"][];
            /**
             * Citizen Id
             * @description None once the citizen is erased
             */
            citizen_id: string | null;
            /** Cohort Id */
            cohort_id: string | null;
            /** Decline Note */
            decline_note: string;
            /** Decline Reason */
            decline_reason: string | null;
            /** Declined At */
            declined_at: string | null;
            /** Duration Weeks */
            duration_weeks: number | null;
            /** End Reason */
            end_reason: ("completed" | "left" | "not_started" | "cancelled") | null;
            /** Ended On */
            ended_on: string | null;
            /** Hours Per Week */
            hours_per_week: string | null;
            /**
             * Id
             * @description The referral's id
             */
            id: string;
            /** Match Group */
            match_group: string | null;
            /** Offer Id */
            offer_id: string;
            /** Offer Kind */
            offer_kind: string | null;
            /** Offer Name */
            offer_name: string | null;
            /** Offer Version */
            offer_version: number | null;
            /** Overdue */
            overdue: boolean;
            /**
             * Participants At
             * @description Where its provider asks who is coming: POST {referral_ids: […]}
             */
            participants_at: string;
            /** Planned Ends On */
            planned_ends_on: string | null;
            /** Planned Starts On */
            planned_starts_on: string | null;
            /**
             * Price Dkk
             * @description For the whole course
             */
            price_dkk: string | null;
            /** Provider Id */
            provider_id: string;
            /** Provider Name */
            provider_name: string | null;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Started On */
            started_on: string | null;
            /**
             * Status
             * @enum {string}
             */
            status: "received" | "accepted" | "declined" | "started" | "ended" | "cancelled";
            /** Target Group */
            target_group: string | null;
            /** Targets */
            targets: components["schemas"]["Target"][];
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
         * CallOffPage
         * @description One page of call-offs.
         */
        CallOffPage: {
            /**
             * Count
             * @description Of all that fit; only when asked for
             */
            count?: number | null;
            /** Items */
            items: components["schemas"]["CallOffAnswer"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Caveat
         * @description Something to know about a call-off that is honoured all the same.
         */
        Caveat: {
            /**
             * Code
             * @enum {string}
             */
            code: "agreement_ended" | "agreement_unknown" | "offer_closed" | "offer_paused" | "provider_unknown";
            /** Detail */
            detail: string;
        };
        /**
         * Check
         * @description What an offer breaks of an agreement.
         */
        Check: {
            /** Breaks */
            breaks: components["schemas"]["BrokenRequirement"][];
            /** Keeps */
            keeps: boolean;
        };
        /**
         * CheckedItem
         * @description One line of the checklist: a requirement of the agreement, or what else was looked at.
         */
        "CheckedItem-Input": {
            /**
             * Deadline
             * @description Until when it is to be put right
             */
            deadline?: string | null;
            /**
             * Finding
             * @default
             */
            finding: string | null;
            /**
             * Met
             * @description Null until it has been looked at
             */
            met?: ("yes" | "no" | "not_applicable") | null;
            /** Requirement Id */
            requirement_id?: string | null;
            /** Wording */
            wording: string;
        };
        /**
         * CheckedItem
         * @description One line of the checklist: a requirement of the agreement, or what else was looked at.
         */
        "CheckedItem-Output": {
            /**
             * Deadline
             * @description Until when it is to be put right
             */
            deadline?: string | null;
            /**
             * Finding
             * @default
             */
            finding: string;
            /**
             * Met
             * @description Null until it has been looked at
             */
            met?: ("yes" | "no" | "not_applicable") | null;
            /** Requirement Id */
            requirement_id?: string | null;
            /** Wording */
            wording: string;
        };
        /**
         * Closing
         * @description What came of it.
         */
        Closing: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "upheld" | "partly_upheld" | "rejected" | "withdrawn";
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
         * Comment
         * @description What the provider says to it; shown beside the smiley.
         */
        Comment: {
            /**
             * Answers
             * @default []
             */
            answers: components["schemas"]["Answer"][];
            /** Comment */
            comment: string | null;
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
        };
        /**
         * ComplaintAnswer
         * @description A complaint as a caller gets it.
         */
        ComplaintAnswer: {
            /**
             * About
             * @enum {string}
             */
            about: "offer" | "provider" | "case_handling";
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: ("revise" | "answer" | "close" | "reopen")[];
            /** Answer */
            answer: string;
            /**
             * Answer By
             * Format: date
             */
            answer_by: string;
            /** Answered On */
            answered_on: string | null;
            /** Category */
            category: string;
            /**
             * Channel
             * @enum {string}
             */
            channel: "letter" | "email" | "phone" | "meeting" | "web" | "survey" | "caseworker";
            /** Citizen Id */
            citizen_id: string | null;
            /** Closed On */
            closed_on: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Offer Id */
            offer_id: string | null;
            /** Outcome */
            outcome: ("upheld" | "partly_upheld" | "rejected" | "withdrawn") | null;
            /**
             * Overdue
             * @description Whether it should have been answered by now
             */
            overdue: boolean;
            /** Provider Id */
            provider_id: string | null;
            /**
             * Received On
             * Format: date
             */
            received_on: string;
            /** Reopened At */
            reopened_at: string | null;
            /** Reopened Reason */
            reopened_reason: string;
            /**
             * Status
             * @enum {string}
             */
            status: "received" | "answered" | "closed";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * ComplaintPage
         * @description One page of complaints.
         */
        ComplaintPage: {
            /**
             * Count
             * @description Of all that fit; only when asked for
             */
            count?: number | null;
            /** Items */
            items: components["schemas"]["ComplaintAnswer"][];
            /** Next */
            next?: string | null;
        };
        /**
         * Contact
         * @description A function, and how it is reached.
         */
        Contact: {
            /**
             * Email
             * @example visitation@leverandoer.example
             */
            email?: string | null;
            /**
             * Name
             * @example Visitation og hold
             */
            name: string;
            /**
             * Phone
             * @example 70 00 00 00
             */
            phone?: string | null;
        };
        /**
         * Contacts
         * @description The daily contact on each side.
         */
        Contacts: {
            municipality?: components["schemas"]["Contact"] | null;
            provider?: components["schemas"]["Contact"] | null;
        };
        /**
         * Correction
         * @description What is reported of one day, and why it is another than before.
         */
        Correction: {
            /**
             * Absence Reason
             * @description Wanted when less was attended than planned
             */
            absence_reason?: ("ill" | "child_ill" | "job_interview" | "holiday" | "unexcused" | "late") | null;
            /**
             * Attended Hours
             * @description May be more than planned
             * @example 7.40
             */
            attended_hours: number | string;
            /**
             * Planned Hours
             * @description 0 on a day without plan, so that it is not missed
             * @example 7.40
             */
            planned_hours: number | string;
            /**
             * Reason
             * @description Why it is corrected
             * @default
             */
            reason: string | null;
        };
        /**
         * Declining
         * @description Why an order is declined.
         */
        Declining: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
            /**
             * Note
             * @description In own words; must be said where it is other
             * @default
             */
            note: string | null;
            /**
             * Reason
             * @enum {string}
             */
            reason: "no_seats" | "wrong_target_group" | "not_suitable" | "capacity" | "other";
        };
        /**
         * EarlierReport
         * @description What was reported of a day until it was corrected.
         */
        EarlierReport: {
            /** Absence Reason */
            absence_reason: ("ill" | "child_ill" | "job_interview" | "holiday" | "unexcused" | "late") | null;
            /**
             * Attended Hours
             * @example 7.40
             */
            attended_hours: string;
            /**
             * Planned Hours
             * @example 7.40
             */
            planned_hours: string;
            /** Reason */
            reason: string;
            /**
             * Replaced At
             * Format: date-time
             */
            replaced_at: string;
            /** Replaced By */
            replaced_by: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Updated By */
            updated_by: string;
            /** Version */
            version: number;
        };
        /**
         * Ending
         * @description The citizen's last day, and why it was the last.
         */
        Ending: {
            /**
             * Ended On
             * Format: date
             */
            ended_on: string;
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
            /**
             * Reason
             * @description not_started: accepted, but the citizen never came
             * @enum {string}
             */
            reason: "completed" | "left" | "not_started";
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
         * Extending
         * @description Which option is used.
         */
        Extending: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
            /**
             * Until
             * Format: date
             * @description One of the agreement's options; those before it are used too
             */
            until: string;
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
         * Health
         * @description Whether the process answers.
         */
        Health: {
            /** Status */
            status: string;
        };
        /**
         * Hearing
         * @description How long the provider has.
         */
        Hearing: {
            /**
             * Answer By
             * @description In 14 days when left out
             */
            answer_by?: string | null;
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
        };
        /**
         * InspectionAnswer
         * @description An inspection as a caller gets it.
         */
        InspectionAnswer: {
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: ("revise" | "hear" | "comment" | "publish" | "withdraw")[];
            /** Agreement Id */
            agreement_id: string | null;
            /** Announced */
            announced: boolean;
            /**
             * Answer By
             * @description Until when the provider may answer
             */
            answer_by: string | null;
            /** Checklist */
            checklist: components["schemas"]["CheckedItem-Output"][];
            /** Commented At */
            commented_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Criteria Version */
            criteria_version: string | null;
            /**
             * Expires On
             * Format: date
             */
            expires_on: string;
            /** Findings */
            findings: string;
            /** Heard At */
            heard_at: string | null;
            /** Id */
            id: string;
            /**
             * Inspected On
             * Format: date
             */
            inspected_on: string;
            /** Offer Id */
            offer_id: string;
            /** Premises */
            premises: string;
            /** Present Count */
            present_count: number | null;
            /** Protocol Count */
            protocol_count: number | null;
            /** Provider Answers */
            provider_answers: components["schemas"]["Answer"][];
            /** Provider Comment */
            provider_comment: string;
            /** Provider Id */
            provider_id: string;
            /** Published At */
            published_at: string | null;
            /**
             * Reported Count
             * @description Present that day by the attendance that was reported; null without any
             */
            reported_count: number | null;
            /** Smiley */
            smiley: number | null;
            /**
             * Status
             * @enum {string}
             */
            status: "draft" | "heard" | "published" | "expired" | "withdrawn";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
            /** Withdrawn At */
            withdrawn_at: string | null;
            /** Withdrawn Reason */
            withdrawn_reason: string;
        };
        /**
         * InspectionPage
         * @description One page of inspections.
         */
        InspectionPage: {
            /** Items */
            items: components["schemas"]["InspectionAnswer"][];
            /** Next */
            next?: string | null;
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
         * Limits
         * @description What is allowed, as far as the requirement's kind has limits.
         */
        "Limits-Input": {
            /**
             * Codes
             * @description Content elements that an offer must have, all of them
             */
            codes?: string[] | null;
            /** Max */
            max?: number | string | null;
            /** Min */
            min?: number | string | null;
            /** Working Days */
            working_days?: number | null;
        };
        /**
         * Limits
         * @description What is allowed, as far as the requirement's kind has limits.
         */
        "Limits-Output": {
            /**
             * Codes
             * @description Content elements that an offer must have, all of them
             */
            codes?: string[] | null;
            /** Max */
            max?: number | null;
            /** Min */
            min?: number | null;
            /** Working Days */
            working_days?: number | null;
        };
        /**
         * MissingDay
         * @description A working day of a course of which nothing is reported.
         */
        MissingDay: {
            /** Call Off Id */
            call_off_id: string;
            /**
             * Day
             * Format: date
             */
            day: string;
            /**
             * Deadline
             * Format: date
             * @description The last day on which it is not late
             */
            deadline: string;
            /** Offer Id */
            offer_id: string;
            /** Overdue */
            overdue: boolean;
            /** Provider Id */
            provider_id: string;
            /** Week */
            week: string;
        };
        /**
         * MissingPage
         * @description One page of what is missing.
         */
        MissingPage: {
            /** Items */
            items: components["schemas"]["MissingDay"][];
            /** Next */
            next?: string | null;
        };
        /**
         * NewAgreement
         * @description An agreement to be created, under its owner's id or one that we give.
         */
        NewAgreement: {
            /** @default {} */
            contacts: components["schemas"]["Contacts"];
            /**
             * Ends On
             * Format: date
             * @description The last day
             */
            ends_on: string;
            /** Id */
            id?: string | null;
            /**
             * Kind
             * @description own: a framework agreement; state: a sub-agreement under a state framework; internal: the service description of an own unit
             * @enum {string}
             */
            kind: "own" | "state" | "internal";
            /**
             * Name
             * @example Rammeaftale om vejledning og jobformidling
             */
            name: string;
            /**
             * Options
             * @description The last days that it can be extended to
             * @default []
             */
            options: string[];
            /**
             * Prices
             * @default []
             */
            prices: components["schemas"]["PriceRow-Input"][];
            /** Provider Id */
            provider_id: string;
            /**
             * Requirements
             * @description An own framework agreement has 10–37 hours and 1–13 weeks when left out
             */
            requirements?: components["schemas"]["Requirement-Input"][] | null;
            /**
             * Selection
             * @description How the provider was selected; a sub-agreement must say
             * @default
             */
            selection: string | null;
            /**
             * Starts On
             * Format: date
             */
            starts_on: string;
        };
        /**
         * NewComplaint
         * @description A complaint to be registered.
         */
        NewComplaint: {
            /**
             * About
             * @enum {string}
             */
            about: "offer" | "provider" | "case_handling";
            /**
             * Answer By
             * @description Four weeks after when left out
             */
            answer_by?: string | null;
            /**
             * Category
             * @example relevance
             */
            category: string;
            /**
             * Channel
             * @enum {string}
             */
            channel: "letter" | "email" | "phone" | "meeting" | "web" | "survey" | "caseworker";
            /**
             * Citizen Id
             * @description Whose complaint; kept here, and in no event
             */
            citizen_id?: string | null;
            /**
             * Description
             * @default
             */
            description: string | null;
            /** Id */
            id?: string | null;
            /** Offer Id */
            offer_id?: string | null;
            /** Provider Id */
            provider_id?: string | null;
            /**
             * Received On
             * Format: date
             */
            received_on: string;
        };
        /**
         * NewInspection
         * @description An inspection to be written down.
         */
        NewInspection: {
            /** Agreement Id */
            agreement_id?: string | null;
            /**
             * Announced
             * @default false
             */
            announced: boolean;
            /**
             * Checklist
             * @description Made of the agreement's requirements when a new one has none
             * @default []
             */
            checklist: components["schemas"]["CheckedItem-Input"][];
            /**
             * Criteria Version
             * @description Of the published criteria by which the smiley was given
             */
            criteria_version?: string | null;
            /**
             * Expires On
             * @description Twelve months after the visit when left out
             */
            expires_on?: string | null;
            /**
             * Findings
             * @default
             */
            findings: string | null;
            /** Id */
            id?: string | null;
            /**
             * Inspected On
             * Format: date
             */
            inspected_on: string;
            /** Offer Id */
            offer_id: string;
            /**
             * Premises
             * @default
             */
            premises: string | null;
            /**
             * Present Count
             * @description Heads counted at the visit
             */
            present_count?: number | null;
            /**
             * Protocol Count
             * @description Present by the attendance protocol that was shown there
             */
            protocol_count?: number | null;
            /** Provider Id */
            provider_id: string;
            /** Smiley */
            smiley?: number | null;
        };
        /**
         * NewProvider
         * @description A provider to be registered, under its owner's id or one that we give.
         */
        NewProvider: {
            /**
             * Contacts
             * @default []
             */
            contacts: components["schemas"]["Contact"][];
            /**
             * Cvr
             * @description A company must have one
             */
            cvr?: string | null;
            /** Id */
            id?: string | null;
            /**
             * Kind
             * @description internal: a unit of the municipality's own, without a CVR
             * @default company
             * @enum {string}
             */
            kind: "company" | "internal";
            /** Name */
            name: string;
            /**
             * Sites
             * @default []
             */
            sites: components["schemas"]["Site"][];
        };
        /**
         * Offered
         * @description What an offer says of itself, or is about to say; what is left out breaks nothing.
         */
        Offered: {
            /** Accessible */
            accessible?: boolean | null;
            /** Content Elements */
            content_elements?: string[] | null;
            /** Duration Weeks */
            duration_weeks?: number | null;
            /** Hours Per Week */
            hours_per_week?: (number | string) | null;
        };
        /** Page[AgreementVersion] */
        Page_AgreementVersion_: {
            /** Items */
            items: components["schemas"]["AgreementVersion"][];
            /** Next */
            next?: string | null;
        };
        /** Page[CallOffAct] */
        Page_CallOffAct_: {
            /** Items */
            items: components["schemas"]["CallOffAct"][];
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
        /**
         * PriceRow
         * @description What one kind of offer costs.
         */
        "PriceRow-Input": {
            /** Note */
            note?: string | null;
            /**
             * Offer Kind
             * @example guidance
             */
            offer_kind: string;
            /**
             * Price
             * @example 2450.00
             */
            price: number | string;
            /**
             * Unit
             * @enum {string}
             */
            unit: "week" | "course" | "hour";
        };
        /**
         * PriceRow
         * @description What one kind of offer costs.
         */
        "PriceRow-Output": {
            /** Note */
            note?: string | null;
            /**
             * Offer Kind
             * @example guidance
             */
            offer_kind: string;
            /**
             * Price
             * @example 2450.00
             */
            price: string;
            /**
             * Unit
             * @enum {string}
             */
            unit: "week" | "course" | "hour";
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
         * @description A provider as it is now.
         */
        ProviderAnswer: {
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: "revise"[];
            /**
             * Contacts
             * @default []
             */
            contacts: components["schemas"]["Contact"][];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Cvr
             * @description A company must have one
             */
            cvr?: string | null;
            /** Id */
            id: string;
            /**
             * Kind
             * @description internal: a unit of the municipality's own, without a CVR
             * @default company
             * @enum {string}
             */
            kind: "company" | "internal";
            /** Name */
            name: string;
            /**
             * Sites
             * @default []
             */
            sites: components["schemas"]["Site"][];
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
         * ProviderPage
         * @description One page of providers.
         */
        ProviderPage: {
            /**
             * Count
             * @description Of all that fit; only when asked for
             */
            count?: number | null;
            /** Items */
            items: components["schemas"]["ProviderAnswer"][];
            /** Next */
            next?: string | null;
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
         * Reopening
         * @description Why it is taken up again.
         */
        Reopening: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
            /** Reason */
            reason: string;
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
         * Requirement
         * @description One checkable line of an agreement.
         */
        "Requirement-Input": {
            /**
             * Checkable By
             * @description As its kind allows, when left out
             * @default inspector
             * @enum {string}
             */
            checkable_by: "machine" | "inspector";
            /**
             * Id
             * @description Its kind, when left out
             * @default
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "hours_per_week" | "duration_weeks" | "content_elements" | "accessibility" | "staff_competences" | "social_clause" | "working_environment" | "values" | "ethnic_equality" | "answer_time" | "status_report" | "facilities" | "other";
            /** @default {} */
            limits: components["schemas"]["Limits-Input"];
            /**
             * Wording
             * @example Tilbuddet skal være på 10–37 timer om ugen.
             */
            wording: string;
        };
        /**
         * Requirement
         * @description One checkable line of an agreement.
         */
        "Requirement-Output": {
            /**
             * Checkable By
             * @description As its kind allows, when left out
             * @default inspector
             * @enum {string}
             */
            checkable_by: "machine" | "inspector";
            /**
             * Id
             * @description Its kind, when left out
             * @default
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "hours_per_week" | "duration_weeks" | "content_elements" | "accessibility" | "staff_competences" | "social_clause" | "working_environment" | "values" | "ethnic_equality" | "answer_time" | "status_report" | "facilities" | "other";
            /** @default {} */
            limits: components["schemas"]["Limits-Output"];
            /**
             * Wording
             * @example Tilbuddet skal være på 10–37 timer om ugen.
             */
            wording: string;
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
         * Site
         * @description A place where the provider gives offers.
         */
        Site: {
            /** Address */
            address: string;
            /** City */
            city: string;
            /** Name */
            name?: string | null;
            /** P Number */
            p_number?: string | null;
            /** Postal Code */
            postal_code: string;
        };
        /**
         * Starting
         * @description The citizen's first day.
         */
        Starting: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
            /**
             * Started On
             * Format: date
             */
            started_on: string;
        };
        /**
         * Target
         * @description What is to be reached; its goal in words is told with who the participant is.
         */
        Target: {
            /**
             * Kind
             * @example theme
             * @example condition
             */
            kind: string;
            /** Theme */
            theme: string | null;
        };
        /**
         * Withdrawal
         * @description Why the smiley is taken back.
         */
        Withdrawal: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
            /** Reason */
            reason: string;
        };
        /**
         * Acting
         * @description When the act happened.
         */
        contracts__agreements__schemas__Acting: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
        };
        /**
         * Content
         * @description What an agreement says.
         */
        contracts__agreements__schemas__Content: {
            /** @default {} */
            contacts: components["schemas"]["Contacts"];
            /**
             * Ends On
             * Format: date
             * @description The last day
             */
            ends_on: string;
            /**
             * Kind
             * @description own: a framework agreement; state: a sub-agreement under a state framework; internal: the service description of an own unit
             * @enum {string}
             */
            kind: "own" | "state" | "internal";
            /**
             * Name
             * @example Rammeaftale om vejledning og jobformidling
             */
            name: string;
            /**
             * Options
             * @description The last days that it can be extended to
             * @default []
             */
            options: string[];
            /**
             * Prices
             * @default []
             */
            prices: components["schemas"]["PriceRow-Input"][];
            /** Provider Id */
            provider_id: string;
            /**
             * Requirements
             * @description An own framework agreement has 10–37 hours and 1–13 weeks when left out
             */
            requirements?: components["schemas"]["Requirement-Input"][] | null;
            /**
             * Selection
             * @description How the provider was selected; a sub-agreement must say
             * @default
             */
            selection: string | null;
            /**
             * Starts On
             * Format: date
             */
            starts_on: string;
        };
        /**
         * Content
         * @description What is written down of a complaint.
         */
        contracts__complaints__schemas__Content: {
            /**
             * About
             * @enum {string}
             */
            about: "offer" | "provider" | "case_handling";
            /**
             * Answer By
             * @description Four weeks after when left out
             */
            answer_by?: string | null;
            /**
             * Category
             * @example relevance
             */
            category: string;
            /**
             * Channel
             * @enum {string}
             */
            channel: "letter" | "email" | "phone" | "meeting" | "web" | "survey" | "caseworker";
            /**
             * Citizen Id
             * @description Whose complaint; kept here, and in no event
             */
            citizen_id?: string | null;
            /**
             * Description
             * @default
             */
            description: string | null;
            /** Offer Id */
            offer_id?: string | null;
            /** Provider Id */
            provider_id?: string | null;
            /**
             * Received On
             * Format: date
             */
            received_on: string;
        };
        /**
         * Acting
         * @description When it was done.
         */
        contracts__inspections__schemas__Acting: {
            /**
             * Happened At
             * @description Now when left out; more than 24 hours ago takes the right history.import
             */
            happened_at?: string | null;
        };
        /**
         * Content
         * @description What an inspector writes down.
         */
        contracts__inspections__schemas__Content: {
            /** Agreement Id */
            agreement_id?: string | null;
            /**
             * Announced
             * @default false
             */
            announced: boolean;
            /**
             * Checklist
             * @description Made of the agreement's requirements when a new one has none
             * @default []
             */
            checklist: components["schemas"]["CheckedItem-Input"][];
            /**
             * Criteria Version
             * @description Of the published criteria by which the smiley was given
             */
            criteria_version?: string | null;
            /**
             * Expires On
             * @description Twelve months after the visit when left out
             */
            expires_on?: string | null;
            /**
             * Findings
             * @default
             */
            findings: string | null;
            /**
             * Inspected On
             * Format: date
             */
            inspected_on: string;
            /** Offer Id */
            offer_id: string;
            /**
             * Premises
             * @default
             */
            premises: string | null;
            /**
             * Present Count
             * @description Heads counted at the visit
             */
            present_count?: number | null;
            /**
             * Protocol Count
             * @description Present by the attendance protocol that was shown there
             */
            protocol_count?: number | null;
            /** Provider Id */
            provider_id: string;
            /** Smiley */
            smiley?: number | null;
        };
        /**
         * Content
         * @description What a provider says of itself.
         */
        contracts__providers__schemas__Content: {
            /**
             * Contacts
             * @default []
             */
            contacts: components["schemas"]["Contact"][];
            /**
             * Cvr
             * @description A company must have one
             */
            cvr?: string | null;
            /**
             * Kind
             * @description internal: a unit of the municipality's own, without a CVR
             * @default company
             * @enum {string}
             */
            kind: "company" | "internal";
            /** Name */
            name: string;
            /**
             * Sites
             * @default []
             */
            sites: components["schemas"]["Site"][];
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
    list_agreements: {
        parameters: {
            query?: {
                provider_id?: string | null;
                kind?: ("own" | "state" | "internal") | null;
                status?: ("draft" | "active" | "ended") | null;
                in_force_on?: string | null;
                ends_before?: string | null;
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
                    "application/json": components["schemas"]["AgreementPage"];
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
    create_agreement: {
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
                "application/json": components["schemas"]["NewAgreement"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementAnswer"];
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
    import_agreements: {
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
                     * Contacts
                     * @description The daily contact on each side.
                     */
                    contacts?: {
                        municipality?: {
                            /**
                             * Email
                             * @example visitation@leverandoer.example
                             */
                            email?: string | null;
                            /**
                             * Name
                             * @example Visitation og hold
                             */
                            name: string;
                            /**
                             * Phone
                             * @example 70 00 00 00
                             */
                            phone?: string | null;
                        } | null;
                        provider?: {
                            /**
                             * Email
                             * @example visitation@leverandoer.example
                             */
                            email?: string | null;
                            /**
                             * Name
                             * @example Visitation og hold
                             */
                            name: string;
                            /**
                             * Phone
                             * @example 70 00 00 00
                             */
                            phone?: string | null;
                        } | null;
                    };
                    /**
                     * Ends On
                     * Format: date
                     * @description The last day
                     */
                    ends_on: string;
                    /** Id */
                    id: string;
                    /**
                     * Kind
                     * @description own: a framework agreement; state: a sub-agreement under a state framework; internal: the service description of an own unit
                     * @enum {string}
                     */
                    kind: "own" | "state" | "internal";
                    /**
                     * Name
                     * @example Rammeaftale om vejledning og jobformidling
                     */
                    name: string;
                    /**
                     * Options
                     * @description The last days that it can be extended to
                     * @default []
                     */
                    options?: string[];
                    /**
                     * Prices
                     * @default []
                     */
                    prices?: {
                        /** Note */
                        note?: string | null;
                        /**
                         * Offer Kind
                         * @example guidance
                         */
                        offer_kind: string;
                        /**
                         * Price
                         * @example 2450.00
                         */
                        price: number | string;
                        /**
                         * Unit
                         * @enum {string}
                         */
                        unit: "week" | "course" | "hour";
                    }[];
                    /** Provider Id */
                    provider_id: string;
                    /**
                     * Requirements
                     * @description An own framework agreement has 10–37 hours and 1–13 weeks when left out
                     */
                    requirements?: {
                        /**
                         * Checkable By
                         * @description As its kind allows, when left out
                         * @default inspector
                         * @enum {string}
                         */
                        checkable_by?: "machine" | "inspector";
                        /**
                         * Id
                         * @description Its kind, when left out
                         * @default
                         */
                        id?: string;
                        /**
                         * Kind
                         * @enum {string}
                         */
                        kind: "hours_per_week" | "duration_weeks" | "content_elements" | "accessibility" | "staff_competences" | "social_clause" | "working_environment" | "values" | "ethnic_equality" | "answer_time" | "status_report" | "facilities" | "other";
                        /**
                         * Limits
                         * @description What is allowed, as far as the requirement's kind has limits.
                         */
                        limits?: {
                            /**
                             * Codes
                             * @description Content elements that an offer must have, all of them
                             */
                            codes?: string[] | null;
                            /** Max */
                            max?: number | string | null;
                            /** Min */
                            min?: number | string | null;
                            /** Working Days */
                            working_days?: number | null;
                        };
                        /**
                         * Wording
                         * @example Tilbuddet skal være på 10–37 timer om ugen.
                         */
                        wording: string;
                    }[] | null;
                    /**
                     * Selection
                     * @description How the provider was selected; a sub-agreement must say
                     * @default
                     */
                    selection?: string | null;
                    /**
                     * Starts On
                     * Format: date
                     */
                    starts_on: string;
                    /**
                     * Status
                     * @default active
                     * @enum {string}
                     */
                    status?: "draft" | "active" | "ended";
                }[];
                "application/x-ndjson": string;
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
    get_agreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agreement_id: string;
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
                    "application/json": components["schemas"]["AgreementAnswer"];
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
    replace_agreement: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                agreement_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["contracts__agreements__schemas__Content"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementAnswer"];
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
    activate_agreement: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                agreement_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["contracts__agreements__schemas__Acting"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementAnswer"];
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
    check_against_agreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agreement_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Offered"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Check"];
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
    end_agreement: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                agreement_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["contracts__agreements__schemas__Acting"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementAnswer"];
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
    extend_agreement: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                agreement_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Extending"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementAnswer"];
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
    list_agreement_versions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                agreement_id: string;
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
                    "application/json": components["schemas"]["Page_AgreementVersion_"];
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
    list_attendance: {
        parameters: {
            query?: {
                call_off_id?: string | null;
                offer_id?: string | null;
                provider_id?: string | null;
                /** @description Weeks begin on Mondays */
                week?: string | null;
                from_day?: string | null;
                to_day?: string | null;
                is_late?: boolean | null;
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
                    "application/json": components["schemas"]["AttendancePage"];
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
    report_attendance_batch: {
        parameters: {
            query?: {
                on_error?: "reject_all" | "skip_rows";
                validate_only?: boolean;
                /** @description Your own name for the batch: it is taken once */
                batch_id?: string | null;
                /** @description Now when left out; more than 24 hours ago takes the right history.import */
                happened_at?: string | null;
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
                     * Absence Reason
                     * @description Wanted when less was attended than planned
                     */
                    absence_reason?: ("ill" | "child_ill" | "job_interview" | "holiday" | "unexcused" | "late") | null;
                    /**
                     * Attended Hours
                     * @description May be more than planned
                     * @example 7.40
                     */
                    attended_hours: number | string;
                    /** Call Off Id */
                    call_off_id: string;
                    /**
                     * Day
                     * Format: date
                     */
                    day: string;
                    /**
                     * Planned Hours
                     * @description 0 on a day without plan, so that it is not missed
                     * @example 7.40
                     */
                    planned_hours: number | string;
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
    get_attendance_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                batch_id: string;
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
    export_attendance: {
        parameters: {
            query?: {
                call_off_id?: string | null;
                offer_id?: string | null;
                provider_id?: string | null;
                /** @description Weeks begin on Mondays */
                week?: string | null;
                from_day?: string | null;
                to_day?: string | null;
                is_late?: boolean | null;
                /** @description With semicolons, decimal commas and Danish dates */
                for_people?: boolean;
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
    list_missing_attendance: {
        parameters: {
            query?: {
                call_off_id?: string | null;
                offer_id?: string | null;
                provider_id?: string | null;
                /** @description The eight weeks up to yesterday when left out */
                week?: string | null;
                /** @description Only those whose deadline has passed, or only the others */
                overdue?: boolean | null;
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
                    "application/json": components["schemas"]["MissingPage"];
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
    get_attendance_summary: {
        parameters: {
            query: {
                call_off_id: string;
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
                    "application/json": components["schemas"]["AttendanceSummary"];
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
    get_attendance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_off_id: string;
                day: string;
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
                    "application/json": components["schemas"]["AttendanceDay"];
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
    report_attendance: {
        parameters: {
            query?: {
                /** @description Now when left out; more than 24 hours ago takes the right history.import */
                happened_at?: string | null;
            };
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                call_off_id: string;
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Correction"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttendanceDay"];
                };
            };
            /** @description Reported for the first time */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttendanceDay"];
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
    get_attendance_history: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_off_id: string;
                day: string;
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
                    "application/json": components["schemas"]["AttendanceHistoryOfDay"];
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
    list_call_offs: {
        parameters: {
            query?: {
                status?: ("received" | "accepted" | "declined" | "started" | "ended" | "cancelled") | null;
                offer_id?: string | null;
                provider_id?: string | null;
                agreement_id?: string | null;
                received_after?: string | null;
                /** @description Whether the provider should have answered by now */
                overdue?: boolean | null;
                /** @description Whether it waits for expectations to be aligned */
                unaligned?: boolean | null;
                /** @description Begun, and not over before the week: of whom attendance is due */
                under_way_in?: string | null;
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
                    "application/json": components["schemas"]["CallOffPage"];
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
    import_call_offs: {
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
                    /** Accepted At */
                    accepted_at?: string | null;
                    /** Agreement Id */
                    agreement_id?: string | null;
                    /** Aligned At */
                    aligned_at?: string | null;
                    /**
                     * Business Oriented
                     * @default false
                     */
                    business_oriented?: boolean;
                    /**
                     * Call Off Id
                     * @description The referral's id
                     */
                    call_off_id: string;
                    /** Cancelled At */
                    cancelled_at?: string | null;
                    /** Citizen Id */
                    citizen_id: string;
                    /** Cohort Id */
                    cohort_id?: string | null;
                    /** Decline Reason */
                    decline_reason?: ("no_seats" | "wrong_target_group" | "not_suitable" | "capacity" | "other") | null;
                    /** Declined At */
                    declined_at?: string | null;
                    /** Duration Weeks */
                    duration_weeks?: number | null;
                    /** End Reason */
                    end_reason?: ("completed" | "left" | "not_started" | "cancelled") | null;
                    /** Ended On */
                    ended_on?: string | null;
                    /** Hours Per Week */
                    hours_per_week?: number | string | null;
                    /** Match Group */
                    match_group?: string | null;
                    /** Offer Id */
                    offer_id: string;
                    /** Offer Kind */
                    offer_kind?: string | null;
                    /** Offer Version */
                    offer_version?: number | null;
                    /** Planned Ends On */
                    planned_ends_on?: string | null;
                    /** Planned Starts On */
                    planned_starts_on?: string | null;
                    /** Price Dkk */
                    price_dkk?: (number | string) | null;
                    /** Provider Id */
                    provider_id: string;
                    /**
                     * Received At
                     * Format: date-time
                     */
                    received_at: string;
                    /** Started On */
                    started_on?: string | null;
                    /** Target Group */
                    target_group?: string | null;
                    /**
                     * Targets
                     * @default []
                     */
                    targets?: {
                        /**
                         * Kind
                         * @example theme
                         * @example condition
                         */
                        kind: string;
                        /** Theme */
                        theme: string | null;
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
    get_call_off: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                call_off_id: string;
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
                    "application/json": components["schemas"]["CallOffAnswer"];
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
    accept_call_off: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                call_off_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Accepting"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallOffAnswer"];
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
    decline_call_off: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                call_off_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Declining"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallOffAnswer"];
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
    end_call_off: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                call_off_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ending"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallOffAnswer"];
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
    list_call_off_acts: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                call_off_id: string;
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
                    "application/json": components["schemas"]["Page_CallOffAct_"];
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
    start_call_off: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                call_off_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Starting"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallOffAnswer"];
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
    list_complaints: {
        parameters: {
            query?: {
                about?: ("offer" | "provider" | "case_handling") | null;
                offer_id?: string | null;
                provider_id?: string | null;
                citizen_id?: string | null;
                status?: ("received" | "answered" | "closed") | null;
                overdue?: boolean | null;
                from_day?: string | null;
                to_day?: string | null;
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
                    "application/json": components["schemas"]["ComplaintPage"];
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
    create_complaint: {
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
                "application/json": components["schemas"]["NewComplaint"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintAnswer"];
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
    import_complaints: {
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
                     * About
                     * @enum {string}
                     */
                    about: "offer" | "provider" | "case_handling";
                    /**
                     * Answer
                     * @default
                     */
                    answer?: string | null;
                    /**
                     * Answer By
                     * @description Four weeks after when left out
                     */
                    answer_by?: string | null;
                    /** Answered On */
                    answered_on?: string | null;
                    /**
                     * Category
                     * @example relevance
                     */
                    category: string;
                    /**
                     * Channel
                     * @enum {string}
                     */
                    channel: "letter" | "email" | "phone" | "meeting" | "web" | "survey" | "caseworker";
                    /**
                     * Citizen Id
                     * @description Whose complaint; kept here, and in no event
                     */
                    citizen_id?: string | null;
                    /** Closed On */
                    closed_on?: string | null;
                    /**
                     * Description
                     * @default
                     */
                    description?: string | null;
                    /** Id */
                    id: string;
                    /** Offer Id */
                    offer_id?: string | null;
                    /** Outcome */
                    outcome?: ("upheld" | "partly_upheld" | "rejected" | "withdrawn") | null;
                    /** Provider Id */
                    provider_id?: string | null;
                    /**
                     * Received On
                     * Format: date
                     */
                    received_on: string;
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
    get_complaint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                complaint_id: string;
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
                    "application/json": components["schemas"]["ComplaintAnswer"];
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
    replace_complaint: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["contracts__complaints__schemas__Content"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintAnswer"];
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
    answer_complaint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Answering"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintAnswer"];
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
    close_complaint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Closing"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintAnswer"];
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
    reopen_complaint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                complaint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reopening"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComplaintAnswer"];
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
    list_inspections: {
        parameters: {
            query?: {
                offer_id?: string | null;
                provider_id?: string | null;
                status?: ("draft" | "heard" | "published" | "expired" | "withdrawn") | null;
                from_day?: string | null;
                to_day?: string | null;
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
                    "application/json": components["schemas"]["InspectionPage"];
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
    create_inspection: {
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
                "application/json": components["schemas"]["NewInspection"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionAnswer"];
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
    import_inspections: {
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
                    /** Agreement Id */
                    agreement_id?: string | null;
                    /**
                     * Announced
                     * @default false
                     */
                    announced?: boolean;
                    /**
                     * Checklist
                     * @description Made of the agreement's requirements when a new one has none
                     * @default []
                     */
                    checklist?: {
                        /**
                         * Deadline
                         * @description Until when it is to be put right
                         */
                        deadline?: string | null;
                        /**
                         * Finding
                         * @default
                         */
                        finding?: string | null;
                        /**
                         * Met
                         * @description Null until it has been looked at
                         */
                        met?: ("yes" | "no" | "not_applicable") | null;
                        /** Requirement Id */
                        requirement_id?: string | null;
                        /** Wording */
                        wording: string;
                    }[];
                    /**
                     * Criteria Version
                     * @description Of the published criteria by which the smiley was given
                     */
                    criteria_version?: string | null;
                    /**
                     * Expires On
                     * @description Twelve months after the visit when left out
                     */
                    expires_on?: string | null;
                    /**
                     * Findings
                     * @default
                     */
                    findings?: string | null;
                    /** Id */
                    id: string;
                    /**
                     * Inspected On
                     * Format: date
                     */
                    inspected_on: string;
                    /** Offer Id */
                    offer_id: string;
                    /**
                     * Premises
                     * @default
                     */
                    premises?: string | null;
                    /**
                     * Present Count
                     * @description Heads counted at the visit
                     */
                    present_count?: number | null;
                    /**
                     * Protocol Count
                     * @description Present by the attendance protocol that was shown there
                     */
                    protocol_count?: number | null;
                    /**
                     * Provider Comment
                     * @default
                     */
                    provider_comment?: string | null;
                    /** Provider Id */
                    provider_id: string;
                    /**
                     * Published At
                     * @description When it was; the day of the visit when left out
                     */
                    published_at?: string | null;
                    /** Smiley */
                    smiley?: number | null;
                    /**
                     * Status
                     * @default published
                     * @enum {string}
                     */
                    status?: "draft" | "published" | "withdrawn";
                }[];
                "application/x-ndjson": string;
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
    get_inspection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                inspection_id: string;
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
                    "application/json": components["schemas"]["InspectionAnswer"];
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
    replace_inspection: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                inspection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["contracts__inspections__schemas__Content"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionAnswer"];
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
    comment_on_inspection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                inspection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Comment"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionAnswer"];
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
    hear_provider: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                inspection_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Hearing"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionAnswer"];
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
    publish_inspection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                inspection_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["contracts__inspections__schemas__Acting"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InspectionAnswer"];
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
    withdraw_inspection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
            };
            path: {
                inspection_id: string;
            };
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
                    "application/json": components["schemas"]["InspectionAnswer"];
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
    list_providers: {
        parameters: {
            query?: {
                /** @description Beginnings of words in name and town, or a CVR number */
                q?: string | null;
                kind?: ("company" | "internal") | null;
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
                    "application/json": components["schemas"]["ProviderPage"];
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
    create_provider: {
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
                "application/json": components["schemas"]["NewProvider"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderAnswer"];
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
    import_providers: {
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
                     * Contacts
                     * @default []
                     */
                    contacts?: {
                        /**
                         * Email
                         * @example visitation@leverandoer.example
                         */
                        email?: string | null;
                        /**
                         * Name
                         * @example Visitation og hold
                         */
                        name: string;
                        /**
                         * Phone
                         * @example 70 00 00 00
                         */
                        phone?: string | null;
                    }[];
                    /**
                     * Cvr
                     * @description A company must have one
                     */
                    cvr?: string | null;
                    /** Id */
                    id: string;
                    /**
                     * Kind
                     * @description internal: a unit of the municipality's own, without a CVR
                     * @default company
                     * @enum {string}
                     */
                    kind?: "company" | "internal";
                    /** Name */
                    name: string;
                    /**
                     * Sites
                     * @default []
                     */
                    sites?: {
                        /** Address */
                        address: string;
                        /** City */
                        city: string;
                        /** Name */
                        name?: string | null;
                        /** P Number */
                        p_number?: string | null;
                        /** Postal Code */
                        postal_code: string;
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
    get_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider_id: string;
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
                    "application/json": components["schemas"]["ProviderAnswer"];
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
    replace_provider: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                provider_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["contracts__providers__schemas__Content"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderAnswer"];
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
