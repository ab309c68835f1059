//! Proof before power.

/// Something somebody does. The type is the action's name; its target is what a policy looked at.
pub trait Verb {
    /// What the verb is done to, as the policy loaded it.
    type Target;
    /// The name in the matrix, `org.register-school`.
    const NAME: &'static str;
}

/// Proof that the actor may do `V` to the target it carries.
#[derive(Debug)]
pub struct Grant<V: Verb> {
    target: V::Target,
}

impl<V: Verb> Grant<V> {
    /// Made by a module's policy and nobody else.
    pub const fn issue(target: V::Target) -> Self {
        Self { target }
    }

    /// What may be acted on.
    pub const fn target(&self) -> &V::Target {
        &self.target
    }

    /// Uses the grant up.
    pub fn into_target(self) -> V::Target {
        self.target
    }
}
