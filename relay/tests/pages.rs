//! What the relay serves beside the WebSocket, and with which headers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::PathBuf;

use common::client::House;
use hushwire_relay::{Assets, AssetsError, Config, Hosts};

/// A folder of its own for each test, gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hushwire-relay-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn read(&self) -> Result<Assets, AssetsError> {
        Assets::read(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn serving(folder: &Folder) -> House {
    House::open(Config {
        assets: folder.read().unwrap(),
        ..Config::default()
    })
    .await
}

const HASHED: &str = "hushwire.0123456789abcdef.js";

#[tokio::test]
async fn files_come_with_their_kind_and_how_long_they_keep() {
    let folder = Folder::new("kinds")
        .with("index.html", "<p>home</p>")
        .with("demo/index.html", "<p>demo</p>")
        .with(HASHED, "export {}")
        .with("app.wasm", b"\0asm")
        .with("app.css", "p{}")
        .with("logo.svg", "<svg/>")
        .with("desk.json", "{}")
        .with("site.webmanifest", "{}");
    let house = serving(&folder).await;
    for (path, kind, cache, reach) in [
        ("/", "text/html; charset=utf-8", "no-cache", "same-origin"),
        ("/index.html", "text/html; charset=utf-8", "no-cache", "same-origin"),
        ("/demo/", "text/html; charset=utf-8", "no-cache", "same-origin"),
        ("/demo/?a=b", "text/html; charset=utf-8", "no-cache", "same-origin"),
        (
            "/hushwire.0123456789abcdef.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
            "cross-origin",
        ),
        ("/app.wasm", "application/wasm", "no-cache", "cross-origin"),
        ("/app.css", "text/css; charset=utf-8", "no-cache", "same-origin"),
        ("/logo.svg", "image/svg+xml", "no-cache", "same-origin"),
        ("/desk.json", "application/json", "no-cache", "cross-origin"),
        (
            "/site.webmanifest",
            "application/manifest+json",
            "no-cache",
            "same-origin",
        ),
    ] {
        let (status, head, body) = house.http(&format!("GET {path}"), &[]).await;
        assert_eq!(status, 200, "{path}");
        assert!(!body.is_empty());
        assert!(head.contains(&format!("content-type: {kind}\r\n")), "{path}: {head}");
        assert!(head.contains(&format!("cache-control: {cache}\r\n")), "{path}: {head}");
        assert!(
            head.contains(&format!("cross-origin-resource-policy: {reach}")),
            "{path}: {head}"
        );
        let open = head.contains("access-control-allow-origin: *");
        assert_eq!(open, reach == "cross-origin", "{path}: {head}");
    }
    house.close().await;
}

#[tokio::test]
async fn every_answer_is_covered_by_the_default_headers() {
    let folder = Folder::new("covered").with("index.html", "<p>home</p>");
    let house = serving(&folder).await;
    for request in ["GET /", "GET /healthz", "GET /nothing", "POST /", "GET /ws", "HEAD /"] {
        let (_, head, _) = house.http(request, &[]).await;
        for header in [
            "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';",
            "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "camera=()",
            "microphone=()",
            "geolocation=()",
            "cross-origin-opener-policy: same-origin",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(head.contains(header), "{request} without {header}: {head}");
        }
        for leak in ["server:", "x-powered-by", "set-cookie"] {
            assert!(!head.contains(leak), "{request}: {head}");
        }
    }
    house.close().await;
}

#[tokio::test]
async fn a_browser_that_has_the_file_is_not_sent_it_again() {
    let folder = Folder::new("etag")
        .with("app.js", "one")
        .with("app.js.br", "compressed");
    let house = serving(&folder).await;
    let (_, head, _) = house.http("GET /app.js", &[]).await;
    let etag = head
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .unwrap()
        .to_owned();
    for (tags, status) in [
        (etag.clone(), 304),
        (format!("W/{etag}"), 304),
        (format!("\"other\", {etag}"), 304),
        ("*".to_owned(), 304),
        ("\"other\"".to_owned(), 200),
        (etag.trim_matches('"').to_owned(), 200),
    ] {
        let (got, head, body) = house.http("GET /app.js", &[("if-none-match", &tags)]).await;
        assert_eq!(got, status, "{tags}");
        assert_eq!(body.is_empty(), status == 304);
        assert!(head.contains(&format!("etag: {etag}")));
        assert!(head.contains("cache-control: no-cache"));
    }
    let (status, ..) = house
        .http("GET /app.js", &[("if-none-match", &etag), ("accept-encoding", "br")])
        .await;
    assert_eq!(status, 200, "the compressed one is another");
    house.close().await;
}

#[tokio::test]
async fn who_accepts_brotli_gets_it() {
    let folder = Folder::new("brotli")
        .with("app.js", "plain")
        .with("app.js.br", "tiny")
        .with("b.js", "b");
    let house = serving(&folder).await;
    for (accept, compressed) in [
        ("br", true),
        ("gzip, deflate, BR", true),
        ("gzip;q=1.0, br;q=0.5", true),
        ("br;q=0", false),
        ("br; q=0.0", false),
        ("gzip", false),
        ("brotli", false),
        ("", false),
    ] {
        let (_, head, body) = house.http("GET /app.js", &[("accept-encoding", accept)]).await;
        assert_eq!(body == b"tiny", compressed, "{accept}");
        assert_eq!(head.contains("content-encoding: br"), compressed, "{accept}: {head}");
        assert!(head.contains("content-type: text/javascript"), "{head}");
        assert!(head.contains("vary: accept-encoding"), "{head}");
    }
    let (_, head, body) = house.http("GET /b.js", &[("accept-encoding", "br")]).await;
    assert_eq!(body, b"b");
    assert!(!head.contains("vary"), "{head}");
    assert_eq!(
        house.http("GET /app.js.br", &[]).await.0,
        404,
        "the sibling has no address of its own"
    );
    house.close().await;
}

#[tokio::test]
async fn no_path_leads_out_of_the_folder_or_to_what_is_hidden() {
    let folder = Folder::new("traversal")
        .with("public/index.html", "in")
        .with("public/.env", "secret")
        .with("public/.git/config", "secret")
        .with("public/.well-known/security.txt", "contact")
        .with("secret.txt", "secret");
    let assets = Assets::read(&folder.0.join("public")).unwrap();
    let house = House::open(Config {
        assets,
        ..Config::default()
    })
    .await;
    assert_eq!(house.http("GET /.well-known/security.txt", &[]).await.0, 200);
    for path in [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/./../secret.txt",
        "//secret.txt",
        "/..\\secret.txt",
        "/index.html/../../secret.txt",
        "/index.html%00",
        "/%69ndex.html",
        "/.env",
        "/.git/config",
        "/headers.toml",
        "/public",
    ] {
        let (status, _, body) = house.http(&format!("GET {path}"), &[]).await;
        assert!(matches!(status, 400 | 404), "{path}: {status}");
        assert!(!body.windows(6).any(|window| window == b"secret"), "{path}");
    }
    house.close().await;
}

#[tokio::test]
async fn a_folder_asked_for_without_its_slash_is_pointed_to() {
    let folder = Folder::new("slash").with("demo/index.html", "demo");
    let house = serving(&folder).await;
    let (status, head, _) = house.http("GET /demo", &[]).await;
    assert_eq!(status, 308);
    assert!(head.contains("location: /demo/\r\n"), "{head}");
    assert_eq!(house.http("GET //evil.example/demo", &[]).await.0, 404);
    house.close().await;
}

#[tokio::test]
async fn a_page_may_have_headers_of_its_own() {
    let folder = Folder::new("overrides")
        .with("index.html", "home")
        .with("demo/index.html", "demo")
        .with(
            "headers.toml",
            "[\"/demo/\"]\ncontent-security-policy = \"script-src 'sha256-x'\"\nx-demo = \"yes\"\n",
        );
    let house = serving(&folder).await;
    let (_, head, _) = house.http("GET /demo/", &[]).await;
    assert!(
        head.contains("content-security-policy: script-src 'sha256-x'\r\n"),
        "{head}"
    );
    assert_eq!(head.matches("content-security-policy").count(), 1);
    assert!(head.contains("x-demo: yes") && head.contains("nosniff"), "{head}");
    let (_, head, _) = house.http("GET /", &[]).await;
    assert!(
        head.contains("default-src 'none'") && !head.contains("x-demo"),
        "{head}"
    );
    assert_eq!(house.http("GET /headers.toml", &[]).await.0, 404);
    house.close().await;
}

#[tokio::test]
async fn only_get_and_head_are_answered_and_head_has_no_body() {
    let folder = Folder::new("methods").with("a.txt", "text");
    let house = serving(&folder).await;
    let (status, head, body) = house.http("HEAD /a.txt", &[]).await;
    assert_eq!((status, body.len()), (200, 0));
    assert!(head.contains("content-length: 4"), "{head}");
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let (status, head, _) = house.http(&format!("{method} /a.txt"), &[]).await;
        assert_eq!(status, 405, "{method}");
        assert!(head.contains("allow: get, head"), "{head}");
    }
    house.close().await;
}

