//! The name of a connection service in, its settings out of libpq's service files.
//! <https://www.postgresql.org/docs/current/libpq-pgservice.html>

use super::postgres::env;
use crate::error::{Error, Result};
use std::path::PathBuf;

/// The settings of one service, from PGSERVICEFILE, `~/.pg_service.conf` or
/// `PGSYSCONFDIR/pg_service.conf`.
pub(super) fn service_settings(service: &str) -> Result<Vec<(String, String)>> {
    let personal = env("PGSERVICEFILE")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".pg_service.conf")));
    let system =
        PathBuf::from(env("PGSYSCONFDIR").unwrap_or_else(|| "/etc/postgresql-common".into()))
            .join("pg_service.conf");
    let files: Vec<PathBuf> = personal.into_iter().chain([system]).collect();
    for file in &files {
        if let Some(settings) =
            std::fs::read_to_string(file).ok().and_then(|text| service_section(&text, service))
        {
            return Ok(settings);
        }
    }
    let looked: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    Err(Error::invalid("unknown-service", format!("No connection service is called {service}."))
        .detail(format!("Looked in {}.", looked.join(", ")))
        .help(format!("Add a section [{service}] there, or set PGSERVICEFILE.")))
}

fn service_section(text: &str, service: &str) -> Option<Vec<(String, String)>> {
    let heading = format!("[{service}]");
    let mut lines = text.lines().map(str::trim).skip_while(|line| *line != heading);
    lines.next()?;
    let section = lines.take_while(|line| !line.starts_with('['));
    let settings = section.filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (key, value) = line.split_once('=')?;
        Some((key.trim().to_owned(), value.trim().to_owned()))
    });
    Some(settings.collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_service_section_is_read_up_to_the_next_heading() {
        let text = "# all\n[a]\nhost=x\n# c\nport = 5\n[b]\nhost=y\n";
        let settings = service_section(text, "a").unwrap();
        assert_eq!(settings, [("host".into(), "x".into()), ("port".into(), "5".into())]);
        assert_eq!(service_section(text, "c"), None);
    }
}
