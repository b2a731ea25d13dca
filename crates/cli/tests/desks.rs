//! From nothing to a console's enrolment on the command line, and everything that is refused on the way.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests are tests

mod common;

use common::{DAY, Folder, NOW, template};
use hushwire_desk::{Enrolment, Fingerprint, MemberKey, Role, RootRecord, verify_certificate, verify_manifest};

#[test]
fn a_desk_is_made_a_manifest_signed_and_a_member_enrolled() {
    let folder = Folder::new();
    let made = folder.hushwire("desk new --out desk").succeeds().stdout();
    let fingerprint: Fingerprint = made.trim_end().parse().unwrap();
    let root = RootRecord::decode(&folder.read("desk/desk.root")).unwrap();
    assert_eq!(root.fingerprint(), fingerprint);

    folder
        .hushwire("desk show --desk desk")
        .succeeds()
        .says(&[made.trim_end(), "none yet"]);
    folder.hushwire("manifest new --out manifest.toml").succeeds();
    folder
        .hushwire("manifest sign --desk desk --in manifest.toml")
        .succeeds()
        .says(&["manifest 1", "2030-06-15"]);
    let manifest = verify_manifest(&folder.read("desk/manifest.bin"), &root, NOW).unwrap();
    assert_eq!((manifest.number, manifest.name.as_str()), (1, "Example Shop"));
    assert_eq!(manifest.expires, NOW + 90 * DAY);

    let certified = folder
        .hushwire("member certify --desk desk --name Ada --role technician --role owner --days 7 --origin http://localhost:8080 --out ada")
        .succeeds();
    let enrolment = Enrolment::from_text(&String::from_utf8(folder.read("ada")).unwrap()).unwrap();
    let (certificate, _) = enrolment.verify(NOW).unwrap();
    assert_eq!(certificate.name, "Ada");
    assert_eq!(certificate.roles, [Role::Technician, Role::Owner].into_iter().collect());
    assert_eq!(certificate.origins, ["http://localhost:8080"]);
    assert_eq!((certificate.not_before, certificate.not_after), (NOW, NOW + 7 * DAY));

    let shown = folder.hushwire("member show ada").succeeds().stdout();
    assert_eq!(shown, certified.stdout());
    for word in [
        made.trim_end(),
        "Ada",
        "technician owner",
        "http://localhost:8080",
        "2030-03-24",
    ] {
        assert!(shown.contains(word), "{word} is not in\n{shown}");
    }
    folder.hushwire("member show ada --root desk/desk.root").succeeds();
    folder
        .hushwire("manifest show desk/manifest.bin --root desk/desk.root")
        .succeeds()
        .says(&[
            made.trim_end(),
            "Example Shop",
            "credit-card both mask",
            "ws://localhost:8080/ws",
            "Nothing of this chat is kept.",
        ]);
    folder
        .hushwire("desk show --desk desk")
        .succeeds()
        .says(&["Example Shop", "number 1"]);
}

#[test]
fn a_member_s_key_need_never_leave_the_member() {
    let folder = Folder::new().with_desk();
    let public = folder.hushwire("member key --out ada.key").succeeds().stdout();
    let public = public.trim_end();
    let certify = format!("member certify --desk desk --name Ada --key-from {public} --out ada.cert");
    folder.hushwire(&certify).succeeds().says(&[public]);
    let root = RootRecord::decode(&folder.read("desk/desk.root")).unwrap();
    assert!(verify_certificate(&folder.read("ada.cert"), &root, NOW).is_ok());
    folder
        .hushwire("member show ada.cert --root desk/desk.root")
        .succeeds()
        .says(&["Ada", public]);
    folder
        .hushwire("member show ada.cert")
        .fails_saying(&["ada.cert", "--root"]);

    let enrol = "member enrol --key ada.key --certificate ada.cert --root desk/desk.root --manifest desk/manifest.bin --out ada";
    folder.hushwire(enrol).succeeds();
    let enrolment = Enrolment::from_text(&String::from_utf8(folder.read("ada")).unwrap()).unwrap();
    let key = MemberKey::from_text(&String::from_utf8(folder.read("ada.key")).unwrap()).unwrap();
    assert_eq!(enrolment.member.public(), key.public());

    folder.hushwire("member key --out eve.key").succeeds();
    folder
        .hushwire(&enrol.replace("ada.key", "eve.key").replace("--out ada", "--out eve"))
        .fails_saying(&["another key"]);
    assert!(!folder.has("eve"));
}

