/* The window's entry point: src-tauri exports it (tauri::mobile_entry_point). It runs the app until the system ends it. */
void start_app(void);
