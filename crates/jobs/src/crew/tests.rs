use super::*;

fn lease(attempt: i32) -> Lease {
    Lease { organization_id: Uuid::nil(), id: Uuid::from_u128(7), attempt }
}

#[test]
fn an_attempt_ends_when_another_worker_has_its_job() {
    let crew = Crew::default();
    let ended = crew.join(lease(1), Instant::now());
    crew.renewed(&[lease(1)], |_| true, Instant::now());
    assert!(!ended.is_cancelled());
    crew.renewed(&[lease(1)], |_| false, Instant::now());
    assert!(ended.is_cancelled());
    assert!(crew.leases().is_empty(), "what is lost is not renewed");
    assert!(!crew.end(lease(1).id), "nor settled");
}

#[test]
fn an_attempt_ends_when_its_lease_ran_out_while_the_database_was_away() {
    let crew = Crew::default();
    let ended = crew.join(lease(1), Instant::now());
    crew.unrenewed(Duration::from_mins(1));
    assert!(!ended.is_cancelled(), "there is time left");
    crew.unrenewed(Duration::ZERO);
    assert!(ended.is_cancelled());
}

#[test]
fn a_late_answer_about_an_earlier_attempt_says_nothing_about_this_one() {
    let crew = Crew::default();
    crew.join(lease(1), Instant::now());
    crew.leave(lease(1).id);
    let ended = crew.join(lease(2), Instant::now());
    crew.renewed(&[lease(1)], |_| false, Instant::now());
    assert!(!ended.is_cancelled());
}

#[test]
fn what_is_over_is_settled_even_if_the_heart_beat_does_not_find_it_any_more() {
    let crew = Crew::default();
    crew.join(lease(1), Instant::now());
    assert!(crew.end(lease(1).id));
    crew.renewed(&[lease(1)], |_| false, Instant::now());
    assert!(crew.end(lease(1).id));
}