#[test]
fn a_seed_makes_the_same_desk_again() {
    let folder = Folder::new();
    folder.write(
        "hex",
        "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F\n",
    );
    std::fs::write(folder.path("raw"), Vec::from_iter(0..32)).unwrap();
    let first = folder.hushwire("desk new --out a --seed-file hex").succeeds().stdout();
    assert_eq!(
        folder.hushwire("desk new --out b --seed-file raw").succeeds().stdout(),
        first
    );
    assert_eq!(
        folder
            .hushwire("desk new --out c --seed-file a/desk.key")
            .succeeds()
            .stdout(),
        first
    );
    for (name, text) in [
        ("short", "0001"),
        ("letters", &"xy".repeat(32)),
        ("empty", ""),
        ("signs", &"+1".repeat(32)),
    ] {
        folder.write(name, text);
        folder
            .hushwire(&format!("desk new --out d --seed-file {name}"))
            .fails_saying(&[name, "64 hexadecimal digits"]);
        assert!(!folder.has("d"));
    }
}

#[cfg(unix)]
#[test]
fn files_with_secrets_are_their_owner_s_alone() {
    let folder = Folder::new().with_desk();
    folder
        .hushwire("member certify --desk desk --name Ada --out ada")
        .succeeds();
    folder.hushwire("member key --out ada.key").succeeds();
    for secret in ["desk/desk.key", "ada", "ada.key"] {
        assert_eq!(folder.mode(secret), 0o600, "{secret}");
    }
    assert_eq!(folder.mode("desk"), 0o700);
    // --force must not leave a secret in a file that others could read before.
    std::fs::set_permissions(folder.path("ada"), std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    folder
        .hushwire("member certify --desk desk --name Ada --out ada --force")
        .succeeds();
    assert_eq!(folder.mode("ada"), 0o600);
}

#[cfg(unix)]
#[test]
fn a_secret_is_not_written_through_somebody_s_link() {
    let folder = Folder::new().with_desk();
    folder.write("elsewhere", "untouched");
    std::os::unix::fs::symlink(folder.path("elsewhere"), folder.path("ada")).unwrap();
    folder
        .hushwire("member certify --desk desk --name Ada --out ada")
        .fails_saying(&["--force"]);
    folder
        .hushwire("member certify --desk desk --name Ada --out ada --force")
        .succeeds();
    assert_eq!(folder.read("elsewhere"), b"untouched");
}

#[test]
fn no_file_is_overwritten_without_force() {
    let folder = Folder::new().with_desk();
    let key = folder.read("desk/desk.key");
    folder
        .hushwire("desk new --out desk")
        .fails_saying(&["desk.key", "--force"]);
    assert_eq!(folder.read("desk/desk.key"), key);
    assert!(
        folder.hushwire("desk show --desk desk").code() == 0,
        "the desk is as it was"
    );

    for command in [
        "member certify --desk desk --name Ada --out taken",
        "member key --out taken",
        "manifest new --out taken",
        "manifest sign --desk desk --in manifest.toml --out taken",
    ] {
        folder.write("taken", "mine");
        folder.hushwire(command).fails_saying(&["taken", "--force"]);
        assert_eq!(folder.read("taken"), b"mine", "{command}");
        folder.hushwire(&format!("{command} --force")).succeeds();
        assert_ne!(folder.read("taken"), b"mine", "{command}");
    }
}

#[test]
fn nothing_that_is_printed_is_secret() {
    let folder = Folder::new().with_desk();
    folder
        .hushwire("member certify --desk desk --name Ada --out ada")
        .succeeds();
    folder.hushwire("member key --out ada.key").succeeds();
    let secrets = ["desk/desk.key", "ada.key", "ada"].map(|name| {
        let text = String::from_utf8(folder.read(name)).unwrap();
        text.trim_start_matches("hwroot1")
            .trim_start_matches("hwmember1")
            .trim_start_matches("hwenrol1")
            .trim()
            .to_owned()
    });
    for command in [
        "desk show --desk desk",
        "member show ada",
        "member show ada.key --root desk/desk.root",
        "member show desk/desk.key --root desk/desk.root",
        "manifest show desk/desk.key --root desk/desk.root",
        "manifest sign --desk desk --in desk/desk.key",
        "manifest sign --desk desk --in ada",
        "desk new --out other --seed-file ada",
        "mask --policy ada",
        "mask --policy desk/desk.key",
    ] {
        let ran = folder.hushwire(command);
        let said = ran.stdout() + &ran.stderr();
        for secret in &secrets {
            let some = &secret[..secret.len().min(20)];
            assert!(!said.contains(some), "hushwire {command} printed a secret");
        }
    }
}

#[test]
fn a_manifest_goes_up_in_number_only() {
    let folder = Folder::new().with_desk();
    let first = folder.read("desk/manifest.bin");
    folder
        .hushwire("manifest sign --desk desk")
        .fails_saying(&["manifest.toml, line 6", "higher than 1"]);
    assert_eq!(folder.read("desk/manifest.bin"), first);
    folder.write("manifest.toml", &template().replace("number = 1", "number = 2"));
    folder
        .hushwire("manifest sign --desk desk")
        .succeeds()
        .says(&["manifest 2"]);
    // Also once the old one has expired.
    folder.write("manifest.toml", &template().replace("number = 1", "number = 2"));
    folder
        .hushwire_at(NOW + 400 * DAY, "manifest sign --desk desk")
        .fails_saying(&["higher than 2"]);
}

#[test]
fn settings_that_are_wrong_are_refused_at_their_line() {
    let folder = Folder::new().with_desk();
    // What is replaced in the template, what comes there, how many lines below its start the fault is shown, what is said.
    let cases: &[(&str, &str, Option<usize>, &str)] = &[
        ("hours =", "hous =", Some(0), "unknown field `hous`"),
        (
            "region = \"local\"",
            "region = \"local\"\nport = 1",
            Some(1),
            "unknown field `port`",
        ),
        (
            "action = \"mask\"",
            "action = \"mask\"\nkinds = 1",
            Some(1),
            "unknown field `kinds`",
        ),
        (
            "archive = false",
            "archive = false\narchiv = 1",
            Some(1),
            "unknown field `archiv`",
        ),
        ("archive = false", "archive = \"no\"", Some(0), "boolean"),
        ("number = 1", "number = 0", Some(0), "starts at 1"),
        ("number = 1", "number = -1", Some(0), "-1"),
        ("number = 1", "number = \"1\"", Some(0), "invalid type"),
        ("number = 1", "", None, "missing field `number`"),
        ("name = \"Example Shop\"", "name = \"\"", Some(0), "1 to 80 characters"),
        (
            "name = \"Example Shop\"",
            "name = \"a\\u202eb\"",
            Some(0),
            "direction-changing",
        ),
        ("name = \"Example Shop\"", "name = \"a", Some(0), "string"),
        ("days = 90", "", None, "needs an end"),
        ("days = 90", "days = 0", Some(0), "expired already"),
        ("days = 90", "days = 999999999999999999", Some(0), "too many"),
        ("days = 90", "days = 9\nexpires = 2031-01-01", Some(1), "keep one"),
        ("days = 90", "expires = 2030-01-01", Some(0), "expired already"),
        (
            "days = 90",
            "issued = 2020-01-01\ndays = 90",
            Some(1),
            "expired already",
        ),
        ("days = 90", "expires = 12:00:00", Some(0), "not a date"),
        (
            "origins = [\"http://localhost:8080\"]",
            "origins = [\"http://localhost/\"]",
            Some(0),
            "\"http://localhost/\"",
        ),
        (
            "origins = [\"http://localhost:8080\"]",
            "origins = [\"https://a.example\",\n\"null\"]",
            Some(1),
            "\"null\"",
        ),
        (
            "url = \"ws://localhost:8080/ws\"",
            "url = \"http://localhost\"",
            Some(0),
            "wss://relay.example.com/ws",
        ),
        (
            "kind = \"credit-card\"",
            "kind = \"card\"",
            Some(0),
            "\"card\" is not a kind; the kinds are credit-card, ",
        ),
        (
            "direction = \"both\"",
            "direction = \"up\"",
            Some(0),
            "\"up\" is not a direction; use to-desk",
        ),
        (
            "action = \"mask\"",
            "action = \"hide\"",
            Some(0),
            "\"hide\" is not an action; use allow",
        ),
        (
            "[retention]",
            "[[rule]]\nkind = \"credit-card\"\naction = \"warn\"\n[retention]",
            Some(1),
            "earlier rule",
        ),
        ("[texts.en]", "[texts.English]", Some(0), "\"English\""),
        ("welcome = \"How", "Welcome = \"How", Some(0), "\"Welcome\""),
        (
            "welcome = \"How",
            "welcome = \"\\u001b[2J\"\nbye = \"How",
            Some(0),
            "1000 bytes",
        ),
        (
            "countries = []",
            "countries = [\"gbr\"]",
            Some(0),
            "\"gbr\" is not a country",
        ),
        ("revoked = []", "revoked = [\"12\"]", Some(0), "32 hexadecimal digits"),
    ];
    for (from, to, below, words) in cases {
        let template = template();
        let (before, _) = template
            .split_once(from)
            .unwrap_or_else(|| panic!("{from} is not in the template"));
        folder.write("wrong.toml", &template.replacen(from, to, 1));
        let line = below.map(|below| format!("wrong.toml, line {}: ", before.lines().count() + 1 + below));
        folder
            .hushwire("manifest sign --desk desk --in wrong.toml --out wrong.bin")
            .fails_saying(&[words, line.as_deref().unwrap_or("wrong.toml")]);
        assert!(!folder.has("wrong.bin"), "{to}");
    }
}

#[test]
fn every_setting_arrives_in_the_manifest() {
    let folder = Folder::new().with_desk();
    folder.write(
        "full.toml",
        r#"
number = 5
name = "Läden & Co."
issued = 2030-03-17
expires = 2031-01-01T00:00:00+01:00
origins = ["https://a.example", "https://b.example:8443"]
countries = ["GB", "de"]
revoked = ["000102030405060708090a0b0c0d0e0f"]
hours = """
Mon-Fri
9-17"""
[[relay]]
region = "eu"
url = "wss://relay.example/ws"
[[rule]]
kind = "iban"
action = "block"
[[rule]]
kind = "email"
direction = "to-customer"
action = "allow"
[retention]
archive = true
days = 30
words = "A month."
[texts.de]
welcome = "Hallo"
[texts.pt-BR]
welcome = "Olá"
"#,
    );
    folder
        .hushwire("manifest sign --desk desk --in full.toml --out full.bin")
        .succeeds();
    let root = RootRecord::decode(&folder.read("desk/desk.root")).unwrap();
    let manifest = verify_manifest(&folder.read("full.bin"), &root, NOW).unwrap();
    assert_eq!((manifest.issued, manifest.expires), (1_899_936_000, 1_924_988_400));
    assert_eq!(manifest.countries, ["gb", "de"]);
    assert!(manifest.revokes(&std::array::from_fn(|index| index as u8)));
    assert_eq!(manifest.hours, "Mon-Fri\n9-17");
    let shown = folder
        .hushwire("manifest show full.bin --root desk/desk.root")
        .succeeds()
        .stdout();
    let expected = "name       Läden & Co.
number     5
holds      2030-03-17 00:00:00 UTC until 2030-12-31 23:00:00 UTC
relay      eu wss://relay.example/ws
origin     https://a.example
origin     https://b.example:8443
rule       iban both block
rule       email to-customer allow
retention  sealed archive, 30 days: A month.
text       de welcome: Hallo
text       pt-BR welcome: Olá
revoked    000102030405060708090a0b0c0d0e0f
hours      Mon-Fri
           9-17
countries  gb de
";
    assert_eq!(shown.split_once('\n').unwrap().1, expected);
}

#[test]
fn a_manifest_that_does_not_hold_is_refused_and_not_shown() {
    let folder = Folder::new().with_desk();
    folder.hushwire("desk new --out other").succeeds();
    let show = "manifest show desk/manifest.bin --root desk/desk.root";
    folder.hushwire_at(NOW + 91 * DAY, show).fails_saying(&["expired"]);
    folder.hushwire_at(NOW - DAY, show).fails_saying(&["not valid yet"]);
    folder
        .hushwire("manifest show desk/manifest.bin --root other/desk.root")
        .fails_saying(&["another desk"]);
    folder
        .hushwire("manifest show missing.bin --root desk/desk.root")
        .fails_saying(&["missing.bin", "no such file"]);
    folder
        .hushwire("manifest show desk --root desk/desk.root")
        .fails_saying(&["desk", "folder"]);
    folder
        .hushwire("manifest show desk/manifest.bin --root manifest.toml")
        .fails_saying(&["manifest.toml", "root record"]);
    let signed = folder.read("desk/manifest.bin");
    for length in [0, 1, 64, signed.len() / 2, signed.len() - 1] {
        std::fs::write(folder.path("cut.bin"), &signed[..length]).unwrap();
        let ran = folder
            .hushwire("manifest show cut.bin --root desk/desk.root")
            .fails_saying(&["cut.bin", "damaged"]);
        assert_eq!(ran.stdout(), "");
    }
    let mut changed = signed.clone();
    let at = changed.windows(7).position(|word| word == b"Example").unwrap();
    changed[at] = b'F';
    std::fs::write(folder.path("changed.bin"), &changed).unwrap();
    let ran = folder
        .hushwire("manifest show changed.bin --root desk/desk.root")
        .fails_saying(&["not signed by"]);
    assert_eq!(ran.stdout(), "");
}

#[test]
fn a_member_who_cannot_be_enrolled_gets_no_file() {
    let folder = Folder::new();
    folder.hushwire("desk new --out desk").succeeds();
    let certify = "member certify --desk desk --name Ada --out ada";
    folder
        .hushwire(certify)
        .fails_saying(&["manifest.bin", "manifest sign"]);
    folder.hushwire("manifest new --out manifest.toml").succeeds();
    folder.hushwire("manifest sign --desk desk").succeeds();
    folder
        .hushwire_at(NOW + 91 * DAY, certify)
        .fails_saying(&["manifest.bin", "expired"]);
    folder
        .hushwire("member certify --desk nowhere --name Ada --out ada")
        .fails_saying(&["no such file"]);
    folder
        .hushwire("member certify --desk desk --name Ada --out ada --origin localhost")
        .fails_saying(&["origins"]);
    assert!(!folder.has("ada"));
    // Arguments with blanks and controls cannot come through the helper that splits at blanks.
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_hushwire"))
        .args([
            "--now",
            "1900000000",
            "member",
            "certify",
            "--desk",
            "desk",
            "--out",
            "ada",
            "--name",
            "Ada\u{202e}",
        ])
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(String::from_utf8(ran.stderr).unwrap().contains("direction-changing"));
    assert!(!folder.has("ada"));
}

#[test]
fn an_enrolment_that_does_not_hold_is_said_to_be_so() {
    let folder = Folder::new().with_desk();
    let certified = folder
        .hushwire("member certify --desk desk --name Ada --days 30 --out ada")
        .succeeds()
        .stdout();
    folder
        .hushwire_at(NOW + 31 * DAY, "member show ada")
        .fails_saying(&["certificate has expired"]);
    folder
        .hushwire_at(NOW - DAY, "member show ada")
        .fails_saying(&["not valid yet"]);
    folder.hushwire("desk new --out other").succeeds();
    folder
        .hushwire("member show ada --root other/desk.root")
        .fails_saying(&["another desk"]);
    let text = String::from_utf8(folder.read("ada")).unwrap();
    folder.write("cut", &text[..text.len() / 2]);
    folder.hushwire("member show cut").fails_saying(&["cut", "damaged"]);

    let serial = certified
        .lines()
        .find_map(|line| line.strip_prefix("serial"))
        .unwrap()
        .trim();
    let revoking = template()
        .replace("number = 1", "number = 2")
        .replace("revoked = []", &format!("revoked = [\"{serial}\"]"));
    folder.write("manifest.toml", &revoking);
    folder.hushwire("manifest sign --desk desk").succeeds();
    let enrolment = Enrolment::from_text(&text).unwrap();
    let revoked = Enrolment {
        manifest: folder.read("desk/manifest.bin"),
        ..enrolment
    };
    folder.write("revoked", &revoked.to_text());
    folder.hushwire("member show revoked").fails_saying(&["revoked"]);
}

#[test]
fn what_a_desk_may_sign_is_what_a_relay_takes() {
    assert_eq!(hushwire_desk::MAX_CERTIFICATE, hushwire_wire::MAX_CERTIFICATE);
    assert_eq!(hushwire_desk::MAX_MANIFEST, hushwire_wire::MAX_MANIFEST);
}

#[test]
fn a_folder_with_a_mixed_up_key_signs_nothing() {
    let folder = Folder::new().with_desk();
    folder.hushwire("desk new --out other").succeeds();
    std::fs::copy(folder.path("other/desk.key"), folder.path("desk/desk.key")).unwrap();
    for command in [
        "desk show --desk desk",
        "manifest sign --desk desk --out new.bin",
        "member certify --desk desk --name Ada --out ada",
    ] {
        folder.hushwire(command).fails_saying(&["desk.key", "does not belong"]);
    }
    assert!(!folder.has("ada") && !folder.has("new.bin"));
}

#[test]
fn a_command_line_that_is_not_understood_ends_with_code_2() {
    let folder = Folder::new();
    for arguments in [
        "",
        "desk",
        "desk new",
        "frobnicate",
        "desk new --out desk --colour",
        "member certify --desk desk --name Ada --out ada --role admin",
        "member certify --desk desk --name Ada --out ada --days 0",
        "member certify --desk desk --name Ada --out ada --key-from hwkey1",
        "member certify --desk desk --name Ada --out ada --key-from hwroot1aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypq",
        "manifest show file",
        "mask --countries britain",
        "mask --direction sideways",
    ] {
        let ran = folder.run(arguments, None);
        assert_eq!(ran.code(), 2, "{arguments}\n{}", ran.stderr());
        assert_ne!(ran.stderr(), "", "{arguments}");
    }
    assert!(
        folder
            .run("--version", None)
            .succeeds()
            .stdout()
            .starts_with("hushwire ")
    );
}
