//! The manifest of the Android side: who may knock at its components, and why it asks for what it asks for.

#![cfg(test)]

use std::path::{Path, PathBuf};

/// A start tag with its attributes, without what is in it.
struct Tag<'a>(&'a str);

impl<'a> Tag<'a> {
    fn value(&self, attribute: &str) -> Option<&'a str> {
        let (_, rest) = self.0.split_once(&format!("android:{attribute}=\""))?;
        Some(rest.split_once('"')?.0)
    }

    fn name(&self) -> &'a str {
        self.value("name").unwrap()
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("android/src/main")
}

fn manifest() -> String {
    std::fs::read_to_string(source().join("AndroidManifest.xml")).unwrap()
}

fn tags<'a>(manifest: &'a str, kind: &str) -> Vec<Tag<'a>> {
    let open = format!("<{kind}\n");
    let spaced = format!("<{kind} ");
    let rests = manifest.split(&*open).skip(1).chain(manifest.split(&*spaced).skip(1));
    rests.map(|rest| Tag(rest.split_once('>').unwrap().0)).collect()
}

#[test]
fn only_the_circle_opens_to_strangers_and_every_other_door_has_a_keeper() {
    let manifest = manifest();
    let mut open = Vec::new();
    let mut seen = 0;
    for kind in ["activity", "service", "receiver", "provider"] {
        for tag in tags(&manifest, kind) {
            seen += 1;
            match (tag.value("exported"), tag.value("permission")) {
                (Some("false"), _) => {}
                (Some("true"), Some(keeper)) => {
                    let is_the_systems =
                        keeper.starts_with("android.permission.BIND_") || keeper == "android.permission.BROADCAST_SMS";
                    assert!(is_the_systems, "{}: only the system holds it", tag.name());
                }
                (Some("true"), None) => open.push(tag.name()),
                (other, _) => panic!("{}: exported is {other:?}", tag.name()),
            }
        }
    }
    assert_eq!(open, ["pk.useful.door.LockScreenActivity"]);
    assert_eq!(seen, manifest.matches("android:exported=").count(), "a component was overlooked");
}

/// A receipt by text that another app could bring would prove nothing false, and yet keep the phone busy.
#[test]
fn texts_come_from_the_telephone_alone_and_only_once_she_wants_them() {
    let manifest = manifest();
    let (before, _) = manifest.split_once("android.provider.Telephony.SMS_RECEIVED").unwrap();
    assert_eq!(manifest.matches("Telephony.").count(), 1, "one component hears of texts");
    let hears = Tag(before.rsplit_once("<receiver").unwrap().1.split_once('>').unwrap().0);
    assert_eq!(hears.name(), "pk.useful.door.TextReceiver");
    assert_eq!(hears.value("permission"), Some("android.permission.BROADCAST_SMS"));
    assert_eq!(hears.value("enabled"), Some("false"));
}

#[test]
fn every_permission_has_its_reason_before_it() {
    let manifest = manifest();
    let mut has_reason = false;
    let mut asked = 0;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with("<uses-permission") {
            asked += 1;
            assert!(has_reason, "no reason stands right before {line}");
        }
        has_reason = line.ends_with("-->");
    }
    assert_eq!(asked, tags(&manifest, "uses-permission").len());
    for never in ["CALL_PHONE", "READ_SMS", "READ_PHONE_STATE", "READ_CONTACTS", "CAMERA", "ACCESS_BACKGROUND_LOCATION"]
    {
        assert!(!permits(&manifest, never), "{never}");
    }
}

fn permits(manifest: &str, permission: &str) -> bool {
    manifest.contains(&format!("<uses-permission android:name=\"android.permission.{permission}\""))
}

/// All the Kotlin, one file after another.
fn kotlin() -> String {
    let files = std::fs::read_dir(source().join("java/pk/useful/door"))
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    files.collect()
}

