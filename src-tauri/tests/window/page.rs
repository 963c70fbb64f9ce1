//! A page that calls commands, without the page.

use std::path::Path;
use std::sync::Arc;

use hifazat_app::{Phone, context, with_commands};
use hifazat_phone_native::Door;
use hifazat_phone_shell::location::{Scripted, parse_fix};
use hifazat_time::SystemClock;
use serde_json::{Value, json};
use tauri::ipc::CallbackFn;
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewWindow, WebviewWindowBuilder};

pub(crate) struct Page {
    window: WebviewWindow<MockRuntime>,
    _app: App<MockRuntime>,
}

impl Page {
    /// The page of a phone that lives in a folder.
    pub(crate) fn of(folder: &Path) -> Self {
        Self::in_window("main", Door::default(), folder, None)
    }

    /// The page of a phone that somebody has opened through this door before.
    pub(crate) fn behind(door: Door, folder: &Path) -> Self {
        Self::in_window("main", door, folder, None)
    }

    pub(crate) fn with_bundle(folder: &Path, bundle: &Path) -> Self {
        Self::in_window("main", Door::default(), folder, Some(bundle))
    }

    /// A page in a window of another name.
    pub(crate) fn in_window(label: &str, door: Door, folder: &Path, bundle: Option<&Path>) -> Self {
        let app = with_commands(mock_builder()).build(context()).unwrap();
        let place = Scripted::fixed(parse_fix("31.5204,74.3587,20").unwrap(), Arc::new(SystemClock));
        app.manage(Phone::new(door, folder.to_owned(), Arc::new(place), bundle.map(Path::to_owned)));
        let window = WebviewWindowBuilder::new(&app, label, Default::default()).build().unwrap();
        Self { window, _app: app }
    }

    /// Calls a command as the built-in page does.
    pub(crate) fn call(&self, name: &str, arguments: Value) -> Result<Value, Value> {
        self.call_from("tauri://localhost", name, arguments)
    }

    /// Calls a command as a page at another address would.
    pub(crate) fn call_from(&self, address: &str, name: &str, arguments: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: name.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: address.parse().unwrap(),
            body: arguments.into(),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        };
        get_ipc_response(&self.window, request).map(|body| body.deserialize().unwrap())
    }

    pub(crate) fn view(&self) -> Value {
        self.call("view", json!({})).unwrap()
    }
}
