//! The statement: a named sub-query for each condition, in the order of the rule, parts before their group. In large rules a
//! named column for each instead: engines bound how many named sub-queries and tables a statement may mention.

use crate::cond::Cond;
use crate::dialect::{Dialect, Said, TimeColumn};
use crate::events::{self, tested};
use crate::passes;
use crate::text::comment;
use muster_rules::matcher::Matcher;
use muster_rules::plan::{EventNames, EventNode, Measure, Node, NodeKind, Plan, Positive, Test, UserColumn};
use muster_rules::time::{format_instant, Millis};

/// Longest comment of a condition, in characters: a group's sentence holds its parts' and would grow with the square of the depth.
const CLAUSE: usize = 200;
/// Longest comment of the rule.
const SENTENCE: usize = 4000;

/// A dialect cannot say what a rule asks. The rule as a whole is not rendered then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {dialect} cannot say {what}")]
pub struct Unsupported {
    /// The dialect's name.
    pub dialect: &'static str,
    /// Which condition.
    pub path: String,
    /// What it is that cannot be said.
    pub what: String,
}

/// The plan as one statement, self-contained and ended by a semicolon; its only column is `user_id`. `sentence` is the rule
/// in words, for the comment at the top.
pub fn render<D: Dialect + ?Sized>(plan: &Plan, sentence: &str, dialect: &D) -> Result<String, Unsupported> {
    let (mut parts, mut root) = Statement::new(plan, dialect, false).queries()?;
    // A condition alone has no other to look up.
    if plan.root.walk().len() > 1 && dialect.is_too_large(&parts) {
        (parts, root) = Statement::new(plan, dialect, true).queries()?;
    }
    let person = dialect.person();
    // The comment opens with a slash and not with dashes: a statement given as an argument must not read as an option.
    Ok(format!(
        "/* {}\n   As of {}, in the time zone {}. */\nWITH\n{}\nSELECT user_id FROM users WHERE {person} IN (SELECT {person} FROM {root});\n",
        comment(sentence, SENTENCE),
        format_instant(plan.now),
        comment(plan.zone.name(), CLAUSE),
        parts.join(",\n"),
    ))
}

fn tests(plan: &Plan) -> Vec<&Positive> {
    let mut found = Vec::new();
    for node in plan.root.walk() {
        own_tests(node, &mut found);
    }
    found
}

/// The tests of a condition itself, without its parts'.
fn own_tests<'p>(node: &'p Node, found: &mut Vec<&'p Positive>) {
    match &node.kind {
        NodeKind::All(_) | NodeKind::Any(_) | NodeKind::Not(_) | NodeKind::AtLeast { .. } => {}
        NodeKind::Field { test, .. } | NodeKind::Property { test, .. } => found.push(&test.positive),
        NodeKind::Event(event) => {
            events::tests(&event.filter, found);
            found.push(&event.test.positive);
        }
    }
}

/// The parts of a group.
fn parts(node: &Node) -> &[Node] {
    match &node.kind {
        NodeKind::All(of) | NodeKind::Any(of) | NodeKind::AtLeast { of, .. } => of,
        NodeKind::Not(of) => std::slice::from_ref(of),
        NodeKind::Field { .. } | NodeKind::Property { .. } | NodeKind::Event(_) => &[],
    }
}

/// What a group asks of its parts; `None` of a condition about data.
fn group(node: &Node, parts: Vec<Cond>) -> Option<Cond> {
    match &node.kind {
        NodeKind::All(_) => Some(Cond::all(parts)),
        NodeKind::Any(_) => Some(Cond::any(parts)),
        NodeKind::Not(_) => Some(Cond::not(Cond::all(parts))),
        NodeKind::AtLeast { n, .. } => Some(Cond::at_least(*n, parts)),
        NodeKind::Field { .. } | NodeKind::Property { .. } | NodeKind::Event(_) => None,
    }
}

