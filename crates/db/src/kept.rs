//! What is dear to make, kept in this process beside its database for as long as its version stands: a learning task as a graph, a
//! published standard as a page.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;

/// How many things are kept at most; what was not asked for longest goes first.
const MOST: u64 = 500;

/// What was not asked for so long goes.
const IDLE: Duration = Duration::from_mins(20);

/// How many of those whose changes are counted apart from their rows ([`crate::changes`]): a few, and some for each school.
const MOST_COUNTED: u64 = 2_000;

/// Which of those goes, asked for or not: a node of an older version that is still at work while an installation is upgraded
/// changes rows and raises no number that it does not know.
const OLD: Duration = Duration::from_mins(2);

/// The version of what never changes.
pub const FOR_EVER: i64 = 0;

/// Things by their names, each at one version; a clone is the same store. A name and a version stand for one thing for ever, and a
/// thing takes the place of its other versions.
#[derive(Clone)]
pub(crate) struct Shelf(Cache<String, (i64, Arc<dyn Any + Send + Sync>)>);

impl Shelf {
    /// The thing of this name at this version, if it was made already.
    pub(crate) fn get<T: Send + Sync + 'static>(&self, name: &str, version: i64) -> Option<Arc<T>> {
        let (at, thing) = self.0.get(name)?;
        if at == version {
            thing.downcast().ok()
        } else {
            None
        }
    }

    /// Keeps a thing and gives it back.
    pub(crate) fn put<T: Send + Sync + 'static>(&self, name: String, version: i64, thing: T) -> Arc<T> {
        let thing = Arc::new(thing);
        let any = Arc::<T>::clone(&thing) as Arc<dyn Any + Send + Sync>;
        self.0.insert(name, (version, any));
        thing
    }
}

/// What a process keeps; a clone is the same store.
#[derive(Clone)]
pub struct Kept {
    pub(crate) things: Shelf,
    /// Those whose changes are counted apart.
    pub(crate) counted: Shelf,
}

impl Kept {
    /// Nothing yet.
    pub fn new() -> Self {
        let counted = Cache::builder().max_capacity(MOST_COUNTED);
        Self {
            things: Shelf(Cache::builder().max_capacity(MOST).time_to_idle(IDLE).build()),
            counted: Shelf(counted.time_to_live(OLD).build()),
        }
    }

    /// The thing of this name at this version, if it was made already.
    pub fn get<T: Send + Sync + 'static>(&self, name: &str, version: i64) -> Option<Arc<T>> {
        self.things.get(name, version)
    }

    /// Keeps a thing and gives it back.
    pub fn put<T: Send + Sync + 'static>(&self, name: String, version: i64, thing: T) -> Arc<T> {
        self.things.put(name, version, thing)
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_given_by_its_name_its_version_and_its_type() {
        let kept = Kept::new();
        kept.put("a".to_owned(), 1, 7_u32);
        assert_eq!(kept.get::<u32>("a", 1).as_deref(), Some(&7));
        assert!(kept.get::<i64>("a", 1).is_none() && kept.get::<u32>("b", 1).is_none());
        kept.put("a".to_owned(), 2, 8_u32);
        assert!(kept.get::<u32>("a", 1).is_none());
        assert_eq!(kept.get::<u32>("a", 2).as_deref(), Some(&8));
    }
}
