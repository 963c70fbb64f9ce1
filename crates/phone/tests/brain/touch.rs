//! Texts that only her own touch can send: when they wait, what a touch lays before her, and that nothing of it is called sent.

use std::sync::Arc;
use std::time::Duration;

use hifazat_phone::{Fact, FakeTexts, Phone, Standing, TextTrouble, TextView, Why};
use hifazat_protocol::{AlertId, Message, SealedText, Stage, Status, Trigger};

use crate::world::{CANCEL, DURESS, World, place};

const SECOND: Duration = Duration::from_secs(1);
const NEEDS_TOUCH: Option<TextView> = Some(TextView::Failing(TextTrouble::NeedsTouch));
const NONE: [u32; 0] = [];

/// A phone whose owner has not let it send texts.
async fn world() -> (World, Arc<FakeTexts>) {
    let texts = FakeTexts::new();
    texts.refuse(Some(TextTrouble::NeedsTouch));
    let mut world = World::new().texting(&texts);
    world.start().await;
    (world, texts)
}

fn raise(phone: &Phone) -> AlertId {
    phone.raise(Status::Actual, Trigger::Hold).alert_id
}

/// The sequences that were laid before her.
fn laid(texts: &FakeTexts) -> Vec<u32> {
    texts.laid().iter().map(|(_, text)| SealedText::parse(text).unwrap().header().sequence.0).collect()
}

async fn touch(world: &World, id: AlertId) {
    assert!(world.phone.touch_text(id), "a text waits");
    world.settle().await;
}

#[tokio::test]
async fn what_only_she_can_send_waits_for_her_touch_and_is_never_called_sent() {
    let (world, texts) = world().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 2).await;
    assert_eq!(world.alert(id).text, None, "data still has its time");
    world.pass(SECOND * 120).await;
    assert_eq!((world.alert(id).text, laid(&texts)), (NEEDS_TOUCH, NONE.to_vec()), "nothing opens by itself");

    touch(&world, id).await;
    assert_eq!(texts.laid()[0].0, "8014");
    let Message::Raise(told) = world.room.read_text(&texts.laid()[0].1).message else { panic!("a raise") };
    assert_eq!(told.status, Status::Actual);
    world.pass(SECOND * 120).await;
    assert_eq!(world.alert(id).text, NEEDS_TOUCH, "nobody knows what she did with it");
    assert!(world.alert(id).not_delivered);
    assert_eq!((laid(&texts), texts.sent().len()), (vec![0], 0));
}

#[tokio::test]
async fn a_second_touch_lays_the_same_text_before_her_again() {
    let (world, texts) = world().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 5).await;
    touch(&world, id).await;
    touch(&world, id).await;
    assert_eq!(laid(&texts), [0, 0]);
    assert_eq!(texts.laid()[0], texts.laid()[1], "the room takes both as one");
}

#[tokio::test]
async fn only_the_rooms_receipt_ends_the_waiting() {
    let (world, texts) = world().await;
    world.phone.set_receipts_by_text(true);
    let id = raise(&world.phone);
    world.pass(SECOND * 5).await;
    touch(&world, id).await;
    world.room.read_text(&texts.laid()[0].1);
    assert!(world.phone.text_arrived(&world.room.text_back(id, Stage::Stored, Status::Actual)));
    assert_eq!((world.stages(id), world.alert(id).text), (vec![Stage::Stored], None));
    assert!(!world.phone.touch_text(id), "nothing waits any more");

    let other = raise(&world.phone);
    world.pass(SECOND * 5).await;
    assert_eq!(world.alert(other).text, NEEDS_TOUCH);
    world.connect();
    world.phone.network_changed();
    world.pass(SECOND * 2).await;
    assert_eq!((world.alert(other).text, world.phone.touch_text(other)), (None, false), "data was faster");
}

