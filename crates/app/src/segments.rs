//! Saved segments and their drafts.

use crate::dto::{AppError, Saved, SegmentCount, SegmentDoc, SegmentRow};
use crate::error::Result;
use crate::jobs::whole;
use crate::workspace::Workspace;
use muster_engine::cancel::Cancel;
use muster_engine::evaluate::members;
use muster_rules::condition::Condition;
use muster_rules::document::{parse_document, write_document, Document};
use muster_rules::draft::Draft;
use muster_rules::error::RuleError;
use muster_rules::resolve::resolve;
use muster_rules::sentence::sentence;
use muster_rules::time::{format_instant, Millis};
use muster_store::{Draft as StoredDraft, Segment, SegmentVersion};
use serde_json::json;

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
        let rows = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.segments()?))?;
        let row = |(segment, draft): (Segment, Option<StoredDraft>)| SegmentRow {
            id: segment.id,
            sentence: said(&segment),
            unfinished: draft.as_ref().map_or(0, |draft| draft.unfinished),
            edited_at: format_instant(draft.map_or(segment.updated_at, |draft| draft.saved_at.max(segment.updated_at))),
            archived: segment.archived,
            name: segment.name,
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// The saved segments with their counts at an instant, by name.
    pub fn segment_listings(&self, now: Millis) -> Result<Vec<SegmentListing>> {
        let rows = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.segments()?))?;
        let listing = |(segment, _): (Segment, Option<StoredDraft>)| {
            let people = match parse_document(&segment.definition) {
                Ok(document) => Some(self.people_of(&document.rule, now)?),
                Err(_) => None,
            };
            Ok(SegmentListing {
                sentence: said(&segment),
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
        let segment = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.segment(id)?))?;
        let document = parse_document(&segment.definition)?;
        let everyone = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.people()?))?;
        Ok(SegmentCount { id, people: whole(self.people_of(&document.rule, self.now())?), everyone: whole(everyone) })
    }

    fn people_of(&self, rule: &Condition, now: Millis) -> Result<u64> {
        let plan = resolve(rule, now, self.zone())?;
        let cancel = Cancel::new();
        self.store().read(&cancel, |reader| Ok(members(&plan, reader, &self.cache, &cancel)?.len()))
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
        let (segment, draft) = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>((reader.segment(id)?, reader.draft(id)?)))?;
        // A rule that was saved after the draft, by the command line, is what the segment is now.
        let current = draft.filter(|draft| draft.saved_at >= segment.updated_at && Draft::parse(&draft.draft).is_ok());
        let (draft, saved_at) = match current {
            Some(draft) => (draft.draft, draft.saved_at),
            None => (Draft::from_rule(&read_definition(&segment)?.json).to_json().to_string(), segment.updated_at),
        };
        Ok(SegmentDoc { id, name: segment.name, draft, version: segment.version, saved_at: format_instant(saved_at) })
    }

    /// Saves a draft. The segment's rule follows where nothing in it is unfinished.
    pub fn save_draft(&self, id: u32, draft: &str) -> Result<Saved> {
        let compiled = Draft::parse(draft)?.compile(self.now(), self.zone())?;
        let segment = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.segment(id)?))?;
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
        let draft = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.draft(id)?))?;
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
        let segment = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.segment(id)?))?;
        let name = self.free_name(&format!("{} copy", doc.name))?;
        let definition = write_document(&name, &read_definition(&segment)?.json);
        let copy = self.store().create_segment(&name, &definition, self.clock())?;
        self.save_draft(copy.id, &doc.draft)?;
        self.open_segment(copy.id)
    }

    /// Puts a segment away, or back.
    pub fn archive_segment(&self, id: u32, archived: bool) -> Result<()> {
        let draft = self.store().read(&Cancel::new(), |reader| Ok::<_, AppError>(reader.draft(id)?))?;
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
        let document = parse_document(text)?;
        // What contradicts itself only once a clock is there is refused as well.
        resolve(&document.rule, now, self.zone())?;
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
        self.store().read(&Cancel::new(), |reader| Ok(reader.segment_named(name)?))
    }

    /// A segment's versions, the first first.
    pub fn segment_history(&self, id: u32) -> Result<Vec<SegmentVersion>> {
        self.store().read(&Cancel::new(), |reader| Ok(reader.segment_history(id)?))
    }
}

/// A segment's rule; an error in it says whose it is.
pub(crate) fn read_definition(segment: &Segment) -> Result<Document> {
    parse_document(&segment.definition).map_err(|why| RuleError { path: format!("segment({}).{}", segment.name, why.path), ..why }.into())
}

fn said(segment: &Segment) -> String {
    match parse_document(&segment.definition) {
        Ok(document) => sentence(&document.rule),
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
