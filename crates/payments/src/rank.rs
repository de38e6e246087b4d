//! How far something has come. What is told in any order, and more than once, ends at its highest rank.

/// A payment session or setup, from the status of Stripe's intents. A status that is not known raises nothing.
pub fn session(status: &str) -> i16 {
    match status {
        "requires_payment_method" => 10,
        "requires_confirmation" => 20,
        "requires_action" => 30,
        "processing" => 40,
        "requires_capture" => 50,
        "canceled" => 90,
        "succeeded" => 100,
        _ => 0,
    }
}

/// A refund: one that succeeded may still fail.
pub fn refund(status: &str) -> i16 {
    match status {
        "pending" => 10,
        "requires_action" => 20,
        "succeeded" => 50,
        "failed" | "canceled" => 60,
        _ => 0,
    }
}

/// A dispute.
pub fn dispute(status: &str) -> i16 {
    match status {
        "warning_needs_response" => 10,
        "warning_under_review" => 20,
        "warning_closed" => 30,
        "needs_response" => 40,
        "under_review" => 50,
        "prevented" | "won" | "lost" => 90,
        _ => 0,
    }
}

/// An invoice.
pub fn invoice(status: &str) -> i16 {
    match status {
        "draft" => 1,
        "open" => 10,
        "uncollectible" => 50,
        "void" => 90,
        "paid" => 100,
        _ => 0,
    }
}

/// A subscription, of two things that are told of the same second. Only its end is an end.
pub fn subscription(status: &str) -> i16 {
    match status {
        "incomplete" => 10,
        "trialing" => 20,
        "active" => 30,
        "past_due" => 40,
        "paused" => 50,
        "unpaid" => 60,
        "canceled" | "incomplete_expired" => 100,
        _ => 0,
    }
}
