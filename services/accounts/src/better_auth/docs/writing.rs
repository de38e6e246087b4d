//! An operation as OpenAPI has it.

use std::collections::BTreeMap;

use http::Method;
use serde_json::{Map, Value, json};

use super::{
    operation::{Access, Answer, Operation, Place, Refused},
    schema,
};
use crate::better_auth::transport::Code;

const TOO_MANY: &str = "Too many requests. Please try again later.";
const ERROR: &str = "#/components/schemas/AuthError";

/// What operations refer to.
pub(super) fn components() -> Value {
    json!({
        "schemas": { "AuthError": {
            "type": "object",
            "description": "Why a call is refused: `code` for programs, `message` for people.",
            "properties": { "code": { "type": "string" }, "message": { "type": "string" } },
            "required": ["message"],
        }},
        "securitySchemes": {
            "session_cookie": {
                "type": "apiKey",
                "in": "cookie",
                "name": "better-auth.session_token",
                "description": "Signing in sets it; over https it is called `__Secure-better-auth.session_token`. Calls \
                    that act must then come from a trusted origin.",
            },
            "session_token": {
                "type": "http",
                "scheme": "bearer",
                "description": "For programs that keep no cookies: what signing in answers in `set-auth-token`.",
            },
        },
    })
}

impl Operation {
    /// The operation as OpenAPI has it.
    pub(super) fn written(&self) -> Value {
        let mut operation = json!({
            "operationId": self.name(),
            "tags": [self.tag()],
            "summary": self.summary,
            "description": self.callers(),
            "security": self.security(),
            "responses": self.responses(),
        });
        let parameters: Vec<Value> = self.parameters().collect();
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        if let Some(body) = self.body() {
            operation["requestBody"] = body;
        }
        operation
    }

