//! What never changes and is dear to make, kept in this process beside its database: a version of a learning task, a published
//! standard as a page.

use std::any::Any;
use std::sync::Arc;

use moka::sync::Cache;

/// How many things are kept at most; what was not asked for longest goes first.
const MOST: u64 = 500;

/// Things by their names; a clone is the same store. A name stands for one thing for ever: whatever can change has its version in its name.
#[derive(Clone)]
pub struct Kept {
    things: Cache<String, Arc<dyn Any + Send + Sync>>,
}

impl Kept {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            things: Cache::new(MOST),
        }
    }

    /// The thing of this name, if it was made already.
    pub fn get<T: Send + Sync + 'static>(&self, name: &str) -> Option<Arc<T>> {
        self.things.get(name)?.downcast().ok()
    }

    /// Keeps a thing and gives it back.
    pub fn put<T: Send + Sync + 'static>(&self, name: String, thing: T) -> Arc<T> {
        let thing = Arc::new(thing);
        self.things
            .insert(name, Arc::<T>::clone(&thing) as Arc<dyn Any + Send + Sync>);
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
    fn a_thing_is_given_by_its_name_and_its_type() {
        let kept = Kept::new();
        kept.put("a".to_owned(), 7_u32);
        assert_eq!(kept.get::<u32>("a").as_deref(), Some(&7));
        assert!(kept.get::<i64>("a").is_none() && kept.get::<u32>("b").is_none());
    }
}
