//! "It cannot read" is a fact of the build: who reaches whom, asked of cargo itself.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what only tests call may stop a test")]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, NodeDep, Package, PackageId};

/// What one room may reach through its normal dependencies, however far away.
struct Wall {
    room: &'static str,
    /// Other packages of the workspace, all that it may reach.
    rooms: &'static [&'static str],
    /// Packages that do cryptography, all that it may reach. A package counts as one if its name
    /// is on `CIPHERS` or if it says so itself in its categories or keywords.
    cryptography: &'static [&'static str],
    /// Packages that would bring a socket, a clock or chance.
    no_world: bool,
}

const RELAY: Wall = Wall {
    room: "hushwire-relay",
    rooms: &["hushwire-desk", "hushwire-wire"],
    cryptography: &[
        // A console shows a certificate and signs a challenge.
        "ed25519-dalek",
        "ed25519",
        "curve25519-dalek",
        "curve25519-dalek-derive",
        "signature",
        "pkcs8",
        "spki",
        "der",
        // Member ids and fingerprints; the handshake of a WebSocket (RFC 6455, 4.2.2).
        "sha1",
        "sha2",
        "digest",
        "block-buffer",
        "crypto-common",
        "const-oid",
        // What those are made of.
        "base64ct",
        "cmov",
        "cpufeatures",
        "ctutils",
        "fiat-crypto",
        "hybrid-array",
        "subtle",
        "typenum",
        "zeroize",
        "zeroize_derive",
        // Nonces.
        "getrandom",
        "rand_core",
        "rand",
        "rand_chacha",
        "ppv-lite86",
        "chacha20",
    ],
    no_world: false,
};

/// The program around the relay: configuration, TLS and the way to other relays bring ciphers of their own. They are on
/// the far side of the library's doors: the library, which alone touches frames, cannot reach them, and what a cipher
/// of TLS opens is a hop, never a message. It knows the peers' rooms as little as the library does.
const SERVER: Wall = Wall {
    room: "hushwire-relay-server",
    rooms: &["hushwire-desk", "hushwire-relay", "hushwire-wire"],
    cryptography: &["*"],
    no_world: false,
};

/// Wiping memory is no cryptography, though its packages say so.
const WIPING: &[&str] = &["zeroize", "zeroize_derive"];

const MASK: Wall = Wall {
    room: "hushwire-mask",
    rooms: &[],
    cryptography: WIPING,
    no_world: true,
};

const WIRE: Wall = Wall {
    room: "hushwire-wire",
    rooms: &[],
    cryptography: WIPING,
    no_world: true,
};

/// Any cryptography is at home here; the world is not.
const SESSION: Wall = Wall {
    room: "hushwire-session",
    rooms: &["hushwire-desk", "hushwire-mask", "hushwire-wire"],
    cryptography: &["*"],
    no_world: true,
};

const WALLS: [&Wall; 5] = [&RELAY, &SERVER, &MASK, &WIRE, &SESSION];

/// Names, or beginnings of names, of packages that could open or agree on what two peers say.
const CIPHERS: [&str; 23] = [
    "aead",
    "aes",
    "ascon",
    "aws-lc",
    "boring",
    "chacha",
    "cipher",
    "crypto_box",
    "crypto_secretbox",
    "cpace",
    "ghash",
    "hpke",
    "kem",
    "kyber",
    "libsodium",
    "ml-kem",
    "openssl",
    "pqcrypto",
    "ring",
    "rustls",
    "salsa20",
    "x25519",
    "x-wing",
];

const WORLD: [&str; 12] = [
    "async-std",
    "axum",
    "chrono",
    "getrandom",
    "hyper",
    "js-sys",
    "mio",
    "reqwest",
    "socket2",
    "time",
    "tokio",
    "web-sys",
];

#[test]
fn every_wall_stands() {
    let graph = Graph::of_the_workspace();
    let offences: Vec<_> = WALLS.iter().flat_map(|wall| graph.offences(wall)).collect();
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn a_relay_that_reached_the_session_would_be_caught() {
    let mut graph = Graph::of_the_workspace();
    graph.add("hushwire-relay", "hushwire-session");
    let offences = graph.offences(&RELAY).join("\n");
    for caught in [
        "hushwire-session",
        "hushwire-mask",
        "ml-kem",
        "x-wing",
        "aes-gcm",
        "x25519-dalek",
    ] {
        assert!(
            offences.contains(&format!("reaches {caught} ")),
            "{caught} was not caught:\n{offences}"
        );
    }
}

#[test]
fn a_program_around_the_relay_that_reached_the_session_would_be_caught() {
    let mut graph = Graph::of_the_workspace();
    graph.add("hushwire-relay-server", "hushwire-session");
    let offences = graph.offences(&SERVER).join("\n");
    for caught in ["hushwire-session", "hushwire-mask"] {
        assert!(offences.contains(&format!("reaches {caught} ")), "{offences}");
    }
}

#[test]
fn the_program_around_the_relay_has_the_library_alone_among_the_rooms() {
    let metadata = metadata();
    let server = metadata
        .packages
        .iter()
        .find(|package| package.name.as_str() == SERVER.room)
        .unwrap();
    let rooms: Vec<_> = server
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind == DependencyKind::Normal && dependency.name.starts_with("hushwire"))
        .map(|dependency| dependency.name.as_str())
        .collect();
    // Without the crate that reads frames, it cannot even name one.
    assert_eq!(rooms, ["hushwire-relay"]);
}

