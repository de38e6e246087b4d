//! What holds for all contents and all changes of them.

use std::collections::BTreeSet;

use blocks::{Conflict, Content, Diff, apply, diff, merge};
use proptest::prelude::*;
use serde_json::Value;

use crate::made::{any_content, edited, ids};

/// 200 cases, 3,000 when `KONTOR_LONG_TESTS` is set.
fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(if std::env::var_os("KONTOR_LONG_TESTS").is_some() { 3_000 } else { 200 })
}

/// A content, and what two people make of it.
fn three() -> impl Strategy<Value = (Content, Content, Content)> {
    (any::<u64>(), 0usize..9, any::<u64>(), 0usize..12, any::<u64>(), 0usize..12).prop_map(
        |(seed, count, ours, our_steps, theirs, their_steps)| {
            let base = any_content(seed, count);
            let ours = edited(&base, ours, "o", our_steps);
            let theirs = edited(&base, theirs, "t", their_steps);
            (base, ours, theirs)
        },
    )
}

/// A conflict as the other side tells it.
fn turned(conflict: &Conflict) -> String {
    let Conflict { ours, theirs, .. } = conflict.clone();
    told(&Conflict { ours: theirs, theirs: ours, ..conflict.clone() })
}

fn told(conflict: &Conflict) -> String {
    serde_json::to_string(conflict).expect("JSON")
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn what_is_written_is_read_as_the_same((base, ours, _) in three()) {
        for content in [base, ours] {
            let again = Content::parse(&content.to_value()).expect("valid");
            prop_assert_eq!(&again, &content);
            prop_assert_eq!(again.to_value(), content.to_value());
        }
    }

    #[test]
    fn a_difference_applied_gives_the_other((_, ours, theirs) in three()) {
        let between = diff(&ours, &theirs);
        prop_assert_eq!(apply(&ours, &between).expect("applies"), theirs.clone());
        let sent: Diff = serde_json::from_str(&serde_json::to_string(&between).expect("JSON")).expect("a difference");
        prop_assert_eq!(&sent, &between);
        prop_assert!(diff(&ours, &ours).is_empty());
        prop_assert_eq!(diff(&ours, &theirs).is_empty(), ours == theirs);
    }

    #[test]
    fn who_changed_nothing_changes_nothing((base, ours, _) in three()) {
        for (merged, wanted) in [
            (merge(&base, &ours, &base), &ours),
            (merge(&base, &base, &ours), &ours),
            (merge(&base, &ours, &ours), &ours),
        ] {
            prop_assert_eq!(merged.conflicts, vec![]);
            prop_assert_eq!(&merged.content.expect("valid"), wanted);
        }
    }

    #[test]
    fn nobody_is_more_than_the_other((base, ours, theirs) in three()) {
        let (one, other) = (merge(&base, &ours, &theirs), merge(&base, &theirs, &ours));
        let conflicts: BTreeSet<String> = one.conflicts.iter().map(told).collect();
        let seen_from_there: BTreeSet<String> = other.conflicts.iter().map(turned).collect();
        prop_assert_eq!(conflicts.len(), one.conflicts.len(), "the same conflict twice");
        // Where both moved a block, it stands where ours has it: only then may a ring of blocks close on one side alone.
        let is_torn = conflicts.intersection(&seen_from_there).any(|conflict| conflict.contains("\"kind\":\"moved\""));
        let hangs_on_it = |conflict: &&String| conflict.contains("\"kind\":\"moved\"") || conflict.contains("\"kind\":\"removed\"");
        for conflict in conflicts.symmetric_difference(&seen_from_there) {
            prop_assert!(is_torn && hangs_on_it(&conflict), "told to one side alone: {conflict}");
        }
        if conflicts.is_empty() {
            prop_assert_eq!(one.content.map_err(|_| ()), other.content.map_err(|_| ()));
        }
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_twice((base, ours, theirs) in three()) {
        let merged = merge(&base, &ours, &theirs);
        let set = |content: &Content| ids(content).into_iter().collect::<BTreeSet<_>>();
        let (base, ours, theirs) = (set(&base), set(&ours), set(&theirs));
        match merged.content {
            Ok(content) => {
                let list = ids(&content);
                let result = set(&content);
                prop_assert_eq!(list.len(), result.len());
                for id in ours.union(&theirs) {
                    let removed = base.contains(id) && !(ours.contains(id) && theirs.contains(id));
                    prop_assert!(removed || result.contains(id), "{id} is lost");
                }
                for id in &result {
                    prop_assert!(ours.contains(id) || theirs.contains(id), "{id} came from nowhere");
                }
            }
            // Both together may have too many or too few entries in a list, or be too deep.
            Err(faults) => {
                for fault in faults {
                    prop_assert!(fault.message.contains("are possible") || fault.message.contains("deep"), "{fault}");
                }
            }
        }
    }

    #[test]
    fn what_one_side_alone_changed_is_taken((base, ours, theirs) in three()) {
        let merged = merge(&base, &ours, &theirs);
        let Ok(content) = &merged.content else { return Ok(()) };
        let ours_alone: BTreeSet<String> = diff(&base, &ours).changes.iter().map(|change| change.block.clone()).collect();
        let theirs_alone: BTreeSet<String> = diff(&base, &theirs).changes.iter().map(|change| change.block.clone()).collect();
        for (side, changed, other) in [(&ours, &ours_alone, &theirs_alone), (&theirs, &theirs_alone, &ours_alone)] {
            let torn = |id: &String| merged.conflicts.iter().any(|conflict| conflict.block == *id);
            for id in changed.difference(other).filter(|id| !torn(id)) {
                let said = |content: &Content| content.find(id).map(|(block, _)| without_slots(serde_json::to_value(block).expect("JSON")));
                if let (Some(wanted), Some(got)) = (said(side), said(content)) {
                    prop_assert_eq!(got, wanted);
                }
            }
        }
    }
}

/// A block without the blocks in it.
fn without_slots(mut block: Value) -> Value {
    if let Some(columns) = block["props"].get_mut("columns").and_then(Value::as_array_mut) {
        for column in columns {
            column["blocks"] = Value::Null;
        }
    }
    block
}