    /// `post /passkey/delete-passkey` is `postPasskeyDeletePasskey`.
    fn name(&self) -> String {
        let words = self.path.split(['/', '-', '{', '}']).filter(|word| !word.is_empty()).map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + rest
        });
        self.method.as_str().to_ascii_lowercase() + &words.collect::<String>()
    }

    fn tag(&self) -> String {
        let plugins = ["admin", "api-key", "email-otp", "organization", "passkey", "two-factor"];
        let first = self.path.split('/').nth(1).unwrap_or_default();
        match plugins.iter().find(|plugin| **plugin == first) {
            Some(plugin) => format!("Auth: {plugin}"),
            None => "Auth".into(),
        }
    }

    fn callers(&self) -> &'static str {
        match self.access {
            Access::Anybody => "For anybody.",
            Access::SignedIn => "For who is signed in.",
            Access::Himself => "For who is signed in, and not for an administrator who acts as him.",
            Access::Fresh => "For who has signed in within a day, and not for an administrator who acts as him.",
            Access::Admin => "For administrators of the installation, as far as their role goes.",
        }
    }

    fn security(&self) -> Value {
        match self.access {
            Access::Anybody => json!([{}]),
            _ => json!([{ "session_cookie": [] }, { "session_token": [] }]),
        }
    }

    fn parameters(&self) -> impl Iterator<Item = Value> {
        let fields = self.fields.iter().filter(|field| field.place != Place::Body);
        fields.map(|field| {
            json!({
                "name": field.name,
                "in": if field.place == Place::Path { "path" } else { "query" },
                "required": field.is_required,
                "description": field.words,
                "schema": schema::of(&field.example),
                "example": field.example,
            })
        })
    }

    fn body(&self) -> Option<Value> {
        let fields: Vec<_> = self.fields.iter().filter(|field| field.place == Place::Body).collect();
        if fields.is_empty() {
            return None;
        }
        let (mut properties, mut example, mut required) = (Map::new(), Map::new(), Vec::new());
        for field in fields {
            let mut schema = match &field.also {
                None => schema::of(&field.example),
                Some(also) => schema::of_any(&[field.example.clone(), also.clone()]),
            };
            schema["description"] = field.words.into();
            properties.insert(field.name.into(), schema);
            if !field.is_instead {
                example.insert(field.name.into(), field.example.clone());
            }
            if field.is_required {
                required.push(field.name);
            }
        }
        let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        let is_required = !required.is_empty();
        if is_required {
            schema["required"] = required.into();
        }
        Some(
            json!({ "required": is_required, "content": { "application/json": { "schema": schema, "example": example } } }),
        )
    }

    fn responses(&self) -> Value {
        let mut responses = Map::new();
        let good = |examples: &[Value]| {
            let content = json!({ "schema": schema::of_any(examples), "example": examples.first() });
            json!({ "description": "Done.", "content": { "application/json": content } })
        };
        let led = || {
            let location = json!({ "description": "Where to.", "schema": { "type": "string" } });
            let words = "The browser is led on; what went wrong stands in `error`.";
            json!({ "description": words, "headers": { "location": location } })
        };
        match &self.answer {
            Answer::Never => {}
            Answer::Json(examples) => {
                responses.insert("200".into(), good(examples));
            }
            Answer::Redirect => {
                responses.insert("302".into(), led());
            }
            Answer::JsonOrRedirect(example) => {
                responses.insert("200".into(), good(std::slice::from_ref(example)));
                responses.insert("302".into(), led());
            }
            Answer::Html => {
                let content = json!({ "text/html": { "schema": { "type": "string" }, "example": "<!doctype html>…" } });
                responses.insert("200".into(), json!({ "description": "A page.", "content": content }));
            }
        }
        for (status, mut refusals) in self.all_refusals() {
            if status == 429 {
                refusals.push(Refused::Words(TOO_MANY));
            }
            responses.insert(status.to_string(), refusal(&refusals));
        }
        for (status, words, body) in failures() {
            let content = json!({ "application/json": { "schema": { "$ref": ERROR }, "example": body } });
            responses.entry(status).or_insert_with(|| json!({ "description": words, "content": content }));
        }
        responses.into()
    }

    /// Its own, and those that follow from who may call and what it takes.
    fn all_refusals(&self) -> BTreeMap<u16, Vec<Refused>> {
        let mut all: BTreeMap<u16, Vec<Refused>> = BTreeMap::new();
        for (status, refusal) in &self.refusals {
            all.entry(*status).or_default().push(*refusal);
        }
        let mut add = |status: u16, code: Code| all.entry(status).or_default().push(Refused::Code(code));
        if !self.fields.is_empty() {
            add(400, Code::ValidationError);
        }
        if self.method == Method::POST {
            add(400, Code::BadRequest);
            add(403, Code::InvalidOrigin);
            add(403, Code::MissingOrNullOrigin);
            add(415, Code::UnsupportedMediaType);
        }
        for field in &self.fields {
            match field.name {
                "callbackURL" => add(403, Code::InvalidCallbackUrl),
                "redirectTo" => add(403, Code::InvalidRedirectUrl),
                "errorCallbackURL" => add(403, Code::InvalidErrorCallbackUrl),
                "newUserCallbackURL" => add(403, Code::InvalidNewUserCallbackUrl),
                _ => {}
            }
        }
        if self.access == Access::Fresh {
            add(403, Code::SessionNotFresh);
        }
        if self.access != Access::Anybody {
            all.entry(401).or_default().insert(0, self.stranger);
        }
        if matches!(self.access, Access::Himself | Access::Fresh) {
            all.entry(403).or_default().push(Refused::Words("Not while acting as somebody else"));
        }
        all
    }
}

/// What can happen to any call.
fn failures() -> [(&'static str, &'static str, Value); 3] {
    let failed = |code: &str, kind: &str, message: &str| json!({ "code": code, "type": kind, "message": message });
    [
        (
            "429",
            "Too many calls; `x-retry-after` says in how many seconds again.",
            json!({
                "message": TOO_MANY
            }),
        ),
        (
            "500",
            "A bug of ours; the request id helps to find it.",
            failed("unknown_error", "unknown_error", "An unknown error occurred."),
        ),
        (
            "503",
            "Not now; try again.",
            failed("service_unavailable", "unexpected_state", "The service is not available right now, try again soon"),
        ),
    ]
}

fn refusal(all: &[Refused]) -> Value {
    let mut examples = Map::new();
    let mut names = Vec::new();
    for refused in all {
        let (name, body) = match refused {
            Refused::Code(code) => (code.name(), json!({ "code": code.name(), "message": code.message() })),
            Refused::Words(words) => (*words, json!({ "message": words })),
            Refused::Silently => {
                names.push("Without a body.".to_owned());
                continue;
            }
        };
        names.push(format!("`{name}`"));
        examples.insert(name.into(), json!({ "value": body }));
    }
    let mut response = json!({ "description": names.join(", ") });
    if !examples.is_empty() {
        response["content"] = json!({ "application/json": { "schema": { "$ref": ERROR }, "examples": examples } });
    }
    response
}
