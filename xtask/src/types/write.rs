//! A Rust type, as serde writes it in JSON -> its TypeScript declaration and the types that it uses.

use super::read::{Field, Holds, Item, Shape, Type, Variant};
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;

/// The declaration, and the names of the types in it.
pub fn declaration(item: &Item) -> Result<(String, Vec<String>)> {
    let mut uses = Vec::new();
    let mut text = String::new();
    document(&mut text, "", &item.docs);
    let of = || format!("in {}", item.name);
    match &item.shape {
        Shape::Struct(fields) => {
            let case = item.serde.get("rename_all").map(String::as_str);
            let (flat, own): (Vec<_>, Vec<_>) =
                fields.iter().partition(|field| field.serde.contains_key("flatten"));
            let mut bases = Vec::new();
            for field in flat {
                bases.push(typescript(&field.of, &mut uses).with_context(of)?);
            }
            let extends = match bases.is_empty() {
                true => String::new(),
                false => format!(" extends {}", bases.join(", ")),
            };
            writeln!(text, "export interface {}{extends} {{", item.name)?;
            let defaults = item.serde.contains_key("default");
            for field in own {
                document(&mut text, "  ", &field.docs);
                let line = line_of(field, case, item.comes_in, defaults, &mut uses);
                writeln!(text, "  {}", line.with_context(of)?)?;
            }
            text.push_str("}\n");
        }
        Shape::Enum(variants) => {
            writeln!(text, "export type {} =", item.name)?;
            for variant in variants {
                document(&mut text, "  ", &variant.docs);
                let member = member(item, variant, &mut uses).with_context(of)?;
                writeln!(text, "  | {member}")?;
            }
        }
    }
    Ok((text, uses))
}

fn document(text: &mut String, indent: &str, docs: &str) {
    if !docs.is_empty() {
        text.push_str(&format!("{indent}/** {docs} */\n"));
    }
}

/// `name: type` of a field. What serde fills in where it is missing may be missing.
fn line_of(
    field: &Field,
    case: Option<&str>,
    comes_in: bool,
    defaults: bool,
    uses: &mut Vec<String>,
) -> Result<String> {
    let told = |key: &str| field.serde.contains_key(key);
    if let Some(strange) = field
        .serde
        .keys()
        .find(|key| !["skip_serializing_if", "default", "flatten"].contains(&key.as_str()))
    {
        bail!("{}: serde's `{strange}` is not understood", field.name);
    }
    let optional = told("skip_serializing_if") || (comes_in && (defaults || told("default")));
    let mut of = typescript(&field.of, uses)?;
    if told("skip_serializing_if") {
        of = of.strip_suffix(" | null").map(str::to_owned).unwrap_or(of);
    }
    let mark = if optional { "?" } else { "" };
    Ok(format!("{}{mark}: {of}", cased(&field.name, case)?))
}

/// A variant as serde writes it: its name, or an object that holds its name.
fn member(item: &Item, variant: &Variant, uses: &mut Vec<String>) -> Result<String> {
    let name = cased(&variant.name, item.serde.get("rename_all").map(String::as_str))?;
    match (item.serde.get("tag"), item.serde.get("content"), &variant.holds) {
        (None, None, Holds::Nothing) => Ok(format!("'{name}'")),
        (Some(tag), _, Holds::Nothing) => Ok(format!("{{ {tag}: '{name}' }}")),
        (Some(tag), Some(content), Holds::One(of)) => {
            Ok(format!("{{ {tag}: '{name}'; {content}: {} }}", typescript(of, uses)?))
        }
        (Some(tag), None, Holds::Fields(fields)) => {
            let mut parts = vec![format!("{tag}: '{name}'")];
            for field in fields {
                parts.push(line_of(field, None, item.comes_in, false, uses)?);
            }
            Ok(format!("{{ {} }}", parts.join("; ")))
        }
        _ => bail!("{}: what it holds is not understood", variant.name),
    }
}

