//! Whose texts are next: who has the fewest left, two at a time. A shopper's query does not wait for a catalogue, but for two of its
//! texts at the most.

use std::collections::VecDeque;

use super::Ask;
use crate::EmbedError;

/// Texts that are embedded together. Of 256 tokens each, two keep a processor as busy as eight, and take a fourth of the time.
const AT_ONCE: usize = 2;

/// Who waits.
#[derive(Default)]
pub(super) struct Turns(Vec<Turn>);

struct Turn {
    ask: Ask,
    left: VecDeque<usize>,
    made: Vec<Vec<f32>>,
}

impl Turns {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn join(&mut self, ask: Ask) {
        // Those of one length together: the shorter ones are filled up to the longest.
        let mut left: Vec<usize> = (0..ask.texts.len()).collect();
        left.sort_by_key(|&text| ask.texts[text].len());
        let made = vec![Vec::new(); left.len()];
        self.0.push(Turn { ask, left: left.into(), made });
    }

    /// Embeds some texts of who has the fewest left, and answers when those were the last.
    pub(super) fn take(&mut self, embed: impl FnOnce(&[&str]) -> anyhow::Result<Vec<Vec<f32>>>) {
        // Who does not wait any more needs nothing.
        self.0.retain(|turn| !turn.ask.answer.is_closed());
        let Some(next) = (0..self.0.len()).min_by_key(|&turn| self.0[turn].left.len()) else { return };
        let turn = &mut self.0[next];
        let some: Vec<usize> = turn.left.drain(..turn.left.len().min(AT_ONCE)).collect();
        let texts: Vec<&str> = some.iter().map(|&text| turn.ask.texts[text].as_str()).collect();
        let failed = match embed(&texts) {
            Ok(vectors) => {
                for (text, vector) in some.into_iter().zip(vectors) {
                    turn.made[text] = vector;
                }
                None
            }
            Err(reason) => Some(EmbedError::unavailable(reason)),
        };
        if failed.is_some() || turn.left.is_empty() {
            let turn = self.0.swap_remove(next);
            // Who asked may have gone.
            let _ = turn.ask.answer.send(failed.map_or(Ok(turn.made), Err));
        }
    }
}
