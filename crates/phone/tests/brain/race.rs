//! A race is over with the first valid receipt.

use std::time::Duration;

use hifazat_phone::Answer;
use hifazat_protocol::{Stage, Status, Trigger};

use crate::world::World;

#[tokio::test]
async fn the_first_receipt_drops_what_another_path_still_carries() {
    let (mut world, second) = World::new().with_second_path();
    world.path.hang(true);
    second.answer_once(Answer::Unreachable);
    let raised = world.phone.raise(Status::Actual, Trigger::Hold);
    world.start().await;
    assert_eq!((world.path.under_way(), world.stages(raised.alert_id)), (1, Vec::new()), "nobody has won yet");

    world.pass(Duration::from_secs(4)).await;
    assert_eq!(world.stages(raised.alert_id), [Stage::Stored, Stage::Opened]);
    assert_eq!(world.path.under_way(), 0, "it was dropped");
    // Longer than any race and any pause.
    world.pass(Duration::from_secs(120)).await;
    assert_eq!((world.path.carried().len(), second.carried().len()), (1, 2), "and nothing more begins");
}
