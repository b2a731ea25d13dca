//! Client requests of valgrind (`valgrind.h` and `memcheck.h`, amd64): five instructions that do nothing on a processor.

#[cfg(not(target_arch = "x86_64"))]
compile_error!("the requests are written down for x86-64 alone");

const RUNNING_ON_VALGRIND: u64 = 0x1001;
const COUNT_ERRORS: u64 = 0x1201;
const MAKE_MEM_UNDEFINED: u64 = 0x4D43_0001;
const MAKE_MEM_DEFINED: u64 = 0x4D43_0002;

/// From here on no branch and no address may depend on these bytes.
pub(crate) fn secret(bytes: &mut [u8]) {
    request(MAKE_MEM_UNDEFINED, bytes.as_mut_ptr() as u64, bytes.len() as u64);
}

/// Anybody may know them.
pub(crate) fn public(bytes: &mut [u8]) {
    request(MAKE_MEM_DEFINED, bytes.as_mut_ptr() as u64, bytes.len() as u64);
}

pub(crate) fn watches() -> bool {
    request(RUNNING_ON_VALGRIND, 0, 0) > 0
}

/// How many there were so far, without those that `public.supp` excuses.
pub(crate) fn complaints() -> u64 {
    request(COUNT_ERRORS, 0, 0)
}

fn request(what: u64, first: u64, second: u64) -> u64 {
    let arguments = [what, first, second, 0, 0, 0];
    let answer;
    // SAFETY: the rotations add up to 128 bits and leave rdi as it was, and an exchange of a register with itself does
    // nothing; valgrind reads six words at rax and answers in rdx. It may change memory that the words point to.
    unsafe {
        core::arch::asm!(
            "rol rdi, 3", "rol rdi, 13", "rol rdi, 61", "rol rdi, 51", "xchg rbx, rbx",
            in("rax") arguments.as_ptr(),
            inout("rdx") 0_u64 => answer,
        );
    }
    answer
}