#[tokio::test]
async fn health_is_told() {
    let house = House::open(Config::default()).await;
    let (status, head, body) = house.http("GET /healthz", &[]).await;
    assert_eq!((status, &*body), (200, &b"ok"[..]));
    assert!(head.contains("cache-control: no-store"), "{head}");
    house.close().await;
}

#[tokio::test]
async fn the_policy_names_the_public_hosts() {
    let hosts = Hosts::new(["relay.example".to_owned()]).unwrap();
    let house = House::open(Config {
        hosts,
        ..Config::default()
    })
    .await;
    let (_, head, _) = house.http("GET /", &[]).await;
    assert!(
        head.contains("connect-src 'self' wss://relay.example ws://relay.example;"),
        "{head}"
    );
    house.close().await;
}

#[tokio::test]
async fn what_is_no_websocket_of_ours_is_not_upgraded() {
    let house = House::open(Config::default()).await;
    let good = [
        ("connection", "keep-alive, Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("sec-websocket-protocol", "other, hushwire.1"),
    ];
    for (spoiled, value, expected) in [
        ("connection", "close", 426),
        ("upgrade", "h2c", 426),
        ("sec-websocket-version", "8", 426),
        ("sec-websocket-key", "short", 400),
        ("sec-websocket-key", "", 400),
        ("sec-websocket-protocol", "hushwire.2", 400),
        ("sec-websocket-protocol", "", 400),
    ] {
        let headers: Vec<_> = good
            .iter()
            .map(|(name, was)| (*name, if *name == spoiled { value } else { *was }))
            .collect();
        let (status, head, _) = house.http("GET /ws", &headers).await;
        assert_eq!(status, expected, "{spoiled}: {value:?}");
        if status == 426 {
            assert!(
                head.contains("upgrade: websocket") && head.contains("sec-websocket-version: 13"),
                "{head}"
            );
        }
    }
    let (status, ..) = house.http("POST /ws", &good).await;
    assert_eq!(status, 405);
    let mut request = house.request();
    request.headers_mut().remove("sec-websocket-protocol");
    assert!(house.try_client(request).await.is_err(), "no subprotocol, no WebSocket");
    let (_, response) = house.try_client(house.request()).await.unwrap();
    assert_eq!(response.headers()["sec-websocket-protocol"], "hushwire.1");
    house.close().await;
}

#[test]
fn folders_that_cannot_be_served_say_why() {
    let missing = std::env::temp_dir().join("hushwire-relay-no-such-folder");
    assert_eq!(
        Assets::read(&missing).err(),
        Some(AssetsError::Unreadable(missing.clone()))
    );

    let folder = Folder::new("names").with("a b.txt", "");
    assert_eq!(folder.read().err(), Some(AssetsError::Name(folder.0.join("a b.txt"))));

    for (name, toml, error) in [
        ("toml-broken", "not toml", AssetsError::Overrides),
        ("toml-flat", "a = \"b\"", AssetsError::Overrides),
        (
            "toml-header",
            "[\"/a.txt\"]\n\"bad name\" = \"x\"",
            AssetsError::Overrides,
        ),
        ("toml-value", "[\"/a.txt\"]\nx = \"a\\nb\"", AssetsError::Overrides),
        (
            "toml-page",
            "[\"/b.txt\"]\nx = \"y\"",
            AssetsError::OverridesNothing("/b.txt".into()),
        ),
    ] {
        let folder = Folder::new(name).with("a.txt", "").with("headers.toml", toml);
        assert_eq!(folder.read().err(), Some(error), "{toml}");
    }
}
