//! A Rust file -> the structs and enums of it that serde reads or writes: names, documentation,
//! fields, and what serde is told of them. Refuses what it does not understand rather than guess.

use anyhow::{Context, Result};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::BTreeMap;

/// A type.
#[derive(Debug)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Its documentation, one line.
    pub docs: String,
    /// What serde is told of it: `rename_all` → `camelCase`, `default` → nothing.
    pub serde: BTreeMap<String, String>,
    /// Whether it comes in, and does not go out.
    pub comes_in: bool,
    /// What it is made of.
    pub shape: Shape,
}

/// What a type is made of.
#[derive(Debug)]
pub enum Shape {
    /// A struct with named fields.
    Struct(Vec<Field>),
    /// An enum.
    Enum(Vec<Variant>),
}

/// A field.
#[derive(Debug)]
pub struct Field {
    pub name: String,
    pub docs: String,
    pub serde: BTreeMap<String, String>,
    pub of: Type,
}

/// A variant of an enum.
#[derive(Debug)]
pub struct Variant {
    pub name: String,
    pub docs: String,
    pub holds: Holds,
}

/// What a variant holds.
#[derive(Debug)]
pub enum Holds {
    Nothing,
    One(Type),
    Fields(Vec<Field>),
    /// Several values without names, which nothing that crosses has.
    Several,
}

/// A type where it is used.
#[derive(Debug, PartialEq, Eq)]
pub enum Type {
    /// `Vec<String>` is `Vec` of one `String`.
    Named(String, Vec<Type>),
    Tuple(Vec<Type>),
}

/// The types of a file that serde knows.
pub fn items(text: &str) -> Result<Vec<Item>> {
    let stream: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("not Rust: {error}"))?;
    let mut reader = Reader::new(stream);
    let mut items = Vec::new();
    while !reader.at_end() {
        let attributes = reader.attributes()?;
        let derived = attributes.derives.iter();
        let comes_in = derived.clone().any(|each| each == "Deserialize");
        let goes_out = derived.clone().any(|each| each == "Serialize");
        reader.visibility();
        let kind = reader.word();
        let known = matches!(kind.as_deref(), Some("struct" | "enum"));
        if !known || !(comes_in || goes_out) {
            reader.skip_item();
            continue;
        }
        let name = reader.word().context("a type without a name")?;
        let Some(body) = reader.braces() else {
            // A newtype or a unit: nothing of that kind crosses.
            reader.skip_item();
            continue;
        };
        let shape = match kind.as_deref() {
            Some("struct") => Shape::Struct(fields(body)?),
            _ => Shape::Enum(variants(body).with_context(|| name.clone())?),
        };
        let Attributes { docs, serde, .. } = attributes;
        items.push(Item { name, docs, serde, comes_in: comes_in && !goes_out, shape });
    }
    Ok(items)
}

fn fields(body: TokenStream) -> Result<Vec<Field>> {
    let mut reader = Reader::new(body);
    let mut fields = Vec::new();
    while !reader.at_end() {
        let Attributes { docs, serde, .. } = reader.attributes()?;
        reader.visibility();
        let name = reader.word().context("a field without a name")?;
        reader.mark(':').with_context(|| format!("a colon after {name}"))?;
        let of = reader.a_type().with_context(|| format!("the type of {name}"))?;
        let _ = reader.mark(',');
        fields.push(Field { name, docs, serde, of });
    }
    Ok(fields)
}

fn variants(body: TokenStream) -> Result<Vec<Variant>> {
    let mut reader = Reader::new(body);
    let mut variants = Vec::new();
    while !reader.at_end() {
        let Attributes { docs, .. } = reader.attributes()?;
        let name = reader.word().context("a variant without a name")?;
        let holds = match reader.group() {
            None => Holds::Nothing,
            Some(group) if group.delimiter() == Delimiter::Brace => {
                Holds::Fields(fields(group.stream())?)
            }
            Some(group) => {
                let mut inner = Reader::new(group.stream());
                let of = inner.a_type()?;
                if inner.at_end() { Holds::One(of) } else { Holds::Several }
            }
        };
        let _ = reader.mark(',');
        variants.push(Variant { name, docs, holds });
    }
    Ok(variants)
}

