import AVFoundation

let factChecks = [
    Check("facts go out in the words of the door and what is not known is missing") {
        let facts = Facts(
            texts: .texts(canSend: false), notices: nil, battery: .battery(isLowPower: true, refresh: .denied),
            siren: Fact(.works), torch: .torch(isThere: false), clip: Fact(.notHere),
            triggers: ["widget": .widget(isPlaced: true)]
        )
        let told = try JSONSerialization.jsonObject(with: Data(facts.json().utf8)) as? NSDictionary
        let wanted: NSDictionary = [
            "texts": ["state": "repair", "why": "no_sim"], "battery": ["state": "repair", "why": "battery_saver"],
            "siren": ["state": "works"], "torch": ["state": "not_here", "why": "no_sensor"], "clip": ["state": "not_here"],
            "triggers": ["widget": ["state": "works", "why": "needs_unlock"]],
        ]
        try equal(told, wanted)
    },
    Check("notices that nobody was asked about are not known") {
        try equal(Fact.notices(.notDetermined), nil)
        try equal(Fact.notices(.denied), Fact(.repair, .permission))
        try equal(Fact.notices(.provisional), Fact(.works))
    },
    Check("low power comes before the refresh that it switches off") {
        try equal(Fact.battery(isLowPower: true, refresh: .denied), Fact(.repair, .batterySaver))
        try equal(Fact.battery(isLowPower: false, refresh: .denied), Fact(.repair, .off))
        try equal(Fact.battery(isLowPower: false, refresh: .restricted), Fact(.notHere, .restricted))
        try equal(Fact.battery(isLowPower: false, refresh: .available), Fact(.works))
    },
    Check("only a phone that is known by its model is said to have an Action button or to lack it") {
        try equal(Fact.actionButton(model: "iPhone15,4"), Fact(.notHere, .noSensor), "iPhone 15")
        for model in ["iPhone16,1", "iPhone18,3"] { try equal(Fact.actionButton(model: model), Fact(.works), model) }
        for model in ["arm64", "iPhone", "iPad14,1", ""] { try equal(Fact.actionButton(model: model), nil, model) }
    },
    Check("a recording needs a microphone and her leave") {
        try equal(Fact.clip(hasMicrophone: true, leave: .granted), Fact(.works))
        for leave in [AVAudioApplication.recordPermission.denied, .undetermined] {
            try equal(Fact.clip(hasMicrophone: true, leave: leave), Fact(.repair, .permission))
        }
        try equal(Fact.clip(hasMicrophone: false, leave: .granted), Fact(.notHere, .noSensor))
    },
    Check("a widget on no screen is to be put on one") { try equal(Fact.widget(isPlaced: false), Fact(.repair, .off)) },
]
