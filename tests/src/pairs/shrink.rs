//! A pair that fails -> a smaller one that fails still: edits that are not needed go, then models,
//! relations, indexes and columns that stand on both sides. Knows nothing of why it fails.

use super::model::{Id, Schema};
use super::{Pair, apply, is_valid};

/// Makes it as small as it gets; `fails` is asked of every attempt.
pub fn shrink(pair: &Pair, fails: impl Fn(&Pair) -> bool) -> Pair {
    let mut smallest = pair.clone();
    let mut at = 0;
    while at < smallest.edits.len() && smallest.edits.len() > 1 {
        let mut fewer = smallest.edits.clone();
        fewer.remove(at);
        let (after, edits) = apply(&smallest.before, &fewer);
        let attempt = Pair { after, edits, ..smallest.clone() };
        if is_valid(&attempt.after) && fails(&attempt) {
            smallest = attempt;
        } else {
            at += 1;
        }
    }
    loop {
        let smaller = cuts(&smallest.before, &smallest.after).into_iter().find_map(|cut| {
            let mut attempt = smallest.clone();
            cut.from(&mut attempt.before);
            cut.from(&mut attempt.after);
            let usable = is_valid(&attempt.before) && is_valid(&attempt.after);
            (usable && fails(&attempt)).then_some(attempt)
        });
        match smaller {
            Some(attempt) => smallest = attempt,
            None => return smallest,
        }
    }
}

/// Something that can be taken out of both schemas.
#[derive(Debug, Clone)]
enum Cut {
    Model(Id),
    Join(Id),
    Relation(Id),
    Enum(Id),
    Index(Id),
    Field(Id),
    Namespaces,
    Extensions,
    Views,
}

impl Cut {
    fn from(&self, schema: &mut Schema) {
        match self {
            Self::Model(id) => schema.remove_model(*id),
            Self::Join(id) => schema.joins.retain(|each| each.id != *id),
            Self::Relation(id) => schema.relations.retain(|each| each.id != *id),
            Self::Enum(id) => schema.remove_enum(*id),
            Self::Index(id) => {
                for model in &mut schema.models {
                    model.indexes.retain(|each| each.id != *id);
                }
            }
            Self::Field(id) => {
                let owner = schema.models.iter().find(|model| model.field(*id).is_some());
                if let Some(model) = owner.map(|model| model.id) {
                    schema.remove_field(model, *id);
                }
            }
            Self::Namespaces => {
                schema.namespaces.clear();
                for model in &mut schema.models {
                    model.namespace = None;
                }
                for each in &mut schema.enums {
                    each.namespace = None;
                }
            }
            Self::Extensions => schema.extensions.clear(),
            Self::Views => schema.views.clear(),
        }
    }
}

fn cuts(before: &Schema, after: &Schema) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for schema in [before, after] {
        cuts.extend(schema.models.iter().map(|each| Cut::Model(each.id)));
        cuts.extend(schema.joins.iter().map(|each| Cut::Join(each.id)));
        cuts.extend(schema.relations.iter().map(|each| Cut::Relation(each.id)));
        cuts.extend(schema.enums.iter().map(|each| Cut::Enum(each.id)));
        let models = schema.models.iter();
        cuts.extend(
            models.clone().flat_map(|model| &model.indexes).map(|each| Cut::Index(each.id)),
        );
        cuts.extend(models.flat_map(|model| {
            let free = model.fields.iter().filter(|field| !model.key.contains(&field.id));
            free.map(|field| Cut::Field(field.id))
        }));
        for (present, cut) in [
            (!schema.namespaces.is_empty(), Cut::Namespaces),
            (!schema.extensions.is_empty(), Cut::Extensions),
            (!schema.views.is_empty(), Cut::Views),
        ] {
            if present {
                cuts.push(cut);
            }
        }
    }
    cuts
}
