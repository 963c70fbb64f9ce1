import Network

/// Wakes the delivery the moment that a network comes, for as long as the system lets the process run.
final class NetworkWatch {
    private let monitor = NWPathMonitor()

    /// Once.
    func begin() {
        monitor.pathUpdateHandler = { path in
            // Whether it leads to the room, the delivery finds out.
            if path.status == .satisfied { try? Door.networkChanged() }
        }
        monitor.start(queue: DispatchQueue(label: "network"))
    }
}
