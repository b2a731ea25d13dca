//! The files that the relay serves: read once at start, answered from memory ever after.
//!
//! A request can only name a key of the map, so no path, however written, leads to the disk.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use sha2::{Digest, Sha256};

use crate::headers::{Reach, cache_control, content_type};

/// All files together: a hundred times what a build of the site is.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// How many files, brotli siblings included.
const MOST_FILES: usize = 4_096;
/// How deep folders may lie in each other; a loop of links ends here.
const MOST_DEPTH: usize = 16;
/// In the root of the folder: headers of single pages. Read, never served.
const OVERRIDES: &str = "headers.toml";

/// A folder in memory.
#[derive(Default)]
pub struct Assets(HashMap<String, Asset>);

struct Asset {
    plain: Variant,
    brotli: Option<Variant>,
    /// Everything but `ETag` and `Content-Encoding`.
    headers: HeaderMap,
}

struct Variant {
    bytes: Bytes,
    etag: HeaderValue,
}

impl Assets {
    /// Reads a folder.
    pub fn read(folder: &Path) -> Result<Self, AssetsError> {
        let mut files = BTreeMap::new();
        let mut left = MOST_BYTES;
        collect(folder, String::new(), 0, &mut left, &mut files)?;
        let overrides = files.remove(&format!("/{OVERRIDES}"));

        let mut assets = HashMap::new();
        for (path, bytes) in &files {
            if path.ends_with(".br") {
                continue;
            }
            let (kind, reach) = content_type(path);
            let brotli = files.get(&format!("{path}.br"));
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            headers.insert(header::CACHE_CONTROL, cache_control(path));
            if brotli.is_some() {
                headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            }
            Reach::apply(reach, &mut headers);
            let asset = Asset {
                plain: Variant::new(bytes),
                brotli: brotli.map(Variant::new),
                headers,
            };
            assets.insert(path.clone(), asset);
        }
        let mut assets = Self(assets);
        if let Some(overrides) = overrides {
            assets.apply(&overrides)?;
        }
        Ok(assets)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// None at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Answers a request for a path.
    pub(crate) fn answer(&self, method: &Method, path: &str, request: &HeaderMap) -> Response {
        if !matches!(*method, Method::GET | Method::HEAD) {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD");
            response
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        match self.find(path) {
            Found::Asset(asset) => asset.answer(method, request),
            Found::Folder(location) => {
                let mut response = plain(StatusCode::PERMANENT_REDIRECT, "this is a folder");
                if let Ok(location) = HeaderValue::try_from(location) {
                    response.headers_mut().insert(header::LOCATION, location);
                }
                response
            }
            Found::Nothing => plain(StatusCode::NOT_FOUND, "not found"),
        }
    }

    fn find(&self, path: &str) -> Found<'_> {
        let page = if path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        if let Some(asset) = self.0.get(&page) {
            return Found::Asset(asset);
        }
        // Only a key of the map is ever named in the answer, so this leads nowhere but into this folder.
        if self.0.contains_key(&format!("{path}/index.html")) {
            Found::Folder(format!("{path}/"))
        } else {
            Found::Nothing
        }
    }

    fn apply(&mut self, overrides: &[u8]) -> Result<(), AssetsError> {
        let text = std::str::from_utf8(overrides).map_err(|_| AssetsError::Overrides)?;
        let pages: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(text).map_err(|_| AssetsError::Overrides)?;
        for (path, headers) in pages {
            let path = if path.ends_with('/') {
                format!("{path}index.html")
            } else {
                path
            };
            let asset = self.0.get_mut(&path).ok_or(AssetsError::OverridesNothing(path))?;
            for (name, value) in headers {
                let name = HeaderName::try_from(name).map_err(|_| AssetsError::Overrides)?;
                let value = HeaderValue::try_from(value).map_err(|_| AssetsError::Overrides)?;
                asset.headers.insert(name, value);
            }
        }
        Ok(())
    }
}

enum Found<'a> {
    Asset(&'a Asset),
    Folder(String),
    Nothing,
}

impl Asset {
    fn answer(&self, method: &Method, request: &HeaderMap) -> Response {
        let brotli = self.brotli.as_ref().filter(|_| accepts_brotli(request));
        let variant = brotli.unwrap_or(&self.plain);
        let known = request
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .any(|tags| names(tags, &variant.etag));
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        response.headers_mut().insert(header::ETAG, variant.etag.clone());
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(header::CONTENT_TYPE);
            return response;
        }
        if brotli.is_some() {
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, variant.bytes.len().into());
        if *method == Method::GET {
            *response.body_mut() = Body::from(variant.bytes.clone());
        }
        response
    }
}

