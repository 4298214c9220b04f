//! The statement as it grows: a named sub-query for each condition, in the order of the rule, parts before their group. In large rules a
//! named column for each instead: engines bound how many named sub-queries and tables a statement may mention.

use crate::cond::Cond;
use crate::dialect::Dialect;
use crate::render::Rendered;
use crate::text::comment;
use muster_rules::plan::{Node, NodeKind, Plan};
use std::collections::HashMap;

/// Longest comment of a condition, in characters: a group's sentence holds its parts' and would grow with the square of the depth.
pub(crate) const CLAUSE: usize = 200;

/// More conditions than a rule may have, by far.
const WRITTEN_OUT: usize = 20_000;

pub(crate) struct Statement<'p, D: Dialect + ?Sized> {
    pub(crate) dialect: &'p D,
    pub(crate) plan: &'p Plan,
    conditions: usize,
    /// Whether conditions become columns.
    pub(crate) large: bool,
    /// The named sub-queries, with their comments.
    parts: Vec<String>,
    /// In large statements, what stands instead of a prelude's name.
    inline: Vec<(String, String)>,
    /// How many tables each named sub-query mentions, those that it stands on included.
    weights: HashMap<String, u64>,
    /// Where each saved segment's people are found: a named sub-query; a column and its level.
    segments: HashMap<&'p str, (String, usize)>,
}

/// The named sub-queries, what selects the people from them, and how many tables all of it mentions.
pub(crate) struct Queries {
    pub(crate) parts: Vec<String>,
    pub(crate) root: String,
    pub(crate) tables: u64,
}

/// What a group asks of its parts; `None` of a condition about data.
fn group(node: &Node, parts: Vec<Cond>) -> Option<Cond> {
    match &node.kind {
        NodeKind::All(_) => Some(Cond::all(parts)),
        NodeKind::Any(_) => Some(Cond::any(parts)),
        NodeKind::Not(_) => Some(Cond::not(Cond::all(parts))),
        NodeKind::AtLeast { n, .. } => Some(Cond::at_least(*n, parts)),
        _ => None,
    }
}

impl<'p, D: Dialect + ?Sized> Statement<'p, D> {
    pub(crate) fn new(plan: &'p Plan, dialect: &'p D, large: bool) -> Self {
        let (parts, inline, weights, segments) = (Vec::new(), Vec::new(), HashMap::new(), HashMap::new());
        Statement { dialect, plan, conditions: 0, large, parts, inline, weights, segments }
    }

    pub(crate) fn queries(mut self) -> Rendered<Queries> {
        for prelude in self.dialect.preludes(self.plan) {
            if self.large {
                let alone = prelude.name.split(' ').next().unwrap_or(&prelude.name);
                self.inline.push((format!("FROM {alone} "), format!("FROM {} ", self.dialect.inline(&prelude))));
                continue;
            }
            self.push(&prelude.comment, &prelude.name, &prelude.body);
        }
        let root = if self.large {
            self.columns()?
        } else {
            let plan = self.plan;
            for segment in &plan.segments {
                let people = self.node(&segment.root)?;
                self.segments.insert(&segment.name, (people, 0));
            }
            self.node(&plan.root)?
        };
        let tables = self.mentioned(&format!("FROM {root}"));
        Ok(Queries { parts: self.parts, root, tables })
    }

    /// A sub-query with a name and a comment: what stands after FROM for it. In large rules it is that sub-query itself.
    pub(crate) fn named(&mut self, about: &str, name: &str, body: &str) -> String {
        if self.large {
            return format!("(\n  -- {about}\n  {body}\n  )");
        }
        self.push(about, name, body);
        name.to_owned()
    }

    fn push(&mut self, about: &str, name: &str, body: &str) {
        let alone = name.split(' ').next().unwrap_or(name).to_owned();
        let tables = self.mentioned(body);
        self.weights.insert(alone, tables);
        let body = self.inline.iter().fold(body.to_owned(), |body, (named, inline)| body.replace(named, inline));
        self.parts.push(format!("-- {about}\n{name} AS (\n  {body}\n)"));
    }

    /// How many tables a query mentions, those that its named sub-queries stand on included.
    fn mentioned(&self, query: &str) -> u64 {
        let mut tables = 0u64;
        let mut after = false;
        for word in query.split_whitespace() {
            if after && !word.starts_with('(') {
                let name = word.trim_end_matches([')', ',', ';']);
                tables = tables
                    .saturating_add(self.weights.get(name).copied().unwrap_or_else(|| self.dialect.tables_of(name)).saturating_add(1));
            }
            after = matches!(word, "FROM" | "JOIN");
        }
        tables
    }

    pub(crate) fn next_name(&mut self) -> String {
        self.conditions += 1;
        format!("c{}", self.conditions)
    }

