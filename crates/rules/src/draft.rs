//! The builder's draft (`docs/draft.md`): what is on the canvas, finished or not, and the rule it makes.

use crate::condition::Condition;
use crate::document::read_value;
use crate::error::RuleError;
use crate::parse::{parse_condition, MAX_CONDITIONS, MAX_NESTING};
use crate::resolve::resolve_as;
use crate::schema::Catalog;
use crate::sentence::{clause, Words};
use crate::time::{Millis, Zone};
use serde_json::{json, Map, Value};

/// The draft's format version.
pub const VERSION: u64 = 1;

/// A draft, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The top group; never left out.
    pub root: Group,
}

/// A part of a group.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftNode {
    /// A group inside it.
    Group(Group),
    /// A condition.
    Card(Card),
}

/// A group of the canvas.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Unique in the draft.
    pub id: String,
    /// How its parts are joined.
    pub kind: GroupKind,
    /// Its parts in order.
    pub of: Vec<DraftNode>,
    /// Left out by the person.
    pub muted: bool,
    /// Only its header is shown.
    pub collapsed: bool,
}

/// How the parts of a group are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// Every one holds.
    All,
    /// One is enough.
    Any,
    /// Not a single one.
    None,
    /// As many as said.
    AtLeast(u32),
}

/// A condition of the canvas.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Unique in the draft.
    pub id: String,
    /// A condition of the rule language that is no group; keys may be missing.
    pub condition: Value,
    /// Left out by the person.
    pub muted: bool,
}

/// How a card or group stands in the rule that the draft makes.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeStatus {
    /// Its id.
    pub id: String,
    /// Whether it is in the rule, and if not, why.
    pub state: NodeState,
    /// The condition as a clause, where it means something.
    pub sentence: Option<String>,
}

/// Whether a node is in the rule.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeState {
    /// At this path of the rule.
    In {
        /// `where.of[0]`
        path: String,
    },
    /// Left out: something is missing.
    Incomplete(RuleError),
    /// Left out: it means nothing.
    Failed(RuleError),
    /// Left out: muted, itself or with a group around it.
    Muted,
    /// Left out: nothing in the group is in.
    Empty,
}

/// The rule that a draft makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// As JSON of the rule language, complete.
    pub json: Value,
    /// The same, checked.
    pub rule: Condition,
    /// How every node stands, parents first.
    pub nodes: Vec<NodeStatus>,
    /// Incomplete and failed nodes that are not muted.
    pub unfinished: usize,
    /// Nodes that the person muted (not those inside them).
    pub muted: usize,
}

/// A draft that is none.
fn bad(reason: impl Into<String>) -> RuleError {
    RuleError::at("draft", reason)
}

impl Draft {
    /// A draft with an empty All group.
    pub fn empty() -> Self {
        Draft { root: Group { id: "root".into(), kind: GroupKind::All, of: Vec::new(), muted: false, collapsed: false } }
    }

    /// Reads a draft.
    pub fn parse(text: &str) -> Result<Draft, RuleError> {
        let value = read_value(text)?;
        if value.get("muster_draft").and_then(Value::as_u64) != Some(VERSION) {
            return Err(bad(format!("is no draft of version {VERSION}")));
        }
        let root = value.get("root").ok_or_else(|| bad("has no root"))?;
        let mut nodes = 0;
        match read_node(root, 0, &mut nodes)? {
            DraftNode::Group(root) => Ok(Draft { root }),
            DraftNode::Card(_) => Err(bad("its root is no group")),
        }
    }

    /// Its JSON.
    pub fn to_json(&self) -> Value {
        json!({ "muster_draft": VERSION, "root": write_group(&self.root) })
    }

    /// The draft of a rule: what opening a saved segment shows.
    pub fn from_rule(rule: &Value) -> Draft {
        let mut next = 0;
        match node_of(rule, &mut next) {
            DraftNode::Group(root) => Draft { root },
            DraftNode::Card(_) => {
                let mut draft = Draft::empty();
                // The group around it is the root: the card has the next id.
                next = 1;
                draft.root.of.push(node_of(rule, &mut next));
                draft
            }
        }
    }