fn typescript(of: &Type, uses: &mut Vec<String>) -> Result<String> {
    Ok(match of {
        Type::Tuple(parts) => {
            let parts: Result<Vec<String>> =
                parts.iter().map(|part| typescript(part, uses)).collect();
            format!("[{}]", parts?.join(", "))
        }
        Type::Named(name, arguments) => match (name.as_str(), arguments.as_slice()) {
            ("String" | "str" | "char", []) => "string".to_owned(),
            ("bool", []) => "boolean".to_owned(),
            ("u8" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64", []) => "number".to_owned(),
            ("Option", [inner]) => format!("{} | null", typescript(inner, uses)?),
            ("Box", [inner]) => typescript(inner, uses)?,
            ("Vec", [inner]) => {
                let inner = typescript(inner, uses)?;
                if inner.contains(' ') && !inner.starts_with('[') {
                    format!("({inner})[]")
                } else {
                    format!("{inner}[]")
                }
            }
            ("BTreeMap", [key, value]) => {
                format!("Record<{}, {}>", typescript(key, uses)?, typescript(value, uses)?)
            }
            (_, []) => {
                uses.push(name.clone());
                name.clone()
            }
            _ => bail!("`{name}` of something is not understood"),
        },
    })
}

/// A name as `rename_all` has it. Variants are written in capitals, fields in snake case.
fn cased(name: &str, case: Option<&str>) -> Result<String> {
    let capitals = name.starts_with(|first: char| first.is_ascii_uppercase());
    let words: Vec<String> = if capitals {
        let starts = name.char_indices().filter(|(_, each)| each.is_ascii_uppercase());
        let mut starts: Vec<usize> = starts.map(|(at, _)| at).collect();
        starts.push(name.len());
        let pair = |pair: &[usize]| name.get(*pair.first()?..*pair.last()?).map(str::to_lowercase);
        starts.windows(2).filter_map(pair).collect()
    } else {
        name.split('_').map(str::to_owned).collect()
    };
    Ok(match case {
        None => name.to_owned(),
        Some("lowercase") => words.concat(),
        Some("kebab-case") => words.join("-"),
        Some("snake_case") => words.join("_"),
        Some("camelCase") => {
            let mut words = words.into_iter();
            let first = words.next().unwrap_or_default();
            let rest = words.map(|word| {
                let mut letters = word.chars();
                let capital = letters.next().map(|each| each.to_ascii_uppercase());
                capital.into_iter().chain(letters).collect::<String>()
            });
            std::iter::once(first).chain(rest).collect()
        }
        Some(other) => bail!("rename_all = \"{other}\" is not understood"),
    })
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn written(text: &str) -> Result<String> {
        let items = read::items(text)?;
        let texts: Result<Vec<String>> =
            items.iter().map(|item| declaration(item).map(|(text, _)| text)).collect();
        Ok(texts?.concat())
    }

    #[test]
    fn fields_are_named_and_typed_as_serde_writes_them() -> Result<()> {
        let text = "/// A thing.\n#[derive(Serialize)]\n#[serde(rename_all = \"camelCase\")]\npub struct Thing { pub first_name: Option<String>, #[serde(skip_serializing_if = \"Option::is_none\")] pub age: Option<u32>, pub pairs: Vec<(String, Other)>, #[serde(flatten)] pub rest: Rest }";
        assert_eq!(
            written(text)?,
            "/** A thing. */\nexport interface Thing extends Rest {\n  firstName: string | null\n  age?: number\n  pairs: [string, Other][]\n}\n"
        );
        Ok(())
    }

    #[test]
    fn enums_are_unions() -> Result<()> {
        let text = "#[derive(Serialize)]\n#[serde(rename_all = \"kebab-case\")]\npub enum Order { Any, TwoReleases }\n#[derive(Serialize)]\n#[serde(rename_all = \"lowercase\", tag = \"state\", content = \"counts\")]\npub enum State { Possible, Certain(Vec<Count>) }";
        assert_eq!(
            written(text)?,
            "export type Order =\n  | 'any'\n  | 'two-releases'\nexport type State =\n  | { state: 'possible' }\n  | { state: 'certain'; counts: Count[] }\n"
        );
        Ok(())
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let text =
            "#[derive(Serialize)]\npub struct Thing { #[serde(rename = \"x\")] pub a: String }";
        assert!(written(text).is_err());
    }
}