    /// Adds a condition about people after its parts, gives its name.
    pub(crate) fn node(&mut self, node: &Node) -> Rendered<String> {
        let person = self.dialect.person();
        let mut among = Vec::new();
        for part in node.parts() {
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
        let about = self.about(node);
        self.push(&about, &name, &body);
        Ok(name)
    }

    /// Every condition as a column of people, group by group from the innermost; gives who is in.
    fn columns(&mut self) -> Rendered<String> {
        let mut levels = Vec::new();
        let plan = self.plan;
        for segment in &plan.segments {
            let column = self.column(&segment.root, &mut levels)?;
            self.segments.insert(&segment.name, column);
        }
        let (root, _) = self.column(&plan.root, &mut levels)?;
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
        Ok(format!("{source} WHERE {root}"))
    }

    /// Adds a condition's column after its parts', gives its name and level: 0 for data, above its parts' for a group.
    fn column(&mut self, node: &Node, levels: &mut Vec<Vec<String>>) -> Rendered<(String, usize)> {
        let (mut among, mut level) = (Vec::new(), 0);
        for part in node.parts() {
            let (name, below) = self.column(part, levels)?;
            among.push(Cond::term(name));
            level = level.max(below + 1);
        }
        let name = self.next_name();
        let asked = match (group(node, among), &node.kind) {
            (Some(group), _) => group.write(4),
            (None, NodeKind::Segment { name: segment, .. }) if self.segments.contains_key(segment.as_str()) => {
                let (column, below) = self.segments.get(segment.as_str()).cloned().unwrap_or_default();
                level = below + 1;
                column
            }
            (None, _) => format!("{} IN (\n  {}\n  )", self.dialect.person(), self.leaf(&name, node)?),
        };
        while levels.len() <= level {
            levels.push(Vec::new());
        }
        let about = self.about(node);
        if let Some(columns) = levels.get_mut(level) {
            columns.push(format!("    -- {about}\n    {asked} AS {name}"));
        }
        Ok((name, level))
    }

    /// A condition about people as a term over the row of a person, wherever it stands.
    pub(crate) fn among(&mut self, node: &Node) -> Rendered<Cond> {
        let person = self.dialect.person();
        if node.is_everything() {
            return Ok(Cond::True);
        }
        if !self.large {
            return Ok(Cond::term(format!("{person} IN (SELECT {person} FROM {})", self.node(node)?)));
        }
        // Saved segments that refer to one another are written out wherever they are mentioned.
        if self.conditions > WRITTEN_OUT {
            return Err(self.cannot(node, "so many conditions without names for them".to_owned()));
        }
        let mut parts = Vec::new();
        for part in node.parts() {
            parts.push(self.among(part)?);
        }
        if let Some(group) = group(node, parts) {
            return Ok(group);
        }
        let name = self.next_name();
        let (about, query) = (self.about(node), self.leaf(&name, node)?);
        Ok(Cond::term(format!("{person} IN (\n  -- {about}\n  {query}\n  )")))
    }

    /// The comment of a condition: where it stands, what it says, what it needs.
    pub(crate) fn about(&self, node: &Node) -> String {
        let mut about = format!("{}: {}", comment(&node.path, CLAUSE), comment(&node.sentence, CLAUSE));
        let inner = node.inner().into_iter().flat_map(Node::everything).filter_map(Node::test);
        let mut needs: Vec<&str> = node.test().into_iter().chain(inner).filter_map(|test| self.dialect.needs(&test.positive)).collect();
        needs.sort_unstable();
        needs.dedup();
        for need in needs {
            about.push_str("\n-- ");
            about.push_str(need);
        }
        about
    }

    /// The people of whom a condition about data holds.
    fn leaf(&mut self, name: &str, node: &Node) -> Rendered<String> {
        match &node.kind {
            NodeKind::Field { column, test } => self.field(column, test).map_err(|what| self.cannot(node, what)),
            NodeKind::Property { property, at, test } => self.property(property, *at, test).map_err(|what| self.cannot(node, what)),
            NodeKind::Event(event) => self.event(name, node, event),
            NodeKind::Sequence(sequence) => self.sequence(name, node, sequence),
            NodeKind::Regular(regular) => self.regular(name, node, regular),
            NodeKind::Changed(changed) => self.changed(name, changed).map_err(|what| self.cannot(node, what)),
            NodeKind::Ever(ever) => self.ever(name, ever).map_err(|what| self.cannot(node, what)),
            NodeKind::Rank(rank) => self.rank(name, node, rank),
            NodeKind::Related(related) => self.related(name, node, related),
            NodeKind::Segment { name: segment, .. } => self.segment(node, segment),
            NodeKind::List { name: list } => Ok(self.dialect.on_list(list)),
            NodeKind::Consent { purpose, state, at } => Ok(self.consent(purpose, *state, *at)),
            NodeKind::All(_) | NodeKind::Any(_) | NodeKind::Not(_) | NodeKind::AtLeast { .. } => {
                Err(self.cannot(node, "a group as data".to_owned()))
            }
            NodeKind::EventProperty { .. } | NodeKind::Time { .. } => {
                Err(self.cannot(node, "a condition about events asked of people".to_owned()))
            }
        }
    }

    /// The people in a saved segment.
    fn segment(&mut self, node: &Node, segment: &str) -> Rendered<String> {
        let person = self.dialect.person();
        if let Some((people, _)) = self.segments.get(segment).filter(|_| !self.large) {
            return Ok(format!("SELECT {person} FROM {people}"));
        }
        match self.plan.segment(segment) {
            Some(found) => {
                let among = self.among(&found.root)?;
                Ok(self.people(&among))
            }
            None => Err(self.cannot(node, format!("the segment “{segment}”, which the plan does not hold"))),
        }
    }

    /// The people of whom a condition holds.
    pub(crate) fn people(&self, cond: &Cond) -> String {
        let person = self.dialect.person();
        match cond {
            Cond::True => format!("SELECT {person} FROM users"),
            cond => format!("SELECT {person} FROM users\n  WHERE {}", cond.write(4)),
        }
    }

    /// Everyone but those of a query.
    pub(crate) fn but(&self, query: &str) -> Cond {
        Cond::term(format!("{} NOT IN ({query})", self.dialect.person()))
    }

    /// Everyone but those of a query, as a query; or those themselves.
    pub(crate) fn people_or_others(&self, query: String, others: bool) -> String {
        if others {
            self.people(&self.but(&format!("\n    {}\n  ", query.replace('\n', "\n  "))))
        } else {
            query
        }
    }
}
