//! Groups: all, any, not, at least so many; and where a sentence begins.

use super::{Form, Said, Teller, Voice};
use crate::condition::Condition;

impl Teller<'_> {
    /// The whole rule, asked of people.
    pub(super) fn sentence(&self, rule: &Condition) -> String {
        let path = "where";
        match rule {
            Condition::All(of) if of.is_empty() => "Everyone".to_owned(),
            Condition::Any(of) if of.is_empty() => "Nobody".to_owned(),
            // A group of one, and that one by itself, are told apart by the first word.
            Condition::All(of) => match of.as_slice() {
                [one] => self.people("People", one, "where.of[0]"),
                _ => format!("People {}", self.joined(of, "and", path, Voice::Person)),
            },
            Condition::Any(of) => match of.as_slice() {
                [one] => self.people("Anyone", one, "where.of[0]"),
                _ => format!("People {}", self.joined(of, "or", path, Voice::Person)),
            },
            one => self.people("Everyone", one, path),
        }
    }

    fn people(&self, who: &str, one: &Condition, path: &str) -> String {
        let said = match one {
            Condition::Not(of) => self.negation("except", of, &format!("{path}.of"), Voice::Person),
            other => self.said(other, path, Voice::Person).last(),
        };
        format!("{who} {said}")
    }

    /// A condition in a voice.
    pub(super) fn said(&self, rule: &Condition, path: &str, voice: Voice) -> Said {
        match rule {
            Condition::All(of) if of.is_empty() => Said::closed(everything(voice, path)),
            Condition::Any(of) if of.is_empty() => Said::closed(nothing(voice, path)),
            Condition::All(of) | Condition::Any(of) | Condition::AtLeast { of, .. } if self.is_too_long(rule) => {
                let how_many = match rule {
                    Condition::All(_) => "all".to_owned(),
                    Condition::AtLeast { n, .. } => format!("at least {n}"),
                    _ => "any".to_owned(),
                };
                let matching = if voice == Voice::Card { "" } else { "matching " };
                Said::closed(format!("{matching}{how_many} of {} conditions", of.len()))
            }
            Condition::All(of) => self.list(of, "all", "and", path, voice),
            Condition::Any(of) => self.list(of, "any", "or", path, voice),
            Condition::Not(of) if voice == Voice::Card => self.not(of, path),
            Condition::Not(of) => {
                let but = if voice == Voice::Row { "other than" } else { "not" };
                Said::open(self.negation(but, of, &format!("{path}.of"), voice))
            }
            Condition::AtLeast { n, of } => {
                let parts: Vec<String> = self.parts(of, path, voice).map(Said::last).collect();
                let matching = if voice == Voice::Card { "" } else { "matching " };
                Said::open(format!("{matching}at least {n} of these {}: ({})", of.len(), parts.join("; ")))
            }
            other => self.part(other, path, voice),
        }
    }

    /// A condition straight after a noun: "people whose …", "other than those whose …".
    pub(super) fn after_noun(&self, rule: &Condition, path: &str, voice: Voice) -> Said {
        match rule {
            Condition::Not(of) => Said::open(self.negation("other than", of, &format!("{path}.of"), voice)),
            other => self.said(other, path, voice),
        }
    }

    fn parts<'a>(&'a self, of: &'a [Condition], path: &'a str, voice: Voice) -> impl Iterator<Item = Said> + 'a {
        of.iter().enumerate().map(move |(i, part)| self.said(part, &format!("{path}.of[{i}]"), voice))
    }

    fn list(&self, of: &[Condition], which: &str, word: &str, path: &str, voice: Voice) -> Said {
        match of {
            [one] => Said::group(format!("{which} of: {}", self.said(one, &format!("{path}.of[0]"), voice).last())),
            _ => Said::group(self.joined(of, word, path, voice)),
        }
    }

    /// "a, b and c". A comma stands before the last where a part has commas of its own.
    fn joined(&self, of: &[Condition], word: &str, path: &str, voice: Voice) -> String {
        let mut parts = Vec::with_capacity(of.len());
        for (i, part) in self.parts(of, path, voice).enumerate() {
            parts.push(if i + 1 == of.len() { part.last() } else { part.followed() });
        }
        let commas = parts.iter().any(|part| part.contains(',') && !part.starts_with('('));
        match parts.pop() {
            None => String::new(),
            Some(last) if parts.is_empty() => last,
            Some(last) => format!("{}{} {word} {last}", parts.join(", "), if commas { "," } else { "" }),
        }
    }

    /// "not those whose …", "other than anyone who …": of people and rows. `path` is that of `of`.
    fn negation(&self, but: &str, of: &Condition, path: &str, voice: Voice) -> String {
        let anyone = if voice == Voice::Row { "any" } else { "anyone" };
        match of {
            Condition::Any(parts) if !parts.is_empty() && !self.is_too_long(of) => match parts.as_slice() {
                [one] => {
                    let said = self.after_noun(one, &format!("{path}.of[0]"), voice);
                    // Brackets of its own tell a group inside from the group.
                    let brackets = said.form == Form::Group;
                    let said = said.last();
                    if brackets {
                        format!("{but} {anyone} ({said})")
                    } else {
                        format!("{but} {anyone} {said}")
                    }
                }
                _ => format!("{but} {anyone} ({})", self.joined(parts, "or", path, voice)),
            },
            _ => format!("{but} those {}", self.after_noun(of, path, voice).last()),
        }
    }

    /// The same of events and on cards.
    fn not(&self, of: &Condition, path: &str) -> Said {
        let inner = format!("{path}.of");
        Said::closed(match of {
            Condition::Any(parts) if !parts.is_empty() && !self.is_too_long(of) => {
                format!("none of ({})", self.joined(parts, "or", &inner, Voice::Card))
            }
            _ => {
                let said = self.said(of, &inner, Voice::Card);
                match said.form {
                    Form::Group => format!("not {}", said.last()),
                    Form::Closed | Form::Open => format!("not ({})", said.text),
                }
            }
        })
    }
}

fn is_filter(path: &str) -> bool {
    path.ends_with(".where") && !path.ends_with(").where")
}

fn everything(voice: Voice, path: &str) -> &'static str {
    match voice {
        Voice::Person => "who may be anyone",
        Voice::Row => "that may be any",
        Voice::Card if is_filter(path) => "anything",
        Voice::Card => "everyone",
    }
}

fn nothing(voice: Voice, path: &str) -> &'static str {
    match voice {
        Voice::Person => "who are nobody",
        Voice::Row => "that are none",
        Voice::Card if is_filter(path) => "nothing",
        Voice::Card => "nobody",
    }
}
