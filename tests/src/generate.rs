//! Schemas of any size, for benchmarks and property tests. In: a provider, a number of models and
//! a seed. Out: a schema and the same with about five of a hundred models changed. The same
//! input gives the same text. Knows nothing of how schemas are planned.

use planner_core::provider::Provider;
use std::fmt::Write;

/// A schema and its next version.
#[derive(Debug, Clone)]
pub struct Versions {
    /// The first version.
    pub before: String,
    /// The second, with one model of twenty changed.
    pub after: String,
}

/// A small generator of numbers (xorshift), so that the same seed gives the same schema on every
/// machine and with every version of any library.
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// The numbers of that seed.
    pub fn new(seed: u64) -> Self {
        // Spread the bits of small seeds, and never start at zero, where xorshift stays.
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    /// One of some texts.
    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// True in `percent` of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

const NOUNS: [&str; 16] = [
    "Account", "Asset", "Basket", "Comment", "Customer", "Delivery", "Document", "Event",
    "Invoice", "Message", "Order", "Payment", "Product", "Project", "Session", "Ticket",
];

const VALUES: [&str; 6] = ["draft", "open", "waiting", "closed", "archived", "deleted"];

#[derive(Debug, Clone)]
struct Model {
    name: String,
    mapped: bool,
    fields: Vec<(String, String, String)>,
    attributes: Vec<String>,
}

#[derive(Debug, Clone)]
struct Enumeration {
    name: String,
    values: usize,
}

/// `models` models of about twelve columns each, with foreign keys, indexes, many-to-many
/// relations and an enum for each five models.
pub fn versions(provider: Provider, models: usize, seed: u64) -> Versions {
    let mut numbers = Numbers::new(seed);
    let mut enums: Vec<Enumeration> = (0..(models / 5).max(1))
        .map(|at| Enumeration { name: format!("State{at}"), values: 3 + at % 3 })
        .collect();
    let mut generated: Vec<Model> =
        (0..models).map(|at| scalar_model(provider, at, &enums, &mut numbers)).collect();
    relate(&mut generated, &mut numbers);
    let before = render(provider, &generated, &enums);

    let offset = models.saturating_sub(1).min(numbers.below(20));
    for (nth, at) in (offset..models).step_by(20).enumerate() {
        change(provider, &mut generated, at, nth);
    }
    if let Some(each) = enums.first_mut() {
        each.values += 1;
    }
    let after = render(provider, &generated, &enums);
    Versions { before, after }
}

fn scalar_model(
    provider: Provider,
    at: usize,
    enums: &[Enumeration],
    numbers: &mut Numbers,
) -> Model {
    let noun = NOUNS.get(at % NOUNS.len()).copied().unwrap_or_default();
    let native = |attribute: &str| match provider {
        Provider::Postgresql => attribute.to_owned(),
        Provider::Sqlite => String::new(),
    };
    let state = enums.get(numbers.below(enums.len())).map(|each| each.name.clone());
    let field =
        |name: &str, kind: &str, attributes: String| (name.to_owned(), kind.to_owned(), attributes);
    let id = match at % 3 {
        0 => field("id", "Int", "@id @default(autoincrement())".to_owned()),
        1 => field("id", "String", format!("@id @default(uuid()) {}", native("@db.Uuid"))),
        _ => field("id", "String", "@id @default(cuid())".to_owned()),
    };
    let mapped = at % 2 == 1;
    let map = |name: &str| if mapped { format!(" @map(\"{name}\")") } else { String::new() };
    let fields = vec![
        id,
        field("name", "String", native("@db.VarChar(200)")),
        field("slug", "String", "@unique".to_owned()),
        field("description", "String?", String::new()),
        field("quantity", "Int", "@default(0)".to_owned()),
        field("price", "Decimal", format!("@default(0) {}", native("@db.Decimal(12, 2)"))),
        field("enabled", "Boolean", "@default(true)".to_owned()),
        field("state", &state.unwrap_or_default(), "@default(draft)".to_owned()),
        field("data", "Json?", String::new()),
        field("createdAt", "DateTime", format!("@default(now()){}", map("created_at"))),
        field("updatedAt", "DateTime", format!("@updatedAt{}", map("updated_at"))),
    ];
    let mut attributes = vec!["@@index([name, state])".to_owned()];
    if numbers.chance(50) {
        attributes.push("@@index([createdAt(sort: Desc)])".to_owned());
    }
    if numbers.chance(30) {
        attributes.push("@@unique([name, quantity])".to_owned());
    }
    Model { name: format!("{noun}{at}"), mapped, fields, attributes }
}

/// Foreign keys to earlier models, and a many-to-many relation for each ten models.
fn relate(models: &mut [Model], numbers: &mut Numbers) {
    for at in 1..models.len() {
        let mut sides = vec!["parent"];
        if numbers.chance(40) {
            sides.push("other");
        }
        for side in sides {
            let target = numbers.below(at);
            let optional = if side == "other" { "?" } else { "" };
            let action = ["", ", onDelete: Cascade", ", onUpdate: NoAction"];
            let action = action.get(numbers.below(3)).copied().unwrap_or_default();
            let [Some(from), Some(to)] = [models.get(at), models.get(target)] else { continue };
            let relation = format!("{}{side}", from.name);
            let Some((_, id_type, id_attributes)) = to.fields.first() else { continue };
            let native = if id_attributes.contains("@db.Uuid") { "@db.Uuid" } else { "" };
            let key = (format!("{side}Id"), format!("{id_type}{optional}"), native.to_owned());
            let forward = (
                side.to_owned(),
                format!("{}{optional}", to.name),
                format!("@relation(\"{relation}\", fields: [{side}Id], references: [id]{action})"),
            );
            let back = (
                format!("back{at}{side}"),
                format!("{}[]", from.name),
                format!("@relation(\"{relation}\")"),
            );
            if let Some(model) = models.get_mut(at) {
                model.fields.extend([key, forward]);
                model.attributes.push(format!("@@index([{side}Id])"));
            }
            if let Some(model) = models.get_mut(target) {
                model.fields.push(back);
            }
        }
        if at % 10 == 5 {
            let name = |at: usize| models.get(at).map(|model| model.name.clone());
            let [Some(one), Some(two)] = [name(at), name(at - 3)] else { continue };
            let end = |to: String| {
                (format!("many{at}"), format!("{to}[]"), format!("@relation(\"many{at}\")"))
            };
            if let Some(model) = models.get_mut(at) {
                model.fields.push(end(two));
            }
            if let Some(model) = models.get_mut(at - 3) {
                model.fields.push(end(one));
            }
        }
    }
}

/// One of eight everyday changes.
fn change(provider: Provider, models: &mut [Model], at: usize, nth: usize) {
    let Some(model) = models.get_mut(at) else { return };
    let mut set = |name: &str, kind: &str, attributes: &str| {
        if let Some(field) = model.fields.iter_mut().find(|field| field.0 == name) {
            *field = (name.to_owned(), kind.to_owned(), attributes.to_owned());
        }
    };
    match nth % 8 {
        0 => model.fields.push(("note".to_owned(), "String?".to_owned(), String::new())),
        1 => model.fields.retain(|field| field.0 != "description"),
        2 => set("quantity", "BigInt", "@default(0)"),
        3 => set("description", "String", "@default(\"\")"),
        4 => model.attributes.push("@@index([enabled, quantity])".to_owned()),
        5 => match provider {
            Provider::Postgresql => set("name", "String", "@db.VarChar(300)"),
            Provider::Sqlite => set("name", "String?", ""),
        },
        6 => model.attributes.retain(|attribute| attribute != "@@index([name, state])"),
        _ => {
            set("enabled", "Boolean", "@default(false)");
            model.fields.push(("archivedAt".to_owned(), "DateTime?".to_owned(), String::new()));
        }
    }
}

fn render(provider: Provider, models: &[Model], enums: &[Enumeration]) -> String {
    let mut text = format!("datasource db {{\n  provider = \"{provider}\"\n}}\n");
    for each in enums {
        let values: Vec<_> =
            VALUES.iter().take(each.values).map(|value| format!("  {value}\n")).collect();
        let _ = write!(text, "\nenum {} {{\n{}}}\n", each.name, values.concat());
    }
    for (at, model) in models.iter().enumerate() {
        let name = &model.name;
        let team = at % 7;
        let _ =
            write!(text, "\n/// {name} of the workspace, kept by team {team}.\nmodel {name} {{\n");
        for (name, kind, attributes) in &model.fields {
            let _ = writeln!(text, "{}", format!("  {name} {kind} {attributes}").trim_end());
        }
        for attribute in &model.attributes {
            let _ = writeln!(text, "  {attribute}");
        }
        if model.mapped {
            let _ = writeln!(text, "  @@map(\"{}s\")", model.name.to_lowercase());
        }
        text.push_str("}\n");
    }
    text
}
