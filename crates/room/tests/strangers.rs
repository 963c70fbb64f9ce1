//! Somebody has a thousand telephones, or pretends to.

use std::sync::Arc;

use hifazat_protocol::Status;
use hifazat_room::TextError;
use hifazat_room::test_util::{Desk, MemoryLedger};

#[tokio::test]
async fn a_flood_of_strangers_texts_is_bounded_and_shuts_out_nobody_who_is_known() {
    let desk = Desk::over(Arc::new(MemoryLedger::default()));
    let (aleesha, stranger) = (desk.known_persona(1).await, desk.persona(2));
    let mut busy = 0;
    for _ in 0..600 {
        let alert = stranger.alert(Status::Actual, desk.now());
        let text = stranger.text(&alert, 0, &stranger.raise_message(&alert), false);
        match desk.room.take_text(&text.characters, None).await {
            Ok(_) => {}
            Err(TextError::Busy) => busy += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(busy, 100, "what is let through at once");
    let alert = aleesha.alert(Status::Actual, desk.now());
    desk.text(&aleesha.text(&alert, 0, &aleesha.raise_message(&alert), true)).await;
    desk.find(&alert).await;

    desk.wait(1);
    let alert = stranger.alert(Status::Actual, desk.now());
    desk.text(&stranger.text(&alert, 0, &stranger.raise_message(&alert), false)).await;
}
