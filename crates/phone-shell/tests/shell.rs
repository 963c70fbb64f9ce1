//! The shell over a real folder: opening it, setting it up, the line check.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::{Facts, FakeLocation, FakeTexts, Installed, Notice, TextTrouble};
use hifazat_phone_shell::face::{AlertStatus, CheckId, CheckState, Choice, Repair, StepStage, TextView, Trigger};
use hifazat_phone_shell::location::{Scripted, parse_fix};
use hifazat_phone_shell::{Safe, SetUp, SetUpError, Shell};
use hifazat_protocol::{
    BundleRoomKey, Endpoint, KeyId, KeyState, OsEntropy, ReceiptKey, RoomSecretKey, RootKey, Status, TrustBundle,
    UnixMillis,
};
use hifazat_time::SystemClock;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

fn trust() -> TrustBundle {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = RoomSecretKey::generate(KeyId(1), &OsEntropy).public();
    TrustBundle {
        version: 3,
        issued_at: UnixMillis(1_704_067_200_000),
        expires_at: UnixMillis(4_000_000_000_000),
        grace_days: 0,
        room_name: "Test room".to_owned(),
        endpoints: vec![Endpoint { url: "https://127.0.0.1:9".to_owned(), addresses: Vec::new(), datagram_port: None }],
        ca_certificates: vec![authority.der().to_vec()],
        room_keys: vec![BundleRoomKey { key, state: KeyState::Active }],
        receipt_keys: vec![ReceiptKey::generate(KeyId(1), &OsEntropy).public()],
        sms_number: None,
        helplines: Vec::new(),
        boundaries_version: None,
    }
}

fn signed(trust: &TrustBundle) -> String {
    trust.sign(&RootKey::from_seed([7; 32])).to_json()
}

fn shell(folder: &Path) -> Shell {
    let place = Scripted::fixed(parse_fix("31.5,74.3,20").unwrap(), Arc::new(SystemClock));
    Shell::open(folder, Arc::new(place), Arc::new(SystemClock)).unwrap()
}

fn refusal(trust: &TrustBundle) -> String {
    SetUp::check(&signed(trust), None).unwrap_err().to_string()
}

#[test]
fn an_alarm_is_there_when_the_folder_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let before = shell(folder.path());
    before.set_up(&SetUp::check(&signed(&trust()), None).unwrap()).unwrap();
    let raised = before.raise(Trigger::Hold).alert.unwrap();
    assert!(raised.durable);
    drop(before);
    let view = shell(folder.path()).view();
    let alert = view.alert.unwrap();
    assert_eq!((alert.alert_id, alert.status), (raised.alert_id, AlertStatus::Actual));
    assert_eq!(alert.steps.iter().map(|step| step.stage).collect::<Vec<_>>(), [StepStage::Saved]);
    assert!(view.configured);
}

#[test]
fn an_alarm_works_before_anything_is_set_up() {
    let folder = tempfile::tempdir().unwrap();
    let view = shell(folder.path()).raise(Trigger::Hold);
    assert!(view.alert.is_some_and(|alert| alert.durable) && !view.configured);
}

#[test]
fn a_folder_that_cannot_be_made_is_named_and_the_button_works_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let place: Arc<Scripted> = Arc::new(Scripted::file("none".into(), Duration::MAX, Arc::new(SystemClock)));
    let error = Shell::open(&file, place.clone(), Arc::new(SystemClock)).err().unwrap();
    assert!(error.to_string().contains(file.to_str().unwrap()), "{error}");
    let shell = Shell::open_anyhow(&file, Safe::NotHere, place, Arc::new(SystemClock));
    let view = shell.raise(Trigger::Hold);
    assert!(view.alert.is_some_and(|alert| !alert.durable));
    assert!(shell.phone().view().notices.contains(&Notice::NotDurable));
}

#[test]
fn a_bundle_that_cannot_be_used_is_refused_by_the_name_of_its_field() {
    let mut plain = trust();
    plain.endpoints =
        vec![Endpoint { url: "http://room.example".to_owned(), addresses: Vec::new(), datagram_port: None }];
    assert!(refusal(&plain).contains("endpoints: \"http://room.example\""));
    let mut nameless = trust();
    nameless.endpoints = vec![Endpoint {
        url: "https://room.example".to_owned(),
        addresses: vec!["here".to_owned()],
        datagram_port: None,
    }];
    assert!(refusal(&nameless).contains("endpoints: \"here\" is not an IP address"));
    let mut untrusted = trust();
    untrusted.ca_certificates = Vec::new();
    assert!(refusal(&untrusted).contains("ca_certificates"));
    untrusted.ca_certificates = vec![b"not a certificate".to_vec()];
    assert!(refusal(&untrusted).contains("ca_certificates: number 1"));
}

#[test]
fn an_older_bundle_or_an_expired_one_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    let mut expired = trust();
    expired.expires_at = UnixMillis(1_704_067_200_001);
    let refused = shell.set_up(&SetUp::check(&signed(&expired), None).unwrap());
    assert!(matches!(refused, Err(SetUpError::Bundle(_))));
    let current = SetUp::check(&signed(&trust()), None).unwrap();
    assert!(matches!(shell.set_up(&current).unwrap(), Installed::Adopted { version: 3, durable: true }));
    let mut older = trust();
    older.version = 2;
    assert!(shell.set_up(&SetUp::check(&signed(&older), None).unwrap()).is_err());
    assert_eq!(shell.phone().bundle().unwrap().version, 3);
    for strange in [trust(), older] {
        let stranger = SetUp::check(&strange.sign(&RootKey::from_seed([8; 32])).to_json(), None).unwrap();
        assert!(matches!(shell.set_up(&stranger), Err(SetUpError::AnotherRoot)));
    }
}