struct Statement<'p, D: Dialect + ?Sized> {
    dialect: &'p D,
    plan: &'p Plan,
    conditions: usize,
    /// Whether conditions become columns.
    large: bool,
    /// The named sub-queries, with their comments.
    parts: Vec<String>,
}

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    fn new(plan: &'p Plan, dialect: &'p D, large: bool) -> Self {
        Statement { dialect, plan, conditions: 0, large, parts: Vec::new() }
    }

    /// The named sub-queries, and what selects the people from them.
    fn queries(mut self) -> Result<(Vec<String>, String), Unsupported> {
        for prelude in self.dialect.preludes(&tests(self.plan), self.plan.zone) {
            self.push(&prelude.comment, &prelude.name, &prelude.body);
        }
        let root = if self.large { self.columns()? } else { self.node(&self.plan.root)? };
        Ok((self.parts, root))
    }

    fn push(&mut self, comment: &str, name: &str, body: &str) {
        self.parts.push(format!("-- {comment}\n{name} AS (\n  {body}\n)"));
    }

    /// Adds a condition after its parts, gives its name.
    fn node(&mut self, node: &Node) -> Result<String, Unsupported> {
        let person = self.dialect.person();
        let mut among = Vec::new();
        for part in parts(node) {
            among.push(Cond::term(format!("{person} IN (SELECT {person} FROM {})", self.node(part)?)));
        }
        let name = self.next_name();
        let body = match group(node, among) {
            // Plainer than what `Cond::not` has to say of conditions that may be NULL.
            Some(Cond::Not(part)) => match *part {
                Cond::Term(is_in) => self.people(&Cond::term(is_in.replacen(" IN ", " NOT IN ", 1))),
                part => self.people(&Cond::not(part)),
            },
            Some(group) => self.people(&group),
            None => self.leaf(&name, node)?,
        };
        self.push(&self.about(node), &name, &body);
        Ok(name)
    }

    /// Every condition as a column of people, group by group from the innermost; gives who is in.
    fn columns(&mut self) -> Result<String, Unsupported> {
        let mut levels = Vec::new();
        let (root, level) = self.column(&self.plan.root, &mut levels)?;
        let person = self.dialect.person();
        let mut source = "users".to_owned();
        for (at, columns) in levels.iter().enumerate() {
            let name = if at == 0 { "conditions".to_owned() } else { format!("groups_{at}") };
            let kept = if at == 0 { person } else { "*" };
            let about = if at == 0 { "each condition about data, asked of everyone" } else { "groups of the conditions before" };
            let columns: String = columns.iter().map(|column| format!(",\n{column}")).collect();
            self.push(about, &name, &format!("SELECT {kept}{columns}\n  FROM {source}"));
            source = name;
        }
        debug_assert_eq!(levels.len(), level + 1);
        Ok(format!("{source} WHERE {root}"))
    }

    /// Adds a condition's column after its parts', gives its name and level: 0 for data, above its parts' for a group.
    fn column(&mut self, node: &Node, levels: &mut Vec<Vec<String>>) -> Result<(String, usize), Unsupported> {
        let (mut among, mut level) = (Vec::new(), 0);
        for part in parts(node) {
            let (name, below) = self.column(part, levels)?;
            among.push(Cond::term(name));
            level = level.max(below + 1);
        }
        let name = self.next_name();
        let asked = match group(node, among) {
            Some(group) => group.write(4),
            None => format!("{} IN (\n  {}\n  )", self.dialect.person(), self.leaf(&name, node)?),
        };
        while levels.len() <= level {
            levels.push(Vec::new());
        }
        levels[level].push(format!("    -- {}\n    {asked} AS {name}", self.about(node)));
        Ok((name, level))
    }

    fn next_name(&mut self) -> String {
        self.conditions += 1;
        format!("c{}", self.conditions)
    }

    /// The comment of a condition: where it stands, what it says, what it needs.
    fn about(&self, node: &Node) -> String {
        let mut about = format!("{}: {}", comment(&node.path, CLAUSE), comment(&node.sentence, CLAUSE));
        let mut own = Vec::new();
        own_tests(node, &mut own);
        let mut needs: Vec<&str> = own.into_iter().filter_map(|test| self.dialect.needs(test)).collect();
        needs.sort_unstable();
        needs.dedup();
        for need in needs {
            about.push_str("\n-- ");
            about.push_str(need);
        }
        about
    }

    /// The people of whom a condition about data holds.
    fn leaf(&mut self, name: &str, node: &Node) -> Result<String, Unsupported> {
        match &node.kind {
            NodeKind::Field { column, test } => self.field(*column, test),
            NodeKind::Property { property, at, test } => self.property(property, *at, test),
            NodeKind::Event(event) => self.event(name, event),
            NodeKind::All(_) | NodeKind::Any(_) | NodeKind::Not(_) | NodeKind::AtLeast { .. } => Err("a group as data".to_owned()),
        }
        .map_err(|what| Unsupported { dialect: self.dialect.name(), path: node.path.clone(), what })
    }

    /// The people of whom a condition holds.
    fn people(&self, cond: &Cond) -> String {
        let person = self.dialect.person();
        match cond {
            Cond::True => format!("SELECT {person} FROM users"),
            cond => format!("SELECT {person} FROM users\n  WHERE {}", cond.write(4)),
        }
    }

    /// Everyone but those of a query.
    fn but(&self, query: &str) -> Cond {
        Cond::term(format!("{} NOT IN ({query})", self.dialect.person()))
    }

    fn field(&self, column: UserColumn, test: &Test) -> Said<String> {
        let positive = match column {
            UserColumn::CreatedAt => passes::time(self.dialect, TimeColumn::Created, &test.positive, self.plan.zone)?,
            column => passes::text(self.dialect, column.name(), &test.positive, self.plan.zone)?,
        };
        Ok(self.people(&tested(test, positive)))
    }

    fn property(&self, property: &str, at: Millis, test: &Test) -> Said<String> {
        let person = self.dialect.person();
        let stands = |name: &str| Cond::all([self.dialect.property_named(name), self.dialect.property_stands(at)]);
        let rows = |select: &str, cond: &Cond, indent: usize| {
            let pad = " ".repeat(indent);
            format!("SELECT {select}\n{pad}FROM user_property_history\n{pad}WHERE {}", cond.write(indent + 2))
        };
        let mut steps: Vec<&str> = property.split('.').collect();
        let head = steps.remove(0);
        let query = |value: &str, source: Option<String>, indent: usize| -> Said<String> {
            let passes = self.dialect.json_passes(value, &test.positive, self.plan.zone)?;
            let pad = " ".repeat(indent);
            Ok(match source {
                None => rows(person, &Cond::all([stands(property), passes]), indent),
                Some(source) => {
                    format!("SELECT {person}\n{pad}FROM (\n{pad}  {source}\n{pad}) AS p\n{pad}WHERE {}", passes.write(indent + 2))
                }
            })
        };
        let indent = if test.negated { 4 } else { 2 };
        let passing = if steps.is_empty() {
            query("property_value", None, indent)?
        } else {
            // The property of that very name where the person has it, else the head's value and the steps inside.
            let pad = " ".repeat(indent + 2);
            let literal = rows(&format!("{person}, property_value AS v1"), &stands(property), indent + 2);
            let inside = self.dialect.json_inside("property_value", &steps)?;
            let owners = rows(person, &stands(property), indent + 6);
            let nested = Cond::all([stands(head), self.but(&owners)]);
            let nested = rows(&format!("{person}, {inside} AS v1"), &nested, indent + 2);
            query("v1", Some(format!("{literal}\n{pad}UNION ALL\n{pad}{nested}")), indent)?
        };
        Ok(if test.negated { self.people(&self.but(&format!("\n    {passing}\n  "))) } else { passing })
    }

    fn event(&mut self, name: &str, event: &EventNode) -> Said<String> {
        let Measure::Count = event.measure;
        let passes = tested(&event.test, passes::count(self.dialect, "count(*)", &event.test.positive, self.plan.zone)?);
        // People without a matching event are in no group: where 0 passes, everyone is in but those whose count fails.
        let zero = Matcher::new(&event.test, self.plan.zone).passes_number(0.0);
        let having = if zero { Cond::not(passes) } else { passes };
        if having == Cond::False {
            return Ok(self.people(if zero { &Cond::True } else { &Cond::False }));
        }
        let indent = if zero { 4 } else { 2 };
        let counted = self.counted(name, event, &having, indent)?;
        Ok(if zero { self.people(&self.but(&format!("\n    {counted}\n  "))) } else { counted })
    }

    /// The people whose matching events, grouped, satisfy `having`.
    fn counted(&mut self, name: &str, event: &EventNode, having: &Cond, indent: usize) -> Said<String> {
        let person = self.dialect.person();
        let filter = events::filter(self.dialect, &event.filter, self.plan.zone)?;
        let window = self.dialect.time_within(TimeColumn::Event, event.window);
        let chosen = match &event.events {
            EventNames::Every => window,
            EventNames::Named(names) => Cond::all([self.dialect.events_named(names), window]),
        };
        let pad = " ".repeat(indent);
        let grouped = |from: &str, cond: &Cond| {
            let condition = match cond {
                Cond::True => String::new(),
                cond => format!("\n{pad}WHERE {}", cond.write(indent + 2)),
            };
            format!("SELECT {person}\n{pad}FROM {from}{condition}\n{pad}GROUP BY {person}\n{pad}HAVING {}", having.write(indent + 2))
        };
        if filter.values.is_empty() && filter.stages.is_empty() {
            return Ok(grouped("events", &Cond::all([chosen, filter.cond])));
        }
        let base = |indent: usize| {
            let pad = " ".repeat(indent);
            let values: String = filter.values.iter().map(|value| format!(", {value}")).collect();
            format!("SELECT events.*{values}\n{pad}FROM events\n{pad}WHERE {}", chosen.write(indent + 2))
        };
        if filter.stages.is_empty() {
            return Ok(grouped(&format!("(\n{pad}  {}\n{pad}) AS e", base(indent + 2)), &filter.cond));
        }
        if self.large {
            let mut source = format!("({})", base(indent + 2));
            for stage in &filter.stages {
                let columns: String =
                    stage.iter().map(|(cond, column)| format!(",\n{pad}  {} AS {column}", cond.write(indent + 4))).collect();
                source = format!("(SELECT *{columns}\n{pad}FROM {source} AS e)");
            }
            return Ok(grouped(&format!("{source} AS e"), &filter.cond));
        }
        let mut last = format!("{name}_events");
        self.push(&format!("the events that {name} looks at"), &last, &base(2));
        for (at, stage) in filter.stages.iter().enumerate() {
            let next = format!("{name}_step{}", at + 1);
            let columns: String = stage.iter().map(|(cond, column)| format!(",\n    {} AS {column}", cond.write(6))).collect();
            self.push(&format!("innermost groups of {name} first"), &next, &format!("SELECT *{columns}\n  FROM {last}"));
            last = next;
        }
        Ok(grouped(&last, &filter.cond))
    }
}
