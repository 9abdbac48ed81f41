//! What a deploy will do: values in, one decision out. Nothing here touches a file or a
//! database.

pub mod acceptance;
pub mod assess;
pub mod brief;
pub mod decide;
pub mod decision;
pub mod drift;
pub mod expected_work;
pub mod gate;
pub mod known_line;
pub mod later_functions;
pub mod load;
pub mod measured;
pub mod obstacles;
pub mod restored;
pub mod situation;
pub mod standing;
pub mod unmanaged;
pub mod verify;

#[cfg(test)]
mod decide_tests;
