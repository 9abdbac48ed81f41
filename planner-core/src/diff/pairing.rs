//! Items of both sides -> which is which: by hint, by name in the schema, by name in the
//! database, in this order. Knows nothing of what the items are.

use foldhash::HashMap;
use std::hash::Hash;

/// What one item is known by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a, K> {
    /// Its name in the database.
    pub database: K,
    /// Its name in the schema, where it has one.
    pub logical: Option<&'a str>,
}

/// Which item is which, as indexes into the two lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pairing {
    /// Before and after, in the order of after.
    pub pairs: Vec<(usize, usize)>,
    /// Items of before that are no more, in order.
    pub gone: Vec<usize>,
    /// Items of after that were not, in order.
    pub new: Vec<usize>,
}

/// Pairs the items of two lists.
///
/// The name in the schema comes before that in the database: an unchanged logical name under a
/// changed `@map` is a rename. A renamed model or field whose database name stays is found by
/// the latter.
pub(super) fn pair<'a, K: Eq + Hash + Copy>(
    before: &[Names<'a, K>],
    after: &[Names<'a, K>],
    hinted: &[(usize, usize)],
) -> Pairing {
    let mut partner_of_after: Vec<Option<usize>> = vec![None; after.len()];
    let mut taken = vec![false; before.len()];
    let mut join = |left: usize, right: usize, partners: &mut Vec<Option<usize>>| {
        if let (Some(taken), Some(partner)) = (taken.get_mut(left), partners.get_mut(right))
            && !*taken
            && partner.is_none()
        {
            *taken = true;
            *partner = Some(left);
        }
    };

    for (left, right) in hinted {
        join(*left, *right, &mut partner_of_after);
    }
    let by_logical: HashMap<&str, usize> = before
        .iter()
        .enumerate()
        .filter_map(|(index, names)| names.logical.map(|logical| (logical, index)))
        .collect();
    for (index, names) in after.iter().enumerate() {
        if let Some(left) = names.logical.and_then(|logical| by_logical.get(logical)) {
            join(*left, index, &mut partner_of_after);
        }
    }
    let by_database: HashMap<K, usize> =
        before.iter().enumerate().map(|(index, names)| (names.database, index)).collect();
    for (index, names) in after.iter().enumerate() {
        if let Some(left) = by_database.get(&names.database) {
            join(*left, index, &mut partner_of_after);
        }
    }

    let mut pairing = Pairing::default();
    for (right, partner) in partner_of_after.into_iter().enumerate() {
        match partner {
            Some(left) => pairing.pairs.push((left, right)),
            None => pairing.new.push(right),
        }
    }
    pairing.gone = taken
        .into_iter()
        .enumerate()
        .filter_map(|(index, taken)| (!taken).then_some(index))
        .collect();
    pairing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names<'a>(items: &[(&'a str, &'a str)]) -> Vec<Names<'a, &'a str>> {
        items
            .iter()
            .map(|(database, logical)| Names {
                database: *database,
                logical: (!logical.is_empty()).then_some(*logical),
            })
            .collect()
    }

    #[test]
    fn changed_map_under_an_unchanged_logical_name_is_the_same_item() {
        let pairing = pair(&names(&[("users", "User")]), &names(&[("accounts", "User")]), &[]);
        assert_eq!(pairing.pairs, [(0, 0)]);
    }

    #[test]
    fn changed_logical_name_over_an_unchanged_database_name_is_the_same_item() {
        let pairing = pair(&names(&[("users", "User")]), &names(&[("users", "Account")]), &[]);
        assert_eq!(pairing.pairs, [(0, 0)]);
    }

    #[test]
    fn hint_takes_its_items_from_those_of_like_names() {
        let pairing = pair(&names(&[("a", ""), ("b", "")]), &names(&[("b", "")]), &[(0, 0)]);
        assert_eq!(pairing, Pairing { pairs: vec![(0, 0)], gone: vec![1], new: vec![] });
    }

    #[test]
    fn live_items_are_known_by_their_database_names() {
        let pairing = pair(&names(&[("a", ""), ("b", "")]), &names(&[("b", "B"), ("c", "C")]), &[]);
        assert_eq!(pairing, Pairing { pairs: vec![(1, 0)], gone: vec![0], new: vec![1] });
    }
}
