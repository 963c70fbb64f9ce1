import AudioToolbox

/// A trigger was pulled: the alert is saved first, everything else comes after it. Nothing here needs a permission.
@MainActor
enum Pull {
    /// Answers whether it is saved, in the sense that it survives a power cut. Her hand feels a knock then, and only then.
    static func now(_ trigger: Trigger, drill: Bool = false) -> Bool {
        // Refused only when the phone is open already, over another folder: then that one takes the alarm.
        let status = try? Door.open()
        // Who cannot be asked what she tries has an alarm.
        let isDrill = drill || status?.practise == trigger.rawValue
        let raised = try? (isDrill ? Door.drill(trigger) : Door.raise(trigger))
        let isSaved = raised?.durable ?? false
        if isSaved { AudioServicesPlaySystemSound(kSystemSoundID_Vibrate) }
        // Also for one that goes from memory.
        Stand.shared.tellLastKnown()
        if !isDrill { Notices.awaitReceipt() }
        Stand.shared.lookRound()
        CarryTask.now()
        CarryTask.soon()
        return isSaved
    }
}
