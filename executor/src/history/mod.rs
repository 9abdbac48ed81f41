//! The history and journal tables: the only module that writes `_comon_orm_migrations` and
//! `_comon_orm_migration_steps`. Knows nothing of what a migration does.

pub mod journal;
pub mod row;
pub mod store;
pub mod tables;
