//! What people did in order, and again and again.

use super::names::{list, property, whole};
use super::times::away;
use super::windows::{aside, length, stretch, window};
use super::{Said, Teller};
use crate::condition::{RegularCondition, SequenceCondition};
use crate::window::Duration;

impl Teller<'_> {
    /// "did add_to_cart, then within 3 days did not do purchase, all with the same product_id".
    pub(super) fn sequence(&self, sequence: &SequenceCondition, path: &str) -> Said {
        let SequenceCondition { steps, window: first, within, same } = sequence;
        let mut said = String::new();
        for (i, step) in steps.iter().enumerate() {
            if i > 0 {
                said.push_str(", then ");
            }
            if let Some(within) = step.within {
                said.push_str(&format!("within {} ", length(within)));
            }
            said.push_str(if step.absent { "did not do " } else { "did " });
            said.push_str(&self.filtered(self.names(&step.events.event), &step.events, &format!("{path}.steps[{i}]")));
            if let Some(first) = first.as_ref().filter(|_| i == 0) {
                said.push(' ');
                said.push_str(&window(first, self.words));
            }
        }
        if steps.len() == 1 {
            said.push_str(", as a sequence of one step");
        }
        if let Some(within) = within {
            said.push_str(&format!(", all within {} of the first", length(*within)));
        }
        if !same.is_empty() {
            let names: Vec<String> = same.iter().map(|name| property(name)).collect();
            said.push_str(&format!(", all with the same {}", list(&names, "and")));
        }
        Said::open(said)
    }

    /// "did visit at least 2 times in at least 3 of the last 4 weeks, since …".
    pub(super) fn regular(&self, regular: &RegularCondition, path: &str) -> Said {
        let RegularCondition { events, period, periods, at_least, times } = regular;
        let mut said = format!("did {}", self.names(&events.event));
        if *times > 1 {
            said.push_str(&format!(" at least {} times", whole(u64::from(*times))));
        }
        said.push_str(&match (*periods, *at_least) {
            (1, _) => format!(" in the latest {}", stretch(*period)),
            (periods, at_least) if periods == at_least => format!(" in each of the last {}", many(periods, *period)),
            (periods, at_least) => format!(" in at least {at_least} of the last {}", many(periods, *period)),
        });
        let back = Duration { n: period.n.saturating_mul(u64::from(*periods)), unit: period.unit };
        said.push_str(&format!(", since {}", away(back.before(self.words.now, self.words.zone), back, self.words.zone)));
        match self.filter(events, path) {
            None => Said::closed(said),
            Some(filter) => Said::open(format!("{} {filter}", aside(said))),
        }
    }
}

/// "4 weeks", "4 periods of 2 weeks".
fn many(periods: u32, period: Duration) -> String {
    if period.n == 1 {
        format!("{periods} {}s", period.unit.name())
    } else {
        format!("{periods} periods of {}", length(period))
    }
}
