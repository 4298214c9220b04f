//! Reading the data for conditions on people, of everyone or of one person alone.

use super::{combined, history, measures, membership, pick, profile, rank, regular, related, sequence, EvaluateError};
use crate::cache::{Cache, Key};
use crate::cancel::Cancel;
use crate::source::{AskedColumn, SourceError};
use crate::source::{Cell, Event, FieldValue, Ordinal, RowNumber, Source, Stood};
use muster_rules::plan::{Ask, Column, EventNames, Node, NodeKind, Plan, UserColumn};
use muster_rules::time::{Millis, Span, Zone};
use roaring::RoaringBitmap;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

/// What conditions read with. The same code answers for everyone and for one person: restricted to one, it sees that person's rows alone.
pub(crate) struct Reading<'r> {
    pub(crate) plan: &'r Plan,
    source: &'r dyn Source,
    cache: &'r Cache,
    cancel: &'r Cancel,
    /// Everyone in the workspace.
    all: Arc<RoaringBitmap>,
    /// Whom conditions are asked of.
    asked: Arc<RoaringBitmap>,
    /// The one person, where there is but one.
    only: Option<Ordinal>,
    /// Who of those asked is in each saved segment that was asked for.
    segments: Rc<RefCell<HashMap<String, Arc<RoaringBitmap>>>>,
}

impl<'r> Reading<'r> {
    pub(crate) fn new(plan: &'r Plan, source: &'r dyn Source, cache: &'r Cache, cancel: &'r Cancel) -> Result<Self, EvaluateError> {
        let all = Arc::new(source.everyone()?);
        Ok(Reading { plan, source, cache, cancel, asked: Arc::clone(&all), all, only: None, segments: Rc::default() })
    }

