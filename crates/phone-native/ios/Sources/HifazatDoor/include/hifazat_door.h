/* The door into the phone's core, for Swift. crates/phone-native/src/c.rs exports it.
 *
 * Each function answers JSON in UTF-8: what was asked for, or {"error":{"code","message"}}. The answer is never NULL and
 * goes back to hifazat_free. Text that goes in is UTF-8 and ends with a zero byte; NULL is answered with an error.
 * hifazat_open first. Any thread may call; only hifazat_finish and hifazat_next_text wait. */
#ifndef HIFAZAT_DOOR_H
#define HIFAZAT_DOOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Opens the phone in this folder, or comes to the one that is open in this process; answers the status. key: 32 bytes from the
 * system's own store of keys, which wrap what the vault is opened with; NULL when it gives none now, they may come with a later
 * call. They are to be wiped when this answers. */
char *hifazat_open(const char *folder, const uint8_t *key, size_t length);
/* Raises an alarm; durable when it answers {"alert_id","durable","took_us"}. */
char *hifazat_raise(const char *trigger);
/* Raises a drill through the same path. */
char *hifazat_drill(const char *trigger);
/* Leaves the drill. */
char *hifazat_end_drill(void);
/* Takes the newest alarm back within its window: {"outcome","tries_left","view"}. */
char *hifazat_take_back(const char *pin);
/* Cancels an alert by message: {"outcome","tries_left","view"}. */
char *hifazat_cancel(const char *alert_id, const char *pin);
/* What is true now. */
char *hifazat_status(void);
/* The system woke us: "boot", "updated", "job", "service", "network" or "push". Answers the status. */
char *hifazat_wake(const char *reason);
/* The network is another one. */
char *hifazat_network_changed(void);
/* Waits until nothing is left to carry, or until patience ends: {"settled"}. */
char *hifazat_finish(int64_t patience_ms);
/* Whether a text could go now: "ok", "not_allowed", "no_card", "no_service" or "refused". */
char *hifazat_texts_ready(const char *result);
/* Waits for a text that is to go, or until patience ends: {"text":{"id","number","text"}} or {"text":null}. */
char *hifazat_next_text(int64_t patience_ms);
/* What became of it, in the words of hifazat_texts_ready: {"taken"}. */
char *hifazat_text_result(int64_t id, const char *result);
/* The platform found a place. What it does not know is NaN; at_ms is milliseconds since 1970; provider may be "". */
char *hifazat_fix_arrived(double latitude_deg, double longitude_deg, double accuracy_m, double speed_mps,
                          double heading_deg, int64_t at_ms, const char *provider, bool mock);
/* A clip was recorded for an alert: length bytes, 150,000 at most, of the media type "audio/aac", "audio/mp4" or "audio/ogg".
   It is sealed when this answers; whatever it answers, the bytes are to be wiped. */
char *hifazat_clip(const char *alert_id, const uint8_t *bytes, size_t length, int64_t recorded_at_ms, const char *media);
/* Whether the system lets us know the place. */
char *hifazat_place_allowed(bool allowed);
/* How full the battery is in per cent (below zero: not known), and whether it is being charged. */
char *hifazat_battery(int32_t percent, bool charging);
/* What the telephone can do and what is in the way; replaces what was told before, and counts until it wakes by "boot" or
 * "updated". {"texts":S,"notices":S,"battery":S,"siren":S,"torch":S,"clip":S,"triggers":{"siri":S,...}}, each may
 * be missing; S is {"state":"works"|"repair"|"not_here","why":code or null}. */
char *hifazat_facts(const char *json);
/* The screen of the system was opened for the status' "repair": "place", "texts", "notices", "battery", "key", "clip" or a
 * trigger. */
char *hifazat_repair_begun(const char *repair);
/* Gives an answer back. NULL is nothing. */
void hifazat_free(char *answer);

#endif
