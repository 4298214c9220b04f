//! Text without regard to case: Unicode simple case folding, one character for one.

use icu_casemap::{CaseMapper, CaseMapperBorrowed};

const MAPPER: CaseMapperBorrowed<'static> = CaseMapper::new();

/// The text with every character folded (Unicode `CaseFolding.txt`, statuses C and S).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().map(|c| MAPPER.simple_fold(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn folding_is_simple_and_unicode() {
        for (text, want) in
            [("ÉCLAIR", "éclair"), ("Straße", "straße"), ("K", "k"), ("ΣΑΣ", "σασ"), ("ς", "σ"), ("İ", "İ"), ("AbC", "abc"), ("ẞ", "ß")]
        {
            assert_eq!(fold(text), want, "{text}");
        }
    }
}
