//! Regular expressions of the rule language (Rust's syntax, Unicode) in the syntaxes of other engines: parsed as Rust's own
//! matcher parses them, and written out with every class as its characters, so that no engine's own idea of a letter, a case or
//! a line matters. Only whether there is a match is kept, not where.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Look};

/// Larger ones are not handed to engines, whose limits would be met while the statement runs.
const LARGEST: usize = 20_000;

/// Whose syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Advanced regular expressions of PostgreSQL.
    Postgres,
    /// RE2, as DuckDB has it.
    Re2,
}

/// What cannot be said of a pattern.
pub(crate) const TOO_LARGE: &str = "a regular expression as large as this";
pub(crate) const WORDS: &str = "the edge of a word in any script in a regular expression";
pub(crate) const EDGES: &str = "this kind of edge in a regular expression";

/// The pattern in another syntax, or what it is that cannot be said.
pub(crate) fn translate(pattern: &str, syntax: Syntax) -> Result<String, String> {
    let hir = regex_syntax::Parser::new().parse(pattern).map_err(|_| "this regular expression".to_owned())?;
    let most = match syntax {
        Syntax::Postgres => 255,
        Syntax::Re2 => 1000,
    };
    if size(&hir) > LARGEST || longest_repetition(&hir) > most {
        return Err(TOO_LARGE.to_owned());
    }
    let mut out = String::new();
    write(&hir, syntax, &mut out)?;
    Ok(out)
}

/// How many ranges of characters stand in it, repetitions written out.
fn size(hir: &Hir) -> usize {
    let many = |subs: &[Hir]| subs.iter().map(size).fold(1, usize::saturating_add);
    match hir.kind() {
        HirKind::Empty => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        // Spelled with the class of words, up to four times.
        HirKind::Look(look) => {
            if look.as_repr() > Look::EndCRLF.as_repr() {
                3000
            } else {
                1
            }
        }
        HirKind::Repetition(repeated) => size(&repeated.sub).saturating_mul(repeated.max.unwrap_or(repeated.min).max(1) as usize),
        HirKind::Capture(group) => size(&group.sub),
        HirKind::Concat(subs) | HirKind::Alternation(subs) => many(subs),
    }
}

/// The most often that a part may have to be counted, repetitions in repetitions multiplied: engines count to a few hundred.
fn longest_repetition(hir: &Hir) -> usize {
    let longest = |subs: &[Hir]| subs.iter().map(longest_repetition).max().unwrap_or(1);
    match hir.kind() {
        HirKind::Repetition(repeated) => {
            let times = repeated.max.unwrap_or(repeated.min).max(1) as usize;
            longest_repetition(&repeated.sub).saturating_mul(times)
        }
        HirKind::Capture(group) => longest_repetition(&group.sub),
        HirKind::Concat(subs) | HirKind::Alternation(subs) => longest(subs),
        _ => 1,
    }
}

fn write(hir: &Hir, syntax: Syntax, out: &mut String) -> Result<(), String> {
    match hir.kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).map_err(|_| "bytes that are no text".to_owned())?;
            text.chars().for_each(|c| character(c, syntax, out));
        }
        HirKind::Class(Class::Unicode(set)) => class(set, syntax, out),
        HirKind::Class(Class::Bytes(set)) => {
            class(&set.to_unicode_class().ok_or("bytes that are no text")?, syntax, out);
        }
        HirKind::Look(look) => self::look(*look, syntax, out)?,
        HirKind::Repetition(repeated) => {
            // What has no width holds once or not at all, however often it is asked.
            if repeated.sub.properties().maximum_len() == Some(0) {
                return if repeated.min == 0 { Ok(()) } else { group(&repeated.sub, syntax, out) };
            }
            group(&repeated.sub, syntax, out)?;
            match (repeated.min, repeated.max) {
                (0, None) => out.push('*'),
                (1, None) => out.push('+'),
                (0, Some(1)) => out.push('?'),
                (min, None) => out.push_str(&format!("{{{min},}}")),
                (min, Some(max)) if min == max => out.push_str(&format!("{{{min}}}")),
                (min, Some(max)) => out.push_str(&format!("{{{min},{max}}}")),
            }
        }
        HirKind::Capture(captured) => group(&captured.sub, syntax, out)?,
        HirKind::Concat(subs) => {
            for sub in subs {
                // An alternation keeps to its place.
                if matches!(sub.kind(), HirKind::Alternation(_)) {
                    group(sub, syntax, out)?;
                } else {
                    write(sub, syntax, out)?;
                }
            }
        }
        HirKind::Alternation(subs) => {
            for (at, sub) in subs.iter().enumerate() {
                if at > 0 {
                    out.push('|');
                }
                write(sub, syntax, out)?;
            }
        }
    }
    Ok(())
}