    /// The rule it makes at this `now`, and what is left out of it. `segment`: whose rule it is to be, so that one that leads back to itself fails.
    /// Fails only where the whole is beyond a limit.
    pub fn compile(&self, segment: Option<&str>, catalog: &Catalog, now: Millis, zone: Zone) -> Result<Compiled, RuleError> {
        let mut compiler =
            Compiler { segment, now, zone, words: Words::new(now, zone), catalog, nodes: Vec::new(), unfinished: 0, muted: 0 };
        let json = match compiler.group(&self.root, "where", false, true) {
            Some(json) => json,
            None => json!({ "kind": "all", "of": [] }),
        };
        let rule = parse_condition(&json, "where", catalog)?;
        Ok(Compiled { json, rule, nodes: compiler.nodes, unfinished: compiler.unfinished, muted: compiler.muted })
    }
}

struct Compiler<'c> {
    segment: Option<&'c str>,
    catalog: &'c Catalog,
    now: Millis,
    zone: Zone,
    words: Words,
    nodes: Vec<NodeStatus>,
    unfinished: usize,
    muted: usize,
}

impl Compiler<'_> {
    /// `path`: where the node will stand. `muted`: something around it is.
    fn node(&mut self, node: &DraftNode, path: &str, muted: bool) -> Option<Value> {
        match node {
            DraftNode::Group(group) => self.group(group, path, muted, false),
            DraftNode::Card(card) => self.card(card, path, muted),
        }
    }

    fn group(&mut self, group: &Group, path: &str, muted: bool, root: bool) -> Option<Value> {
        let at = self.nodes.len();
        let own_mute = group.muted && !root;
        if own_mute && !muted {
            self.muted += 1;
        }
        let muted = muted || own_mute;
        self.nodes.push(NodeStatus { id: group.id.clone(), state: NodeState::Muted, sentence: None });
        let list_path = if group.kind == GroupKind::None { format!("{path}.of") } else { path.to_owned() };
        let mut of = Vec::new();
        for node in &group.of {
            of.extend(self.node(node, &format!("{list_path}.of[{}]", of.len()), muted));
        }
        if muted {
            return None;
        }
        let (state, json) = match group.kind {
            _ if of.is_empty() && root => (NodeState::In { path: path.to_owned() }, None),
            _ if of.is_empty() => (NodeState::Empty, None),
            GroupKind::All => (NodeState::In { path: path.to_owned() }, Some(json!({ "kind": "all", "of": of }))),
            GroupKind::Any => (NodeState::In { path: path.to_owned() }, Some(json!({ "kind": "any", "of": of }))),
            GroupKind::None => (NodeState::In { path: path.to_owned() }, Some(json!({ "kind": "not", "of": { "kind": "any", "of": of } }))),
            GroupKind::AtLeast(n) if n as usize <= of.len() && n >= 1 => {
                (NodeState::In { path: path.to_owned() }, Some(json!({ "kind": "at_least", "n": n, "of": of })))
            }
            GroupKind::AtLeast(n) => {
                self.unfinished += 1;
                self.leave_out_inside(at + 1);
                let why = RuleError::at(format!("{path}.n"), format!("asks for {n} of {} conditions", of.len()))
                    .hint("add conditions or ask for fewer");
                (NodeState::Failed(why), None)
            }
        };
        self.nodes[at].state = state;
        json
    }

    /// The nodes inside a failed group are not in the rule either.
    fn leave_out_inside(&mut self, from: usize) {
        for node in &mut self.nodes[from..] {
            if let NodeState::In { path } = &node.state {
                node.state = NodeState::Failed(RuleError::at(path.clone(), "the group around it cannot be counted"));
            }
        }
    }

    fn card(&mut self, card: &Card, path: &str, muted: bool) -> Option<Value> {
        let checked = parse_condition(&card.condition, path, self.catalog)
            .and_then(|rule| resolve_as(self.segment, &rule, self.catalog, self.now, self.zone).map(|_| rule));
        let sentence = checked.as_ref().ok().map(|rule| clause(rule, &self.words, path));
        let state = match &checked {
            _ if muted => NodeState::Muted,
            _ if card.muted => {
                self.muted += 1;
                NodeState::Muted
            }
            Ok(_) => NodeState::In { path: path.to_owned() },
            Err(why) => {
                self.unfinished += 1;
                if why.missing.is_some() {
                    NodeState::Incomplete(why.clone())
                } else {
                    NodeState::Failed(why.clone())
                }
            }
        };
        let counts = matches!(state, NodeState::In { .. });
        self.nodes.push(NodeStatus { id: card.id.clone(), state, sentence });
        counts.then(|| card.condition.clone())
    }
}

