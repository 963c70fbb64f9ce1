package pk.useful.door

/** The Rust of the window, `src-tauri/src/again.rs`: in the app alone, and there as soon as an activity of it is. */
object AppWindow {
    /** An activity is there that has no window. */
    @JvmStatic external fun wanted()
}
