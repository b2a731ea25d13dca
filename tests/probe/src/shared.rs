//! Vectors that lie beside the repository: NIST's ACVP for ML-KEM, the drafts of X-Wing and of HPKE with X-Wing.

use hpke::{
    Kem, OpModeR, OpModeS, Serializable,
    aead::ChaCha20Poly1305,
    kdf::{HkdfSha256, KdfShake256},
    kem::XWing,
};
use hushwire_session::laboratory::{self as ours, Fixed};
use ml_kem::ml_kem_768::DecapsulationKey;
use serde_json::Value;
use x_wing::{Decapsulate, Decapsulator, Encapsulate, KeyExport};

use crate::Outcome;

fn hex(value: &Value) -> Vec<u8> {
    let digits = value.as_str().expect("hex").as_bytes();
    let pair = |pair: &[u8]| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

fn array<const N: usize>(value: &Value) -> [u8; N] {
    hex(value).try_into().expect("the right length")
}

fn groups(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).expect("JSON");
    let groups = file["testGroups"].as_array().expect("groups").iter();
    groups
        .filter(|group| group["parameterSet"] == "ML-KEM-768")
        .cloned()
        .collect()
}

fn tests(group: &Value) -> impl Iterator<Item = &Value> {
    group["tests"].as_array().into_iter().flatten()
}

/// FIPS 203, ML-KEM.KeyGen_internal: the seed d || z gives the published key.
pub(crate) fn acvp_keys(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for group in &groups(text) {
        for test in tests(group) {
            let seed = [hex(&test["d"]), hex(&test["z"])].concat().try_into().unwrap();
            let public = ours::MlKem768::new(&seed).public();
            outcome.taken(public == hex(&test["ek"]), || test["tcId"].to_string());
        }
    }
    outcome
}

/// FIPS 203, ML-KEM.Encaps_internal and Decaps. An altered ciphertext gives the published secret that nobody else has.
pub(crate) fn acvp_ml_kem(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for group in &groups(text) {
        for test in tests(group) {
            let what = || test["tcId"].to_string();
            if group["function"] == "encapsulation" {
                let (ciphertext, shared) =
                    ours::ml_kem_768_encapsulate(&array(&test["ek"]), &array(&test["m"])).expect("a key");
                outcome.taken(ciphertext == hex(&test["c"]) && shared[..] == hex(&test["k"]), what);
                continue;
            }
            // The protocol keeps seeds; these vectors have only the expanded key, so the package is asked directly.
            #[allow(deprecated)]
            let key = DecapsulationKey::from_expanded(&array(&group["dk"]).into()).expect("a key");
            let shared = ml_kem::Decapsulate::decapsulate(&key, &array::<1088>(&test["c"]).into());
            outcome.taken(shared[..] == hex(&test["k"]), what);
        }
    }
    outcome
}

/// draft-connolly-cfrg-xwing-kem, appendix C, with the calls that the handshake makes.
pub(crate) fn x_wing(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let vectors: Vec<Value> = serde_json::from_str(text).expect("JSON");
    for (number, vector) in vectors.iter().enumerate() {
        let key = x_wing::DecapsulationKey::from(array::<32>(&vector["seed"]));
        let public = key.encapsulation_key();
        let published = x_wing::EncapsulationKey::try_from(&hex(&vector["pk"])[..]).expect("a key");
        let (ciphertext, shared) = published.encapsulate_with_rng(&mut Fixed::new(&hex(&vector["eseed"])));
        let ciphertext: [u8; x_wing::CIPHERTEXT_SIZE] = ciphertext.into();
        let opened = key.decapsulate(&ciphertext.into());
        let right = public.to_bytes()[..] == hex(&vector["pk"])
            && ciphertext[..] == hex(&vector["ct"])
            && shared[..] == hex(&vector["ss"])
            && opened[..] == hex(&vector["ss"]);
        outcome.taken(right, || number.to_string());
    }
    outcome
}

