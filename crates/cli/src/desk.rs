//! `hushwire desk`: the folder that a desk lives in.
//!
//! | file | what | who may see it |
//! |---|---|---|
//! | `desk.key` | the root key | nobody; keep it off the network |
//! | `desk.root` | the root record that the fingerprint names | everybody |
//! | `manifest.bin` | the signed settings (`hushwire manifest sign`) | everybody |

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use hushwire_desk::{RootKey, RootRecord, open_manifest, verify_manifest};
use zeroize::Zeroizing;

use crate::{
    calendar,
    failure::{Done, Failure},
    files::{self, Access, Existing},
    randomness,
};

#[derive(Subcommand)]
pub(crate) enum DeskCommand {
    /// Make a desk: a root key that stays secret, a root record, and the fingerprint that pages pin.
    New(NewDesk),
    /// Show a desk's fingerprint and what its folder holds.
    Show(ShowDesk),
}

#[derive(Args)]
pub(crate) struct NewDesk {
    /// The folder to make it in.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Use this secret and not a random one: a file of 32 bytes, of 64 hexadecimal digits, or another desk.key.
    #[arg(long, value_name = "FILE")]
    seed_file: Option<PathBuf>,
    /// Replace the desk that is in the folder. Its key is lost, and with it every page that pins its fingerprint.
    #[arg(long)]
    force: bool,
}

#[derive(Args)]
pub(crate) struct ShowDesk {
    /// The desk's folder.
    #[arg(long, value_name = "DIR")]
    desk: PathBuf,
}

pub(crate) fn run(command: DeskCommand, now: u64, screen: &mut dyn Write) -> Result<Done, Failure> {
    match command {
        DeskCommand::New(new) => make(&new, screen),
        DeskCommand::Show(show) => describe(&show.desk, now, screen),
    }
}

fn make(new: &NewDesk, screen: &mut dyn Write) -> Result<Done, Failure> {
    let root = match &new.seed_file {
        None => RootKey::from_seed(randomness::random()?),
        Some(path) => read_seed(path)?,
    };
    files::make_folder(&new.out)?;
    let folder = DeskFolder { path: new.out.clone() };
    let existing = Existing::forced(new.force);
    let mut key = Zeroizing::new(root.to_text().as_bytes().to_vec());
    key.push(b'\n');
    files::write(&folder.key_file(), &key, Access::Secret, existing)?;
    // A record without its key is of no use to anybody, so it may be replaced.
    files::write(
        &folder.root_file(),
        &root.record().encode(),
        Access::Public,
        Existing::Replace,
    )?;
    writeln!(screen, "{}", root.record().fingerprint())?;
    Ok(Done::Well)
}

/// `desk.key` as this command writes it, 64 hexadecimal digits, or 32 bytes.
fn read_seed(path: &Path) -> Result<RootKey, Failure> {
    let bytes = files::read(path)?;
    if let Ok(seed) = <[u8; 32]>::try_from(bytes.as_slice()) {
        return Ok(RootKey::from_seed(Zeroizing::new(seed)));
    }
    let text = std::str::from_utf8(&bytes).unwrap_or_default().trim();
    if let Ok(root) = RootKey::from_text(text) {
        return Ok(root);
    }
    let mut seed = Zeroizing::new([0; 32]);
    if hex_into(text, seed.as_mut_slice()).is_none() {
        return Err(Failure::of(
            path,
            "a seed is 32 bytes, 64 hexadecimal digits, or the text of a desk.key",
        ));
    }
    Ok(RootKey::from_seed(seed))
}

fn describe(path: &Path, now: u64, screen: &mut dyn Write) -> Result<Done, Failure> {
    let folder = DeskFolder {
        path: path.to_path_buf(),
    };
    let record = read_record(&folder.root_file())?;
    writeln!(screen, "desk       {}", record.fingerprint())?;
    if folder.key_file().exists() {
        folder.root_key()?;
        writeln!(screen, "key        {} (secret)", folder.key_file().display())?;
    } else {
        writeln!(screen, "key        not in this folder")?;
    }
    let manifest = folder.manifest_file();
    if !manifest.exists() {
        writeln!(screen, "manifest   none yet: hushwire manifest sign makes one")?;
        return Ok(Done::Well);
    }
    let signed = files::read(&manifest)?;
    let opened = open_manifest(&signed, &record).map_err(|error| Failure::of(&manifest, error))?;
    writeln!(screen, "name       {}", opened.name)?;
    writeln!(
        screen,
        "manifest   number {}, holds until {}",
        opened.number,
        calendar::shown(opened.expires)
    )?;
    verify_manifest(&signed, &record, now).map_err(|error| Failure::of(&manifest, error))?;
    Ok(Done::Well)
}

/// A root record from a file.
pub(crate) fn read_record(path: &Path) -> Result<RootRecord, Failure> {
    RootRecord::decode(&files::read(path)?).map_err(|error| Failure::of(path, error))
}

/// Where a desk keeps its files.
pub(crate) struct DeskFolder {
    pub(crate) path: PathBuf,
}

impl DeskFolder {
    fn key_file(&self) -> PathBuf {
        self.path.join("desk.key")
    }

    fn root_file(&self) -> PathBuf {
        self.path.join("desk.root")
    }

    /// Where the signed settings are unless somebody says otherwise.
    pub(crate) fn manifest_file(&self) -> PathBuf {
        self.path.join("manifest.bin")
    }

    /// The root key, if it is the one of this folder's record: signing under a mixed-up key would lock everybody out.
    pub(crate) fn root_key(&self) -> Result<RootKey, Failure> {
        let path = self.key_file();
        let root = RootKey::from_text(&files::read_text(&path)?).map_err(|error| Failure::of(&path, error))?;
        if root.record() != read_record(&self.root_file())? {
            return Err(Failure::of(
                &path,
                "this key does not belong to the desk.root beside it",
            ));
        }
        Ok(root)
    }
}

/// Reads exactly as many bytes as there are from two digits each.
pub(crate) fn hex_into(text: &str, bytes: &mut [u8]) -> Option<()> {
    let digits = text.as_bytes().chunks_exact(2);
    if text.len() != bytes.len() * 2 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits) {
        let mut digits = pair.iter().map(|digit| char::from(*digit).to_digit(16));
        *byte = u8::try_from(digits.next()?? << 4 | digits.next()??).ok()?;
    }
    Some(())
}

/// Two digits for each byte.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
