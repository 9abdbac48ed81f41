//! Blocks that were read before, in another text: what stands word for word in both is read once.
//! Two schemas of a migration differ in a few blocks. Which places a block that is taken over has
//! in its own text is kept beside it.

use super::document::{Block, Document, Item};
use crate::ordered;
use crate::source::{Sources, Span};
use foldhash::{HashMap, HashMapExt};
use std::cell::Cell;

/// The blocks of a text by name.
#[derive(Debug, Default)]
pub struct Known<'a> {
    blocks: HashMap<&'a str, (&'a Block<'a>, &'a str)>,
}

impl<'a> Known<'a> {
    /// The blocks of a document in which nothing was wrong.
    pub fn of(sources: &'a Sources, document: &'a Document<'a>) -> Self {
        let all = document.items.iter().filter_map(|item| match item {
            Item::Block(block) => Some(*block),
            Item::Comment(_) | Item::Blank(_) | Item::Broken(_) => None,
        });
        let mut blocks = HashMap::with_capacity(all.clone().count());
        for block in all {
            let text = sources.text(block.span);
            // A brace on a line of its own closes the block, whatever follows it.
            let last = text.rsplit(['\n', '\r']).next().unwrap_or_default();
            if block.well_formed && !block.broken && last.len() < text.len() && last.trim() == "}" {
                blocks.insert(block.name.text, (block, text));
            }
        }
        Self { blocks }
    }

    /// The block of that name, where a text begins with it, to the end of a line; with its length.
    pub fn find(&self, name: &str, text: &str) -> Option<(&'a Block<'a>, usize)> {
        let (block, known) = self.blocks.get(name)?;
        let rest = text.strip_prefix(*known)?;
        matches!(rest.as_bytes().first(), None | Some(b'\n' | b'\r'))
            .then_some((block, known.len()))
    }
}

/// Where the blocks that were taken over stand in the text that they were taken over into.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moves {
    /// Where the text begins that they were taken over into.
    base: u32,
    /// Each block where it was read first, and where it begins in the other text; in the order of
    /// the first.
    moves: Vec<(Span, u32)>,
}

impl Moves {
    /// The moves into a text that begins there, in any order.
    pub fn new(base: u32, mut moves: Vec<(Span, u32)>) -> Self {
        ordered::sort(&mut moves);
        Self { base, moves }
    }

    /// The place in the other text alone: what lies in a block that was taken over lies where that
    /// block stands there.
    pub fn own(&self, span: Span) -> Span {
        self.own_near(span, &Cell::default())
    }

    /// The same for one who asks for many places, mostly one of a block after the other.
    pub fn mover(&self) -> impl Fn(Span) -> Span {
        let near = Cell::default();
        move |span| self.own_near(span, &near)
    }

    /// `near`: where the block of the last place was found.
    fn own_near(&self, span: Span, near: &Cell<usize>) -> Span {
        let holds = |(block, _): &&(Span, u32)| block.start <= span.start && span.end <= block.end;
        let held = self.moves.get(near.get()).filter(holds).or_else(|| {
            let after = self.moves.partition_point(|(block, _)| block.start <= span.start);
            near.set(after.saturating_sub(1));
            self.moves.get(..after).and_then(<[_]>::last)
        });
        let shift = match held {
            Some((block, start)) if span.start < self.base && span.end <= block.end => {
                i64::from(*start) - i64::from(block.start)
            }
            _ => 0,
        };
        let own = |at: u32| u32::try_from(i64::from(at) + shift - i64::from(self.base));
        Span::new(own(span.start).unwrap_or_default(), own(span.end).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Arena;
    use super::super::{parse, parse_with};
    use super::*;
    use crate::source::FileId;

    fn names(sources: &Sources, document: &Document<'_>, moves: &Moves) -> Vec<(String, Span)> {
        let blocks = document.items.iter().filter_map(|item| match item {
            Item::Block(block) => Some(block),
            Item::Comment(_) | Item::Blank(_) | Item::Broken(_) => None,
        });
        let fields = blocks.flat_map(|block| block.entries.iter());
        let places =
            fields.map(|entry| (sources.text(entry.span).to_owned(), moves.own(entry.span)));
        places.collect()
    }

    #[test]
    fn what_is_taken_over_has_its_own_places() {
        let first = Sources::single(
            "a.prisma",
            "model A {\n  id Int @id\n}\n\nmodel B {\n  id Int @id // b\n}\nmodel C {\n}\n",
        );
        let second = Sources::single(
            "b.prisma",
            "/// B's.\nmodel B {\n  id Int @id // b\n}\nmodel A {\n  id Int\n}\nmodel C {\n}\n",
        );
        let (room, own_room) = (Arena::default(), Arena::default());
        let (document, _) = parse(&first, &room);
        let known = Known::of(&first, &document);
        let both = first.followed_by(&second);
        let (read, problems, moves) = parse_with(&both, &known, FileId(1), &own_room);
        assert_eq!(problems, []);
        let alone = parse(&second, &room).0;
        let none = Moves::default();
        assert_eq!(names(&both, &read, &moves), names(&second, &alone, &none));
        let documented = read.items.iter().find_map(|item| match item {
            Item::Block(block) => block.documentation,
            Item::Comment(_) | Item::Blank(_) | Item::Broken(_) => None,
        });
        assert_eq!(documented, Some("B's."));
        assert_eq!(moves.moves.len(), 2);
    }
}