/// draft-irtf-cfrg-cpace, appendix B: both ends' points and keys for ristretto255 with SHA-512; points that are none.
pub(crate) fn cpace(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let file: Value = serde_json::from_str(text).expect("JSON");
    let vector = &file["G_Coffee25519"];
    let (password, channel, sid) = (hex(&vector["PRS"]), hex(&vector["CI"]), hex(&vector["sid"]));
    let (ya, yb) = (array(&vector["ya"]), array(&vector["yb"]));
    let point = |scalar| ours::cpace_point(&password, &channel, &sid, scalar);
    let (a, b) = (point(&ya), point(&yb));
    outcome.taken(a[..] == hex(&vector["Ya"]), || "Ya".to_owned());
    outcome.taken(b[..] == hex(&vector["Yb"]), || "Yb".to_owned());
    let data = (hex(&vector["ADa"]), hex(&vector["ADb"]));
    let key = |scalar, theirs| ours::cpace_key(&sid, scalar, theirs, (&a, &data.0), (&b, &data.1));
    for (scalar, theirs, whose) in [(&ya, &b, "A"), (&yb, &a, "B")] {
        let right = key(scalar, theirs).is_some_and(|key| key[..] == hex(&vector["ISK_IR"]));
        outcome.taken(right, || format!("{whose}'s key"));
    }
    for name in ["Invalid Y1", "Invalid Y2"] {
        let point = array(&file["G_Coffee25519_points"][name]);
        outcome.refused(key(&ya, &point).is_none(), || name.to_owned());
    }
    outcome
}

/// draft-ietf-hpke-pq: both ends, every message in order, every exported secret; a message out of order is refused.
pub(crate) fn hpke(text: &str) -> Outcome {
    let mut outcome = Outcome::default();
    let vectors: Vec<Value> = serde_json::from_str(text).expect("JSON");
    for vector in &vectors {
        match vector["kdf_id"].as_u64() {
            Some(0x0001) => sealed_and_opened::<HkdfSha256>(vector, &mut outcome),
            Some(0x0011) => sealed_and_opened::<KdfShake256>(vector, &mut outcome),
            _ => outcome.taken(false, || format!("a KDF that is not known: {}", vector["kdf_id"])),
        }
    }
    outcome
}

fn sealed_and_opened<Kdf: hpke::kdf::Kdf>(vector: &Value, outcome: &mut Outcome) {
    let info = hex(&vector["info"]);
    let (private, public) = XWing::derive_keypair(&hex(&vector["ikmR"]));
    outcome.taken(
        private.to_bytes()[..] == hex(&vector["skRm"]) && public.to_bytes()[..] == hex(&vector["pkRm"]),
        || "the recipient's keys".to_owned(),
    );
    let mut rng = Fixed::new(&hex(&vector["ikmE"]));
    let (enc, mut sender) =
        hpke::setup_sender_with_rng::<ChaCha20Poly1305, Kdf, XWing>(&OpModeS::Base, &public, &info, &mut rng)
            .expect("a key");
    outcome.taken(enc.to_bytes()[..] == hex(&vector["enc"]), || {
        "the encapsulation".to_owned()
    });
    let receiver =
        || hpke::setup_receiver::<ChaCha20Poly1305, Kdf, XWing>(&OpModeR::Base, &private, &enc, &info).expect("a key");
    let (mut opener, mut early) = (receiver(), receiver());
    let messages = vector["encryptions"].as_array().expect("messages");
    for (number, message) in messages.iter().enumerate() {
        let (aad, ct, pt) = (hex(&message["aad"]), hex(&message["ct"]), hex(&message["pt"]));
        let what = || format!("message {number}");
        outcome.taken(sender.seal(&pt, &aad).is_ok_and(|sealed| sealed == ct), what);
        outcome.taken(opener.open(&ct, &aad).is_ok_and(|opened| opened == pt), what);
        if number > 0 {
            outcome.refused(early.open(&ct, &aad).is_err(), what);
        }
    }
    for export in vector["exports"].as_array().expect("exports") {
        let mut out = vec![0; usize::try_from(export["L"].as_u64().expect("a length")).unwrap()];
        let exported = opener.export(&hex(&export["exporter_context"]), &mut out);
        outcome.taken(exported.is_ok() && out == hex(&export["exported_value"]), || {
            "an export".to_owned()
        });
    }
}

/// What lies beside the repository, or where `HUSHWIRE_VECTORS` says.
#[cfg(not(target_arch = "wasm32"))]
pub fn folder(root: &std::path::Path) -> std::path::PathBuf {
    std::env::var_os("HUSHWIRE_VECTORS").map_or_else(|| root.join("../shared/vectors"), Into::into)
}
