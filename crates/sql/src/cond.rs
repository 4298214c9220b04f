//! Conditions as a small tree, and how they are written: short ones on a line, long ones a part a line, wide ones balanced.

/// How many parts stand side by side; more are put into brackets, since engines read `a AND b AND c` as a chain that
/// deepens with every part and refuse chains that are too deep.
const WIDE: usize = 8;
/// Longer conditions get a line for each part.
const LINE: usize = 100;

/// A condition of a statement. One that comes out as NULL counts as false, everywhere: only [`Cond::not`] and
/// [`Cond::at_least`] have to say so in SQL.
#[derive(Debug, Clone, PartialEq)]
pub enum Cond {
    /// Always holds.
    True,
    /// Never holds.
    False,
    /// SQL text that binds at least as tightly as a comparison.
    Term(String),
    /// At least one row of `from` satisfies `filter`.
    Exists {
        /// What follows FROM.
        from: String,
        /// Asked of its rows.
        filter: Box<Cond>,
    },
    /// Every part holds. Made by [`Cond::all`].
    All(Vec<Cond>),
    /// A part holds. Made by [`Cond::any`].
    Any(Vec<Cond>),
    /// The part does not hold. Made by [`Cond::not`].
    Not(Box<Cond>),
    /// At least so many parts hold. Made by [`Cond::at_least`].
    AtLeast(u32, Vec<Cond>),
}

impl Cond {
    /// SQL text that binds at least as tightly as a comparison.
    pub fn term(sql: impl Into<String>) -> Cond {
        Cond::Term(sql.into())
    }

    /// At least one row of `from` satisfies `filter`.
    pub fn exists(from: impl Into<String>, filter: Cond) -> Cond {
        match filter {
            Cond::False => Cond::False,
            filter => Cond::Exists { from: from.into(), filter: Box::new(filter) },
        }
    }

    /// Every part holds; of none: always.
    pub fn all(parts: impl IntoIterator<Item = Cond>) -> Cond {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Cond::True => {}
                Cond::False => return Cond::False,
                Cond::All(parts) => kept.extend(parts),
                part => kept.push(part),
            }
        }
        match (kept.len(), kept.pop()) {
            (1, Some(only)) => only,
            (_, Some(last)) => {
                kept.push(last);
                Cond::All(kept)
            }
            (_, None) => Cond::True,
        }
    }

    /// A part holds; of none: never.
    pub fn any(parts: impl IntoIterator<Item = Cond>) -> Cond {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Cond::False => {}
                Cond::True => return Cond::True,
                Cond::Any(parts) => kept.extend(parts),
                part => kept.push(part),
            }
        }
        match (kept.len(), kept.pop()) {
            (1, Some(only)) => only,
            (_, Some(last)) => {
                kept.push(last);
                Cond::Any(kept)
            }
            (_, None) => Cond::False,
        }
    }

    /// Exactly the complement: holds also where the part comes out as NULL.
    #[allow(clippy::should_implement_trait)] // It takes and gives trees like its neighbours, `!cond` would read as Rust's own.
    pub fn not(part: Cond) -> Cond {
        match part {
            Cond::True => Cond::False,
            Cond::False => Cond::True,
            Cond::Not(part) => *part,
            part => Cond::Not(Box::new(part)),
        }
    }

    /// At least `n` parts hold; equal ones count each.
    pub fn at_least(n: u32, parts: Vec<Cond>) -> Cond {
        let certain = parts.iter().filter(|part| **part == Cond::True).count() as u32;
        let open: Vec<Cond> = parts.into_iter().filter(|part| !matches!(part, Cond::True | Cond::False)).collect();
        match n.saturating_sub(certain) {
            0 => Cond::True,
            n if n as usize > open.len() => Cond::False,
            1 => Cond::any(open),
            n if n as usize == open.len() => Cond::all(open),
            n => Cond::AtLeast(n, open),
        }
    }

    /// The condition as SQL, its further lines indented by `indent` spaces.
    pub fn write(&self, indent: usize) -> String {
        match self {
            Cond::True => "TRUE".to_owned(),
            Cond::False => "FALSE".to_owned(),
            Cond::Term(sql) => sql.clone(),
            Cond::Exists { from, filter } => {
                let filter = match &**filter {
                    Cond::True => String::new(),
                    filter => format!("{}WHERE {}", gap(from, filter, indent + 2), filter.write(indent + 4)),
                };
                format!("EXISTS (SELECT 1 FROM {from}{filter})")
            }
            Cond::All(parts) => join(&balanced(parts, Cond::All), "AND", indent),
            Cond::Any(parts) => join(&balanced(parts, Cond::Any), "OR", indent),
            Cond::Not(part) => format!("({}) IS NOT TRUE", part.write(indent + 1)),
            Cond::AtLeast(n, parts) => {
                let ones: Vec<String> =
                    parts.iter().map(|part| format!("CASE WHEN {} THEN 1 ELSE 0 END", part.write(indent + 12))).collect();
                format!("{} >= {n}", sum(&ones, indent))
            }
        }
    }

    /// How deep [`Cond::write`] nests brackets, heavier ones counted as the parsers that bound it feel them.
    pub fn depth(&self) -> usize {
        match self {
            Cond::True | Cond::False | Cond::Term(_) => 0,
            Cond::Exists { filter, .. } => 2 + filter.depth(),
            Cond::Not(part) => 1 + part.depth(),
            Cond::All(parts) | Cond::Any(parts) => layers(parts.len()) + deepest(parts),
            Cond::AtLeast(_, parts) => 2 + layers(parts.len()) + deepest(parts),
        }
    }
}

