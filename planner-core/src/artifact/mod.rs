//! The five files of a migration: written from a plan, read back and verified, sealed anew.
//! Knows of bytes only, never of where they lie.

pub mod files;
pub mod metadata;
pub mod checksum;
pub mod render;
pub mod read;
pub mod reseal;

pub use checksum::{ChecksumInput, checksum, seal};
pub use files::ArtifactFiles;
pub use metadata::Metadata;
pub use read::{Artifact, ArtifactProblem, read};
pub use render::{NewArtifact, render};
pub use reseal::reseal;

#[cfg(test)]
mod tests;
