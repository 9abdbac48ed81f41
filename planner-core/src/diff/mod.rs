//! Two databases -> the changes between them. Free of any dialect; renames are decided here and
//! only here.

pub mod change;
