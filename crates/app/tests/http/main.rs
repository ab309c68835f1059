//! Filled with the slices.
