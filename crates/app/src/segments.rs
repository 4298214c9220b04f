//! Saved segments and their drafts.

use crate::dto::{AppError, Saved, SegmentCount, SegmentDoc, SegmentRow};
use crate::error::Result;
use crate::jobs::whole;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_engine::evaluate::members;
use muster_rules::document::{parse_document, read_value, write_document, Document};
use muster_rules::draft::Draft;
use muster_rules::error::RuleError;
use muster_rules::plan::Plan;
use muster_rules::resolve::resolve;
use muster_rules::schema::Catalog;
use muster_rules::sentence::{sentence, Words};
use muster_rules::time::{format_instant, Millis};
use muster_store::{Draft as StoredDraft, Segment, SegmentVersion};
use serde_json::{json, Value};

/// A saved segment with its count, as the command line lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentListing {
    /// Its name.
    pub name: String,
    /// The rule in plain words; what is wrong with it where it means nothing.
    pub sentence: String,
    /// People in it; none where its rule means nothing.
    pub people: Option<u64>,
    /// Its version.
    pub version: u32,
    /// When it was last changed.
    pub updated_at: Millis,
    /// Put away.
    pub archived: bool,
}

impl Workspace {
    /// The saved segments, the last edited first.
    pub fn segments(&self) -> Result<Vec<SegmentRow>> {
        let catalog = self.rules_catalog()?;
        let words = self.words(self.now());
        let rows = self.reading(|reader| Ok(reader.segments()?))?;
        let row = |(segment, draft): (Segment, Option<StoredDraft>)| SegmentRow {
            id: segment.id,
            sentence: said(&segment, &catalog, &words),
            unfinished: draft.as_ref().map_or(0, |draft| draft.unfinished),
            edited_at: format_instant(draft.map_or(segment.updated_at, |draft| draft.saved_at.max(segment.updated_at))),
            archived: segment.archived,
            name: segment.name,
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// The saved segments with their counts at an instant, by name.
    pub fn segment_listings(&self, now: Millis) -> Result<Vec<SegmentListing>> {
        let catalog = self.rules_catalog()?;
        let words = self.words(now);
        let rows = self.reading(|reader| Ok(reader.segments()?))?;
        let listing = |(segment, _): (Segment, Option<StoredDraft>)| {
            // A rule that means nothing here has no people to count; what is wrong with it is its sentence.
            let plan =
                parse_document(&segment.definition, &catalog).and_then(|document| resolve(&document.rule, &catalog, now, self.zone()));
            let people = plan.ok().map(|plan| self.people_of(&plan)).transpose()?;
            Ok(SegmentListing {
                sentence: said(&segment, &catalog, &words),
                people,
                name: segment.name,
                version: segment.version,
                updated_at: segment.updated_at,
                archived: segment.archived,
            })
        };
        let mut listings = rows.into_iter().map(listing).collect::<Result<Vec<_>>>()?;
        listings.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(listings)
    }

    /// How many people a saved segment has now.
    pub fn count_segment(&self, id: u32) -> Result<SegmentCount> {
        let (segment, catalog, everyone) = self.reading(|reader| Ok((reader.segment(id)?, reader.rules_catalog()?, reader.people()?)))?;
        let document = parse_document(&segment.definition, &catalog)?;
        let plan = resolve(&document.rule, &catalog, self.now(), self.zone())?;
        Ok(SegmentCount { id, people: whole(self.people_of(&plan)?), everyone: whole(everyone) })
    }

    fn people_of(&self, plan: &Plan) -> Result<u64> {
        let cancel = Cancel::new();
        self.store().read(&cancel, |reader| Ok(members(plan, reader, &self.cache, &cancel)?.len()))
    }

    /// A new, empty segment. The name is made unique.
    pub fn create_segment(&self, name: &str) -> Result<SegmentDoc> {
        let name = self.free_name(checked_name(name)?)?;
        let definition = write_document(&name, &json!({ "kind": "all", "of": [] }));
        let segment = self.store().create_segment(&name, &definition, self.clock())?;
        self.open_segment(segment.id)
    }

    fn free_name(&self, wanted: &str) -> Result<String> {
        let taken: Vec<String> = self.segments()?.into_iter().map(|row| row.name).collect();
        let candidates = std::iter::once(wanted.to_owned()).chain((2u32..).map(|n| format!("{wanted} {n}")));
        Ok(candidates.into_iter().find(|name| !taken.contains(name)).unwrap_or_else(|| wanted.to_owned()))
    }

    /// Opens a segment's draft: what was last on its canvas, or what its rule says.
    pub fn open_segment(&self, id: u32) -> Result<SegmentDoc> {
        let (segment, draft) = self.reading(|reader| Ok((reader.segment(id)?, reader.draft(id)?)))?;
        // A rule that was saved after the draft, by the command line, is what the segment is now.
        let current = draft.filter(|draft| draft.saved_at >= segment.updated_at && Draft::parse(&draft.draft).is_ok());
        let (draft, saved_at) = match current {
            Some(draft) => (draft.draft, draft.saved_at),
            None => (Draft::from_rule(&read_json(&segment)?).to_json().to_string(), segment.updated_at),
        };
        Ok(SegmentDoc { id, name: segment.name, draft, version: segment.version, saved_at: format_instant(saved_at) })
    }

    /// Saves a draft. The segment's rule follows where nothing in it is unfinished.
    pub fn save_draft(&self, id: u32, draft: &str) -> Result<Saved> {
        let (segment, catalog) = self.reading(|reader| Ok((reader.segment(id)?, reader.rules_catalog()?)))?;
        let compiled = Draft::parse(draft)?.compile(Some(&segment.name), &catalog, self.now(), self.zone())?;
        let rule_saved = compiled.unfinished == 0;
        let now = self.clock();
        let version =
            if rule_saved { self.store().save_segment(id, &write_document(&segment.name, &compiled.json), now)? } else { segment.version };
        // The draft is never older than the rule that it made.
        let saved_at = now.max(segment.updated_at);
        self.store().save_draft(id, &StoredDraft { draft: draft.to_owned(), saved_at, unfinished: whole(compiled.unfinished as u64) })?;
        Ok(Saved { version, saved_at: format_instant(saved_at), rule_saved })
    }

    /// Renames a segment.
    pub fn rename_segment(&self, id: u32, name: &str) -> Result<()> {
        let draft = self.reading(|reader| Ok(reader.draft(id)?))?;
        let now = self.clock();
        self.store().rename_segment(id, checked_name(name)?, now)?;
        match draft {
            // A rename is no newer rule than the draft.
            Some(draft) => Ok(self.store().save_draft(id, &StoredDraft { saved_at: draft.saved_at.max(now), ..draft })?),
            None => Ok(()),
        }
    }

    /// Copies a segment, draft and all.
    pub fn duplicate_segment(&self, id: u32) -> Result<SegmentDoc> {
        let doc = self.open_segment(id)?;
        let segment = self.reading(|reader| Ok(reader.segment(id)?))?;
        let name = self.free_name(&format!("{} copy", doc.name))?;
        let definition = write_document(&name, &read_json(&segment)?);
        let copy = self.store().create_segment(&name, &definition, self.clock())?;
        self.save_draft(copy.id, &doc.draft)?;
        self.open_segment(copy.id)
    }

    /// Puts a segment away, or back.
    pub fn archive_segment(&self, id: u32, archived: bool) -> Result<()> {
        let draft = self.reading(|reader| Ok(reader.draft(id)?))?;
        let now = self.clock();
        self.store().archive_segment(id, archived, now)?;
        match draft {
            Some(draft) => Ok(self.store().save_draft(id, &StoredDraft { saved_at: draft.saved_at.max(now), ..draft })?),
            None => Ok(()),
        }
    }

    /// Deletes a segment for good.
    pub fn delete_segment(&self, id: u32) -> Result<()> {
        Ok(self.store().delete_segment(id)?)
    }

    /// Saves a segment file: a new segment, or a new version of the one of that name. Answers its name and version.
    pub fn save_segment_file(&self, text: &str, now: Millis) -> Result<(String, u32)> {
        let mut catalog = self.rules_catalog()?;
        let document = parse_document(text, &catalog)?;
        // What contradicts itself only once a clock is there is refused as well. The segments that it refers to may come later:
        // a rule with one that is not there, or that leads back to itself, is refused when it is asked.
        let referred = document.rule.segments("where").into_iter();
        catalog.segments = referred.map(|(_, name)| (name.to_owned(), json!({ "kind": "all", "of": [] }))).collect();
        resolve(&document.rule, &catalog, now, self.zone())?;
        let Some(name) = document.name else {
            return Err(RuleError::missing(
                "segment",
                "name",
                "a segment that is saved needs a name: {\"muster\": 1, \"name\": …, \"where\": …}",
            )
            .into());
        };
        let name = checked_name(&name)?;
        let definition = write_document(name, &document.json);
        let known = self.segment_named(name);
        match known {
            Ok(segment) => Ok((name.to_owned(), self.store().save_segment(segment.id, &definition, self.clock())?)),
            Err(why) if why.code == crate::dto::ErrorCode::NotFound => {
                let segment = self.store().create_segment(name, &definition, self.clock())?;
                Ok((name.to_owned(), segment.version))
            }
            Err(why) => Err(why),
        }
    }

    /// A saved segment by its name.
    pub fn segment_named(&self, name: &str) -> Result<Segment> {
        self.reading(|reader| Ok(reader.segment_named(name)?))
    }

    /// A segment's versions, the first first.
    pub fn segment_history(&self, id: u32) -> Result<Vec<SegmentVersion>> {
        self.reading(|reader| Ok(reader.segment_history(id)?))
    }
}

/// A segment's rule; an error in it says whose it is.
pub(crate) fn read_definition(segment: &Segment, catalog: &Catalog) -> Result<Document> {
    let inside = |why: RuleError| RuleError { path: format!("segment({}).{}", segment.name, why.path), ..why };
    Ok(parse_document(&segment.definition, catalog).map_err(inside)?)
}

/// A segment's rule as it was written: also one that no longer means anything can be opened and mended.
fn read_json(segment: &Segment) -> Result<Value> {
    let definition = read_value(&segment.definition)?;
    Ok(definition.get("where").cloned().unwrap_or(definition))
}

fn said(segment: &Segment, catalog: &Catalog, words: &Words) -> String {
    match parse_document(&segment.definition, catalog) {
        Ok(document) => sentence(&document.rule, words),
        Err(why) => format!("This rule is not understood: {why}"),
    }
}

fn checked_name(name: &str) -> Result<&str> {
    let name = name.trim();
    if name.is_empty() {
        return Err(AppError::new(crate::dto::ErrorCode::Rule, "A segment needs a name."));
    }
    if name.chars().count() > 200 {
        return Err(AppError::new(crate::dto::ErrorCode::Rule, "A segment's name has at most 200 characters."));
    }
    Ok(name)
}
