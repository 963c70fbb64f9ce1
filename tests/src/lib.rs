//! Journeys and faults over real processes and sockets.