#[test]
fn mistaken_arguments_have_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    assert_eq!(shell.cancel("x", "2580").unwrap_err().code, "bad_alert_id");
    assert_eq!(shell.cancel("00000000-0000-4000-8000-000000000000", "2580").unwrap_err().code, "unknown_alert");
    assert_eq!(shell.setup_later(0).unwrap_err().code, "bad_step");
}

#[tokio::test]
async fn the_line_is_checked_once_it_can_be_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let shell = Arc::new(shell(folder.path()));
    let mut changes = shell.changes();
    let loops = shell.start(true);
    let checks = |shell: &Shell| shell.phone().alerts().iter().filter(|alert| alert.status == Status::Test).count();
    assert_eq!(checks(&shell), 0, "there is nobody to ask yet");
    shell.set_up(&SetUp::check(&signed(&trust()), None).unwrap()).unwrap();
    while checks(&shell) == 0 {
        changes.changed().await.unwrap();
    }
    loops.stop().await;
    let again = shell.start(true);
    tokio::task::yield_now().await;
    assert_eq!(checks(&shell), 1, "one is on its way already");
    assert!(shell.view().alert.is_none() && shell.view().drill.is_none(), "it is nobody's business on a screen");
    again.stop().await;
}

#[tokio::test]
async fn her_touch_on_the_page_reaches_whoever_lays_the_text_before_her() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    let texts = FakeTexts::new();
    texts.refuse(Some(TextTrouble::NeedsTouch));
    shell.phone().hand_texts_to(Arc::<FakeTexts>::clone(&texts));
    let with_number = TrustBundle { sms_number: Some("8014".to_owned()), ..trust() };
    shell.set_up(&SetUp::check(&signed(&with_number), None).unwrap()).unwrap();
    let shell = Arc::new(shell);
    let mut changes = shell.changes();
    let loops = shell.start(false);
    let id = shell.raise(Trigger::Hold).alert.unwrap().alert_id;
    while shell.view().alert.unwrap().text != Some(TextView::NeedsTouch) {
        changes.changed().await.unwrap();
    }
    shell.touch_text(&id).unwrap();
    while texts.laid().is_empty() {
        changes.changed().await.unwrap();
    }
    assert_eq!(texts.laid()[0].0, "8014");
    assert_eq!(shell.view().alert.unwrap().text, Some(TextView::NeedsTouch), "nobody knows what she did with it");
    assert_eq!(shell.touch_text("none").unwrap_err().code, "bad_alert_id");
    assert!(shell.touch_text("00000000-0000-4000-8000-000000000001").is_ok(), "an alert that is gone opens nothing");
    loops.stop().await;
}

#[tokio::test]
async fn each_repair_does_what_one_touch_can() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    let asked = |shell: &Shell| shell.phone().view().repair;
    shell.repair(Repair::Check(CheckId::Place)).await.unwrap();
    assert_eq!(asked(&shell), None, "leave was given, the system's screen is not needed");
    shell.repair(Repair::Check(CheckId::Line)).await.unwrap();
    assert!(shell.phone().alerts().is_empty(), "there is nobody to ask yet");
    shell.set_up(&SetUp::check(&signed(&trust()), None).unwrap()).unwrap();
    shell.repair(Repair::Check(CheckId::Line)).await.unwrap();
    assert_eq!(shell.phone().alerts().iter().filter(|alert| alert.status == Status::Test).count(), 1);
    let (clip, receipts) = (Repair::Choice(Choice::Clip), Repair::Choice(Choice::Receipts));
    for what in [Repair::Check(CheckId::Battery), Repair::Trigger(Trigger::Shortcut), clip, receipts] {
        shell.repair(what).await.unwrap();
        assert_eq!(asked(&shell).map(Repair::from), Some(what));
    }
    for hers in [CheckId::Drill, CheckId::Pins] {
        assert_eq!(shell.repair(Repair::Check(hers)).await.unwrap_err().code, "bad_repair");
    }
}

#[tokio::test]
async fn a_refused_place_is_repaired_on_the_systems_own_screen() {
    let folder = tempfile::tempdir().unwrap();
    let location = Arc::new(FakeLocation::default());
    location.refuse();
    let shell = Shell::open(folder.path(), location, Arc::new(SystemClock)).unwrap();
    shell.repair(Repair::Check(CheckId::Place)).await.unwrap();
    assert_eq!(shell.phone().view().repair.map(Repair::from), Some(Repair::Check(CheckId::Place)));
}

#[test]
fn a_computer_says_honestly_what_it_has_not() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    shell.phone().note_facts(Facts::of_a_computer());
    let view = shell.view();
    let not_here =
        view.readiness.checks.iter().filter(|check| check.state == CheckState::NotHere).map(|check| check.id);
    assert_eq!(not_here.collect::<Vec<_>>(), [CheckId::Texts, CheckId::Notices, CheckId::Battery, CheckId::Key]);
    let triggers: Vec<_> = view.triggers.iter().map(|each| each.trigger).collect();
    assert_eq!(triggers, [Trigger::Hold, Trigger::Keyboard]);
    assert!(!view.can_be_loud.siren && !view.can_be_loud.torch);
    assert_eq!((view.clip.on, view.clip.state), (false, CheckState::NotHere));
    assert_eq!(shell.choose_trigger(Trigger::Hold, true).unwrap_err().code, "bad_trigger");
}