#[tokio::test]
async fn leave_given_in_mid_alert_sends_it_and_leave_taken_away_lets_it_wait() {
    let (world, texts) = world().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 5).await;
    touch(&world, id).await;
    texts.refuse(None);
    world.pass(SECOND * 10).await;
    assert!(matches!(world.alert(id).text, Some(TextView::HandedOver { .. })));
    assert_eq!(texts.sent().len(), 1);

    // Between two looks at her leave: the text was handed over, and came back.
    let texts_of_two = FakeTexts::new();
    texts_of_two.refuse(Some(TextTrouble::Refused));
    let mut world = world.texting(&texts_of_two);
    world.start().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 5).await;
    texts_of_two.refuse(Some(TextTrouble::NeedsTouch));
    world.pass(SECOND * 60).await;
    let tried = texts_of_two.sent().len();
    world.pass(SECOND * 600).await;
    assert_eq!((world.alert(id).text, texts_of_two.sent().len()), (NEEDS_TOUCH, tried), "it is not tried again");
}

#[tokio::test]
async fn a_touch_for_nothing_opens_nothing() {
    let (world, texts) = world().await;
    let unknown: AlertId = "00000000-0000-4000-8000-000000000001".parse().unwrap();
    assert!(!world.phone.touch_text(unknown));
    let id = raise(&world.phone);
    assert!(!world.phone.touch_text(id), "data still has its time");
    world.pass(SECOND * 60).await;
    assert_eq!(laid(&texts), NONE);
}

#[tokio::test]
async fn a_touch_that_finds_no_card_says_so_and_opens_nothing_later() {
    let (world, texts) = world().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 5).await;
    texts.refuse(Some(TextTrouble::NoCard));
    world.phone.touch_text(id);
    world.settle().await;
    assert_eq!(world.alert(id).text, Some(TextView::Failing(TextTrouble::NoCard)));
    texts.refuse(Some(TextTrouble::NeedsTouch));
    world.pass(SECOND * 60).await;
    assert_eq!((world.alert(id).text, laid(&texts)), (NEEDS_TOUCH, NONE.to_vec()));
}

#[tokio::test]
async fn each_text_is_laid_before_her_once_before_any_comes_again() {
    let (world, texts) = world().await;
    let id = raise(&world.phone);
    world.pass(SECOND * 5).await;
    touch(&world, id).await;
    world.location.find(place(31.5));
    world.pass(SECOND * 90).await;
    touch(&world, id).await;
    touch(&world, id).await;
    assert_eq!(laid(&texts), [0, 1, 0], "the first place follows the raise");
}

#[tokio::test]
async fn touches_do_not_tell_one_pin_from_the_other() {
    let mut told = Vec::new();
    for pin in [CANCEL, DURESS] {
        let (world, texts) = world().await;
        let id = raise(&world.phone);
        world.pass(SECOND * 15).await;
        touch(&world, id).await;
        world.phone.cancel(id, pin);
        world.location.find(place(31.5));
        world.pass(SECOND * 120).await;
        for _ in 0..3 {
            touch(&world, id).await;
        }
        let Message::Cancel(cancel) = world.room.read_text(&texts.laid()[1].1).message else { panic!("a cancel") };
        assert_eq!(cancel.duress, pin == DURESS);
        told.push((laid(&texts), world.alert(id).text));
    }
    assert_eq!(told[0], (vec![0, 1, 0, 1], NEEDS_TOUCH));
    assert_eq!(told[0], told[1]);
}

#[tokio::test]
async fn receipts_by_text_and_the_card_are_what_she_chose_and_what_the_telephone_can() {
    let (world, _) = world().await;
    let view = world.phone.view();
    assert_eq!((view.receipts_by_text.on, view.receipts_by_text.fact, view.text_card), (false, None, None));
    let refused = Fact { standing: Standing::Repair, why: Some(Why::Permission) };
    let card = |slot, name: &str| hifazat_phone::Card { slot, name: name.to_owned() };
    let cards = vec![card(1, "Jazz"), card(2, "Zong")];
    let told = hifazat_phone::Facts { receipts: Some(refused), cards: cards.clone(), ..Default::default() };
    world.phone.note_facts(told);
    world.phone.set_receipts_by_text(true);
    world.phone.choose_text_card(Some(2));
    let view = world.phone.view();
    assert_eq!((view.receipts_by_text.on, view.receipts_by_text.fact), (true, Some(refused)));
    assert_eq!((view.cards, view.text_card), (cards, Some(2)));

    let world = world.relaunch();
    assert_eq!(world.phone.view().text_card, Some(2), "kept, though no card is known yet");
    world.phone.choose_text_card(None);
    assert_eq!(world.relaunch().phone.view().text_card, None);
}
