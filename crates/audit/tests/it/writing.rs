//! What is written, and what is not.

use audit::{AT_ONCE, QUEUE};

use crate::support::{Counters, Log};

#[tokio::test]
async fn what_does_not_fit_is_counted_and_nothing_waits_for_it() {
    let log = Log::open().await;
    let counters = Counters::new();
    let _counting = counters.count();
    // The writer shares this thread, so it takes nothing away meanwhile.
    for n in 0..QUEUE + 7 {
        log.audit.note(log.line(&format!("/{n}")));
    }
    assert_eq!(counters.dropped(), 7);
    log.until(i64::try_from(QUEUE).unwrap(), "true").await;
    assert_eq!(log.count(&format!("path = '/{}'", QUEUE - 1)).await, 1, "the first ones are kept");
    log.audit.close().await;
    assert_eq!((counters.dropped(), log.count("true").await), (7, i64::try_from(QUEUE).unwrap()));
}

#[tokio::test]
async fn a_line_that_cannot_be_written_costs_no_other() {
    let log = Log::open().await;
    let counters = Counters::new();
    let _counting = counters.count();
    for n in 0..AT_ONCE {
        let mut line = log.line(&format!("/{n}"));
        if n == 123 || n == 321 {
            line.method.push('\0');
        }
        log.audit.note(line);
    }
    let good = i64::try_from(AT_ONCE).unwrap() - 2;
    log.until(good, "true").await;
    log.audit.close().await;
    assert_eq!((counters.dropped(), log.count("true").await), (2, good));
    assert_eq!(log.count("path in ('/122', '/124', '/320', '/322')").await, 4);
}

#[tokio::test]
async fn a_shop_that_goes_meanwhile_takes_no_line_with_it() {
    let log = Log::open().await;
    let mut gone = log.line("/gone");
    gone.actor.organization = Some(uuid::Uuid::now_v7());
    log.audit.note(gone);
    log.audit.note(log.line("/there"));
    log.audit.close().await;
    assert_eq!(log.count("path in ('/gone', '/there')").await, 2);
}

#[tokio::test]
async fn the_end_writes_what_waits_and_takes_no_more() {
    let log = Log::open().await;
    let counters = Counters::new();
    let _counting = counters.count();
    // More than one statement takes.
    let many = AT_ONCE * 2 + 3;
    for n in 0..many {
        log.audit.note(log.line(&format!("/{n}")));
    }
    log.audit.close().await;
    assert_eq!(log.count("true").await, i64::try_from(many).unwrap());
    log.audit.note(log.line("/late"));
    log.audit.clone().close().await;
    assert_eq!((counters.dropped(), log.count("path = '/late'").await), (1, 0));
}
