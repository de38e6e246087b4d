//! A double, a port that speaks to it, and an address at which webhooks are taken.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use money::Amount;
use payments::{
    Account, Answer, Before, Call, Capturing, Envelope, Fact, Failure, Labels, NotTaken, Outcome, Planned, Provider,
    Question, Reading, Session, Settled, Told, Want, label,
    stripe::{Patience, Stripe},
};
use secrecy::SecretString;
use stripe_double::{Double, Knobs, SECRET_KEY};

pub(crate) const SECRET: &str = "whsec_the_one_that_counts";

pub(crate) struct Rig {
    pub(crate) double: Double,
    pub(crate) stripe: Stripe,
    pub(crate) account: Account,
}

impl Rig {
    pub(crate) async fn start() -> Self {
        Self::with(Patience {
            each: Duration::from_secs(5),
            pauses: vec![Duration::from_millis(20); 2],
            all: Duration::from_secs(20),
            rate: 0,
        })
        .await
    }

    pub(crate) async fn with(patience: Patience) -> Self {
        let double = Double::start().await.unwrap();
        let stripe = Stripe::new(outbound::Client::new().unwrap(), double.url().parse().unwrap(), patience);
        Self { double, stripe, account: Account::new(SECRET_KEY) }
    }

    pub(crate) fn plan(&self, want: &Want, attempt: &str) -> Call {
        match self.stripe.plan(want, attempt).unwrap() {
            Planned::Call(call) => call,
            Planned::Done(_) => panic!("nothing is done without a call"),
        }
    }

    pub(crate) async fn send(&self, want: &Want, attempt: &str) -> Outcome {
        self.stripe.send(&self.account, &self.plan(want, attempt), Before::default()).await
    }

    pub(crate) async fn done(&self, want: &Want, attempt: &str) -> Answer {
        match self.send(want, attempt).await.settled {
            Settled::Succeeded(answer) => answer,
            other => panic!("{want:?}: {other:?}"),
        }
    }

    pub(crate) async fn refused(&self, want: &Want, attempt: &str) -> Failure {
        match self.send(want, attempt).await.settled {
            Settled::Failed(failure, _) => failure,
            other => panic!("{want:?}: {other:?}"),
        }
    }

    /// An intent that waits for its customer.
    pub(crate) async fn intent(&self, attempt: &str, amount: &str, capture: Capturing) -> Session {
        session(self.done(&intent(amount, capture), attempt).await)
    }

    pub(crate) async fn look_up(&self, question: Question) -> Vec<Fact> {
        self.stripe.look_up(&self.account, &question).await.unwrap()
    }

    /// Everything that was told, as facts.
    pub(crate) fn told(&self) -> Vec<Told> {
        let events = self.double.events();
        let readings = events.iter().map(|event| self.stripe.read(event.to_string().as_bytes()));
        let facts = readings.map(|reading| match reading {
            Reading::Facts(told) => told,
            Reading::Noted => Vec::new(),
            other => panic!("{other:?}"),
        });
        facts.flatten().collect()
    }
}

pub(crate) fn intent(amount: &str, capture: Capturing) -> Want {
    let labels = [(label::SESSION, "payses_1"), (label::ORGANIZATION, "org_1")];
    Want::Intent {
        amount: money(amount),
        currency: "eur".to_owned(),
        capture,
        customer: None,
        keep: None,
        pays: None,
        labels: labels_of(&labels),
    }
}

pub(crate) fn money(amount: &str) -> Amount {
    amount.parse().unwrap()
}

pub(crate) fn labels_of(labels: &[(&str, &str)]) -> Labels {
    labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub(crate) fn refund(of: &str, amount: &str, id: &str) -> Want {
    Want::Refund {
        intent: of.to_owned(),
        amount: money(amount),
        currency: "eur".to_owned(),
        reason: None,
        labels: labels_of(&[(label::REFUND, id)]),
    }
}

pub(crate) fn capture(of: &str, amount: &str) -> Want {
    Want::Capture { intent: of.to_owned(), amount: money(amount), currency: "eur".to_owned() }
}

pub(crate) fn session(answer: Answer) -> Session {
    match answer.facts.into_iter().next() {
        Some(Fact::Session(session)) => session,
        other => panic!("no session: {other:?}"),
    }
}

/// An address that takes webhooks as Kontor does: verified, kept, answered.
#[derive(Clone, Default)]
pub(crate) struct Inbox {
    pub(crate) taken: Arc<Mutex<Vec<(Envelope, Bytes)>>>,
    pub(crate) refused: Arc<Mutex<Vec<NotTaken>>>,
    secrets: Vec<SecretString>,
    now: i64,
}

impl Inbox {
    /// Tells the double of the address, with these knobs.
    pub(crate) async fn open(rig: &Rig, secrets: &[&str], knobs: Knobs) -> Self {
        let secrets = secrets.iter().map(|secret| SecretString::from(*secret)).collect();
        let inbox = Self { secrets, now: rig.double.now(), ..Self::default() };
        let app = Router::new().route("/hook", post(take)).with_state((inbox.clone(), rig.stripe.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        rig.double.tell(Knobs { url: Some(url), ..knobs });
        inbox
    }

    pub(crate) fn kinds(&self) -> Vec<String> {
        self.taken.lock().unwrap().iter().map(|(envelope, _)| envelope.kind.clone()).collect()
    }
}

async fn take(State((inbox, stripe)): State<(Inbox, Stripe)>, headers: HeaderMap, body: Bytes) -> StatusCode {
    match stripe.verify(&headers, &body, &inbox.secrets, inbox.now) {
        Ok(envelope) => {
            inbox.taken.lock().unwrap().push((envelope, body));
            StatusCode::OK
        }
        Err(no) => {
            inbox.refused.lock().unwrap().push(no);
            StatusCode::BAD_REQUEST
        }
    }
}

/// Waits until it is so, and says what it waited for if it never is.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..1500 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("waited in vain until {what}");
}