    /// The same, of one person.
    pub(crate) fn of(&self, person: Ordinal) -> Reading<'r> {
        let asked = self.all.contains(person).then_some(person).into_iter().collect();
        Reading { asked: Arc::new(asked), only: Some(person), all: Arc::clone(&self.all), segments: Rc::default(), ..*self }
    }

    /// The same, of everyone.
    pub(crate) fn whole(&self) -> Reading<'r> {
        let segments = if self.only.is_none() { Rc::clone(&self.segments) } else { Rc::default() };
        Reading { asked: Arc::clone(&self.all), only: None, all: Arc::clone(&self.all), segments, ..*self }
    }

    /// Whom conditions are asked of.
    pub(crate) fn everyone(&self) -> &Arc<RoaringBitmap> {
        &self.asked
    }

    pub(crate) fn zone(&self) -> Zone {
        self.plan.zone
    }

    /// One more than the greatest ordinal asked of: what a counter for each person needs.
    pub(crate) fn size(&self) -> usize {
        self.asked.max().map_or(0, |last| last as usize + 1)
    }

    /// Who passes a condition, leaving out what cannot change that.
    pub(crate) fn users(&self, node: &Node) -> Result<Arc<RoaringBitmap>, EvaluateError> {
        match &node.kind {
            NodeKind::All(of) => {
                let mut left = (*self.asked).clone();
                for part in of {
                    if left.is_empty() {
                        break;
                    }
                    left &= &*self.users(part)?;
                }
                Ok(Arc::new(left))
            }
            NodeKind::Any(of) => {
                let mut found = RoaringBitmap::new();
                for part in of {
                    if found.len() == self.asked.len() {
                        break;
                    }
                    found |= &*self.users(part)?;
                }
                Ok(Arc::new(found))
            }
            _ => {
                let parts = node.parts().iter().map(|part| self.users(part)).collect::<Result<Vec<_>, _>>()?;
                match combined(&node.kind, &self.asked, &parts) {
                    Some(people) => Ok(Arc::new(people)),
                    None => self.leaf(node),
                }
            }
        }
    }

    /// Who is in a saved segment; `None` where the plan has none of this name.
    pub(super) fn segment(&self, name: &str) -> Result<Option<Arc<RoaringBitmap>>, EvaluateError> {
        let known = |name: &str| self.segments.borrow().get(name).cloned();
        if let Some(people) = known(name) {
            return Ok(Some(people));
        }
        // In the plan's order a segment comes after those that it refers to: a long chain of them is no deep recursion.
        for segment in &self.plan.segments {
            if known(&segment.name).is_none() {
                let people = self.users(&segment.root)?;
                self.segments.borrow_mut().insert(segment.name.clone(), people);
            }
            if segment.name == name {
                break;
            }
        }
        Ok(known(name))
    }

    /// Who passes a condition that asks the data; of everyone, the result is kept.
    pub(crate) fn leaf(&self, node: &Node) -> Result<Arc<RoaringBitmap>, EvaluateError> {
        self.kept("", node, || match &node.kind {
            NodeKind::Field { column: Column::User(column), test } => profile::field(self, *column, test),
            NodeKind::Property { property, at, test } => profile::property(self, property, *at, test),
            NodeKind::Event(event) => match &event.ask {
                Ask::Measure { measure, test } => measures::passing(self, &event.events, measure, test),
                Ask::Pick { pick, having } => pick::passing(self, &event.events, *pick, having),
            },
            NodeKind::Sequence(sequence) => sequence::passing(self, node, sequence),
            NodeKind::Regular(regular) => regular::passing(self, regular),
            NodeKind::Changed(changed) => history::changed(self, changed),
            NodeKind::Ever(ever) => history::ever(self, ever),
            NodeKind::Rank(rank) => rank::passing(self, rank),
            NodeKind::Related(related) => related::of_users(self, related),
            NodeKind::Segment { name, .. } => membership::segment(self, name, node),
            NodeKind::List { name } => membership::list(self, name),
            NodeKind::Consent { purpose, state, at } => membership::consent(self, purpose, *state, *at),
            NodeKind::All(_)
            | NodeKind::Any(_)
            | NodeKind::Not(_)
            | NodeKind::AtLeast { .. }
            | NodeKind::Field { .. }
            | NodeKind::EventProperty { .. }
            | NodeKind::Time { .. } => Err(EvaluateError::misplaced(node)),
        })
    }

    /// What `make` makes for a node, from the cache where it is there; `kind` tells rows of one kind from those of another.
    pub(super) fn kept(
        &self,
        kind: &str,
        node: &Node,
        make: impl FnOnce() -> Result<RoaringBitmap, EvaluateError>,
    ) -> Result<Arc<RoaringBitmap>, EvaluateError> {
        self.check()?;
        let key =
            Key { generation: self.source.generation(), zone: self.plan.zone.name(), fingerprint: format!("{kind}{}", node.fingerprint()) };
        if let Some(known) = self.cache.get(&key) {
            return Ok(if self.only.is_none() { known } else { Arc::new(&*known & &*self.asked) });
        }
        let made = Arc::new(make()?);
        // A reading that was asked to stop has seen only a part.
        self.check()?;
        // One person's rows are no result that anyone else asks for.
        if self.only.is_none() {
            self.cache.put(key, Arc::clone(&made));
        }
        Ok(made)
    }

    /// Fails where nobody waits for the result any more.
    pub(crate) fn check(&self) -> Result<(), EvaluateError> {
        if self.cancel.is_cancelled() {
            Err(EvaluateError::Cancelled)
        } else {
            Ok(())
        }
    }

    /// Whether to read on. Asked for every item: a relaxed load.
    fn flow(&self) -> ControlFlow<()> {
        if self.cancel.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn asks(&self, user: Ordinal) -> bool {
        self.only.is_none_or(|only| only == user)
    }

    /// The end of every reading: one that was broken off is none.
    fn read(&self, result: Result<(), SourceError>) -> Result<(), EvaluateError> {
        result?;
        self.check()
    }

    /// A profile column's values.
    pub(crate) fn fields(&self, column: UserColumn, mut visit: impl FnMut(Ordinal, FieldValue<'_>)) -> Result<(), EvaluateError> {
        self.read(self.source.field_values(column, &mut |(user, value)| {
            if self.asks(user) {
                visit(user, value);
            }
            self.flow()
        }))
    }

    /// The values of the user property of this very name.
    pub(crate) fn properties(&self, name: &str, at: Millis, mut visit: impl FnMut(Ordinal, &str)) -> Result<(), EvaluateError> {
        self.read(self.source.property_values(name, at, &mut |(user, json)| {
            if self.asks(user) {
                visit(user, json);
            }
            self.flow()
        }))
    }

    /// Events by name and time.
    pub(crate) fn events(
        &self,
        names: &EventNames,
        window: Span,
        properties: bool,
        mut visit: impl FnMut(Event<'_>),
    ) -> Result<(), EvaluateError> {
        if window.is_empty() {
            return Ok(());
        }
        self.read(self.source.events(names, window, properties, &mut |event| {
            if self.asks(event.user) {
                visit(event);
            }
            self.flow()
        }))
    }

    /// The history of the user property of this very name.
    pub(crate) fn history(&self, name: &str, mut visit: impl FnMut(Stood<'_>)) -> Result<(), EvaluateError> {
        self.read(self.source.property_history(name, &mut |stood| {
            if self.asks(stood.user) {
                visit(stood);
            }
            self.flow()
        }))
    }

    /// Who is on a list.
    pub(crate) fn list(&self, name: &str) -> Result<RoaringBitmap, EvaluateError> {
        Ok(self.source.list_members(name)? & &*self.asked)
    }

    /// The latest consent records at an instant: whether each is given.
    pub(crate) fn consent(&self, purpose: &str, at: Millis, mut visit: impl FnMut(Ordinal, bool)) -> Result<(), EvaluateError> {
        self.read(self.source.consent(purpose, at, &mut |(user, given)| {
            if self.asks(user) {
                visit(user, given);
            }
            self.flow()
        }))
    }

    /// Since when a person's latest consent record at an instant holds, where that is known.
    pub(crate) fn consent_since(&self, purpose: &str, at: Millis, user: Ordinal) -> Result<Option<Millis>, EvaluateError> {
        Ok(self.source.consent_since(purpose, at, user)?)
    }

    /// The rows of a custom table: of all people, whomever conditions are asked of.
    pub(crate) fn table(
        &self,
        table: &str,
        columns: &[AskedColumn<'_>],
        mut visit: impl FnMut(RowNumber, &[Cell<'_>]),
    ) -> Result<(), EvaluateError> {
        self.read(self.source.table_rows(table, columns, &mut |row, cells| {
            visit(row, cells);
            self.flow()
        }))
    }
}
