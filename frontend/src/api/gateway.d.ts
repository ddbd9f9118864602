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
    "/v1/audit/extract": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Extract Audit
         * @description What a citizen may know: when, what, why and which unit, without employees' names and ids.
         */
        post: operations["extract_audit"];
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
    "/v1/audit/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search Audit
         * @description Who has seen or changed what: lines of every service's log, the newest first.
         */
        post: operations["search_audit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit Sources
         * @description Until when each service's log is complete here, and where one does not fit together.
         */
        get: operations["list_audit_sources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/client-roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Client Roles
         * @description What an administrator may let a system be, and what each role may do.
         */
        get: operations["list_client_roles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Clients
         * @description The municipality's clients in the alphabetical order of their names.
         */
        get: operations["list_clients"];
        put?: never;
        /**
         * Create Client
         * @description Let a system in; its secret is in this answer and nowhere else.
         */
        post: operations["create_client"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Client
         * @description One client; its ETag is what a replacement sends back as If-Match.
         */
        get: operations["get_client"];
        /**
         * Replace Client
         * @description Name, role, expiry and keys anew; with another role or provider its tokens die.
         */
        put: operations["replace_client"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients/{client_id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke Client
         * @description Close the client for good: no further token, and those it holds end within seconds.
         */
        post: operations["revoke_client"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients/{client_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Client
         * @description A new secret, shown in this answer alone; the present one may go on for some days.
         */
        post: operations["rotate_client"];
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
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Keys
         * @description The keys that sign tokens now, will sign next, and signed until lately.
         */
        get: operations["list_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Merged Openapi
         * @description The OpenAPI 3.1 document of all services; those away are named in ``info.x-missing``.
         */
        get: operations["get_merged_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Operations
         * @description Whether each service is ready, and how long since its worker and its feeds were heard.
         */
        get: operations["get_operations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Session
         * @description Who is signed in in this browser; a page that is opened gets a token with the answer.
         */
        get: operations["get_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/choose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose In Session
         * @description Be another of what the person may be: a role, in a municipality, for a provider.
         */
        post: operations["choose_in_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew Session
         * @description A new access token; a person who does something stays signed in.
         */
        post: operations["renew_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Out
         * @description Sign out here or everywhere: tokens die within seconds, at the provider in the next step.
         */
        post: operations["sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Token
         * @description A token for a system (OAuth 2.0 client credentials, RFC 6749 §4.4).
         */
        post: operations["create_token"];
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
         * AccessToken
         * @description A token (RFC 6749 §5.1).
         */
        AccessToken: {
            /** Access Token */
            access_token: string;
            /**
             * Expires In
             * @description Seconds
             * @example 600
             */
            expires_in: number;
            /**
             * Scope
             * @description The rights that the token holds, separated by spaces
             */
            scope: string;
            /**
             * Token Type
             * @default Bearer
             * @constant
             */
            token_type: "Bearer";
        };
        /**
         * Break
         * @description A place in a service's log that does not fit together.
         */
        Break: {
            /**
             * Found At
             * Format: date-time
             */
            found_at: string;
            /**
             * Number
             * @description The seal, counted in the municipality's chain; 0 for the log as a whole
             */
            number: number;
            /**
             * Reason
             * @description seal_missing, chain_broken, signature_wrong, key_changed, row_removed, row_added, row_changed, row_of_another, row_repeated, or restored: the log ended before where it had been followed to, and what was not followed before that is lost
             */
            reason: string;
            /** Service */
            service: string;
        };
        /**
         * Choice
         * @description Something that the person may be.
         */
        Choice: {
            /** Chosen */
            chosen: boolean;
            /**
             * Id
             * @example 0999:caseworker
             */
            id: string;
            municipality: components["schemas"]["MunicipalityNamed"];
            provider: components["schemas"]["ProviderNamed"] | null;
            /** Role */
            role: string;
            /** Role Name */
            role_name: string;
        };
        /**
         * Chosen
         * @description What the person wants to be.
         * @example {
         *       "choice": "0999:caseworker"
         *     }
         */
        Chosen: {
            /** Choice */
            choice: string;
        };
        /**
         * Client
         * @description A client as it is now.
         */
        Client: {
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: ("revise" | "rotate" | "revoke")[];
            /** Changed At */
            changed_at: string | null;
            /** Changed By */
            changed_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Former Secret Until
             * @description Until when the secret before the present one goes on working
             */
            former_secret_until: string | null;
            /** Id */
            id: string;
            /**
             * Last Used At
             * @description When it last got a token, to the hour
             */
            last_used_at: string | null;
            /** Municipality */
            municipality: string;
            /** Name */
            name: string;
            /** Provider Id */
            provider_id: string | null;
            /** Public Keys */
            public_keys: {
                [key: string]: unknown;
            }[];
            /** Revoked At */
            revoked_at: string | null;
            /** Revoked By */
            revoked_by: string | null;
            /** Role */
            role: string;
            /** Rotated At */
            rotated_at: string | null;
            /** Rotated By */
            rotated_by: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "expires_soon" | "expired" | "revoked";
            /** Uses Secret */
            uses_secret: boolean;
            /**
             * Version
             * @description Counts every change; also the ETag
             */
            version: number;
        };
        /**
         * ClientRole
         * @description A role that a system may have.
         */
        ClientRole: {
            /** Needs Provider */
            needs_provider: boolean;
            /** Rights */
            rights: components["schemas"]["Right"][];
            /**
             * Role
             * @example jobcenter_system
             */
            role: string;
        };
        /**
         * ClientRoles
         * @description All of them.
         */
        ClientRoles: {
            /** Items */
            items: components["schemas"]["ClientRole"][];
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
         * Content
         * @description What is said about a client.
         */
        Content: {
            /**
             * Expires At
             * @description A year from now when it is created; as it was when it is revised
             */
            expires_at?: string | null;
            /**
             * Name
             * @example Fagsystem
             */
            name: string;
            /**
             * Provider Id
             * @description Whose system it is; for the role provider_system alone
             */
            provider_id?: string | null;
            /**
             * Public Keys
             * @description JWKs (RFC 7517) by which it signs assertions (private_key_jwt): EC P-256, RSA of 2048-4096 bits, or Ed25519; public parts only
             * @default []
             */
            public_keys: {
                [key: string]: unknown;
            }[];
            /**
             * Role
             * @description One of jobcenter_system, provider_system, guide_reader
             * @example jobcenter_system
             */
            role: string;
            /**
             * Uses Secret
             * @description Whether it may come in by a secret as well
             * @default true
             */
            uses_secret: boolean;
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
         * Extract
         * @description A page of a citizen's own extract, the newest first.
         */
        Extract: {
            /** Citizen Id */
            citizen_id: string;
            /** Complete Until */
            complete_until: string | null;
            /**
             * Ends Early
             * @description Services whose logs end before now
             */
            ends_early: string[];
            /** Items */
            items: components["schemas"]["ExtractLine"][];
            /** Next */
            next: string | null;
            /** Notes */
            notes: string[];
        };
        /**
         * ExtractLine
         * @description What a citizen may know of one line: no employee's name or id is part of it.
         */
        ExtractLine: {
            /**
             * Act
             * @example indlæse registerdata
             */
            act: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Organisation */
            organisation: string | null;
            /** Purpose */
            purpose: string | null;
            /** Service */
            service: string;
        };
        /**
         * ExtractRequest
         * @description Whose extract is asked for.
         */
        ExtractRequest: {
            /** Citizen Id */
            citizen_id: string;
        };
        /**
         * Feed
         * @description One feed that a service follows.
         */
        Feed: {
            /**
             * Feed
             * @example visitation
             */
            feed: string;
            /**
             * Heard Seconds
             * @description Since it was last heard, with news or without
             */
            heard_seconds: number;
            /** Is Late */
            is_late: boolean;
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
         * Found
         * @description A page of lines, the newest first, and how complete the logs are that it was found in.
         */
        Found: {
            /**
             * Ends Early
             * @description Services whose logs end before what was asked for
             */
            ends_early: string[];
            /** Items */
            items: components["schemas"]["Line"][];
            /** Next */
            next: string | null;
            /** Sources */
            sources: components["schemas"]["Source"][];
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
         * IssuedClient
         * @description A client with a secret that is shown this once.
         */
        IssuedClient: {
            /**
             * Actions
             * @description What this caller can do with it next
             */
            actions: ("revise" | "rotate" | "revoke")[];
            /**
             * Caveat
             * @description Why there is no secret to show
             */
            caveat: string | null;
            /** Changed At */
            changed_at: string | null;
            /** Changed By */
            changed_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Former Secret Until
             * @description Until when the secret before the present one goes on working
             */
            former_secret_until: string | null;
            /** Id */
            id: string;
            /**
             * Last Used At
             * @description When it last got a token, to the hour
             */
            last_used_at: string | null;
            /** Municipality */
            municipality: string;
            /** Name */
            name: string;
            /** Provider Id */
            provider_id: string | null;
            /** Public Keys */
            public_keys: {
                [key: string]: unknown;
            }[];
            /** Revoked At */
            revoked_at: string | null;
            /** Revoked By */
            revoked_by: string | null;
            /** Role */
            role: string;
            /** Rotated At */
            rotated_at: string | null;
            /** Rotated By */
            rotated_by: string | null;
            /**
             * Secret
             * @description Keep it now: it is not shown again
             */
            secret: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "open" | "expires_soon" | "expired" | "revoked";
            /** Uses Secret */
            uses_secret: boolean;
            /**
             * Version
             * @description Counts every change; also the ETag
             */
            version: number;
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
         * Line
         * @description One line of a service's log.
         */
        Line: {
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
            /** On Behalf Of */
            on_behalf_of: string | null;
            /** Organisation */
            organisation: string | null;
            /** Purpose */
            purpose: string | null;
            /** Service */
            service: string;
            /** Subjects */
            subjects: string[];
            /** Trace Id */
            trace_id: string;
        };
        /**
         * MunicipalityNamed
         * @description A municipality.
         */
        MunicipalityNamed: {
            /**
             * Code
             * @example 0999
             */
            code: string;
            /**
             * Name
             * @example Eksempel Kommune
             */
            name: string;
        };
        /**
         * NewClient
         * @description A client to be created; its id is ours.
         */
        NewClient: {
            /**
             * Expires At
             * @description A year from now when it is created; as it was when it is revised
             */
            expires_at?: string | null;
            /**
             * Name
             * @example Fagsystem
             */
            name: string;
            /**
             * Provider Id
             * @description Whose system it is; for the role provider_system alone
             */
            provider_id?: string | null;
            /**
             * Public Keys
             * @description JWKs (RFC 7517) by which it signs assertions (private_key_jwt): EC P-256, RSA of 2048-4096 bits, or Ed25519; public parts only
             * @default []
             */
            public_keys: {
                [key: string]: unknown;
            }[];
            /**
             * Role
             * @description One of jobcenter_system, provider_system, guide_reader
             * @example jobcenter_system
             */
            role: string;
            /**
             * Uses Secret
             * @description Whether it may come in by a secret as well
             * @default true
             */
            uses_secret: boolean;
        };
        /**
         * Operations
         * @description Every service of the installation.
         */
        Operations: {
            /**
             * Asked At
             * Format: date-time
             */
            asked_at: string;
            /**
             * Is Well
             * @description All are ready, and no feed and no worker is late
             */
            is_well: boolean;
            /** Late After Seconds */
            late_after_seconds: number;
            /** Services */
            services: components["schemas"]["ServiceState"][];
        };
        /** Page[Client] */
        Page_Client_: {
            /** Items */
            items: components["schemas"]["Client"][];
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
         * Person
         * @description Who is signed in; the id is the subject of the person's tokens.
         */
        Person: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Username */
            username: string;
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
         * ProviderNamed
         * @description A provider.
         */
        ProviderNamed: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * PublicKey
         * @description A public key (RFC 7517); a field that is not named here cannot leave.
         */
        PublicKey: {
            /**
             * Alg
             * @default ES256
             */
            alg: string;
            /** Crv */
            crv: string;
            /** Kid */
            kid: string;
            /** Kty */
            kty: string;
            /**
             * Use
             * @default sig
             */
            use: string;
            /** X */
            x: string;
            /** Y */
            y: string;
        };
        /**
         * PublicKeys
         * @description A JWK set.
         */
        PublicKeys: {
            /** Keys */
            keys: components["schemas"]["PublicKey"][];
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
         * RefusalBody
         * @description The wire form of a refusal, for the OpenAPI document.
         */
        RefusalBody: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Error
             * @description RFC 6749 §5.2
             * @example invalid_client
             */
            error: string;
            /** Error Description */
            error_description: string;
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
         * Renewal
         * @description Whether the person has done something since; only that keeps a session from idling out.
         * @example {
         *       "active": true
         *     }
         */
        Renewal: {
            /** Active */
            active: boolean;
        };
        /**
         * Right
         * @description One thing that a role lets somebody do.
         */
        Right: {
            /**
             * Label
             * @description In Danish
             * @example se tilbud
             */
            label: string;
            /**
             * Right
             * @example offers.read
             */
            right: string;
        };
        /**
         * Rotation
         * @description How a client changes its secret.
         */
        Rotation: {
            /**
             * Expires At
             * @description A year from now
             */
            expires_at?: string | null;
            /**
             * Overlap Days
             * @description How long the present secret goes on working beside the new one
             * @default 0
             */
            overlap_days: number;
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
         * @description What to look for in the log; what is left out may be anything.
         */
        Search: {
            /**
             * Act
             * @example registers.import
             */
            act?: string | null;
            /**
             * Actor
             * @description Who did it
             */
            actor?: string | null;
            /** Organisation */
            organisation?: string | null;
            /** Purpose */
            purpose?: string | null;
            /**
             * Service
             * @example visitation
             */
            service?: string | null;
            /**
             * Since
             * @description This moment included; in the years 1900-2999, as until
             */
            since?: string | null;
            /**
             * Subject
             * @description The id of a citizen, or of a batch
             */
            subject?: string | null;
            /** Trace Id */
            trace_id?: string | null;
            /**
             * Until
             * @description This moment not included
             */
            until?: string | null;
        };
        /**
         * ServiceState
         * @description One service, as it says itself.
         */
        ServiceState: {
            /**
             * Answered Ms
             * @description How long the answer took
             */
            answered_ms: number | null;
            /**
             * Code
             * @description Why it is not ready, for programs
             */
            code: string | null;
            /**
             * Detail
             * @description Why it is not ready, in Danish, with the remedy
             */
            detail: string | null;
            /** Feeds */
            feeds: components["schemas"]["Feed"][];
            /**
             * Migration
             * @description The version of its database's schema
             */
            migration: string | null;
            /**
             * Service
             * @example visitation
             */
            service: string;
            /**
             * State
             * @description silent: no answer in time
             * @enum {string}
             */
            state: "ready" | "not_ready" | "silent";
            /** @description Null where the service did not tell */
            worker: components["schemas"]["Worker"] | null;
        };
        /**
         * Session
         * @description Who is signed in, as what, and until when; before a choice, as nothing yet.
         */
        Session: {
            /** Access Expires At */
            access_expires_at: string | null;
            /** Choices */
            choices: components["schemas"]["Choice"][];
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /**
             * Idle Expires At
             * Format: date-time
             */
            idle_expires_at: string;
            municipality: components["schemas"]["MunicipalityNamed"] | null;
            /** Must Choose */
            must_choose: boolean;
            person: components["schemas"]["Person"];
            provider: components["schemas"]["ProviderNamed"] | null;
            /**
             * Purpose Required
             * @description Whether looking a citizen up asks for a purpose
             */
            purpose_required: boolean;
            /** Rights */
            rights: string[];
            /** Role */
            role: string | null;
            /** Role Name */
            role_name: string | null;
            /**
             * Server Time
             * Format: date-time
             */
            server_time: string;
        };
        /**
         * SignedOut
         * @description Where the page goes next: to the identity provider, or to our own page.
         */
        SignedOut: {
            /**
             * Continue At
             * @example /sign-in
             */
            continue_at: string;
        };
        /**
         * SigningOut
         * @description Whether the person's other browsers are signed out, too.
         * @example {
         *       "everywhere": false
         *     }
         */
        SigningOut: {
            /**
             * Everywhere
             * @default false
             */
            everywhere: boolean;
        };
        /**
         * Source
         * @description One service's log as it is known here.
         */
        Source: {
            /** Breaks */
            breaks: components["schemas"]["Break"][];
            /**
             * Complete Until
             * @description Null: never reached
             */
            complete_until: string | null;
            /**
             * Ends Early
             * @description Whether lines may be missing from what was asked for
             */
            ends_early: boolean;
            /** Service */
            service: string;
        };
        /**
         * Sources
         * @description Every service's log.
         */
        Sources: {
            /** Sources */
            sources: components["schemas"]["Source"][];
        };
        /**
         * Worker
         * @description A service's worker, which follows feeds and does long work.
         */
        Worker: {
            /**
             * Heard Seconds
             * @description Since its last sign of life; null: never
             */
            heard_seconds: number | null;
            /** Is Late */
            is_late: boolean;
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
    extract_audit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExtractRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Extract"];
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
    search_audit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
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
    list_audit_sources: {
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
                    "application/json": components["schemas"]["Sources"];
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
    list_client_roles: {
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
                    "application/json": components["schemas"]["ClientRoles"];
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
    list_clients: {
        parameters: {
            query?: {
                state?: ("open" | "expires_soon" | "expired" | "revoked") | null;
                role?: string | null;
                q?: string | null;
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
                    "application/json": components["schemas"]["Page_Client_"];
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
    create_client: {
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
                "application/json": components["schemas"]["NewClient"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    /** @description The client */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedClient"];
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
    get_client: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
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
    replace_client: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match": string | null;
            };
            path: {
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Content"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
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
    revoke_client: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
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
    rotate_client: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read, e.g. "3" */
                "if-match"?: string | null;
                /** @description Required from systems; sending the same request again changes nothing */
                "idempotency-key"?: string | null;
            };
            path: {
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rotation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedClient"];
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
    list_keys: {
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
                    "application/json": components["schemas"]["PublicKeys"];
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
    get_merged_openapi: {
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
    get_operations: {
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
                    "application/json": components["schemas"]["Operations"];
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
    get_session: {
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
                    "application/json": components["schemas"]["Session"];
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
    choose_in_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Chosen"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
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
    renew_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Renewal"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
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
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SigningOut"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
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
    create_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /**
                     * Client Assertion
                     * @description A JWT signed by one of the client's keys (RFC 7523)
                     */
                    client_assertion?: string | null;
                    /** Client Assertion Type */
                    client_assertion_type?: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" | null;
                    /**
                     * Client Id
                     * @description Where HTTP Basic is not used
                     * @example klient-5f0c…
                     */
                    client_id?: string | null;
                    /**
                     * Client Secret
                     * @description Where HTTP Basic is not used
                     */
                    client_secret?: string | null;
                    /**
                     * Grant Type
                     * @constant
                     */
                    grant_type: "client_credentials";
                    /**
                     * Scope
                     * @description The wanted rights, separated by spaces; all of the role's when left out
                     * @example guide.read offers.read
                     */
                    scope?: string | null;
                };
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalBody"];
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
