//! The kept inputs: every file under `cases/<target>` once broke a law, or stands for a family that
//! did. Its laws hold now.

use comon_fuzz::laws::{self, TARGETS};
use comon_fuzz::meter::Meter;
use std::fs;
use std::path::Path;

#[test]
fn laws_hold_for_every_kept_input() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut count = 0;
    for entry in fs::read_dir(&root).expect("the folder of cases") {
        let folder = entry.expect("an entry").path();
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a plain name");
        let target = TARGETS.iter().find(|target| target.name == name);
        let target = target.unwrap_or_else(|| panic!("`{name}` is no target"));
        for file in fs::read_dir(&folder).expect("the cases of a target") {
            let path = file.expect("an entry").path();
            println!("{}", path.display());
            let bytes = fs::read(&path).expect("a case");
            laws::hold(target, &mut Meter::unlimited(), &bytes);
            count += 1;
        }
    }
    assert!(count > 0, "no case was kept");
}