#[test]
fn a_cipher_deep_below_the_relay_would_be_caught_with_its_path() {
    let mut graph = Graph::of_the_workspace();
    graph.add("sha2", "aes-gcm");
    let offences = graph.offences(&RELAY).join("\n");
    assert!(
        offences.contains("hushwire-relay reaches aes-gcm (") && offences.contains("sha2 > aes-gcm"),
        "{offences}"
    );
}

#[test]
fn cryptography_that_nobody_has_named_is_known_by_its_own_description() {
    let mut graph = Graph::of_the_workspace();
    let moonbeam = Described {
        name: "moonbeam".to_owned(),
        member: false,
        says_cryptography: true,
    };
    graph.packages.insert("moonbeam 1.0.0".to_owned(), moonbeam);
    graph.add("hushwire-mask", "moonbeam");
    assert_eq!(
        graph.offences(&MASK),
        ["hushwire-mask reaches moonbeam (hushwire-mask > moonbeam), which does cryptography"]
    );
}

#[test]
fn a_session_that_reached_a_socket_or_chance_would_be_caught() {
    for world in ["tokio", "getrandom"] {
        let mut graph = Graph::of_the_workspace();
        graph.add("hushwire-session", world);
        assert!(!graph.offences(&SESSION).is_empty(), "{world}");
    }
}

/// Feature of `hushwire-session` that opens its inner rooms, and the only packages that may turn it on: tests, all of them.
const LABORATORY: (&str, &str) = ("hushwire-session", "laboratory");
const IN_THE_LABORATORY: [&str; 2] = ["hushwire-probe", "hushwire-targets"];

#[test]
fn nothing_that_ships_opens_the_laboratory() {
    let metadata = metadata();
    assert_eq!(who_opens_the_laboratory(&metadata), IN_THE_LABORATORY);
    let graph = Graph::of_the_workspace();
    for shipped in ["hushwire-wasm", "hushwire-cli", "hushwire-relay"] {
        let reached = graph.paths_from(shipped);
        let names: Vec<_> = reached.keys().map(|key| &graph.packages[key].name).collect();
        assert!(
            IN_THE_LABORATORY
                .iter()
                .all(|package| !names.iter().any(|name| name == package)),
            "{shipped} reaches a package of the laboratory"
        );
    }
}

