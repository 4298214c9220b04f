//! What people are: columns, properties, consent.

use crate::cond::Cond;
use crate::dialect::{Dialect, Said, TimeColumn};
use crate::passes;
use crate::rows::tested;
use crate::statement::Statement;
use muster_rules::plan::{Column, ConsentState, Test, UserColumn};
use muster_rules::time::Millis;

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    pub(crate) fn field(&self, column: &Column, test: &Test) -> Said<String> {
        let (dialect, zone) = (self.dialect, self.plan.zone);
        let positive = match column {
            Column::User(UserColumn::CreatedAt) => {
                let text = dialect.column_text("", TimeColumn::Created);
                passes::time(dialect, &dialect.time(TimeColumn::Created), text, &test.positive, zone)?
            }
            Column::User(column) => passes::text(dialect, column.name(), &test.positive, zone)?,
            Column::Event(_) | Column::Table(_) => return Err("a column of another row asked of people".to_owned()),
        };
        Ok(self.people(&tested(test, positive)))
    }

    pub(crate) fn property(&self, property: &str, at: Millis, test: &Test) -> Said<String> {
        let person = self.dialect.person();
        let passing = if property.contains('.') {
            let passes = self.dialect.json_passes("v1", &test.positive, self.plan.zone)?;
            let source = self.property_values(property, at)?.replace('\n', "\n    ");
            format!("SELECT {person}\n  FROM (\n    {source}\n  ) AS p\n  WHERE {}", passes.write(4))
        } else {
            let passes = self.dialect.json_passes("property_value", &test.positive, self.plan.zone)?;
            let cond = Cond::all([self.dialect.property_named("", property), self.stands("", &self.dialect.instant(at)), passes]);
            format!("SELECT {person}\n  FROM user_property_history\n  WHERE {}", cond.write(4))
        };
        Ok(self.people_or_others(passing, test.negated))
    }

    /// A query of each person's value of a property at an instant: the columns of people and `v1`, which may hold JSON's `null`. People without
    /// one are left out.
    pub(crate) fn property_values(&self, property: &str, at: Millis) -> Said<String> {
        let person = self.dialect.person();
        let at = self.dialect.instant(at);
        let stands = |name: &str| Cond::all([self.dialect.property_named("", name), self.stands("", &at)]);
        let rows = |value: &str, cond: &Cond| format!("SELECT {person}{value}\nFROM user_property_history\nWHERE {}", cond.write(2));
        let Some((head, steps)) = property.split_once('.') else {
            return Ok(rows(", property_value AS v1", &stands(property)));
        };
        // The property of that very name where the person has it, else the head's value and the steps inside.
        let inside = self.dialect.json_inside("property_value", &steps.split('.').collect::<Vec<_>>())?;
        let owners = rows("", &stands(property)).replace('\n', "\n    ");
        let nested = Cond::all([stands(head), self.but(&format!("\n    {owners}\n  "))]);
        Ok(format!("{}\nUNION ALL\n{}", rows(", property_value AS v1", &stands(property)), rows(&format!(", {inside} AS v1"), &nested)))
    }

    /// A row of the property history stands at an instant. `alias`: empty, or `h.`.
    pub(crate) fn stands(&self, alias: &str, at: &str) -> Cond {
        let end = |column: TimeColumn<'_>, sign: &str| {
            let column = format!("{alias}{}", self.dialect.time(column));
            Cond::any([Cond::term(format!("{column} IS NULL")), Cond::term(format!("{column} {sign} {at}"))])
        };
        Cond::all([end(TimeColumn::Began, "<="), end(TimeColumn::Ended, ">")])
    }

    pub(crate) fn consent(&self, purpose: &str, state: ConsentState, at: Millis) -> String {
        match state {
            ConsentState::Granted => self.dialect.consenting(purpose, at, Some(true)),
            ConsentState::Denied => self.dialect.consenting(purpose, at, Some(false)),
            ConsentState::Unknown => self.people_or_others(self.dialect.consenting(purpose, at, None), true),
        }
    }
}
