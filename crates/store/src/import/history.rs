//! The history of one property (or consent) of one user: what incoming rows do to it. Pure.

use muster_rules::time::Millis;

/// A row of a history.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Held<V> {
    /// Its `updated_at`, or the clock of its import where it had none.
    pub(super) begins: Millis,
    /// It had an `updated_at`.
    pub(super) dated: bool,
    /// `None`: a removal.
    pub(super) value: Option<V>,
}

/// A row that comes in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Incoming<V> {
    /// Which of the import's rows it came from.
    pub(super) seq: u32,
    /// What it says.
    pub(super) row: Held<V>,
}

/// What became of an incoming row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is a new row of the history.
    Added,
    /// It took the place of the row that began at the same instant.
    Updated,
    /// It changed nothing.
    Duplicate,
}

/// Whether an undated row that is the earliest one holds since ever (properties), or from the import's clock (consent).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Undated {
    SinceEver,
    FromClock,
}

/// Since when the row at `at` holds; `None`: since ever.
pub(super) fn holds_from<V>(history: &[Held<V>], at: usize, undated: Undated) -> Option<Millis> {
    let row = &history[at];
    (at > 0 || row.dated || undated == Undated::FromClock).then_some(row.begins)
}

/// The value at an instant.
fn value_at<V>(history: &[Held<V>], t: Millis, undated: Undated) -> Option<&V> {
    let begun = (0..history.len()).rev().find(|at| holds_from(history, *at, undated).is_none_or(|from| from <= t))?;
    history[begun].value.as_ref()
}

