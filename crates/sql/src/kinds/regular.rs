//! Something done in enough of the latest periods.

use crate::cond::Cond;
use crate::dialect::{Dialect, TimeColumn};
use crate::render::Rendered;
use crate::statement::Statement;
use muster_rules::plan::{Events, Node, RegularNode};
use muster_rules::time::Span;

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    pub(crate) fn regular(&mut self, name: &str, node: &Node, regular: &RegularNode) -> Rendered<String> {
        let person = self.dialect.person();
        let time = self.dialect.time(TimeColumn::Event);
        // The periods touch: from where the earliest begins to where the latest ends.
        let from = regular.periods.iter().map(|period| period.from).min().flatten();
        let to = regular.periods.iter().map(|period| period.to.unwrap_or(i64::MAX)).max();
        let window = regular.events.window.intersect(Span { from, to });
        let periods: Vec<String> = regular
            .periods
            .iter()
            .enumerate()
            .filter_map(|(at, period)| match self.dialect.time_within(&time, *period) {
                Cond::False => None,
                within => Some(format!("\n        WHEN {} THEN {at}", within.write(10))),
            })
            .collect();
        if periods.is_empty() {
            return Ok(self.people(&Cond::False));
        }
        let events = Events { window, ..regular.events.clone() };
        let rows = self.event_rows(name, node, &events, None, None)?;
        let placed = rows.query(&format!("{person},\n      CASE{}\n      END AS period", periods.concat()), Cond::True, 4);
        let body = format!(
            "SELECT {person}, period\n  FROM (\n    {placed}\n  ) AS e\n  WHERE period IS NOT NULL\n  GROUP BY {person}, period\n  HAVING count(*) >= {}",
            regular.times
        );
        let done = self.named(
            &format!("the periods, 0 the latest, in which {name} finds it done often enough"),
            &format!("{name}_periods"),
            &body,
        );
        Ok(format!("SELECT {person}\n  FROM {done} AS p\n  GROUP BY {person}\n  HAVING count(*) >= {}", regular.at_least))
    }
}
