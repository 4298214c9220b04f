//! The rows of the custom tables. What they are is declared in `tables.json`.

use crate::cover::{policies, Policy};
use crate::holidays;
use crate::people::{household_id, Person, World};
use crate::products::PRODUCTS;
use crate::regions;
use muster_rules::data::{CellValue, TableRow};
use muster_rules::time::{Millis, StoredTime, DAY};

/// The declaration, as `table define` reads it.
pub(crate) const DECLARED: &str = include_str!("tables.json");

/// The tables, in the order of the declaration.
pub(crate) const ORDER: [&str; 6] = ["products", "regions", "holidays", "households", "policies", "beneficiaries"];

/// The rows of a table; none of one that is not declared.
pub(crate) fn rows(world: World, table: &str) -> Box<dyn Iterator<Item = TableRow>> {
    match table {
        "products" => Box::new(products()),
        "regions" => Box::new(regions()),
        "holidays" => Box::new(holidays_of(&world)),
        "households" => Box::new((0..world.users).filter_map(move |index| household(&world, index))),
        "policies" => Box::new(held(world, |person, policy, rows| rows.push(policy_row(person, policy)))),
        "beneficiaries" => Box::new(held(world, |_, policy, rows| rows.extend(beneficiaries(policy)))),
        _ => Box::new(std::iter::empty()),
    }
}

fn products() -> impl Iterator<Item = TableRow> {
    PRODUCTS.into_iter().map(|product| {
        let row = Row::new().text("product_id", product.id).text("name", product.name).text("category", product.category);
        let row = row.flag("premium", product.premium).cents("price", product.yearly);
        // What is bought once has no monthly price.
        if product.once() { row } else { row.cents("monthly", product.monthly) }.0
    })
}

fn regions() -> impl Iterator<Item = TableRow> {
    regions::all().map(|(id, country, area)| {
        let name = format!("{}, {}", country.name, area.name);
        Row::new().text("region_id", &id).text("name", &name).text("country", country.name).text("area", area.name).0
    })
}

/// From the year the first people signed up to the next.
fn holidays_of(world: &World) -> impl Iterator<Item = TableRow> + use<> {
    holidays::calendar(world.now - 1100 * DAY, world.now + 365 * DAY).into_iter().map(|day| {
        let row = Row::new().text("date", &day.date).text("name", day.name).text("season", day.season);
        row.flag("public", day.public).0
    })
}

/// The household that begins at this person. A few are missing, as addresses were never given; their members have its id all the same.
fn household(world: &World, index: u32) -> Option<TableRow> {
    let (household, place) = world.household(index);
    if place > 0 || household.size < 2 || household.number % 83 == 17 {
        return None;
    }
    let home = world.home(&household);
    let name = format!("{} household", household.last);
    let row = Row::new().text("household_id", &household_id(household.number)).text("name", &name);
    let row = row.text("region_id", &home.region(world.now)).number("people", f64::from(household.size));
    Some(if let Some(moved) = home.moved() { row.time("moved", moved) } else { row }.0)
}

/// Rows made of every policy, holder by holder.
fn held(world: World, row: impl Fn(&Person, &Policy, &mut Vec<TableRow>) + 'static) -> impl Iterator<Item = TableRow> {
    (0..world.users).flat_map(move |index| {
        let person = world.person(index, &mut world.dice(index));
        let mut rows = Vec::new();
        for policy in policies(&world, &person) {
            row(&person, &policy, &mut rows);
        }
        rows
    })
}

fn policy_row(holder: &Person, policy: &Policy) -> TableRow {
    let row = Row::new().text("policy_id", &policy.id).text("holder", &holder.user_id).text("tier", policy.tier);
    row.text("product_id", policy.product.id).cents("premium_amount", policy.premium).time("since", policy.since).0
}

fn beneficiaries(policy: &Policy) -> impl Iterator<Item = TableRow> + use<'_> {
    policy.beneficiaries.iter().map(|(user_id, relationship)| {
        Row::new().text("policy_id", &policy.id).text("user_id", user_id).text("relationship", relationship).0
    })
}

/// A row in the making.
struct Row(TableRow);

impl Row {
    fn new() -> Row {
        Row(TableRow::default())
    }

    fn cell(mut self, column: &str, value: CellValue) -> Row {
        self.0.cells.push((column.to_owned(), value));
        self
    }

    fn text(self, column: &str, value: &str) -> Row {
        self.cell(column, CellValue::Text(value.to_owned()))
    }

    fn number(self, column: &str, value: f64) -> Row {
        self.cell(column, CellValue::Number(value))
    }

    /// Hundredths.
    fn cents(self, column: &str, value: i64) -> Row {
        // Divided once, the nearest double is that of the decimal number.
        self.number(column, value as f64 / 100.0)
    }

    fn flag(self, column: &str, value: bool) -> Row {
        self.cell(column, CellValue::Bool(value))
    }

    fn time(self, column: &str, at: Millis) -> Row {
        self.cell(column, CellValue::Time(StoredTime::Instant(at)))
    }
}
