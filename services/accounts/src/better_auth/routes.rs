//! A router that knows what it routes, so that the documentation can be held to it.

use axum::{Router, handler::Handler, routing::MethodRouter};
use http::Method;

use crate::Accounts;

/// Routes, and their names.
#[derive(Debug, Default)]
pub struct Routes {
    router: Router<Accounts>,
    routed: Vec<(Method, String)>,
}

/// What a path does, by method.
#[derive(Debug)]
pub struct Methods {
    router: MethodRouter<Accounts>,
    methods: Vec<Method>,
}

/// `GET`
pub fn get<H: Handler<T, Accounts>, T: 'static>(handler: H) -> Methods {
    Methods { router: axum::routing::get(handler), methods: vec![Method::GET] }
}

/// `POST`
pub fn post<H: Handler<T, Accounts>, T: 'static>(handler: H) -> Methods {
    Methods { router: axum::routing::post(handler), methods: vec![Method::POST] }
}

impl Methods {
    /// And `POST`.
    #[must_use]
    pub fn post<H: Handler<T, Accounts>, T: 'static>(mut self, handler: H) -> Self {
        self.methods.push(Method::POST);
        Self { router: self.router.post(handler), ..self }
    }
}

impl Routes {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// One path more.
    #[must_use]
    pub fn route(mut self, path: &str, methods: Methods) -> Self {
        self.routed.extend(methods.methods.into_iter().map(|method| (method, path.to_owned())));
        Self { router: self.router.route(path, methods.router), ..self }
    }

    /// These and those.
    #[must_use]
    pub fn merge(mut self, others: Self) -> Self {
        self.routed.extend(others.routed);
        Self { router: self.router.merge(others.router), ..self }
    }

    /// These, and those below a path.
    #[must_use]
    pub fn nest(mut self, path: &str, others: Self) -> Self {
        self.routed.extend(others.routed.into_iter().map(|(method, below)| (method, format!("{path}{below}"))));
        Self { router: self.router.nest(path, others.router), ..self }
    }

    /// What is routed.
    pub fn routed(&self) -> &[(Method, String)] {
        &self.routed
    }

    /// The router.
    pub fn into_router(self) -> Router<Accounts> {
        self.router
    }
}
