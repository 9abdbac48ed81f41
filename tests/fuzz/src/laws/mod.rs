//! What holds for every text, whatever it says, one file a target. A text in; a law that is broken
//! is a panic that says which. The fuzz targets, the kept cases and the stress tests all come
//! through here.

mod check;
mod format;
mod parse;
mod places;
mod plan;

pub use check::check;
pub use format::format;
pub use parse::parse;
pub use plan::plan;

use crate::meter::Meter;
use planner_core::source::{SourceFile, Sources};

/// The laws of one target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The target's name, and that of the folder of its cases.
    pub name: &'static str,
    /// Checks them.
    pub laws: fn(&mut Meter, &str),
}

/// All targets.
pub const TARGETS: [Target; 4] = [
    Target { name: "parse", laws: parse },
    Target { name: "check", laws: check },
    Target { name: "format", laws: format },
    Target { name: "plan", laws: plan },
];

/// The line between two files of one input: those of a schema, or the schemas before and after.
pub const SEPARATOR: &str = "//%%\n";

/// Checks the laws of a target on some bytes; what is no UTF-8 cannot be a schema, and is read as
/// the command line would refuse it: not at all.
pub fn hold(target: &Target, meter: &mut Meter, bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        (target.laws)(meter, text);
    }
}

/// The files of a schema that an input stands for.
fn files(text: &str) -> Sources {
    let files = text.split(SEPARATOR).enumerate();
    let files = files
        .map(|(at, text)| SourceFile { path: format!("{at:06}.prisma"), text: text.to_owned() });
    Sources::new(files.collect())
}