/// Without it the system throws, or does nothing.
#[test]
fn what_the_kotlin_calls_is_permitted() {
    let (manifest, kotlin) = (manifest(), kotlin());
    for (call, permissions) in [
        (".newWakeLock(", &["WAKE_LOCK"][..]),
        (".vibrate(", &["VIBRATE"]),
        ("setPersisted(true)", &["RECEIVE_BOOT_COMPLETED"]),
        (" startForeground(", &["FOREGROUND_SERVICE"]),
        ("// ServiceInfo.FOREGROUND_SERVICE_TYPE_LOCATION", &["FOREGROUND_SERVICE_LOCATION"]),
        ("// ServiceInfo.FOREGROUND_SERVICE_TYPE_SPECIAL_USE", &["FOREGROUND_SERVICE_SPECIAL_USE"]),
        (", ServiceInfo.FOREGROUND_SERVICE_TYPE_MICROPHONE)", &["FOREGROUND_SERVICE_MICROPHONE"]),
        ("?.requestLocationUpdates(", &["ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION"]),
        ("?.registerNetworkCallback(", &["ACCESS_NETWORK_STATE"]),
        (".sendTextMessage(", &["SEND_SMS"]),
        (" MediaRecorder(", &["RECORD_AUDIO"]),
        ("Settings.ACTION_REQUEST_IGNORE_BATTERY_OPTIMIZATIONS", &["REQUEST_IGNORE_BATTERY_OPTIMIZATIONS"]),
    ] {
        assert!(kotlin.contains(call), "{call} is called no more");
        for permission in permissions {
            assert!(permits(&manifest, permission), "{call} needs {permission}");
        }
    }
}

/// A file of rules without its remarks, in one line.
fn rules(file: &str) -> String {
    let text = std::fs::read_to_string(source().join("res/xml").join(file)).unwrap();
    let mut rules = String::new();
    for (number, part) in text.split("<!--").enumerate() {
        rules += if number == 0 { part } else { part.split_once("-->").unwrap().1 };
    }
    rules.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One `<exclude>` for each domain that Android knows on every version, and nothing that takes one back.
fn excludes_everything(rules: &str) {
    for domain in ["root", "file", "database", "sharedpref", "external"] {
        assert!(rules.contains(&format!("<exclude domain=\"{domain}\" path=\".\" />")), "{domain} is kept: {rules}");
    }
    assert!(!rules.contains("<include"), "{rules}");
}

#[test]
fn nothing_of_ours_leaves_in_a_backup() {
    let manifest = manifest();
    let application = &tags(&manifest, "application")[0];
    assert_eq!(application.value("allowBackup"), Some("false"));
    assert_eq!(application.value("fullBackupContent"), Some("@xml/door_backup"));
    assert_eq!(application.value("dataExtractionRules"), Some("@xml/door_extraction"));
    excludes_everything(&rules("door_backup.xml"));
    let extraction = rules("door_extraction.xml");
    for way in ["cloud-backup", "device-transfer"] {
        let (_, after) = extraction.split_once(&format!("<{way}>")).unwrap();
        excludes_everything(after.split_once(&format!("</{way}>")).unwrap().0);
    }
}

/// The whole file is compared: each further element of it could only open something.
#[test]
fn the_network_is_encrypted_and_authorities_added_to_the_phone_count_nothing() {
    let manifest = manifest();
    assert_eq!(tags(&manifest, "application")[0].value("networkSecurityConfig"), Some("@xml/door_network"));
    let rules = rules("door_network.xml");
    let (_, rules) = rules.split_once("?> ").unwrap();
    assert_eq!(
        rules,
        "<network-security-config> <base-config cleartextTrafficPermitted=\"false\"> <trust-anchors> \
         <certificates src=\"system\" /> </trust-anchors> </base-config> </network-security-config>"
    );
}

/// By `Secrecy` for each activity of the process, from its first moment.
#[test]
fn nothing_of_ours_is_in_a_screenshot() {
    let kotlin = kotlin();
    let (_, cover) = kotlin.split_once("fun cover(activity: Activity) {").unwrap();
    let cover = cover.split_once("\n    }").unwrap().0;
    assert!(cover.contains("\n        activity.window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)\n"), "{cover}");
    assert!(cover.contains("activity.setRecentsScreenshotEnabled(false)"), "{cover}");
    assert!(kotlin.contains("registerActivityLifecycleCallbacks(this)"));
    assert!(kotlin.contains("onActivityCreated(activity: Activity, state: Bundle?) = Secrecy.cover(activity)"));
    assert!(!kotlin.contains("clearFlags("), "nothing uncovers it");
    let manifest = manifest();
    assert!(tags(&manifest, "provider").iter().any(|made| made.name() == "pk.useful.door.Covered"));
}

/// Android hands a media session without a callback no volume key, and takes the key away from her all the same.
#[test]
fn every_media_session_has_a_callback() {
    let kotlin = kotlin();
    let made: Vec<&str> = kotlin.split(" MediaSession(").skip(1).collect();
    assert_eq!(made.len(), 1);
    for session in made {
        let until_active = session.split_once("isActive = true").unwrap().0;
        assert!(until_active.contains("setCallback("), "a session without a callback");
    }
}