impl Variant {
    fn new(bytes: &Bytes) -> Self {
        let hash = Sha256::digest(bytes);
        let tag: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let etag = HeaderValue::try_from(format!("\"{tag}\"")).unwrap_or(HeaderValue::from_static("\"\""));
        Self {
            bytes: bytes.clone(),
            etag,
        }
    }
}

/// A short answer in words.
pub(crate) fn plain(status: StatusCode, words: &'static str) -> Response {
    let mut response = Response::new(Body::from(words));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// RFC 9110, section 12.5.3: listed, and not with a weight of zero.
fn accepts_brotli(request: &HeaderMap) -> bool {
    let values = request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        named && weight.is_none_or(|weight| weight.parse().is_ok_and(|weight: f32| weight > 0.0))
    })
}

/// RFC 9110, section 13.1.2: weak comparison, a list, or anything.
fn names(tags: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(tags), Ok(etag)) = (tags.to_str(), etag.to_str()) else {
        return false;
    };
    tags.split(',')
        .map(str::trim)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

fn collect(
    folder: &Path,
    prefix: String,
    depth: usize,
    left: &mut u64,
    files: &mut BTreeMap<String, Bytes>,
) -> Result<(), AssetsError> {
    let unreadable = |path: &Path| AssetsError::Unreadable(path.to_owned());
    if depth > MOST_DEPTH {
        return Err(AssetsError::TooMuch);
    }
    for entry in fs::read_dir(folder).map_err(|_| unreadable(folder))? {
        let path = entry.map_err(|_| unreadable(folder))?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or_else(|| AssetsError::Name(path.clone()))?;
        if name.starts_with('.') && name != ".well-known" {
            continue;
        }
        // Names that a URL would have to escape could be asked for in more than one way.
        if !name
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || b"._-~@+".contains(&c))
        {
            return Err(AssetsError::Name(path));
        }
        let key = format!("{prefix}/{name}");
        let about = fs::metadata(&path).map_err(|_| unreadable(&path))?;
        if about.is_dir() {
            collect(&path, key, depth + 1, left, files)?;
        } else {
            let bytes = if about.len() <= *left {
                fs::read(&path).map_err(|_| unreadable(&path))?
            } else {
                Vec::new()
            };
            *left = left
                .checked_sub(about.len().max(bytes.len() as u64))
                .ok_or(AssetsError::TooMuch)?;
            files.insert(key, bytes.into());
            if files.len() > MOST_FILES {
                return Err(AssetsError::TooMuch);
            }
        }
    }
    Ok(())
}

/// Why a folder cannot be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssetsError {
    /// It, or something in it, cannot be read.
    Unreadable(PathBuf),
    /// A file's name would have to be escaped in a URL.
    Name(PathBuf),
    /// More than the relay keeps in memory.
    TooMuch,
    /// `headers.toml` is not a table of tables of headers.
    Overrides,
    /// `headers.toml` names a page that is not there.
    OverridesNothing(String),
}

impl std::fmt::Display for AssetsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(path) => write!(f, "cannot read {}", path.display()),
            Self::Name(path) => {
                write!(
                    f,
                    "the name of {} has a character other than a-z, A-Z, 0-9 and . _ - ~ @ +",
                    path.display()
                )
            }
            Self::TooMuch => write!(
                f,
                "the assets are more than {MOST_FILES} files, {} MiB or {MOST_DEPTH} folders deep",
                MOST_BYTES / 1024 / 1024
            ),
            Self::Overrides => write!(f, "{OVERRIDES} must hold one table of headers for each path"),
            Self::OverridesNothing(path) => {
                write!(f, "{OVERRIDES} names {path}, which is not there")
            }
        }
    }
}

impl std::error::Error for AssetsError {}
