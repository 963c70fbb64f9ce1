//! `POST /api/session`: signing in.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use hifazat_room::audit::Note;
use hifazat_room::{Seat, SignIn as Verdict, sign_in};

use super::Line;
use super::body::JsonBody;
use super::caller::{address, unwritten};
use super::session::answer;
use crate::contract::{Session, SignIn};
use crate::net::connections::neighbourhood;
use crate::problem::{Problem, ProblemDocument};
use crate::sessions::table::stamp;
use crate::shared::Shared;

/// Signs in.
#[utoipa::path(post, path = "/api/session", tag = "console", request_body = SignIn,
    responses(
        (status = 200, body = Session, description = "Signed in; the cookie is set"),
        (status = 401, body = ProblemDocument, description = "`wrong_password`, for an unknown seat too"),
        (status = 403, body = ProblemDocument, description = "`password_must_change`: send `new_password` with it"),
        (status = 422, body = ProblemDocument, description = "`password_refused`: the new one is too short or too easy"),
        (status = 429, body = ProblemDocument, description = "`throttled`: wait as Retry-After says")))]
pub(crate) async fn take(
    State(shared): State<Arc<Shared>>,
    Extension(line): Extension<Line>,
    headers: HeaderMap,
    JsonBody(asked): JsonBody<SignIn>,
) -> Result<Response, Problem> {
    from_our_page(&headers)?;
    let address = neighbourhood(address(&shared, &line, &headers));
    let name = asked.seat.trim().to_owned();
    let familiar = shared.sign_in.addresses.knows(&name, address);
    if let Err(wait_ms) = shared.sign_in.throttle.attempt(&name, address, familiar, shared.clock.now()) {
        count(&shared, "throttled");
        let seconds = u64::try_from(wait_ms).unwrap_or_default().div_ceil(1000);
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "throttled", "Too many wrong passwords: wait");
        return Err(problem.retry_after_s(seconds));
    }
    let seat = shared.seats.seat(&name).await.map_err(|error| unwritten(&shared, &error))?;
    let verdict = decide(&shared, seat.clone(), asked).await?;
    if !matches!(verdict, Verdict::Wrong) {
        shared.sign_in.throttle.forgive(&name, address);
    }
    if matches!(verdict, Verdict::Welcome | Verdict::Changed(_)) {
        shared.sign_in.addresses.remember(&name, address);
    }
    match (verdict, seat) {
        (Verdict::Welcome, Some(seat)) => begin(&shared, &seat, "signed_in").await,
        (Verdict::Changed(seat), _) => {
            let note = Note::on_room(shared.clock.now(), seat.name.clone(), "password_changed", "");
            shared.seats.put_seat(seat.clone(), note).await.map_err(|error| unwritten(&shared, &error))?;
            begin(&shared, &seat, "signed_in").await
        }
        (Verdict::MustChange, _) => {
            count(&shared, "must_change");
            let title = "A one-time password: choose your own (new_password)";
            Err(Problem::new(StatusCode::FORBIDDEN, "password_must_change", title))
        }
        (Verdict::Refused(error), _) => {
            count(&shared, "refused");
            let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "password_refused", "Choose another password");
            Err(problem.detail(format!("new_password: {error}")))
        }
        (Verdict::Wrong, known) => {
            count(&shared, "wrong");
            if let Some(seat) = known {
                let note = Note::on_room(shared.clock.now(), seat.name, "sign_in_failed", "");
                shared.room.ledger().note(note).await.map_err(|error| unwritten(&shared, &error))?;
            }
            Err(wrong_password())
        }
        (Verdict::Welcome, None) => Err(wrong_password()),
    }
}

/// The brain decides; the slow hash runs beside the reactor, two at a time.
async fn decide(shared: &Shared, seat: Option<Seat>, asked: SignIn) -> Result<Verdict, Problem> {
    let passwords = Arc::clone(&shared.sign_in.passwords);
    let _place = shared.sign_in.hashing.acquire().await.map_err(|_| Problem::unavailable())?;
    let work = move || sign_in(seat.as_ref(), &asked.password, asked.new_password.as_deref(), &*passwords);
    tokio::task::spawn_blocking(work).await.map_err(|_| Problem::unavailable())
}

async fn begin(shared: &Shared, seat: &Seat, what: &'static str) -> Result<Response, Problem> {
    let now = shared.clock.now();
    let note = Note::on_room(now, seat.name.clone(), what, "");
    shared.room.ledger().note(note).await.map_err(|error| unwritten(shared, &error))?;
    let (token, session) =
        shared.sign_in.sessions.begin(&seat.name, &stamp(&seat.password_hash), now, &*shared.entropy);
    count(shared, "welcome");
    let mut response = Json(answer(shared, seat, &session)).into_response();
    if let Some(cookie) = shared.sign_in.cookies.set(&token) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// A foreign page must not sign a browser in either. Browsers say where a request comes from; scripts say nothing.
fn from_our_page(headers: &HeaderMap) -> Result<(), Problem> {
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    match site {
        None | Some("same-origin" | "none") => Ok(()),
        Some(_) => Err(Problem::new(StatusCode::FORBIDDEN, "csrf", "Sign in from the console's own page")),
    }
}

fn wrong_password() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "wrong_password", "Seat or password is wrong")
}

fn count(shared: &Shared, outcome: &'static str) {
    shared.figures.count("hifazat_sign_ins_total", Some(("outcome", outcome)));
}
