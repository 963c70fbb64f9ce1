// Runs all checks and ends with the plain closing line; see Check.swift.

let checks = answerChecks + followedChecks + tapChecks + readingChecks + factChecks + howlChecks + keychainChecks + clipChecks
var failed = 0
for check in checks {
    do {
        try check.holds()
    } catch {
        failed += 1
        print("FAILED: \(check.name): \(error)")
    }
}
print("\(checks.count - failed) passed, \(failed) failed")
if failed > 0 { exit(1) }
