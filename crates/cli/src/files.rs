//! Files: what is read is bounded, what is written is complete or not there, secrets are their owner's alone.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use crate::failure::Failure;

/// Longer than every file that a command reads whole: a manifest in TOML with all its comments.
const LONGEST: u64 = 1 << 20;

/// Who may read a file.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    /// Its owner (mode 0600).
    Secret,
    /// Everybody (mode 0644, less what the umask takes).
    Public,
}

/// What happens to a file that is there already.
#[derive(Clone, Copy)]
pub(crate) enum Existing {
    /// It stays, and the command fails.
    Keep,
    /// It is replaced in one step: readers see the old bytes or the new ones.
    Replace,
}

impl Existing {
    /// What `--force` says.
    pub(crate) fn forced(force: bool) -> Self {
        if force { Self::Replace } else { Self::Keep }
    }
}

/// The bytes of a file, wiped on drop because some of them are secrets.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let file = File::open(path).map_err(|error| Failure::of(path, why(&error)))?;
    // Room for every file at once: a buffer that grows leaves copies behind that nobody wipes.
    let expected = file.metadata().map_or(0, |metadata| metadata.len().min(LONGEST));
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 64));
    file.take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::of(path, why(&error)))?;
    if bytes.len() as u64 > LONGEST {
        return Err(Failure::of(
            path,
            "this file is longer than 1 MiB and cannot be what is needed here",
        ));
    }
    Ok(bytes)
}

/// The text of a file, wiped on drop.
pub(crate) fn read_text(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let mut bytes = read(path)?;
    match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Ok(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(Failure::of(path, "this file is not text in UTF-8"))
        }
    }
}

/// Writes a file.
pub(crate) fn write(path: &Path, bytes: &[u8], access: Access, existing: Existing) -> Result<(), Failure> {
    let written = match existing {
        Existing::Keep => create(path, bytes, access),
        Existing::Replace => {
            let beside = beside(path);
            create(&beside, bytes, access).and_then(|()| {
                fs::rename(&beside, path).inspect_err(|_| {
                    let _ = fs::remove_file(&beside);
                })
            })
        }
    };
    written.map_err(|error| Failure::of(path, why(&error)))
}

/// Creates a file that is not there yet (`O_EXCL`: no other file, no link of somebody else is written through).
fn create(path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(match access {
            Access::Secret => 0o600,
            Access::Public => 0o644,
        });
    }
    #[cfg(not(unix))]
    let _ = access;
    let mut file = options.open(path)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}

/// A name in the same folder, so that renaming is one step.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    path.with_file_name(name)
}

/// Makes a folder that only its owner may enter. One that is there already stays as it is.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path).map_err(|error| Failure::of(path, why(&error)))
}

/// Words for what happens most, the system's words for the rest.
fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::AlreadyExists => "this file is there already; --force replaces it".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "this is a folder, and a file is needed".into(),
        _ => error.to_string(),
    }
}
