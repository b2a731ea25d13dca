//! Runs the protocol with its secrets marked as uninitialised: valgrind's memcheck then complains of every branch and every
//! address that depends on one (the method of ctgrind). What may depend on one is said in
//! `crates/session/src/laboratory/constant_time.rs` and in `public.supp`, each with its reason.

mod valgrind;

use hushwire_session::laboratory::constant_time;

/// Draws bytes that are secret. They count upwards: memcheck follows where bits come from, not what they are.
struct Secret(u8);

impl rand_core::TryRng for Secret {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        for byte in &mut *out {
            self.0 = self.0.wrapping_add(1);
            *byte = self.0;
        }
        valgrind::secret(out);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Secret {}

fn secret<const N: usize>(mut bytes: [u8; N]) -> [u8; N] {
    valgrind::secret(&mut bytes);
    bytes
}

fn dialogue() {
    let opened = constant_time::dialogue(valgrind::public, &mut Secret(0), &secret([b'x'; 100]));
    assert_eq!(opened, Some(8), "what is genuine is opened, and nothing else");
}

fn right_pin() {
    let digits = [secret(*b"123456"), secret(*b"123456")];
    let heard = constant_time::invited_handshake(valgrind::public, &mut Secret(0), digits);
    assert_eq!(heard, Some(true));
}

fn wrong_pin() {
    let digits = [secret(*b"123456"), secret(*b"123457")];
    let heard = constant_time::invited_handshake(valgrind::public, &mut Secret(0), digits);
    assert_eq!(heard, Some(false));
}

/// Stops at the first difference, as comparing slices does.
#[inline(never)]
fn leaks_by_a_branch() {
    let (one, other) = (secret([1; 32]), secret([2; 32]));
    std::hint::black_box(
        one.iter()
            .zip(&other)
            .all(|(one, other)| std::hint::black_box(one == other)),
    );
}

/// A table that is entered at a secret place, as in AES with tables.
#[inline(never)]
fn leaks_by_an_address() {
    let table = std::hint::black_box([7_u8; 256]);
    let [at] = secret([3]);
    std::hint::black_box(table[usize::from(std::hint::black_box(at))]);
}

fn main() {
    if !valgrind::watches() {
        eprintln!("This shows nothing without valgrind: `cargo xtask ct`.");
        std::process::exit(2);
    }
    let mut broken = false;
    let rows: [(&str, fn(), bool); 5] = [
        ("control: a branch", leaks_by_a_branch, true),
        ("control: an address", leaks_by_an_address, true),
        ("ratchet: eight messages, four altered", dialogue, false),
        ("handshake with the right PIN", right_pin, false),
        ("handshake with a wrong PIN", wrong_pin, false),
    ];
    for (name, run, leaks) in rows {
        let before = valgrind::complaints();
        run();
        let complaints = valgrind::complaints() - before;
        let good = leaks == (complaints > 0);
        broken |= !good;
        println!("{} {name}: {complaints} complaints", if good { "good" } else { "BAD " });
    }
    std::process::exit(i32::from(broken));
}
