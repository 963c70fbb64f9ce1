import Foundation

/// What a raise led to. Only `durable` may be told as "saved".
struct Raised: Decodable {
    let alertId: String
    let durable: Bool
}

/// What is true now, as far as native code needs it.
struct Status: Decodable {
    struct Alert: Decodable {
        let alertId: String
        /// Nothing was received 90 s after the tap.
        let notDelivered: Bool
        /// From the tap to the first proof that it was received.
        let tookMs: Int64?
        let cancel: String?

        /// A receipt is still to come.
        var isAwaited: Bool { tookMs == nil && cancel != "taken_back" }
    }

    /// What the page asks to be loud.
    struct Loud: Decodable {
        let siren: Bool
        let torch: Bool
    }

    /// The alert on the screen.
    let alert: Alert?
    /// Somebody is to stand by an alert: tell places, keep the process alive.
    let follow: Bool
    /// Messages that no receipt has settled.
    let pending: Int
    /// The alert for which a clip is to be recorded now.
    let record: String?
    let loud: Loud?
    /// What she just asked to be repaired: a check, a trigger, or the clip.
    let repair: String?
    /// The trigger that she tries on the page: its next pull is a drill.
    let practise: String?
}

/// A text that is to go.
struct OutgoingText: Decodable, Hashable {
    let id: Int64
    let number: String
    let text: String
}

struct NextText: Decodable { let text: OutgoingText? }
struct Taken: Decodable { let taken: Bool }
struct Settled: Decodable { let settled: Bool }
struct Done: Decodable { let done: Bool }

/// Why the door gave no answer that counts.
enum DoorError: Error, Equatable {
    /// The core refused; switch on the code.
    case refused(code: String, message: String)
    /// An answer that cannot be read is a failure, never a success.
    case unreadable
}

/// Reads the door's answers.
enum Answers {
    private struct Refusal: Decodable {
        struct Why: Decodable {
            let code: String
            let message: String
        }

        let error: Why
    }

    static func read<T: Decodable>(_ json: Data) throws -> T {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        if let refusal = try? decoder.decode(Refusal.self, from: json) {
            throw DoorError.refused(code: refusal.error.code, message: refusal.error.message)
        }
        do {
            return try decoder.decode(T.self, from: json)
        } catch {
            throw DoorError.unreadable
        }
    }
}
