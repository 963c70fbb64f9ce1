//! A room that goes down and comes up while alerts arrive.

use std::time::Duration;

use anyhow::Result;
use hifazat_testkit::{Around, Persona, Phone, Random, Room, pause};

#[test]
fn a_room_that_restarts_while_alerts_arrive_loses_none() -> Result<()> {
    let mut random = Random::seeded(21);
    let mut room = Room::open()?;
    let phones = (0..4).map(|_| Phone::of(&room)).collect::<Result<Vec<_>>>()?;
    let running = phones.iter().map(|phone| phone.begin_run(&Around::Nothing)).collect::<Result<Vec<_>>>()?;
    let mut raised = Vec::new();
    for round in 0..3 {
        for phone in &phones {
            raised.push((phone, phone.raise(&Persona::DANIA)?.alert));
        }
        pause(Duration::from_millis(random.below(60)));
        // Once politely, then not.
        if round == 0 {
            room.stop()?;
        } else {
            room.kill()?;
        }
        room.serve()?;
    }
    for (phone, alert) in &raised {
        phone.until_stage(alert, "opened")?;
    }
    drop(running);
    assert_eq!(room.incidents()?.len(), raised.len());
    room.verify_log()
}