fn deepest(parts: &[Cond]) -> usize {
    parts.iter().map(Cond::depth).max().unwrap_or(0)
}

/// How many layers of brackets so many parts need side by side.
fn layers(parts: usize) -> usize {
    let (mut layers, mut left) = (1, parts);
    while left > WIDE {
        left = left.div_ceil(WIDE);
        layers += 1;
    }
    layers
}

/// At most [`WIDE`] parts, the rest in groups.
fn balanced(parts: &[Cond], group: fn(Vec<Cond>) -> Cond) -> Vec<Cond> {
    let mut parts = parts.to_vec();
    while parts.len() > WIDE {
        parts = parts.chunks(WIDE).map(|chunk| if chunk.len() == 1 { chunk[0].clone() } else { group(chunk.to_vec()) }).collect();
    }
    parts
}

/// A line break before WHERE where the line would become long.
fn gap(from: &str, filter: &Cond, indent: usize) -> String {
    if from.len() + filter.write(0).len() > LINE {
        format!("\n{}", " ".repeat(indent))
    } else {
        " ".to_owned()
    }
}

fn join(parts: &[Cond], word: &str, indent: usize) -> String {
    let bracketed = |part: &Cond, indent: usize| match part {
        Cond::All(_) | Cond::Any(_) => format!("({})", part.write(indent + 1)),
        Cond::AtLeast(..) => format!("({})", part.write(indent + 1)),
        part => part.write(indent),
    };
    let inner = indent + word.len() + 1;
    let written: Vec<String> = parts.iter().map(|part| bracketed(part, inner)).collect();
    if written.iter().map(String::len).sum::<usize>() < LINE && !written.iter().any(|part| part.contains('\n')) {
        return written.join(&format!(" {word} "));
    }
    written.join(&format!("\n{}{word} ", " ".repeat(indent)))
}

/// A sum that nests only with the logarithm of its length.
fn sum(ones: &[String], indent: usize) -> String {
    let pad = " ".repeat(indent);
    if ones.len() <= WIDE {
        return ones.join(&format!("\n{pad}+ "));
    }
    let size = ones.len().div_ceil(WIDE);
    let groups: Vec<String> = ones.chunks(size).map(|chunk| format!("({})", sum(chunk, indent))).collect();
    groups.join(&format!("\n{pad}+ "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(name: &str) -> Cond {
        Cond::term(name)
    }

    #[test]
    fn what_is_certain_is_left_out() {
        let cases = [
            (Cond::all([]), "TRUE"),
            (Cond::any([]), "FALSE"),
            (Cond::all([Cond::True, t("a")]), "a"),
            (Cond::any([Cond::False, t("a")]), "a"),
            (Cond::all([Cond::False, t("a")]), "FALSE"),
            (Cond::not(Cond::not(t("a"))), "a"),
            (Cond::not(t("a")), "(a) IS NOT TRUE"),
            (Cond::at_least(1, vec![t("a"), t("b")]), "a OR b"),
            (Cond::at_least(3, vec![t("a"), Cond::True, t("b")]), "a AND b"),
            (Cond::at_least(2, vec![t("a"), Cond::False]), "FALSE"),
            (Cond::at_least(1, vec![t("a"), Cond::True]), "TRUE"),
            (Cond::any([Cond::all([t("a"), t("b")]), t("c")]), "(a AND b) OR c"),
            (Cond::exists("x", Cond::False), "FALSE"),
        ];
        for (cond, want) in cases {
            assert_eq!(cond.write(0), want);
        }
    }

    #[test]
    fn wide_groups_are_balanced() {
        let wide = Cond::all((0..1000).map(|i| t(&format!("c{i}"))));
        let text = wide.write(0);
        let deepest = text.chars().scan(0_usize, |open, c| {
            *open = match c {
                '(' => *open + 1,
                ')' => *open - 1,
                _ => *open,
            };
            Some(*open)
        });
        assert_eq!(deepest.max(), Some(3));
        assert_eq!(text.matches("AND").count(), 999);
    }
}
