//! The clients that `comon generate` writes for the examples, and for `kinds.prisma`, which has
//! every kind of value. They are checked in as a project would have them; a test says when they are
//! not current. Their layout is that of rustfmt's defaults, not of this project.

#[rustfmt::skip]
pub mod blog;
#[rustfmt::skip]
pub mod kinds;
#[rustfmt::skip]
pub mod shop;

/// Clients of many schemas, which a test run writes to see that they compile.
#[cfg(feature = "generated")]
pub mod generated {
    include!(concat!(env!("COMON_CLIENTS"), "/all.rs"));
}
