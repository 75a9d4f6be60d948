//! Times as the clocks of an event show them.

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::Tz;
use kernel::{UserError, UserErrorCode, validate::Mistakes};

/// The instant at which the clocks of this zone show this; what cannot be, or can be twice, is a mistake.
pub(super) fn local_time(
    text: &str,
    zone: Tz,
    path: &str,
    mistakes: &mut Mistakes,
) -> Option<DateTime<Utc>> {
    match read(text, zone) {
        Ok(at) => Some(at),
        Err((code, message)) => {
            mistakes.add(UserError::new(code, path, message));
            None
        }
    }
}

fn read(text: &str, zone: Tz) -> Result<DateTime<Utc>, (UserErrorCode, String)> {
    let parse = |text: &str| {
        let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"];
        forms
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
    };
    let shown = |at: DateTime<Utc>| {
        at.with_timezone(&zone)
            .format("%Y-%m-%dT%H:%M:%S%:z")
            .to_string()
    };
    if let Some(local) = parse(text) {
        return match zone.from_local_datetime(&local) {
            LocalResult::Single(at) => Ok(at.to_utc()),
            LocalResult::Ambiguous(first, second) => {
                let (first, second) = (shown(first.to_utc()), shown(second.to_utc()));
                let message = format!(
                    "The clocks of {zone} show this twice: say whether it is {first} or {second}."
                );
                Err((UserErrorCode::RepeatedTime, message))
            }
            LocalResult::None => {
                let message =
                    format!("The clocks of {zone} never show this: they are put forward then.");
                Err((UserErrorCode::SkippedTime, message))
            }
        };
    }
    let with_offset = DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z")
        .or_else(|_| DateTime::parse_from_rfc3339(text));
    let Ok(at) = with_offset else {
        let message = "A time is what the clocks show there, such as `2027-03-01T09:00`.";
        return Err((UserErrorCode::Invalid, message.to_owned()));
    };
    // An offset is for telling two times apart, not for another zone.
    let there = at.with_timezone(&zone);
    if there.naive_local() == at.naive_local() {
        Ok(at.to_utc())
    } else {
        let shown = shown(at.to_utc());
        let message = format!("The clocks of {zone} have another offset then: they show {shown}.");
        Err((UserErrorCode::Invalid, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, zone: &str) -> String {
        match read(text, zone.parse().unwrap()) {
            Ok(at) => at.to_rfc3339(),
            Err((_, message)) => message,
        }
    }

    #[test]
    fn the_same_clock_is_another_instant_in_another_zone() {
        for (zone, instant) in [
            ("Asia/Shanghai", "2027-03-28T01:30:00+00:00"),
            ("America/Mexico_City", "2027-03-28T15:30:00+00:00"),
            ("Europe/Paris", "2027-03-28T07:30:00+00:00"),
        ] {
            assert_eq!(at("2027-03-28T09:30", zone), instant, "{zone}");
        }
        assert_eq!(
            at("2027-03-27T09:30", "Europe/Paris"),
            "2027-03-27T08:30:00+00:00"
        );
    }

    #[test]
    fn what_the_clocks_never_show_or_show_twice_is_a_mistake() {
        insta::assert_snapshot!(at("2027-03-28T02:30", "Europe/Paris"), @"The clocks of Europe/Paris never show this: they are put forward then.");
        insta::assert_snapshot!(at("2027-10-31T02:30", "Europe/Paris"), @"The clocks of Europe/Paris show this twice: say whether it is 2027-10-31T02:30:00+02:00 or 2027-10-31T02:30:00+01:00.");
        assert_eq!(
            at("2027-10-31T02:30+01:00", "Europe/Paris"),
            "2027-10-31T01:30:00+00:00"
        );
        assert_eq!(
            at("2027-03-28T02:30", "Asia/Shanghai"),
            "2027-03-27T18:30:00+00:00"
        );
    }

    #[test]
    fn what_is_no_time_of_the_zone_is_a_mistake() {
        insta::assert_snapshot!(at("tomorrow", "Europe/Paris"), @"A time is what the clocks show there, such as `2027-03-01T09:00`.");
        insta::assert_snapshot!(at("2027-03-01T09:00Z", "Europe/Paris"), @"A time is what the clocks show there, such as `2027-03-01T09:00`.");
        insta::assert_snapshot!(at("2027-03-01T09:00+08:00", "Europe/Paris"), @"The clocks of Europe/Paris have another offset then: they show 2027-03-01T02:00:00+01:00.");
    }
}
