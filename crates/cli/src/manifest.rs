//! `hushwire manifest`: the signed settings of a desk.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use hushwire_desk::{Manifest, open_manifest, verify_manifest};

use crate::{
    calendar,
    desk::{DeskFolder, hex, read_record},
    failure::{Done, Failure},
    files::{self, Access, Existing},
    settings::{Draft, TEMPLATE},
    toml_file::TomlFile,
};

#[derive(Subcommand)]
pub(crate) enum ManifestCommand {
    /// Write a template with every setting explained.
    New(NewManifest),
    /// Check settings and sign them.
    Sign(SignManifest),
    /// Verify a signed manifest and show it.
    Show(ShowManifest),
}

#[derive(Args)]
pub(crate) struct NewManifest {
    /// The file to write; without it the template is printed.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file if it is there.
    #[arg(long, requires = "out")]
    force: bool,
}

#[derive(Args)]
pub(crate) struct SignManifest {
    /// The desk's folder, with desk.key in it.
    #[arg(long, value_name = "DIR")]
    desk: PathBuf,
    /// The settings.
    #[arg(long = "in", value_name = "FILE", default_value = "manifest.toml")]
    settings: PathBuf,
    /// The signed manifest; manifest.bin in the desk's folder if left out. One that is there is replaced by a higher number only.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace the file whatever it is.
    #[arg(long)]
    force: bool,
}

#[derive(Args)]
pub(crate) struct ShowManifest {
    /// The signed manifest.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The desk's record (desk.root).
    #[arg(long, value_name = "FILE")]
    root: PathBuf,
}

pub(crate) fn run(command: ManifestCommand, now: u64, screen: &mut dyn Write) -> Result<Done, Failure> {
    match command {
        ManifestCommand::New(new) => write_template(&new, screen),
        ManifestCommand::Sign(sign) => self::sign(&sign, now, screen),
        ManifestCommand::Show(show) => self::show(&show, now, screen),
    }
}

fn write_template(new: &NewManifest, screen: &mut dyn Write) -> Result<Done, Failure> {
    match &new.out {
        None => screen.write_all(TEMPLATE.as_bytes())?,
        Some(path) => files::write(path, TEMPLATE.as_bytes(), Access::Public, Existing::forced(new.force))?,
    }
    Ok(Done::Well)
}

fn sign(sign: &SignManifest, now: u64, screen: &mut dyn Write) -> Result<Done, Failure> {
    let folder = DeskFolder {
        path: sign.desk.clone(),
    };
    let root = folder.root_key()?;
    let draft = Draft::read(TomlFile::read(&sign.settings)?, now)?;
    let out = sign.out.clone().unwrap_or_else(|| folder.manifest_file());
    if out.exists() && !sign.force {
        let newest = open_manifest(&files::read(&out)?, &root.record()).map_err(|_| {
            Failure::of(
                &out,
                "this file is there and is not a manifest of this desk; --force replaces it",
            )
        })?;
        if draft.manifest.number <= newest.number {
            return Err(draft.number_too_low(newest.number));
        }
    }
    let signed = root
        .sign_manifest(&draft.manifest)
        .map_err(|error| draft.refused(error))?;
    let existing = if out.exists() {
        Existing::Replace
    } else {
        Existing::Keep
    };
    files::write(&out, &signed, Access::Public, existing)?;
    let Manifest { number, expires, .. } = draft.manifest;
    writeln!(
        screen,
        "{}: manifest {number}, holds until {}",
        out.display(),
        calendar::shown(expires)
    )?;
    Ok(Done::Well)
}

fn show(show: &ShowManifest, now: u64, screen: &mut dyn Write) -> Result<Done, Failure> {
    let root = read_record(&show.root)?;
    let manifest = read(&show.file, &root, now)?;
    let Manifest {
        number,
        name,
        relays,
        origins,
        policy,
        retention,
        texts,
        revoked,
        hours,
        countries,
        issued,
        expires,
    } = &manifest;
    writeln!(screen, "desk       {}", root.fingerprint())?;
    writeln!(screen, "name       {name}")?;
    writeln!(screen, "number     {number}")?;
    writeln!(
        screen,
        "holds      {} until {}",
        calendar::shown(*issued),
        calendar::shown(*expires)
    )?;
    for relay in relays {
        writeln!(screen, "relay      {} {}", relay.region, relay.url)?;
    }
    for origin in origins {
        writeln!(screen, "origin     {origin}")?;
    }
    for rule in policy {
        writeln!(
            screen,
            "rule       {} {} {}",
            rule.kind,
            rule.direction.as_str(),
            rule.action.as_str()
        )?;
    }
    let archive = if retention.archive {
        "sealed archive"
    } else {
        "no archive"
    };
    let days = retention.days.map_or(String::new(), |days| format!(", {days} days"));
    writeln!(screen, "retention  {archive}{days}{}", indented(&retention.words))?;
    for (language, words) in texts {
        for (key, words) in words {
            writeln!(screen, "text       {language} {key}{}", indented(words))?;
        }
    }
    for serial in revoked {
        writeln!(screen, "revoked    {}", hex(serial))?;
    }
    writeln!(screen, "hours      {}", indented(hours).trim_start_matches(": "))?;
    writeln!(screen, "countries  {}", countries.join(" "))?;
    Ok(Done::Well)
}

/// Words on the lines below their label's, so that no word of a manifest can look like another entry.
fn indented(words: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!(": {}", words.replace('\n', "\n           "))
    }
}

/// A manifest that this desk signed and that holds now.
pub(crate) fn read(path: &Path, root: &hushwire_desk::RootRecord, now: u64) -> Result<Manifest, Failure> {
    verify_manifest(&files::read(path)?, root, now).map_err(|error| Failure::of(path, error))
}
