// The process starts here, for a touch on the icon as for a wake-up by the system.
MainActor.assumeIsolated { Launch.begin() }
start_app()
