//! The built page: files of one folder, and nothing outside it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::reply::Reply;

const INDEX: &str = "index.html";

/// A folder with an `index.html`.
pub(super) struct Page {
    folder: PathBuf,
}

impl Page {
    pub(super) fn open(folder: &Path) -> anyhow::Result<Self> {
        let shown = folder.display();
        let canonical = folder.canonicalize().with_context(|| format!("--page {shown}: there is no such folder"))?;
        if !canonical.join(INDEX).is_file() {
            bail!("--page {shown}: it holds no {INDEX}; build the page first (npm run build in ui/phone)");
        }
        Ok(Self { folder: canonical })
    }

    /// The file at a request's path.
    pub(super) async fn file(&self, path: &str) -> Reply {
        let not_found = || Reply::problem(404, "not_found", "the page has no such file");
        let Some(inside) = inside(path) else { return not_found() };
        let Some(content_type) = content_type(&inside) else { return not_found() };
        // A link inside the folder must not lead out of it.
        let Ok(file) = tokio::fs::canonicalize(self.folder.join(inside)).await else { return not_found() };
        if !file.starts_with(&self.folder) {
            return not_found();
        }
        match tokio::fs::read(file).await {
            Ok(bytes) => Reply::bytes(content_type, bytes),
            Err(_) => not_found(),
        }
    }
}

/// The relative path that a request names, if it is a plain one. Built files have plain names, so nothing is decoded and
/// every odd character ends here.
fn inside(path: &str) -> Option<PathBuf> {
    let path = path.strip_prefix('/')?;
    if path.is_empty() {
        return Some(PathBuf::from(INDEX));
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_plain = |part: &str| !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain);
    path.split('/').all(is_plain).then(|| PathBuf::from(path))
}

fn content_type(file: &Path) -> Option<&'static str> {
    Some(match file.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_index() {
        assert_eq!(inside("/"), Some(PathBuf::from("index.html")));
        assert_eq!(inside("/assets/index-B1x_.js"), Some(PathBuf::from("assets/index-B1x_.js")));
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in [
            "/../secret",
            "/a/../../b",
            "/.env",
            "/a/.git/config",
            "//etc/passwd",
            "/%2e%2e/x",
            "/a\\..\\b",
            "x",
            "/a/",
        ] {
            assert_eq!(inside(path), None, "{path}");
        }
    }
}
