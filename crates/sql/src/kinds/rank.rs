//! The best or worst of all.

use crate::cond::Cond;
use crate::dialect::{Dialect, Said};
use crate::render::Rendered;
use crate::statement::Statement;
use muster_rules::plan::{Cut, Measure, Node, RankBy, RankNode};
use muster_rules::time::Millis;

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    pub(crate) fn rank(&mut self, name: &str, node: &Node, rank: &RankNode) -> Rendered<String> {
        let person = self.dialect.person();
        let values = match &rank.by {
            RankBy::Measure { events, measure } => {
                let source = self.measured(name, node, events, measure)?;
                let value = self.rank_value(measure).map_err(|what| self.cannot(node, what))?;
                format!("SELECT {person}, {value} AS worth\n    FROM {source} AS m")
            }
            RankBy::Property { property, at } => self.rank_property(property, *at).map_err(|what| self.cannot(node, what))?,
        };
        let ranked = if matches!(&rank.by, RankBy::Measure { measure, .. } if measure.is_zero_of_none()) {
            Cond::term("worth <> 0")
        } else {
            Cond::term("worth IS NOT NULL")
        };
        let order = if rank.top { "worth DESC" } else { "worth" };
        let all = if matches!(rank.cut, Cut::Share(_)) { ", count(*) OVER () AS ranked" } else { "" };
        let body = format!(
            "SELECT {person}, rank() OVER (ORDER BY {order}) AS place{all}\n  FROM (\n    {values}\n  ) AS w\n  WHERE {}",
            ranked.write(4)
        );
        let places =
            self.named(&format!("the places of those that {name} ranks; equal ones share theirs"), &format!("{name}_places"), &body);
        // So many are in: the place of the last of them, and all that share it.
        let within = match rank.cut {
            Cut::Number(n) => format!("place <= {}", n.min(i64::MAX as u64)),
            Cut::Share(share) => format!("(place - 1) * 100000000 < {share} * ranked"),
        };
        Ok(format!("SELECT {person}\n  FROM {places} AS w\n  WHERE {within}"))
    }

    fn rank_value(&self, measure: &Measure) -> Said<String> {
        match measure {
            Measure::FirstValue(_) | Measure::LastValue(_) => self.dialect.json_number("measure"),
            Measure::MostFrequent(_) => self.dialect.form_number("measure"),
            Measure::First | Measure::Last => Err("times as what to rank by".to_owned()),
            _ => Ok("measure".to_owned()),
        }
    }

    fn rank_property(&self, property: &str, at: Millis) -> Said<String> {
        let values = self.property_values(property, at)?.replace('\n', "\n      ");
        let number = self.dialect.json_number("p.v1")?;
        Ok(format!("SELECT {}, {number} AS worth\n    FROM (\n      {values}\n    ) AS p", self.dialect.person()))
    }
}
