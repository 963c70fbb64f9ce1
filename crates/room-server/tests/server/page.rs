//! The console's page, as the program brings it along.

use std::fs;
use std::path::{Path, PathBuf};

use tokio::net::TcpStream;

use crate::program::Program;
use crate::room::made;
use crate::wire::{Answer, converse, exchange, request};

/// What `npm run build` leaves, and what the program was built with.
fn built() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/console/dist")
}

async fn get(program: &Program, path: &str) -> Answer {
    let mut sender = converse(TcpStream::connect(program.console).await.unwrap()).await;
    exchange(&mut sender, request("GET", path, &[], Vec::new())).await
}

/// What a browser must be told, or `nosniff` makes it refuse the file.
fn kind_of(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        other => panic!("{}: which type has {other:?}? The server must know it too", path.display()),
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// The addresses in `src="…"` and `href="…"`.
fn named_in(page: &str) -> Vec<&str> {
    let named = |attribute| page.split(attribute).skip(1).filter_map(|rest: &str| rest.split('"').next());
    named(" src=\"").chain(named(" href=\"")).collect()
}

#[tokio::test]
async fn the_program_brings_the_page_along_with_all_its_scripts_and_styles() {
    let home = made();
    let served = Program::serve(home.path(), &[]);
    let answer = get(&served, "/").await;
    let page = String::from_utf8(answer.body.to_vec()).unwrap();
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let dist = built();
    if !dist.join("index.html").exists() {
        assert_eq!(answer.status, 503, "a page that was not built is said and not invented");
        assert!(page.contains("./x build"), "{page}");
        return;
    }
    assert_eq!(answer.status, 200);
    assert_eq!(page, fs::read_to_string(dist.join("index.html")).unwrap(), "the page that was built, and no other");
    let named = named_in(&page);
    for ending in [".js", ".css"] {
        assert!(named.iter().any(|path| path.ends_with(ending)), "no {ending} in {page}");
    }
    for path in named {
        let answer = get(&served, path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind_of(Path::new(path))), "{path}");
    }
    // What scripts and styles name in their turn: the map, its worker, the fonts.
    for file in files_below(&dist) {
        let path = format!("/{}", file.strip_prefix(&dist).unwrap().display());
        let answer = get(&served, &path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind_of(&file)), "{path}");
        assert!(answer.body == fs::read(&file).unwrap(), "{path} has other bytes");
        assert_eq!(answer.header("cache-control").contains("immutable"), path.starts_with("/assets/"), "{path}");
    }
}
