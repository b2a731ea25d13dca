//! `hushwire member`: keys and certificates of people.
//!
//! Two ways lead to an enrolment, which is what a console is given. The short one: the desk's owner runs `certify` and
//! hands over the file. The strict one, where the owner never sees the member's key: the member runs `key` and sends the
//! public key; the owner runs `certify --key-from` and sends certificate, desk.root and manifest back; the member runs
//! `enrol`.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use hushwire_desk::{
    Certificate, CertificateRequest, Enrolment, MemberKey, Role, Roles, RootRecord, open_certificate, parse_public_key,
    public_key_text, verify_certificate,
};

use crate::{
    calendar::{self, DAY},
    desk::{DeskFolder, hex, read_record},
    failure::{Done, Failure},
    files::{self, Access, Existing},
    manifest, randomness,
};

#[derive(Subcommand)]
pub(crate) enum MemberCommand {
    /// Certify a member, and write the enrolment that the member's console takes (secret), or with --key-from the certificate alone.
    Certify(Certify),
    /// Make a member's key here, and print the public key for the desk's owner to certify.
    Key(NewKey),
    /// Put a key made here and a certificate made elsewhere together into an enrolment (secret).
    Enrol(Enrol),
    /// Show an enrolment or a certificate, and whether it holds.
    Show(ShowMember),
}

#[derive(Args)]
pub(crate) struct Certify {
    /// The desk's folder, with desk.key in it.
    #[arg(long, value_name = "DIR")]
    desk: PathBuf,
    /// The name that customers see.
    #[arg(long)]
    name: String,
    /// technician, supervisor, auditor or owner; several times for several.
    #[arg(long = "role", value_name = "ROLE", default_value = "technician")]
    roles: Vec<Role>,
    /// How long the certificate holds.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3650))]
    days: u64,
    /// A site where the member may work; several times for several. Everywhere that the manifest allows if left out.
    #[arg(long = "origin", value_name = "ORIGIN")]
    origins: Vec<String>,
    /// Certify this public key (hwkey1…), made elsewhere by `hushwire member key`.
    #[arg(long, value_name = "PUBLICKEY", value_parser = parse_public_key)]
    key_from: Option<[u8; 32]>,
    /// The signed manifest that goes into the enrolment; manifest.bin in the desk's folder if left out.
    #[arg(long, value_name = "FILE", conflicts_with = "key_from")]
    manifest: Option<PathBuf>,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if it is there.
    #[arg(long)]
    force: bool,
}

#[derive(Args)]
pub(crate) struct NewKey {
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if it is there. The key in it is lost.
    #[arg(long)]
    force: bool,
}

#[derive(Args)]
pub(crate) struct Enrol {
    /// The key, as `hushwire member key` wrote it.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The certificate that the desk's owner made.
    #[arg(long, value_name = "FILE")]
    certificate: PathBuf,
    /// The desk's record (desk.root).
    #[arg(long, value_name = "FILE")]
    root: PathBuf,
    /// The desk's signed manifest.
    #[arg(long, value_name = "FILE")]
    manifest: PathBuf,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the file if it is there.
    #[arg(long)]
    force: bool,
}

#[derive(Args)]
pub(crate) struct ShowMember {
    /// An enrolment, or a certificate.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The desk's record (desk.root); a certificate needs it, an enrolment brings its own.
    #[arg(long, value_name = "FILE")]
    root: Option<PathBuf>,
}

pub(crate) fn run(command: MemberCommand, now: u64, screen: &mut dyn Write) -> Result<Done, Failure> {
    match command {
        MemberCommand::Certify(certify) => self::certify(certify, now, screen),
        MemberCommand::Key(key) => make_key(&key, screen),
        MemberCommand::Enrol(enrol) => self::enrol(&enrol, now, screen),
        MemberCommand::Show(show) => self::show(&show, now, screen),
    }
}

