//! Case folding that needs nothing of an engine but `translate`: a text contains a folded part where it does with those letters
//! folded that the part is made of. All others may stay as they are: they fold to no letter of the part.

use muster_rules::text::fold;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// No letter beyond folds (Adlam, at U+1E900, is the last script with cases).
const LAST: u32 = 0x1_ffff;

/// Every character that folds to another, by what it folds to.
fn unfolded() -> &'static BTreeMap<char, Vec<char>> {
    static UNFOLDED: OnceLock<BTreeMap<char, Vec<char>>> = OnceLock::new();
    UNFOLDED.get_or_init(|| {
        let mut unfolded: BTreeMap<char, Vec<char>> = BTreeMap::new();
        for c in (0..=LAST).filter_map(char::from_u32) {
            let folded = if c.is_ascii() { Some(c.to_ascii_lowercase()) } else { fold(c.encode_utf8(&mut [0; 4])).chars().next() };
            if let Some(folded) = folded.filter(|folded| *folded != c) {
                unfolded.entry(folded).or_default().push(c);
            }
        }
        unfolded
    })
}

/// A part, and how to make texts comparable with it.
pub(crate) struct Folded {
    /// The part, folded.
    pub(crate) part: String,
    /// The letters of a text that have to be folded, and, in the same places, what to.
    pub(crate) letters: Option<(String, String)>,
}

/// What a text has to be compared with, regardless of case.
pub(crate) fn folded(part: &str) -> Folded {
    let part = fold(part);
    let mut wanted: Vec<char> = part.chars().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let (mut from, mut to) = (String::new(), String::new());
    for letter in wanted {
        for other in unfolded().get(&letter).into_iter().flatten() {
            from.push(*other);
            to.push(letter);
        }
    }
    Folded { part, letters: (!from.is_empty()).then_some((from, to)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_that_fold_into_a_part() {
        for (part, want) in [
            ("Ski", ("ski", Some(("IK\u{212a}S\u{17f}", "ikkss")))),
            ("12-!", ("12-!", None)),
            ("É", ("é", Some(("É", "é")))),
            ("ΣΑΣ", ("σασ", Some(("Ασ".replace('σ', "Σς").as_str(), "ασσ")))),
        ] {
            let got = folded(part);
            let letters = got.letters.as_ref().map(|(from, to)| (from.as_str(), to.as_str()));
            assert_eq!((got.part.as_str(), letters), want, "{part}");
        }
    }

    #[test]
    fn nothing_folds_beyond_the_last() {
        for c in (LAST + 1..=0x10_ffff).filter_map(char::from_u32) {
            assert_eq!(fold(c.encode_utf8(&mut [0; 4])), c.to_string());
        }
    }
}
