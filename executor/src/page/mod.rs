//! Reviews -> the review page with them in it: one HTML file with everything that it needs, which a browser
//! opens from a disk or gets from [`serve`]. Knows nothing of how the page shows them.

mod request;
pub mod serve;

use crate::error::{Error, Result};
use planner_core::artifact::ArtifactFiles;
use planner_core::review::change::ChangeReview;
use serde_json::{Value, json};

/// The page as `cargo xtask page` built it; empty where it was not built before this binary.
const PAGE: &str = include_str!(concat!(env!("OUT_DIR"), "/review.html"));

/// Where the page's data go.
const DATA: &str = "%DATA%";

/// The policy of a file, which talks to nobody, and that of a page that is served.
const CONNECTS: [&str; 2] = ["connect-src 'none'", "connect-src 'self'"];

/// What the page is to show.
#[derive(Debug)]
pub struct Shown<'a> {
    /// What it is called, for people.
    pub title: String,
    /// The reviews, and the rules that are broken.
    pub changes: Vec<&'a ChangeReview>,
    /// The files of the reviewed migrations, by their names: the page plans them anew with other facts or edits.
    pub migrations: Vec<(String, ArtifactFiles)>,
    /// The comon.toml that they go by: what it is called, and its text.
    pub settings: Option<(String, String)>,
}

/// The page with reviews in it. `live`: it is served by a command that ends when nobody looks any more.
///
/// # Errors
///
/// This binary was built without the page.
pub fn document(shown: &Shown<'_>, live: bool) -> Result<String> {
    let Some((before, after)) = PAGE.split_once(DATA) else {
        return Err(Error::invalid(
            "no-review-page",
            "This comon was built without the review page.".to_owned(),
        )
        .help("Build the page and then comon: cargo xtask page, cargo install --path executor."));
    };
    // In a script element only a tag ends the text, and JSON can write its first letter otherwise.
    let data = data(shown, live).to_string().replace('<', "\\u003c");
    let head = match live {
        true => before.replacen(CONNECTS[0], CONNECTS[1], 1),
        false => before.to_owned(),
    };
    Ok(format!("{head}{data}{after}"))
}

fn data(shown: &Shown<'_>, live: bool) -> Value {
    let reviews = shown.changes.iter().flat_map(|change| &change.reviews);
    let problems = shown.changes.iter().flat_map(|change| &change.problems);
    let migrations = shown.migrations.iter().map(|(name, files)| {
        let file = |(path, bytes): (&str, &[u8])| json!({ "path": path, "text": String::from_utf8_lossy(bytes) });
        json!({ "name": name, "files": files.present().map(file).collect::<Vec<_>>() })
    });
    let settings = shown.settings.as_ref();
    let settings = settings.map(|(path, text)| json!({ "path": path, "text": text }));
    json!({
        "title": shown.title,
        "settings": settings,
        "live": live,
        "reviews": reviews.collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
        "migrations": migrations.collect::<Vec<_>>(),
    })
}