fn certify(certify: Certify, now: u64, screen: &mut dyn Write) -> Result<Done, Failure> {
    let Certify {
        desk,
        name,
        roles,
        days,
        origins,
        key_from,
        manifest,
        out,
        force,
    } = certify;
    let folder = DeskFolder { path: desk };
    let root = folder.root_key()?;
    let existing = Existing::forced(force);
    let request = |key| -> Result<CertificateRequest, Failure> {
        Ok(CertificateRequest {
            key,
            name,
            roles: roles.into_iter().collect(),
            origins,
            not_before: now,
            not_after: now.saturating_add(days * DAY),
            serial: *randomness::random()?,
        })
    };
    let sign = |request: &CertificateRequest| root.certify(request).map_err(|error| Failure::new(error.to_string()));

    let certificate = match key_from {
        Some(key) => {
            let certificate = sign(&request(key)?)?;
            files::write(&out, &certificate, Access::Public, existing)?;
            certificate
        }
        None => {
            let path = manifest.unwrap_or_else(|| folder.manifest_file());
            if !path.exists() {
                let help = "a console needs the desk's signed manifest; make it with hushwire manifest sign, or name it with --manifest";
                return Err(Failure::of(&path, format!("there is no such file: {help}")));
            }
            manifest::read(&path, &root.record(), now)?;
            let member = MemberKey::from_seed(randomness::random()?);
            let certificate = sign(&request(member.public())?)?;
            let manifest = files::read(&path)?.to_vec();
            let enrolment = Enrolment {
                member,
                root: root.record(),
                certificate,
                manifest,
            };
            write_secret(&out, &enrolment.to_text(), existing)?;
            enrolment.certificate
        }
    };
    let certificate = open_certificate(&certificate, &root.record()).map_err(|error| Failure::of(&out, error))?;
    describe(&certificate, screen)?;
    Ok(Done::Well)
}

fn make_key(new: &NewKey, screen: &mut dyn Write) -> Result<Done, Failure> {
    let member = MemberKey::from_seed(randomness::random()?);
    write_secret(&new.out, &member.to_text(), Existing::forced(new.force))?;
    writeln!(screen, "{}", public_key_text(&member.public()))?;
    Ok(Done::Well)
}

fn enrol(enrol: &Enrol, now: u64, screen: &mut dyn Write) -> Result<Done, Failure> {
    let enrolment = Enrolment {
        member: MemberKey::from_text(&files::read_text(&enrol.key)?).map_err(|error| Failure::of(&enrol.key, error))?,
        root: read_record(&enrol.root)?,
        certificate: files::read(&enrol.certificate)?.to_vec(),
        manifest: files::read(&enrol.manifest)?.to_vec(),
    };
    let (certificate, _) = enrolment.verify(now).map_err(|error| Failure::new(error.to_string()))?;
    write_secret(&enrol.out, &enrolment.to_text(), Existing::forced(enrol.force))?;
    describe(&certificate, screen)?;
    Ok(Done::Well)
}

fn write_secret(path: &Path, text: &str, existing: Existing) -> Result<(), Failure> {
    let line = zeroize::Zeroizing::new([text, "\n"].concat());
    files::write(path, line.as_bytes(), Access::Secret, existing)
}

fn show(show: &ShowMember, now: u64, screen: &mut dyn Write) -> Result<Done, Failure> {
    let bytes = files::read(&show.file)?;
    let given = show.root.as_deref().map(read_record).transpose()?;
    let fault = |error: &dyn std::fmt::Display| Failure::of(&show.file, error);
    match std::str::from_utf8(&bytes)
        .ok()
        .filter(|text| text.trim_start().starts_with("hwenrol1"))
    {
        Some(text) => {
            let enrolment = Enrolment::from_text(text).map_err(|error| fault(&error))?;
            if given.is_some_and(|root: RootRecord| root != enrolment.root) {
                return Err(fault(&"the enrolment belongs to another desk"));
            }
            let certificate =
                open_certificate(&enrolment.certificate, &enrolment.root).map_err(|error| fault(&error))?;
            describe(&certificate, screen)?;
            enrolment.verify(now).map_err(|error| fault(&error))?;
        }
        None => {
            let root = given.ok_or_else(|| {
                fault(&"this is no enrolment; to show a certificate, name the desk's record with --root")
            })?;
            describe(&open_certificate(&bytes, &root).map_err(|error| fault(&error))?, screen)?;
            verify_certificate(&bytes, &root, now).map_err(|error| fault(&error))?;
        }
    }
    Ok(Done::Well)
}

fn describe(certificate: &Certificate, screen: &mut dyn Write) -> Result<(), Failure> {
    let Certificate {
        desk,
        key,
        name,
        roles,
        origins,
        not_before,
        not_after,
        serial,
    } = certificate;
    writeln!(screen, "desk       {desk}")?;
    writeln!(screen, "name       {name}")?;
    writeln!(screen, "roles      {}", role_names(*roles))?;
    for origin in origins {
        writeln!(screen, "origin     {origin}")?;
    }
    writeln!(
        screen,
        "holds      {} until {}",
        calendar::shown(*not_before),
        calendar::shown(*not_after)
    )?;
    writeln!(screen, "serial     {}", hex(serial))?;
    writeln!(screen, "key        {}", public_key_text(key))?;
    Ok(())
}

fn role_names(roles: Roles) -> String {
    roles.iter().map(Role::as_str).collect::<Vec<_>>().join(" ")
}
