//! What differs between two versions of a learning task, node by node, keyed by their ids.

use std::collections::{BTreeMap, HashMap};

use kernel::RawId;

use super::nodes::{Node, NodeKind, Value};
use super::task::LearningTask;

/// The difference between two versions, each list in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Nodes that only the new version has.
    pub added: Vec<Node>,
    /// Nodes that only the old version has.
    pub removed: Vec<Node>,
    /// Nodes of both with other fields.
    pub changed: Vec<Change>,
    /// Nodes of both that hang elsewhere, or were reordered among their siblings.
    pub moved: Vec<Moved>,
}

/// A node with other fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it is.
    pub kind: NodeKind,
    /// Its identity.
    pub id: RawId,
    /// What it is called now.
    pub title: String,
    /// The fields that differ.
    pub fields: Vec<FieldChange>,
}

/// A field before and after; `None` where that form of the node has no such field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The translation key of its name.
    pub field: &'static str,
    /// Its old value.
    pub before: Option<Value>,
    /// Its new value.
    pub after: Option<Value>,
}

/// A node that stands elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// What it is.
    pub kind: NodeKind,
    /// Its identity.
    pub id: RawId,
    /// What it is called now.
    pub title: String,
    /// The node it hung under.
    pub from: RawId,
    /// The node it hangs under; the same as `from` when it was only reordered.
    pub to: RawId,
}

impl Difference {
    /// The versions say the same.
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty() && self.moved.is_empty()
    }
}

/// Compares two versions of one task.
pub fn difference(old: &LearningTask, new: &LearningTask) -> Difference {
    let (old, new) = (old.nodes(), new.nodes());
    let before: HashMap<RawId, &Node> = old.iter().map(|node| (node.id, node)).collect();
    let after: HashMap<RawId, &Node> = new.iter().map(|node| (node.id, node)).collect();
    let pairs = || {
        new.iter()
            .filter_map(|node| before.get(&node.id).map(|old| (*old, node)))
    };
    Difference {
        added: new
            .iter()
            .filter(|node| !before.contains_key(&node.id))
            .cloned()
            .collect(),
        removed: old
            .iter()
            .filter(|node| !after.contains_key(&node.id))
            .cloned()
            .collect(),
        changed: pairs().filter_map(|(old, new)| change(old, new)).collect(),
        moved: moved(&pairs().collect::<Vec<_>>()),
    }
}

fn change(old: &Node, new: &Node) -> Option<Change> {
    let value = |node: &Node, field: &str| {
        node.fields
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, value)| value.clone())
    };
    let gone = old.fields.iter().filter(|(field, _)| value(new, field).is_none());
    let fields: Vec<FieldChange> = new
        .fields
        .iter()
        .chain(gone)
        .map(|(field, _)| FieldChange {
            field,
            before: value(old, field),
            after: value(new, field),
        })
        .filter(|field| field.before != field.after)
        .collect();
    let title = new.title.clone();
    (!fields.is_empty()).then_some(Change {
        kind: new.kind,
        id: new.id,
        title,
        fields,
    })
}

/// A node was moved if it hangs under another node, or is not in the longest row of siblings that kept their order:
/// so one dragged step is one move, and fresh positions alone are none.
fn moved(pairs: &[(&Node, &Node)]) -> Vec<Moved> {
    let mut siblings: BTreeMap<(RawId, NodeKind), Vec<(&Node, &Node)>> = BTreeMap::new();
    for (old, new) in pairs.iter().filter(|(old, new)| old.parent == new.parent) {
        siblings
            .entry((new.parent, new.kind))
            .or_default()
            .push((old, new));
    }
    let mut kept: Vec<RawId> = Vec::new();
    for row in siblings.values() {
        let ranks: Vec<_> = row.iter().map(|(old, _)| old.position).collect();
        kept.extend(longest_rising(&ranks).into_iter().map(|index| row[index].1.id));
    }
    kept.sort_unstable();
    let stands_elsewhere = pairs
        .iter()
        .filter(|(_, new)| kept.binary_search(&new.id).is_err());
    stands_elsewhere
        .map(|(old, new)| Moved {
            kind: new.kind,
            id: new.id,
            title: new.title.clone(),
            from: old.parent,
            to: new.parent,
        })
        .collect()
}

/// The indices of a longest rising subsequence; lists are short, so the quadratic method serves.
fn longest_rising<T: Ord>(row: &[T]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(row.len());
    for index in 0..row.len() {
        let before = (0..index)
            .filter(|earlier| row[*earlier] < row[index])
            .max_by_key(|earlier| best[*earlier].0);
        best.push((before.map_or(1, |earlier| best[earlier].0 + 1), before));
    }
    let mut chain = Vec::new();
    let mut next = (0..row.len()).max_by_key(|index| best[*index].0);
    while let Some(index) = next {
        chain.push(index);
        next = best[index].1;
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_row_that_kept_its_order_is_found() {
        assert_eq!(longest_rising(&[1, 2, 3]), [0, 1, 2]);
        assert_eq!(longest_rising(&[4, 1, 2, 3]), [1, 2, 3]);
        assert_eq!(longest_rising(&[2, 3, 4, 1]), [0, 1, 2]);
        assert_eq!(longest_rising(&[3, 2, 1]).len(), 1);
        assert!(longest_rising::<u8>(&[]).is_empty());
    }
}
