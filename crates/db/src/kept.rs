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

/// The version of what never changes.
pub const FOR_EVER: i64 = 0;

/// Things by their names, each at one version; a clone is the same store. A name and a version stand for one thing for ever, and a
/// thing takes the place of its other versions.
#[derive(Clone)]
pub struct Kept {
    things: Cache<String, (i64, Arc<dyn Any + Send + Sync>)>,
}

impl Kept {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            things: Cache::builder().max_capacity(MOST).time_to_idle(IDLE).build(),
        }
    }

    /// The thing of this name at this version, if it was made already.
    pub fn get<T: Send + Sync + 'static>(&self, name: &str, version: i64) -> Option<Arc<T>> {
        let (at, thing) = self.things.get(name)?;
        if at == version {
            thing.downcast().ok()
        } else {
            None
        }
    }

    /// Keeps a thing and gives it back.
    pub fn put<T: Send + Sync + 'static>(&self, name: String, version: i64, thing: T) -> Arc<T> {
        let thing = Arc::new(thing);
        let any = Arc::<T>::clone(&thing) as Arc<dyn Any + Send + Sync>;
        self.things.insert(name, (version, any));
        thing
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
