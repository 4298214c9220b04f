//! Saved segments and their drafts.

use serde::{Deserialize, Serialize};
use specta::Type;

/// A row of the list of segments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SegmentRow {
    /// What the other commands take.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// The rule in plain words.
    pub sentence: String,
    /// Conditions in the draft that are not finished yet; the saved rule is then the last finished one.
    pub unfinished: u32,
    /// When it was last edited.
    pub edited_at: String,
    /// Put away; not counted and not offered.
    pub archived: bool,
}

/// How many people a segment has now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SegmentCount {
    /// Which segment.
    pub id: u32,
    /// People in it.
    pub people: u32,
    /// Everyone.
    pub everyone: u32,
}

/// A segment opened in the editor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SegmentDoc {
    /// Its id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// The builder's tree as JSON text (`docs/draft.md`).
    pub draft: String,
    /// How many times its rule was saved.
    pub version: u32,
    /// When the draft was last saved.
    pub saved_at: String,
}

/// Said after every autosave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Saved {
    /// The version that the saved rule now has.
    pub version: u32,
    /// When.
    pub saved_at: String,
    /// False while something in the draft is unfinished: the draft is kept, and the segment's rule stays the last finished one.
    pub rule_saved: bool,
}
