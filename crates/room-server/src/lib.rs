//! The control room's server: phones' TLS endpoint, console, live stream, the binary hifazat-room.
