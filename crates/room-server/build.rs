//! The console's page is built into the binary: build again when it changes.

use std::path::Path;

fn main() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/console/dist");
    // A missing folder would count as changed each time; an empty one is simply empty, and the room says so.
    if std::fs::create_dir_all(&page).is_ok() {
        println!("cargo:rerun-if-changed={}", page.display());
    }
}