#[derive(Default)]
struct Attributes {
    docs: String,
    derives: Vec<String>,
    serde: BTreeMap<String, String>,
}

struct Reader {
    trees: Vec<TokenTree>,
    at: usize,
}

impl Reader {
    fn new(stream: TokenStream) -> Self {
        Self { trees: stream.into_iter().collect(), at: 0 }
    }

    fn at_end(&self) -> bool {
        self.at >= self.trees.len()
    }

    fn next(&self) -> Option<&TokenTree> {
        self.trees.get(self.at)
    }

    fn word(&mut self) -> Option<String> {
        let Some(TokenTree::Ident(word)) = self.next() else { return None };
        let word = word.to_string();
        self.at += 1;
        Some(word)
    }

    fn mark(&mut self, wanted: char) -> Option<()> {
        match self.next() {
            Some(TokenTree::Punct(mark)) if mark.as_char() == wanted => {
                self.at += 1;
                Some(())
            }
            _ => None,
        }
    }

    fn group(&mut self) -> Option<Group> {
        let Some(TokenTree::Group(group)) = self.next() else { return None };
        let group = group.clone();
        self.at += 1;
        Some(group)
    }

    fn braces(&mut self) -> Option<TokenStream> {
        match self.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let stream = group.stream();
                self.at += 1;
                Some(stream)
            }
            _ => None,
        }
    }

    fn visibility(&mut self) {
        if matches!(self.next(), Some(TokenTree::Ident(word)) if word == "pub") {
            self.at += 1;
            if matches!(self.next(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
            {
                self.at += 1;
            }
        }
    }

    /// Documentation, derives and serde's attributes before an item, a field or a variant.
    fn attributes(&mut self) -> Result<Attributes> {
        let mut found = Attributes::default();
        while self.mark('#').is_some() {
            let _ = self.mark('!');
            let group = self.group().context("an attribute")?;
            let mut inner = Self::new(group.stream());
            match inner.word().as_deref() {
                Some("doc") => {
                    let _ = inner.mark('=');
                    let text = inner.next().map(ToString::to_string).unwrap_or_default();
                    let text = text.trim_start_matches('r').trim_matches(['#', '"']);
                    let line = text.replace("\\\"", "\"");
                    if !found.docs.is_empty() {
                        found.docs.push(' ');
                    }
                    found.docs.push_str(line.trim());
                }
                Some("derive") => {
                    let list = inner.group().context("a list of derives")?.stream().to_string();
                    found.derives.extend(list.split(',').map(|each| each.trim().to_owned()));
                }
                Some("serde") => {
                    let list = inner.group().context("what serde is told")?.stream().to_string();
                    for each in list.split(',') {
                        let (key, value) = each.split_once('=').unwrap_or((each, ""));
                        let value = value.trim().trim_matches('"');
                        found.serde.insert(key.trim().to_owned(), value.to_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// A path by its last name, with its arguments; a reference by what it refers to; a tuple.
    fn a_type(&mut self) -> Result<Type> {
        if self.mark('&').is_some() && self.mark('\'').is_some() {
            self.word();
        }
        if let Some(group) = self.group() {
            let mut inner = Self::new(group.stream());
            let mut parts = Vec::new();
            while !inner.at_end() {
                parts.push(inner.a_type()?);
                let _ = inner.mark(',');
            }
            return Ok(Type::Tuple(parts));
        }
        let mut name = self.word().context("a type")?;
        while self.mark(':').is_some() {
            let _ = self.mark(':');
            name = self.word().context("a path")?;
        }
        let mut arguments = Vec::new();
        if self.mark('<').is_some() {
            while self.mark('>').is_none() {
                arguments.push(self.a_type()?);
                let _ = self.mark(',');
            }
        }
        Ok(Type::Named(name, arguments))
    }

    /// To the end of an item that is of no interest: a semicolon or a block.
    fn skip_item(&mut self) {
        while let Some(tree) = self.next() {
            let ends = match tree {
                TokenTree::Punct(mark) => mark.as_char() == ';',
                TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                _ => false,
            };
            self.at += 1;
            if ends {
                break;
            }
        }
    }
}
