//! The table of an incident's states, cell by cell.

use hifazat_protocol::UnixMillis;
use hifazat_room::{Act, Actor, Disposition, Outcome, Refusal, Sent, State, StateName, Taken};

const THEN: UnixMillis = UnixMillis(1_770_000_000_000);
const NOW: UnixMillis = UnixMillis(1_770_000_060_000);

fn taken() -> Taken {
    Taken { desk: "Lahore 1".to_owned(), operator: "ayesha".to_owned(), at: THEN }
}

fn sent(unit: &str) -> Sent {
    Sent { unit: unit.to_owned(), eta_s: Some(300), at: THEN }
}

fn every_state() -> [State; 5] {
    let outcome = Outcome { disposition: Disposition::ArrivedSafe, note: String::new(), at: THEN };
    [
        State::New,
        State::Accepted { taken: taken() },
        State::Dispatched { taken: taken(), sent: sent("Eagle 7") },
        State::Arrived { taken: taken(), sent: sent("Eagle 7"), arrived_at: THEN },
        State::Closed { taken: taken(), sent: Some(sent("Eagle 7")), arrived_at: Some(THEN), outcome },
    ]
}

fn every_act() -> [Act; 5] {
    let dispatch = |unit: &str| Act::Dispatch { unit: unit.to_owned(), eta_s: Some(300) };
    let close = Act::Close { disposition: Disposition::FalseAccidental, note: "A pocket.".to_owned() };
    [Act::Accept, dispatch("Eagle 7"), dispatch("Eagle 9"), Act::Arrive, close]
}

fn actor() -> Actor {
    Actor { seat: "bilal".to_owned(), desk: "Lahore 2".to_owned() }
}

#[test]
fn the_table_of_states_holds_in_every_cell() {
    use StateName::{Accepted, Arrived, Closed, Dispatched};
    let table = [
        // accept, dispatch the unit that was sent, dispatch another, arrive, close
        [Some(Accepted), None, None, None, None],
        [None, Some(Dispatched), Some(Dispatched), None, Some(Closed)],
        [None, None, Some(Dispatched), Some(Arrived), Some(Closed)],
        [None, None, None, None, Some(Closed)],
        [None, None, None, None, None],
    ];
    for (state, row) in every_state().into_iter().zip(table) {
        for (act, expected) in every_act().into_iter().zip(row) {
            let result = state.after(&act, &actor(), NOW);
            let refused = Refusal::WrongState { state: state.name(), act: act.done() };
            match expected {
                Some(name) => assert_eq!(result.as_ref().map(State::name), Ok(name), "{state:?}, {act:?}"),
                None => assert_eq!(result, Err(refused), "{state:?}, {act:?}"),
            }
        }
    }
}

#[test]
fn nothing_that_was_true_is_forgotten_on_the_way() {
    let mut state = State::New;
    for act in [&every_act()[0], &every_act()[1], &every_act()[2], &every_act()[3], &every_act()[4]] {
        state = state.after(act, &actor(), NOW).unwrap();
    }
    assert_eq!(state.taken().map(|taken| taken.operator.as_str()), Some("bilal"));
    assert_eq!(state.sent().map(|sent| sent.unit.as_str()), Some("Eagle 9"), "the unit that came");
    assert_eq!(state.arrived_at(), Some(NOW));
    assert_eq!(state.outcome().map(|outcome| outcome.note.as_str()), Some("A pocket."));
}

#[test]
fn duress_opens_what_was_closed_and_moves_nothing_else() {
    for state in every_state() {
        let expected = if state.name() == StateName::Closed { StateName::New } else { state.name() };
        assert_eq!(state.under_duress().name(), expected);
    }
}
