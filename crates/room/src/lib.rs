//! The control room's brain: ingest, incidents, clocks, routing, seats, audit. Ports are traits; no socket, no file.
