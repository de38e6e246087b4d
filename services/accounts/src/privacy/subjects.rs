//! The registry of this service, in the order in which is erased, the long tables before all others: what is found by the
//! person comes before the person, and the security log, in which erasing itself leaves lines, comes last. A test compares it
//! with the live schema.

use super::{Goes, Of, Subject};

const OF_THE_PERSON: &str = r#"t."userId" = w.person"#;
const OF_THE_CUSTOMERS: &str = "t.organization_id = any (w.shops) and t.customer_id = any (w.customers)";

/// What stands in the tables of identity, customers, the queue, the outbox and the logs.
pub const SUBJECTS: &[Subject] = &[
    Subject {
        table: "public.privacy_pages",
        of: Of::Customer,
        // Before the requests, by which they are found. What he was told is all there is about him.
        whose: "exists (select from public.privacy_requests r
            where r.organization_id = t.organization_id and r.id = t.request_id
              and ((r.organization_id = any (w.shops) and r.customer_id = any (w.customers))
                or (w.shop is null and r.user_id = w.person)))",
        shows: "t.organization_id, t.id, t.request_id, t.nth, t.created_at",
        goes: Goes::Deleted,
    },
    Subject {
        table: "auth.invitation",
        of: Of::Person,
        // An address that he has not proven may be somebody else's.
        whose: r#"t.email = any (w.addresses)
            and exists (select from auth."user" u where u.id = w.person and u."emailVerified")"#,
        shows: r#"t.id, t."organizationId", t.email, t.role, t.status, t."expiresAt", t."createdAt""#,
        goes: Goes::Deleted,
    },
    Subject {
        table: "auth.verification",
        of: Of::Person,
        whose: r#"strpos(t.value, w.person::text) > 0 or strpos(t.identifier, w.person::text) > 0
            or (t."createdAt" <= w.until
              and (private.mentions(t.identifier, w.addresses) or private.mentions(t.value, w.addresses)))
            or t.value in (select f.id::text from auth."twoFactor" f where f."userId" = w.person)"#,
        shows: r#"t.id, t."createdAt", t."expiresAt""#,
        goes: Goes::Deleted,
    },
    Subject {
        table: "auth.session",
        of: Of::Person,
        whose: r#"t."userId" = w.person or t."impersonatedBy" = w.person"#,
        // While somebody acts as another, address and browser are his who acts, and where he works is not the other's.
        shows: r#"t.id, t."createdAt", t."updatedAt", t."expiresAt",
            case when coalesce(t."impersonatedBy", t."userId") = w.person then t."ipAddress" end as "ipAddress",
            case when coalesce(t."impersonatedBy", t."userId") = w.person then t."userAgent" end as "userAgent",
            case when t."userId" = w.person then t."activeOrganizationId" end as "activeOrganizationId""#,
        goes: Goes::WithThePerson,
    },
    Subject {
        table: "auth.account",
        of: Of::Person,
        whose: OF_THE_PERSON,
        shows: r#"t.id, t."providerId", t."accountId", t.scope, t."createdAt", t."updatedAt""#,
        goes: Goes::WithThePerson,
    },
    Subject {
        table: "auth.passkey",
        of: Of::Person,
        whose: OF_THE_PERSON,
        shows: r#"t.id, t.name, t."deviceType", t."backedUp", t.transports, t.aaguid, t."createdAt""#,
        goes: Goes::WithThePerson,
    },
    Subject {
        table: r#"auth."twoFactor""#,
        of: Of::Person,
        whose: OF_THE_PERSON,
        shows: r#"t.id, t.verified, t."lockedUntil""#,
        goes: Goes::WithThePerson,
    },
    Subject {
        table: "auth.apikey",
        of: Of::Person,
        whose: r#"t."referenceId" = w.person"#,
        shows: r#"t.id, t.name, t.enabled, t.permissions, t.metadata, t."lastRequest", t."expiresAt", t."createdAt""#,
        goes: Goes::WithThePerson,
    },
    Subject {
        table: "auth.member",
        of: Of::Person,
        whose: OF_THE_PERSON,
        shows: r#"t."organizationId", t.id, t.role, t."createdAt""#,
        goes: Goes::WithThePerson,
    },
    Subject {
        table: r#"auth."teamMember""#,
        of: Of::Person,
        whose: OF_THE_PERSON,
        shows: r#"t."organizationId", t.id, t."teamId", t."createdAt""#,
        goes: Goes::WithThePerson,
    },
    Subject {
        table: "public.user_roles",
        of: Of::Person,
        whose: "t.user_id = w.person",
        shows: "t.organization_id, t.id, t.role, t.created_at",
        goes: Goes::WithThePerson,
    },
    Subject {
        table: "public.customers",
        of: Of::Customer,
        // Before the addresses: whoever writes one holds its customer first.
        whose: "t.organization_id = any (w.shops) and t.id = any (w.customers)",
        shows: "t.*",
        goes: Goes::Emptied {
            set: &[
                ("user_id", "null"),
                ("email", "null"),
                ("has_account", "false"),
                ("company_name", "null"),
                ("first_name", "null"),
                ("last_name", "null"),
                ("phone", "null"),
                ("metadata", "null"),
                ("deleted_at", "coalesce(t.deleted_at, w.at)"),
                ("created_by", "nullif(t.created_by, w.person)"),
            ],
            keeps: &["organization_id", "id", "created_at", "updated_at"],
            unless_done: "true",
        },
    },
    Subject {
        table: "public.saved_addresses",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.*",
        goes: Goes::Deleted,
    },
    Subject {
        table: "public.customer_group_customers",
        of: Of::Customer,
        whose: OF_THE_CUSTOMERS,
        shows: "t.organization_id, t.customer_group_id, t.created_at",
        goes: Goes::Deleted,
    },
    Subject {
        table: "public.former_addresses",
        of: Of::Customer,
        whose: "(t.organization_id = any (w.shops) and t.customer_id = any (w.customers))
            or (w.shop is null and t.user_id = w.person)",
        shows: "t.organization_id, t.id, t.email, t.created_at as until",
        goes: Goes::Deleted,
    },
    Subject {
        table: "public.privacy_requests",
        of: Of::Customer,
        whose: "(t.organization_id = any (w.shops) and t.customer_id = any (w.customers))
            or (w.shop is null and t.user_id = w.person)",
        shows: "t.organization_id, t.id, t.kind, t.status, t.created_at, t.finished_at",
        goes: Goes::Emptied {
            set: &[("expires_at", "null"), ("created_by", "nullif(t.created_by, w.person)")],
            keeps: &[
                "organization_id",
                "id",
                "kind",
                "customer_id",
                "user_id",
                "status",
                "failure",
                "finished_at",
                "created_at",
                "updated_at",
            ],
            unless_done: "t.expires_at is not null or t.created_by = w.person",
        },
    },
    Subject {
        table: "public.jobs",
        of: Of::Customer,
        // A job that waits for its turn is done and gone soon; what is dead stays for weeks.
        whose: "(w.shop is null or t.organization_id = w.shop) and t.created_at <= w.until
            and ((t.name = 'mail.send' and lower(t.payload -> 'message' -> 'to' ->> 'address') = any (w.addresses))
              or (t.status = 'dead' and (private.mentions(t.payload::text, w.addresses)
                or private.mentions(t.last_error, w.addresses))))",
        // Mails carry links that open something.
        shows: "t.organization_id, t.id, t.name, t.status, t.created_at",
        goes: Goes::Deleted,
    },
    Subject {
        table: "public.events",
        of: Of::Customer,
        whose: "(w.shop is null or t.organization_id = w.shop)
            and (t.entity_id = w.person or t.entity_id = any (w.customers)
              or (t.created_at <= w.until
                and (private.mentions(t.before::text, w.addresses) or private.mentions(t.after::text, w.addresses))))",
        // What names him among others is not his alone to read.
        shows: "t.organization_id, t.id, t.name, t.entity_id, t.created_at,
            case when t.entity_id = w.person or t.entity_id = any (w.customers) then t.before end as before,
            case when t.entity_id = w.person or t.entity_id = any (w.customers) then t.after end as after",
        goes: Goes::Emptied {
            set: &[("before", "null"), ("after", "null")],
            keeps: &[
                "organization_id",
                "id",
                "name",
                "entity_id",
                "actor_id",
                "causation_id",
                "causation_depth",
                "trace",
                "created_at",
            ],
            unless_done: "t.before is not null or t.after is not null",
        },
    },
    Subject {
        table: "public.api_audit_logs",
        of: Of::Customer,
        // What one of the staff did for the shop is the shop's own record until the person goes.
        whose: "(t.user_id = w.person or t.impersonated_by = w.person) and (w.shop is null
            or (t.organization_id = w.shop and not private.works_in(w.person, w.shop)))",
        // While somebody acts as another, address and browser are his who acts.
        shows: "t.organization_id, t.id, t.created_at, t.method, t.path, t.status,
            case when coalesce(t.impersonated_by, t.user_id) = w.person then t.address end as address,
            case when coalesce(t.impersonated_by, t.user_id) = w.person then t.user_agent end as user_agent",
        goes: Goes::Emptied {
            set: &[
                ("address", "case when coalesce(t.impersonated_by, t.user_id) <> w.person then t.address end"),
                ("user_agent", "case when coalesce(t.impersonated_by, t.user_id) <> w.person then t.user_agent end"),
                ("path", "t.endpoint"),
            ],
            keeps: &[
                "organization_id",
                "id",
                "created_at",
                "user_id",
                "session_id",
                "api_key_id",
                "personal_key_id",
                "impersonated_by",
                "method",
                "endpoint",
                "status",
                "duration_ms",
                "request_id",
            ],
            unless_done: "t.path <> t.endpoint or (coalesce(t.impersonated_by, t.user_id) = w.person
                and (t.address is not null or t.user_agent is not null))",
        },
    },
    Subject {
        table: r#"auth."user""#,
        of: Of::Person,
        whose: "t.id = w.person",
        shows: r#"t.id, t.name, t.email, t."emailVerified", t.image, t."createdAt", t."updatedAt", t.role, t.banned,
            t."banReason", t."banExpires", t."twoFactorEnabled""#,
        goes: Goes::Deleted,
    },
    Subject {
        table: "public.security_logs",
        of: Of::Customer,
        whose: "(t.user_id = w.person or t.actor_id = w.person or t.impersonated_by = w.person)
            and (w.shop is null or t.organization_id = w.shop)",
        shows: "t.organization_id, t.id, t.created_at, t.name,
            case when private.is_of(t, w.person) then t.address end as address,
            case when private.is_of(t, w.person) then t.user_agent end as user_agent,
            case when t.user_id = w.person then t.detail end as detail",
        goes: Goes::By {
            statement: "select private.erase_from_logs(w.person, w.shop) from w",
            sets: &["address", "user_agent", "detail"],
            keeps: &[
                "organization_id",
                "id",
                "created_at",
                "name",
                "user_id",
                "actor_id",
                "api_key_id",
                "personal_key_id",
                "impersonated_by",
                "session_id",
                "request_id",
            ],
        },
    },
];
