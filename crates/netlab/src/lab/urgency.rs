//! Who runs first on a busy machine.

/// A packet must not be late because the machine is busy with what is being tested: this thread, which only ever waits or
/// carries, runs before all that are not urgent. `chrt` belongs to util-linux, as nsenter does. Where urgency is refused,
/// being first among the others must do; where that is refused too, the lateness is told all the same.
#[cfg(target_os = "linux")]
pub(super) fn go_first() {
    use std::process::{Command, Stdio};

    use rustix::process::setpriority_process;
    use rustix::thread::gettid;

    let this = gettid().as_raw_nonzero().to_string();
    let mut chrt = Command::new("chrt");
    chrt.args(["--fifo", "--pid", "1", &this]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if !chrt.status().is_ok_and(|status| status.success()) {
        let _refused = setpriority_process(None, -20);
    }
}

/// No laboratory is opened elsewhere.
#[cfg(not(target_os = "linux"))]
pub(super) fn go_first() {}
