//! A rule in plain English.
//!
//! [`clause`] says one condition ("plan is not “free”"), [`sentence`] the whole rule ("People whose plan is not “free” and who …").
//! Groups inside a sentence stand in brackets, so that what belongs together can be seen.

mod words;

use crate::condition::{Condition, EventCondition, EventSelector};
use words::{count_words, list, quoted, test_words, window_words};

/// The whole rule as a sentence, without a full stop.
pub fn sentence(rule: &Condition) -> String {
    match rule {
        Condition::All(of) if of.is_empty() => "Everyone".to_owned(),
        Condition::All(of) => format!("People {}", list(&of.iter().map(relative).collect::<Vec<_>>(), "and")),
        Condition::Any(of) if of.is_empty() => "Nobody".to_owned(),
        Condition::Any(of) => format!("People {}", list(&of.iter().map(relative).collect::<Vec<_>>(), "or")),
        other => format!("People {}", relative(other)),
    }
}

/// One condition as a clause without its subject: for cards, comments and lists.
pub fn clause(rule: &Condition) -> String {
    match rule {
        Condition::All(of) if of.is_empty() => "everyone".to_owned(),
        Condition::Any(of) if of.is_empty() => "nobody".to_owned(),
        Condition::All(of) => list(&of.iter().map(inner).collect::<Vec<_>>(), "and"),
        Condition::Any(of) => list(&of.iter().map(inner).collect::<Vec<_>>(), "or"),
        Condition::Not(of) => match &**of {
            Condition::Any(parts) if parts.len() > 1 => format!("none of: {}", list(&parts.iter().map(inner).collect::<Vec<_>>(), "or")),
            Condition::Any(parts) if parts.len() == 1 => format!("not: {}", inner(&parts[0])),
            other => format!("not: {}", inner(other)),
        },
        Condition::AtLeast { n, of } => format!("at least {n} of {}: {}", of.len(), list(&of.iter().map(inner).collect::<Vec<_>>(), "or")),
        Condition::UserField { column, test } => format!("{} {}", column.name(), test_words(test)),
        Condition::EventField { column, test } => format!("{} {}", column.name(), test_words(test)),
        Condition::Property { property, test } => format!("{} {}", name(property), test_words(test)),
        Condition::Event(event) => event_clause(event),
    }
}

/// A property's name as it is, in quotes where it would not read as one word.
fn name(property: &str) -> String {
    if property.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-')) {
        property.to_owned()
    } else {
        quoted(property)
    }
}

fn inner(rule: &Condition) -> String {
    if is_group(rule) {
        format!("({})", clause(rule))
    } else {
        clause(rule)
    }
}

fn is_group(rule: &Condition) -> bool {
    match rule {
        Condition::All(of) | Condition::Any(of) => !of.is_empty(),
        Condition::Not(_) | Condition::AtLeast { .. } => true,
        _ => false,
    }
}

/// A condition as a relative clause: "whose plan is …", "who did …".
fn relative(rule: &Condition) -> String {
    match rule {
        Condition::All(of) if of.is_empty() => "who are anyone".to_owned(),
        Condition::Any(of) if of.is_empty() => "who are nobody".to_owned(),
        Condition::All(of) => format!("({})", list(&of.iter().map(relative).collect::<Vec<_>>(), "and")),
        Condition::Any(of) => format!("({})", list(&of.iter().map(relative).collect::<Vec<_>>(), "or")),
        Condition::Not(of) => match &**of {
            Condition::Any(parts) if parts.len() == 1 => format!("except those {}", relative(&parts[0])),
            other => format!("except those {}", relative(other)),
        },
        Condition::AtLeast { n, of } => {
            format!("who meet at least {n} of {} (those {})", of.len(), list(&of.iter().map(relative).collect::<Vec<_>>(), "or"))
        }
        Condition::Event(_) => format!("who {}", clause(rule)),
        _ => format!("whose {}", clause(rule)),
    }
}

fn event_clause(event: &EventCondition) -> String {
    let names = match &event.event {
        EventSelector::Every => "any event".to_owned(),
        EventSelector::Named(names) => list(&names.iter().map(|n| name(n)).collect::<Vec<_>>(), "or"),
    };
    let (verb, times) = count_words(&event.test);
    let mut said = format!("{verb} {names}");
    if let Some(times) = times {
        said.push(' ');
        said.push_str(&times);
    }
    if let Some(window) = &event.window {
        said.push(' ');
        said.push_str(&window_words(window));
    }
    if let Some(filter) = &event.filter {
        said.push_str(" where ");
        said.push_str(&inner(filter));
    }
    said
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::document::parse_rule;

    #[test]
    fn rules_read_as_english() {
        let cases = [
            (r#"{"kind":"all","of":[]}"#, "Everyone"),
            (r#"{"kind":"property","property":"plan","op":"is_not","value":"free"}"#, "People whose plan is not “free”"),
            (r#"{"kind":"field","field":"email","op":"is_set"}"#, "People whose email has a value"),
            (r#"{"kind":"property","property":"first name","op":"in","value":["a","b",3]}"#, "People whose “first name” is “a”, “b” or 3"),
            (r#"{"kind":"event","event":"x"}"#, "People who did x"),
            (r#"{"kind":"event","event":"x","op":"lt","value":1}"#, "People who did not do x"),
            (r#"{"kind":"event","event":["x","y"],"op":"is","value":0,"window":{"last":{"n":1,"unit":"day"}}}"#, "People who did not do x or y in the last day"),
            (r#"{"kind":"event","event":"*","op":"between","value":[1,3],"window":{"calendar":{"unit":"month","offset":-1}}}"#, "People who did any event between 1 and 3 times last month"),
            (
                r#"{"kind":"all","of":[{"kind":"field","field":"account_type","op":"is","value":"free"},{"kind":"event","event":"report_generated","window":{"last":{"n":30,"unit":"day"}},"op":"gt","value":5},{"kind":"not","of":{"kind":"event","event":"purchase","where":{"kind":"property","property":"plan","op":"is","value":"pro"}}}]}"#,
                "People whose account_type is “free”, who did report_generated more than 5 times in the last 30 days and except those who did purchase where plan is “pro”",
            ),
            (
                r#"{"kind":"any","of":[{"kind":"all","of":[{"kind":"field","field":"name","op":"contains","value":"a"},{"kind":"field","field":"name","op":"ends_with","value":"b"}]},{"kind":"property","property":"born","op":"anniversary","value":{"next":{"n":7,"unit":"day"}}}]}"#,
                "People (whose name contains “a” and whose name ends with “b”) or whose born has its anniversary in the next 7 days",
            ),
        ];
        for (rule, want) in cases {
            assert_eq!(sentence(&parse_rule(rule).unwrap()), want, "{rule}");
        }
    }
}
