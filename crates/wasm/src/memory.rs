//! What a call leaves behind in linear memory: nothing.
//!
//! Rust wipes a secret where it lies when it is dropped, and cannot wipe the copies that a move, a growing vector or a
//! register that was spilled leaves in freed memory and below the stack. A WebAssembly module's memory is one array that
//! lives as long as the page, so they would stay until something else happens to be written there. Two nets catch them:
//! every block is wiped when it is freed, and every call that may touch secrets runs on a part of the stack that is wiped
//! when it returns. `tests/vectors/conversations.test.mjs` of the workspace scans for what is left.

use core::hint::black_box;

/// Blocks of the heap are wiped when they are freed or moved.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static WIPING: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Bytes of stack below a call that are wiped after it. The deepest is ML-KEM's key generation below a handshake.
const DEPTH: usize = 128 * 1024;

/// Does `work` and wipes the stack that it used.
pub(crate) fn leaving_nothing<T>(work: impl FnOnce() -> T) -> T {
    let result = apart(work);
    wipe();
    result
}

/// In a frame of its own: inlined, its secrets would lie in the caller's, above what is wiped.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Lies where the frames of the work lay.
#[inline(never)]
fn wipe() {
    let mut below = [0_u64; DEPTH / 8];
    // The array is never read: without this it would never be written.
    black_box(&mut below);
}
