//! What every ledger has to keep, told as stories of the whole room over it.
//!
//! An adapter's tests call [`ledger_contract!`](crate::ledger_contract) with something that makes a fresh ledger.

mod acts;
mod arrivals;
mod drills;
mod reading;
mod texts;

pub use acts::*;
pub use arrivals::*;
pub use drills::*;
pub use reading::*;
pub use texts::*;

/// One test per story, over a ledger that `$open` makes: an expression of type `(Arc<dyn Ledger>, guard)`, where the
/// guard lives as long as the test.
#[macro_export]
macro_rules! ledger_contract {
    ($open:expr) => {
        $crate::ledger_contract! { $open;
            ingest_is_idempotent,
            an_envelope_that_cannot_be_opened_still_becomes_an_incident,
            what_could_not_be_read_at_first_is_mended_by_what_can,
            an_unknown_device_is_heard_in_its_own_lane,
            a_device_that_made_a_drill_is_known,
            an_update_before_its_raise_is_kept_and_counted,
            a_last_word_stands_until_the_battery_is_fuller,
            the_first_of_two_raises_counts,
            nobody_fills_the_disk_or_the_track_with_one_message,
            a_cancel_under_a_number_that_was_used_before_is_heard,
            an_alert_id_that_another_device_had_used_is_contested_and_heard,
            nobody_who_holds_her_alert_id_pushes_a_known_device_out_of_the_live_queue,
            nobody_can_take_the_file_that_a_contested_alert_will_get,
            drills_never_enter_the_live_queue,
            a_drill_that_was_taken_before_it_could_be_read_stays_to_be_closed,
            an_alarm_wins_over_the_drill_it_began_as,
            an_absurd_clock_counts_from_storage,
            an_absurd_place_is_kept_and_never_a_clean_pin,
            each_act_is_a_word_on_her_screen,
            the_second_of_two_operators_gets_a_clear_no,
            a_new_place_makes_no_act_stale,
            what_was_seen_before_the_room_was_restored_is_stale,
            under_duress_later_words_stay_away_from_her_screen,
            duress_after_closing_opens_it_again,
            a_refused_act_changes_nothing,
            every_opening_of_a_file_leaves_an_audit_entry,
            an_ask_is_answered_as_soon_as_there_is_a_word,
            the_console_sees_which_words_she_has,
            a_long_track_does_not_drown_a_narrow_link,
            an_update_ends_no_question,
            words_are_counted_whatever_is_known_of_stored,
            a_phone_that_holds_more_words_than_the_room_is_told_in_the_end,
            revisions_tell_everything_in_order,
            a_crowd_is_bounded_and_counted_and_can_be_turned_over,
            a_text_and_its_envelope_are_one_incident,
            a_text_alone_is_an_alarm,
            a_text_that_cannot_be_opened_still_becomes_an_incident,
            a_foreign_text_is_refused_by_name_and_leaves_nothing,
            a_text_that_comes_again_changes_nothing,
            what_nobody_has_proven_takes_nothing_back,
            an_unproven_alert_is_shown_as_such_until_it_is_proven,
            an_unproven_drill_takes_no_alarm_out_of_the_queue,
            a_drill_by_text_is_a_drill,
            she_is_told_by_text_only_if_she_wants_it_and_each_thing_once,
            what_is_owed_by_text_is_found_again_whatever_became_of_its_alert,
            an_absurd_clock_in_a_text_counts_from_storage,
        }
    };
    ($open:expr; $($story:ident),* $(,)?) => {$(
        #[tokio::test]
        async fn $story() {
            let (ledger, _guard) = $open;
            $crate::test_util::$story($crate::test_util::Desk::over(ledger)).await;
        }
    )*};
}