fn read_node(json: &Value, depth: usize, nodes: &mut usize) -> Result<DraftNode, RuleError> {
    *nodes += 1;
    if depth > MAX_NESTING || *nodes > MAX_CONDITIONS {
        return Err(bad(format!("has more than {MAX_CONDITIONS} conditions, or nests deeper than {MAX_NESTING}")));
    }
    let object = json.as_object().ok_or_else(|| bad("a node is an object"))?;
    let id = object.get("id").and_then(Value::as_str).ok_or_else(|| bad("a node has no id"))?.to_owned();
    let flag = |key: &str| object.get(key).and_then(Value::as_bool).unwrap_or(false);
    if let Some(condition) = object.get("card") {
        return Ok(DraftNode::Card(Card { id, condition: condition.clone(), muted: flag("muted") }));
    }
    let kind = match object.get("group").and_then(Value::as_str) {
        Some("all") => GroupKind::All,
        Some("any") => GroupKind::Any,
        Some("none") => GroupKind::None,
        Some("at_least") => GroupKind::AtLeast(object.get("n").and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok()).unwrap_or(1)),
        _ => return Err(bad("a node is neither a card nor a group")),
    };
    let of = object.get("of").and_then(Value::as_array).ok_or_else(|| bad("a group has no parts"))?;
    let of = of.iter().map(|part| read_node(part, depth + 1, nodes)).collect::<Result<_, _>>()?;
    Ok(DraftNode::Group(Group { id, kind, of, muted: flag("muted"), collapsed: flag("collapsed") }))
}

fn write_group(group: &Group) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), json!(group.id));
    let word = match group.kind {
        GroupKind::All => "all",
        GroupKind::Any => "any",
        GroupKind::None => "none",
        GroupKind::AtLeast(n) => {
            object.insert("n".into(), json!(n));
            "at_least"
        }
    };
    object.insert("group".into(), json!(word));
    let of: Vec<Value> = group
        .of
        .iter()
        .map(|node| match node {
            DraftNode::Group(group) => write_group(group),
            DraftNode::Card(card) if card.muted => json!({ "id": card.id, "card": card.condition, "muted": true }),
            DraftNode::Card(card) => json!({ "id": card.id, "card": card.condition }),
        })
        .collect();
    object.insert("of".into(), Value::Array(of));
    for (key, set) in [("muted", group.muted), ("collapsed", group.collapsed)] {
        if set {
            object.insert(key.into(), json!(true));
        }
    }
    Value::Object(object)
}

fn node_of(rule: &Value, next: &mut usize) -> DraftNode {
    let id = match *next {
        0 => "root".to_owned(),
        n => format!("n{n}"),
    };
    *next += 1;
    let parts = |rule: &Value| rule.get("of").and_then(Value::as_array).cloned();
    let (kind, of) = match rule.get("kind").and_then(Value::as_str) {
        Some("all") => (GroupKind::All, parts(rule)),
        Some("any") => (GroupKind::Any, parts(rule)),
        Some("at_least") => {
            let n = rule.get("n").and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
            (GroupKind::AtLeast(n), parts(rule))
        }
        Some("not") => {
            let inner = rule.get("of").cloned().unwrap_or(Value::Null);
            let of = match inner.get("kind").and_then(Value::as_str) {
                // An empty `any` is never, its negation always: kept as it is, for an empty group would be left out.
                Some("any") if parts(&inner).is_some_and(|of| !of.is_empty()) => parts(&inner),
                _ => Some(vec![inner]),
            };
            (GroupKind::None, of)
        }
        _ => (GroupKind::All, None),
    };
    // A draft's empty group is left out, but an empty `any` in a rule is nobody: kept as it is, on a card of its own.
    let of = of.filter(|of| !of.is_empty() || (kind == GroupKind::All && id == "root"));
    match of {
        Some(of) => {
            DraftNode::Group(Group { id, kind, of: of.iter().map(|part| node_of(part, next)).collect(), muted: false, collapsed: false })
        }
        None => DraftNode::Card(Card { id, condition: rule.clone(), muted: false }),
    }
}

#[cfg(test)]
mod tests;
