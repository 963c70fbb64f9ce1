//! The console's page: built in, or from a folder while somebody works on it.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use rust_embed::RustEmbed;

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "../../ui/console/dist"]
#[allow_missing = true]
struct BuiltIn;

const NOT_BUILT: &str = include_str!("../../data/not-built.html");

/// Where the page comes from.
#[derive(Clone, Debug)]
pub(crate) enum Assets {
    /// Out of the binary.
    BuiltIn,
    /// Out of a folder (option `--console-dir`).
    Folder(PathBuf),
}

struct Asset {
    bytes: Cow<'static, [u8]>,
    etag: Option<String>,
}

impl Assets {
    /// The file at `path`, or the page itself for any path without a file ending.
    #[must_use]
    pub(crate) fn answer(&self, path: &str, headers: &HeaderMap) -> Response<Body> {
        let path = path.trim_start_matches('/');
        let is_page = path.is_empty() || !path.contains('.');
        let name = if is_page { "index.html" } else { path };
        match self.read(name) {
            Some(asset) => send(name, asset, headers),
            None if is_page => page_not_built(),
            None => Problem::not_found().into_response(),
        }
    }

    fn read(&self, name: &str) -> Option<Asset> {
        match self {
            Self::BuiltIn => {
                let file = BuiltIn::get(name)?;
                let hash = file.metadata.sha256_hash();
                let etag = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect::<String>();
                Some(Asset { bytes: file.data, etag: Some(format!("\"{etag}\"")) })
            }
            Self::Folder(folder) => {
                let relative = Path::new(name);
                let inside = relative.components().all(|part| matches!(part, Component::Normal(_)));
                // Looked at before it is read: a device or a pipe has no end.
                let file = inside.then(|| folder.join(relative)).filter(|file| file.is_file())?;
                let bytes = std::fs::read(file).ok()?;
                Some(Asset { bytes: bytes.into(), etag: None })
            }
        }
    }
}

fn send(name: &str, asset: Asset, headers: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let kept = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if asset.etag.is_some() && kept == asset.etag.as_deref() {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.body_mut() = match asset.bytes {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(bytes) => Body::from(bytes),
        };
    }
    // Vite puts a hash into the names below assets/, so those never change; the page itself is asked for each time.
    let lasting = name.starts_with("assets/") && asset.etag.is_some();
    let cache = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    let set = response.headers_mut();
    set.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    set.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    if let Some(etag) = asset.etag.and_then(|etag| HeaderValue::from_str(&etag).ok()) {
        set.insert(ETAG, etag);
    }
    response
}

fn page_not_built() -> Response<Body> {
    let mut response = Response::new(Body::from(NOT_BUILT));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let set = response.headers_mut();
    set.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    set.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn content_type(name: &str) -> &'static str {
    match Path::new(name).extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_serves_its_own_files_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let dist = folder.path().join("dist");
        std::fs::create_dir(&dist).unwrap();
        std::fs::write(dist.join("index.html"), "page").unwrap();
        std::fs::write(folder.path().join("keyring.json"), "secret").unwrap();
        let assets = Assets::Folder(dist);
        let status = |path: &str| assets.answer(path, &HeaderMap::new()).status();
        assert_eq!(status("/"), StatusCode::OK);
        assert_eq!(status("/desk"), StatusCode::OK);
        // Whoever read it would wait for ever, or read for ever.
        assert!(std::process::Command::new("mkfifo").arg(folder.path().join("pipe.txt")).status().unwrap().success());
        std::os::unix::fs::symlink("/dev/null", folder.path().join("dist/device.txt")).unwrap();
        for outside in ["/../pipe.txt", "/device.txt"] {
            assert_eq!(status(outside), StatusCode::NOT_FOUND, "{outside}");
        }
        for outside in ["/../keyring.json", "/assets/../../keyring.json", "//keyring.json", "/missing.js"] {
            assert_eq!(status(outside), StatusCode::NOT_FOUND, "{outside}");
        }
    }

    #[test]
    fn without_a_built_page_it_says_how_to_build_it() {
        let folder = tempfile::tempdir().unwrap();
        let answer = Assets::Folder(folder.path().to_owned()).answer("/", &HeaderMap::new());
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(NOT_BUILT.contains("./x build") && !NOT_BUILT.contains("<script") && !NOT_BUILT.contains("<style"));
    }
}
