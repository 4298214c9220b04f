//! What a user property was: that it changed, that it ever had a value.

use crate::cond::Cond;
use crate::dialect::{Dialect, Said, TimeColumn};
use crate::statement::Statement;
use muster_rules::plan::{ChangedNode, EverNode, Positive, Scalar};
use muster_rules::time::Millis;

/// Before any stored time: the moment at which values that hold since ever stand alone.
const BEFORE_ALL: Millis = -62_200_000_000_000;

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    pub(crate) fn changed(&mut self, name: &str, changed: &ChangedNode) -> Said<String> {
        let person = self.dialect.person();
        let zone = self.plan.zone;
        let moments = [TimeColumn::Began, TimeColumn::Ended].map(|column| {
            let within = self.dialect.time_within(&self.dialect.time(column), changed.window);
            self.edges(&changed.property, &self.dialect.time(column), within)
        });
        let moments =
            self.named(&format!("when a value began or ended, for {name}"), &format!("{name}_moments"), &moments.join("\n  UNION\n  "));
        let now = self.value_at(&changed.property, |alias| self.stands(alias, "m.moment"))?;
        let before = self.value_at(&changed.property, |alias| {
            let end = |column: TimeColumn<'_>, sign: &str| {
                let column = format!("{alias}{}", self.dialect.time(column));
                Cond::any([Cond::term(format!("{column} IS NULL")), Cond::term(format!("{column} {sign} m.moment"))])
            };
            Cond::all([end(TimeColumn::Began, "<"), end(TimeColumn::Ended, ">=")])
        })?;
        let values = self.named(
            &format!("the values from then on and just before, for {name}"),
            &format!("{name}_values"),
            &format!("SELECT m.{person},\n    {now} AS v1,\n    {before} AS v2\n  FROM {moments} AS m"),
        );
        let is = |value: &str, wanted: &Option<Scalar>| match wanted {
            Some(wanted) => self.dialect.json_passes(value, &Positive::In(vec![wanted.clone()]), zone),
            None => Ok(Cond::True),
        };
        let cond = Cond::all([self.dialect.json_differs("v1", "v2"), is("v2", &changed.from)?, is("v1", &changed.to)?]);
        Ok(format!("SELECT {person}\n  FROM {values} AS v\n  WHERE {}", cond.write(4)))
    }

    pub(crate) fn ever(&mut self, name: &str, ever: &EverNode) -> Said<String> {
        let person = self.dialect.person();
        let dialect = self.dialect;
        if ever.window.is_empty() {
            return Ok(self.people(&Cond::False));
        }
        if !ever.property.contains('.') {
            let (began, ended) = (dialect.time(TimeColumn::Began), dialect.time(TimeColumn::Ended));
            let or_open = |column: &str, cond: String| Cond::any([Cond::term(format!("{column} IS NULL")), Cond::term(cond)]);
            let before_end = ever.window.to.map(|to| or_open(&began, format!("{began} < {}", dialect.instant(to))));
            let after_start = ever.window.from.map(|from| or_open(&ended, format!("{ended} > {}", dialect.instant(from))));
            let passes = dialect.json_passes("property_value", &ever.test.positive, self.plan.zone)?;
            let cond =
                Cond::all([dialect.property_named("", &ever.property)].into_iter().chain(before_end).chain(after_start).chain([passes]));
            return Ok(format!("SELECT {person}\n  FROM user_property_history\n  WHERE {}", cond.write(4)));
        }
        // What a value is changes where one of the two properties does: it is asked for then, and at the window's beginning.
        let first = dialect.instant(ever.window.from.unwrap_or(BEFORE_ALL));
        let mut moments = vec![self.edges(&ever.property, &first, Cond::True)];
        for column in [TimeColumn::Began, TimeColumn::Ended] {
            let column = dialect.time(column);
            moments.push(self.edges(&ever.property, &column, dialect.time_within(&column, ever.window)));
        }
        let moments = self.named(
            &format!("the beginning of the window, and when a value began or ended in it, for {name}"),
            &format!("{name}_moments"),
            &moments.join("\n  UNION\n  "),
        );
        let value = self.value_at(&ever.property, |alias| self.stands(alias, "m.moment"))?;
        let values = self.named(
            &format!("the values from then on, for {name}"),
            &format!("{name}_values"),
            &format!("SELECT m.{person},\n    {value} AS v1\n  FROM {moments} AS m"),
        );
        let passes = dialect.json_passes("v1", &ever.test.positive, self.plan.zone)?;
        Ok(format!("SELECT {person}\n  FROM {values} AS v\n  WHERE {}", passes.write(4)))
    }

    /// The moments that the histories of a property, and of its head, name.
    fn edges(&self, property: &str, moment: &str, within: Cond) -> String {
        let names = property.split_once('.').map(|(head, _)| head).into_iter().chain([property]);
        let named = Cond::any(names.map(|name| self.dialect.property_named("", name)));
        let cond = Cond::all([named, within]);
        format!("SELECT {}, {moment} AS moment\n  FROM user_property_history\n  WHERE {}", self.dialect.person(), cond.write(4))
    }

    /// The value of a person `m` where a row of the history stands; NULL where there is none.
    fn value_at(&self, property: &str, stands: impl Fn(&str) -> Cond) -> Said<String> {
        let person = self.dialect.person();
        let of = |name: &str, value: &str| {
            let cond = Cond::all([self.dialect.property_named("h.", name), Cond::term(format!("h.{person} = m.{person}")), stands("h.")]);
            format!("(SELECT {value} FROM user_property_history AS h\n      WHERE {})", cond.write(8))
        };
        let Some((head, steps)) = property.split_once('.') else {
            return Ok(of(property, "h.property_value"));
        };
        let inside = self.dialect.json_inside("h.property_value", &steps.split('.').collect::<Vec<_>>())?;
        Ok(format!("coalesce({},\n      {})", of(property, "h.property_value"), of(head, &self.dialect.json_present(&inside))))
    }
}