fn group(hir: &Hir, syntax: Syntax, out: &mut String) -> Result<(), String> {
    if let HirKind::Capture(captured) = hir.kind() {
        return group(&captured.sub, syntax, out);
    }
    // An empty group would mislead DuckDB, which takes some patterns for plain prefixes.
    if matches!(hir.kind(), HirKind::Class(_) | HirKind::Empty) {
        return write(hir, syntax, out);
    }
    out.push_str("(?:");
    write(hir, syntax, out)?;
    out.push(')');
    Ok(())
}

/// A character standing for itself, also between brackets.
fn character(c: char, syntax: Syntax, out: &mut String) {
    match c {
        c if c.is_alphanumeric() || matches!(c, ' ' | '_') => out.push(c),
        c if c.is_ascii_punctuation() => {
            out.push('\\');
            out.push(c);
        }
        c if syntax == Syntax::Re2 => out.push_str(&format!("\\x{{{:x}}}", u32::from(c))),
        c => out.push_str(&format!("\\U{:08x}", u32::from(c))),
    }
}

fn class(set: &ClassUnicode, syntax: Syntax, out: &mut String) {
    let (kept, open) = (set.ranges(), "[");
    let mut negated = set.clone();
    negated.negate();
    // The shorter of the two, and never an empty one. A stored text has no NUL, which PostgreSQL cannot even name.
    let (ranges, open) =
        if negated.ranges().len() < kept.len() && !negated.ranges().is_empty() { (negated.ranges(), "[^") } else { (kept, open) };
    if kept.is_empty() {
        out.push_str(if syntax == Syntax::Re2 { "[^\\x{0}-\\x{10ffff}]" } else { "[^\\U00000001-\\U0010ffff]" });
        return;
    }
    out.push_str(open);
    for range in ranges {
        let start = if syntax == Syntax::Postgres { range.start().max('\u{1}') } else { range.start() };
        if start > range.end() {
            continue;
        }
        character(start, syntax, out);
        if range.end() > start {
            out.push('-');
            character(range.end(), syntax, out);
        }
    }
    out.push(']');
}

fn look(look: Look, syntax: Syntax, out: &mut String) -> Result<(), String> {
    if syntax == Syntax::Re2 {
        out.push_str(match look {
            Look::Start => r"\A",
            Look::End => r"\z",
            Look::StartLF => "(?m:^)",
            Look::EndLF => "(?m:$)",
            Look::WordAscii => r"\b",
            Look::WordAsciiNegate => r"\B",
            Look::WordUnicode | Look::WordUnicodeNegate | Look::WordStartUnicode | Look::WordEndUnicode => return Err(WORDS.to_owned()),
            _ => return Err(EDGES.to_owned()),
        });
        return Ok(());
    }
    let is_unicode = matches!(
        look,
        Look::WordUnicode
            | Look::WordUnicodeNegate
            | Look::WordStartUnicode
            | Look::WordEndUnicode
            | Look::WordStartHalfUnicode
            | Look::WordEndHalfUnicode
    );
    let mut word = String::new();
    let pattern = if is_unicode { r"\w" } else { "[0-9A-Za-z_]" };
    if let Ok(HirKind::Class(Class::Unicode(set))) = regex_syntax::Parser::new().parse(pattern).map(Hir::into_kind) {
        class(&set, syntax, &mut word);
    }
    out.push_str(&match look {
        Look::Start => r"\A".to_owned(),
        Look::End => r"\Z".to_owned(),
        Look::StartLF => r"(?:\A|(?<=\n))".to_owned(),
        Look::EndLF => r"(?:\Z|(?=\n))".to_owned(),
        Look::StartCRLF => r"(?:\A|(?<=\n)|(?<=\r)(?!\n))".to_owned(),
        Look::EndCRLF => r"(?:\Z|(?=\r)|(?<!\r)(?=\n))".to_owned(),
        Look::WordAscii | Look::WordUnicode => format!("(?:(?<={word})(?!{word})|(?<!{word})(?={word}))"),
        Look::WordAsciiNegate | Look::WordUnicodeNegate => format!("(?:(?<={word})(?={word})|(?<!{word})(?!{word}))"),
        Look::WordStartAscii | Look::WordStartUnicode => format!("(?<!{word})(?={word})"),
        Look::WordEndAscii | Look::WordEndUnicode => format!("(?<={word})(?!{word})"),
        Look::WordStartHalfAscii | Look::WordStartHalfUnicode => format!("(?<!{word})"),
        Look::WordEndHalfAscii | Look::WordEndHalfUnicode => format!("(?!{word})"),
    });
    Ok(())
}
