//! How long a value takes under each cipher, for docs/adr/0012: `cargo run --release -p kernel --example ciphers`.

use std::collections::BTreeMap;
use std::time::Instant;

use kernel::vault::{Keys, Seal, Vault};

#[allow(clippy::disallowed_methods, reason = "a measurement is of the machine's time")]
fn main() {
    // An identity number, a row of a roster, a roster.
    for length in [18, 200, 100_000] {
        let value = vec![7; length];
        for key in [Seal::Aes([7; 32]), Seal::Sm4([7; 16])] {
            let vault = Vault::of(&Keys {
                seals: BTreeMap::from([(1, key)]),
                using: 1,
                search: [0; 32],
            });
            let (times, began) = (20_000_000 / (length + 200), Instant::now());
            for _ in 0..times {
                let sealed = vault.seal("a", &value, [9; 12]);
                assert!(vault.open("a", &sealed).is_ok());
            }
            let one = began.elapsed().as_secs_f64() / times as f64 * 1e6;
            println!(
                "{}: {length} bytes sealed and opened in {one:.2} µs",
                key.cipher()
            );
        }
    }
}
