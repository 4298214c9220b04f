//! Which room may know which. The tables are the architecture; the test target `arrows` holds the code to them.

mod crates;
mod page;

pub use crates::{crate_violations, Package, CRATES, OUTSIDE};
pub use page::{imports_of, page_violations, PAGE};
