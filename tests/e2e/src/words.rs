//! Finding things by what they say, as a person does.

/// The button that says this (among other words).
pub fn button(says: &str) -> String {
    format!("//button[contains(normalize-space(.), \"{says}\") and not(@disabled)]")
}

/// The link that says this.
pub fn link(says: &str) -> String {
    format!("//a[contains(normalize-space(.), \"{says}\")]")
}

/// The button that says this inside the dialog that is open.
pub fn dialog_button(says: &str) -> String {
    format!("//*[@role=\"dialog\"]{}", button(says))
}

/// The number at the end of a line of a ledger ("Rows in the file").
pub fn ledger(line: &str) -> String {
    format!("//dl[contains(@class, \"ledger\")]//div[contains(normalize-space(dt), \"{line}\")]/dd")
}

/// Something with a test id.
pub fn id(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

/// The digits of a number as a locale writes it ("1,464 people" is 1464); none: no digit in it.
pub fn number(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