/// Brings incoming rows into a history (ascending by `begins`, and kept so), and says what became of each.
///
/// Of rows that begin at the same instant the last one stands, and the others never were. Dated rows are brought in first: an undated one
/// says what holds at the import's clock, whatever line it stands on, and so the same rows again change nothing.
pub(super) fn bring_in<V: PartialEq>(
    history: &mut Vec<Held<V>>,
    mut incoming: Vec<Incoming<V>>,
    clock: Millis,
    undated: Undated,
    mut outcome: impl FnMut(u32, Outcome),
) {
    incoming.sort_by_key(|row| (row.row.begins, row.seq));
    let mut last: Vec<Incoming<V>> = Vec::with_capacity(incoming.len());
    for row in incoming {
        if last.last().is_some_and(|before| before.row == row.row) {
            outcome(row.seq, Outcome::Duplicate);
            continue;
        }
        if last.last().is_some_and(|before| before.row.begins == row.row.begins) {
            outcome(last.pop().map_or(row.seq, |before| before.seq), Outcome::Duplicate);
        }
        last.push(row);
    }
    last.sort_by_key(|row| !row.row.dated);
    for Incoming { seq, row } in last {
        if !row.dated && value_at(history, clock, undated) == row.value.as_ref() {
            outcome(seq, Outcome::Duplicate);
            continue;
        }
        match history.binary_search_by_key(&row.begins, |held| held.begins) {
            Ok(at) if history[at] == row => outcome(seq, Outcome::Duplicate),
            Ok(at) => {
                history[at] = row;
                outcome(seq, Outcome::Updated);
            }
            Err(at) => {
                history.insert(at, row);
                outcome(seq, Outcome::Added);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// `5=a` dated at 5, `a` undated, `-` a removal.
    fn row(text: &str, clock: Millis) -> Held<String> {
        let (begins, dated, value) = match text.split_once('=') {
            Some((at, value)) => (at.parse().unwrap(), true, value),
            None => (clock, false, text),
        };
        Held { begins, dated, value: (value != "-").then(|| value.to_owned()) }
    }

    fn import(history: &mut Vec<Held<String>>, rows: &str, clock: Millis) -> String {
        let incoming: Vec<_> =
            rows.split_whitespace().enumerate().map(|(seq, text)| Incoming { seq: seq as u32, row: row(text, clock) }).collect();
        let mut outcomes = vec!["?"; incoming.len()];
        bring_in(history, incoming, clock, Undated::SinceEver, |seq, outcome| {
            outcomes[seq as usize] = match outcome {
                Outcome::Added => "a",
                Outcome::Updated => "u",
                Outcome::Duplicate => "d",
            }
        });
        outcomes.concat()
    }

    fn shown(history: &[Held<String>]) -> String {
        let rows = (0..history.len()).map(|at| {
            let from = holds_from(history, at, Undated::SinceEver).map_or("ever".to_owned(), |from| from.to_string());
            format!("{from}:{}", history[at].value.as_deref().unwrap_or("-"))
        });
        rows.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn histories() {
        // imports (clock | rows), history afterwards, outcomes of the last import; every last import again, later, changes nothing
        type Case<'c> = (&'c [(Millis, &'c str)], &'c str, &'c str);
        let cases: &[Case<'_>] = &[
            (&[(10, "a")], "ever:a", "a"),
            (&[(10, "5=a")], "5:a", "a"),
            (&[(10, "a"), (20, "b")], "ever:a 20:b", "a"),
            (&[(10, "a"), (20, "a")], "ever:a", "d"),
            (&[(10, "a"), (20, "5=b")], "5:b 10:a", "a"),
            (&[(10, "a"), (20, "15=b")], "ever:a 15:b", "a"),
            (&[(10, "a"), (20, "5=a")], "5:a 10:a", "a"),
            (&[(10, "5=a"), (20, "a")], "5:a", "d"),
            (&[(10, "5=a"), (20, "b")], "5:a 20:b", "a"),
            (&[(10, "5=a"), (20, "5=b")], "5:b", "u"),
            (&[(10, "5=a"), (20, "5=a")], "5:a", "d"),
            (&[(10, "5=a 5=b")], "5:b", "da"),
            // of the same row twice the first counts
            (&[(10, "5=a 5=a")], "5:a", "ad"),
            (&[(10, "a a")], "ever:a", "ad"),
            (&[(10, "5=a"), (20, "5=-")], "5:-", "u"),
            (&[(10, "-")], "", "d"),
            (&[(10, "5=-")], "5:-", "a"),
            (&[(10, "a"), (20, "-")], "ever:a 20:-", "a"),
            (&[(10, "a"), (20, "-"), (30, "a")], "ever:a 20:- 30:a", "a"),
            // a removal that came earlier, dated, ends "since ever"
            (&[(10, "a"), (20, "5=-")], "5:- 10:a", "a"),
            // an undated row where only later ones are known is the earliest: since ever
            (&[(10, "15=a"), (12, "b")], "ever:b 15:a", "a"),
            // at the same instant the later imported stands, also of an undated and a dated one
            (&[(10, "a"), (20, "10=b")], "10:b", "u"),
            (&[(10, "a"), (20, "10=a")], "10:a", "u"),
            (&[(10, "10=a"), (10, "b")], "ever:b", "u"),
            (&[(10, "10=a b")], "ever:b", "da"),
            // an undated row says what holds at the clock, on whatever line it stands
            (&[(10, "a 5=a")], "5:a", "da"),
            (&[(10, "3=a a 5=b")], "3:a 5:b 10:a", "aaa"),
            (&[(10, "a b")], "ever:b", "da"),
            // a clock before the first import's: since ever covers it
            (&[(20, "a"), (10, "a")], "ever:a", "d"),
            (&[(20, "a"), (10, "b")], "ever:b 20:a", "a"),
        ];
        for (imports, want, outcomes) in cases {
            let mut history = Vec::new();
            let mut last = String::new();
            for (clock, rows) in *imports {
                last = import(&mut history, rows, *clock);
            }
            assert_eq!((shown(&history).as_str(), last.as_str()), (*want, *outcomes), "{imports:?}");
            let before = history.clone();
            let (clock, rows) = imports[imports.len() - 1];
            let again = import(&mut history, rows, clock);
            assert_eq!(history, before, "again at once: {imports:?}");
            assert!(again.bytes().all(|b| b == b'd'), "{imports:?}: {again}");
        }
    }

    #[test]
    fn the_same_rows_again_at_a_later_clock_change_nothing() {
        for rows in ["a", "5=a", "a 5=a", "3=a a 5=b", "a b", "5=a 5=b", "5=a -", "- 5=a 6=b c"] {
            let mut history = Vec::new();
            import(&mut history, rows, 10);
            let before = history.clone();
            let again = import(&mut history, rows, 99);
            assert_eq!(history, before, "{rows}");
            assert!(again.bytes().all(|b| b == b'd'), "{rows}: {again}");
        }
    }

    #[test]
    fn consent_does_not_hold_since_ever() {
        let mut history = vec![Held { begins: 10, dated: false, value: Some(true) }];
        assert_eq!(holds_from(&history, 0, Undated::FromClock), Some(10));
        let row = Incoming { seq: 0, row: Held { begins: 5, dated: false, value: Some(true) } };
        bring_in(&mut history, vec![row], 5, Undated::FromClock, |_, outcome| assert_eq!(outcome, Outcome::Added));
        assert_eq!(history.len(), 2);
    }
}
