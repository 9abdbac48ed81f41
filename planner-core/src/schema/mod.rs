//! Document -> Schema: names, types and relations resolved, everything validated.

pub mod model;
