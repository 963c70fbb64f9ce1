//! A window with an empty page and nothing behind it: what `./x bench start` measures the phone's window beside.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().build(tauri::generate_context!("examples/empty_window/tauri.conf.json"))?.run(|_, _| {});
    Ok(())
}
