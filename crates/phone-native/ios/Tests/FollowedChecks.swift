private func status(_ follow: Bool, _ id: String) throws -> Status {
    try Answers.read(Data(#"{"alert":{"alert_id":"\#(id)","not_delivered":false},"follow":\#(follow),"pending":1}"#.utf8))
}

let followedChecks = [
    Check("an alarm raised on the page is news once") {
        var followed = Followed()
        try equal(followed.isNews(status(false, "a")), false, "taken back before")
        try equal(followed.isNews(status(true, "a")), true)
        try equal(followed.isNews(status(true, "a")), false, "the next look")
    },
    Check("a second alarm is news while the first is still followed") {
        var followed = Followed()
        try equal(followed.isNews(status(true, "a")), true, "live when the app came forward")
        try equal(followed.isNews(status(true, "b")), true)
        try equal(followed.isNews(status(false, "b")), false, "closed")
        try equal(followed.isNews(status(true, "b")), true, "live again")
    },
]