/// The packages of the workspace that name the feature, or have it by default.
fn who_opens_the_laboratory(metadata: &Metadata) -> Vec<&str> {
    let (package, feature) = LABORATORY;
    let asks = |candidate: &&&Package| {
        let by_dependency = candidate
            .dependencies
            .iter()
            .any(|dependency| dependency.name == package && dependency.features.iter().any(|named| named == feature));
        let named = format!("{package}/{feature}");
        let by_feature = candidate.features.iter().any(|(name, brings)| {
            brings.contains(&named)
                || (candidate.name.as_str() == package
                    && name != feature
                    && brings.iter().any(|brought| brought == feature))
        });
        by_dependency || by_feature
    };
    let packages = metadata.workspace_packages();
    let mut names: Vec<_> = packages
        .iter()
        .filter(asks)
        .map(|package| package.name.as_str())
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn a_laboratory_that_the_command_line_opened_would_be_caught() {
    let mut metadata = metadata();
    for package in &mut metadata.packages {
        if package.name.as_str() == "hushwire-cli" {
            package
                .features
                .insert("default".to_owned(), vec!["hushwire-session/laboratory".to_owned()]);
        }
    }
    assert_eq!(
        who_opens_the_laboratory(&metadata),
        ["hushwire-cli", "hushwire-probe", "hushwire-targets"]
    );
}

#[test]
fn no_room_without_a_world_uses_the_standard_librarys() {
    let metadata = metadata();
    for wall in WALLS.iter().filter(|wall| wall.no_world) {
        let package = metadata
            .packages
            .iter()
            .find(|package| package.name.as_str() == wall.room)
            .unwrap();
        let mut files = vec![package.manifest_path.parent().unwrap().join("src").into_std_path_buf()];
        while let Some(path) = files.pop() {
            if path.is_dir() {
                files.extend(path.read_dir().unwrap().map(|entry| entry.unwrap().path()));
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            if let Some((number, line)) = worldly_line(&text) {
                panic!(
                    "{}:{number}: {line}\n{} is given its world as arguments.",
                    path.display(),
                    wall.room
                );
            }
        }
    }
}

#[test]
fn a_line_that_opens_a_socket_would_be_seen_and_a_test_that_reads_a_file_may() {
    assert_eq!(worldly_line("a\nuse std::net::TcpStream;").unwrap().0, 2);
    assert_eq!(worldly_line("let now = std::time::Instant::now();").unwrap().0, 1);
    assert!(worldly_line("// std::net is not for us").is_none());
    assert!(worldly_line("#[cfg(test)]\nmod tests { use std::fs; }").is_none());
}

fn worldly_line(text: &str) -> Option<(usize, &str)> {
    const WORLD: [&str; 7] = [
        "std::net",
        "std::fs",
        "std::time",
        "std::thread",
        "std::process",
        "std::env",
        "std::io",
    ];
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .find(|(_, line)| WORLD.iter().any(|part| line.contains(part)))
        .map(|(index, line)| (index + 1, line))
}

struct Described {
    name: String,
    member: bool,
    says_cryptography: bool,
}

/// Who reaches whom through normal dependencies. A package is known by "name version": two
/// versions of one package may reach quite different things.
struct Graph {
    packages: BTreeMap<String, Described>,
    edges: BTreeMap<String, BTreeSet<String>>,
}

fn metadata() -> Metadata {
    MetadataCommand::new().exec().unwrap()
}

impl Graph {
    /// As resolved for every platform and with the features of the whole workspace: the union of
    /// everything that can be built, which is what a wall has to hold against.
    fn of_the_workspace() -> Self {
        let metadata = metadata();
        let key = |id: &PackageId| format!("{} {}", metadata[id].name, metadata[id].version);
        let described = |package: &Package| Described {
            name: package.name.to_string(),
            member: metadata.workspace_members.contains(&package.id),
            says_cryptography: says_cryptography(package),
        };
        let packages = metadata
            .packages
            .iter()
            .map(|package| (key(&package.id), described(package)))
            .collect();
        let mut edges: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for node in &metadata.resolve.as_ref().unwrap().nodes {
            let normal = |dep: &&NodeDep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
            edges
                .entry(key(&node.id))
                .or_default()
                .extend(node.deps.iter().filter(normal).map(|dep| key(&dep.pkg)));
        }
        Self { packages, edges }
    }

    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a String> {
        self.packages
            .iter()
            .filter(move |(_, package)| package.name == name)
            .map(|(key, _)| key)
    }

    /// Pretends that every version of one package depends on every version of another.
    fn add(&mut self, from: &str, to: &str) {
        let reached: Vec<_> = self.named(to).cloned().collect();
        assert!(!reached.is_empty(), "{to} is no package");
        for key in self.named(from).cloned().collect::<Vec<_>>() {
            self.edges.entry(key).or_default().extend(reached.iter().cloned());
        }
    }

    fn offences(&self, wall: &Wall) -> Vec<String> {
        let mut offences = Vec::new();
        for (key, path) in self.paths_from(wall.room) {
            let Described {
                name,
                member,
                says_cryptography,
            } = &self.packages[&key];
            let cipher = CIPHERS.iter().any(|cipher| name.starts_with(cipher));
            let complaint = if name == wall.room {
                continue;
            } else if *member && !wall.rooms.contains(&name.as_str()) {
                "a room that it may not know"
            } else if (cipher || *says_cryptography)
                && !wall
                    .cryptography
                    .iter()
                    .any(|allowed| allowed == name || *allowed == "*")
            {
                "which does cryptography"
            } else if wall.no_world && WORLD.contains(&name.as_str()) {
                "which brings a world"
            } else {
                continue;
            };
            offences.push(format!("{} reaches {name} ({path}), {complaint}", wall.room));
        }
        offences
    }

    /// Every package reached, with one way there.
    fn paths_from(&self, room: &str) -> BTreeMap<String, String> {
        let mut open: Vec<_> = self.named(room).cloned().collect();
        assert_eq!(open.len(), 1, "{room} is one package");
        let mut paths: BTreeMap<_, _> = open.iter().map(|key| (key.clone(), room.to_owned())).collect();
        while let Some(key) = open.pop() {
            let path = paths[&key].clone();
            for reached in self.edges.get(&key).into_iter().flatten() {
                if !paths.contains_key(reached) {
                    paths.insert(reached.clone(), format!("{path} > {}", self.packages[reached].name));
                    open.push(reached.clone());
                }
            }
        }
        paths
    }
}

fn says_cryptography(package: &Package) -> bool {
    package.categories.iter().any(|category| category == "cryptography")
        || package.keywords.iter().any(|keyword| {
            ["crypto", "cryptography", "encryption", "aead", "cipher", "kem"].contains(&keyword.as_str())
        })
}
