private func read<T: Decodable>(_ json: String) throws -> T { try Answers.read(Data(json.utf8)) }

private func refusal(_ json: String) -> DoorError? {
    do {
        let _: Raised = try read(json)
        return nil
    } catch {
        return error as? DoorError
    }
}

let answerChecks = [
    Check("a raise says whether it is durable") {
        let raised: Raised = try read(#"{"alert_id":"a1","durable":false,"took_us":165}"#)
        try equal(raised.alertId, "a1")
        try equal(raised.durable, false)
    },
    Check("a refusal is an error with its code") {
        try equal(refusal(#"{"error":{"code":"not_open","message":"no phone"}}"#), .refused(code: "not_open", message: "no phone"))
    },
    Check("an answer that cannot be read is a failure and never a success") {
        for json in ["", "null", "[]", "{}", #"{"durable":true}"#, #"{"alert_id":"a","durable":"yes"}"#] {
            try equal(refusal(json), .unreadable, json)
        }
    },
    Check("a status needs nothing that an older core does not say") {
        let status: Status = try read(#"{"alert":null,"follow":true,"pending":2,"now":5}"#)
        try equal(status.follow, true)
        try equal(status.pending, 2)
        try holds(status.alert == nil && status.loud == nil && status.record == nil && status.repair == nil && status.practise == nil, "something is there")
    },
    Check("a status says what she asked for") {
        let status: Status = try read(
            #"{"alert":{"alert_id":"a","not_delivered":true},"follow":true,"pending":1,"record":"a","loud":{"siren":true,"torch":false},"repair":"notices","practise":"siri"}"#
        )
        try equal(status.alert?.notDelivered, true)
        try equal(status.record, "a")
        try equal(status.loud?.siren, true)
        try equal(status.loud?.torch, false)
        try equal(status.repair, "notices")
        try equal(status.practise, Trigger.siri.rawValue)
    },
    Check("a receipt is awaited until one came or the alarm was taken back") {
        func isAwaited(_ more: String) throws -> Bool? {
            let status: Status = try read(
                #"{"alert":{"alert_id":"a","not_delivered":false\#(more)},"follow":true,"pending":1}"#
            )
            return status.alert?.isAwaited
        }
        try equal(isAwaited(#","took_ms":null,"cancel":"none""#), true)
        try equal(isAwaited(#","took_ms":1600,"cancel":"none""#), false)
        try equal(isAwaited(#","took_ms":null,"cancel":"taken_back""#), false)
        try equal(isAwaited(#","took_ms":null,"cancel":"pending""#), true, "a cancel is a message too")
        try equal(isAwaited(""), true, "an older core")
    },
    Check("no text is no error") {
        let none: NextText = try read(#"{"text":null}"#)
        try holds(none.text == nil, "a text")
        let some: NextText = try read(#"{"text":{"id":9007199254740993,"number":"8787","text":"HFZ…"}}"#)
        try equal(some.text?.id, 9_007_199_254_740_993, "past what a double holds")
    },
]
