//! Seconds since 1970, and how people write them (UTC, proleptic Gregorian calendar).

use toml::value::{Date, Datetime, Offset, Time};

pub(crate) const DAY: u64 = 24 * 60 * 60;

/// `2026-12-31 23:59:59 UTC`; times beyond the year 9999 have no such form.
pub(crate) fn shown(seconds: u64) -> String {
    let (days, rest) = (seconds / DAY, seconds % DAY);
    if days > LAST_DAY {
        return "after the year 9999".into();
    }
    let (year, month, day) = date_of(days);
    format!(
        "{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02} UTC",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

/// 9999-12-31.
const LAST_DAY: u64 = 2_932_896;

/// The second that a TOML date stands for: a date alone means its first second, and without an offset it is UTC.
pub(crate) fn seconds(written: &Datetime) -> Option<u64> {
    let Date { year, month, day } = written.date?;
    let Time {
        hour, minute, second, ..
    } = written.time.unwrap_or(Time {
        hour: 0,
        minute: 0,
        second: None,
        nanosecond: None,
    });
    let east = match written.offset {
        None | Some(Offset::Z) => 0,
        Some(Offset::Custom { minutes }) => i64::from(minutes),
    };
    let minutes = days_to(year, month, day) * 24 * 60 + i64::from(hour) * 60 + i64::from(minute) - east;
    u64::try_from(minutes * 60 + i64::from(second.unwrap_or(0))).ok()
}

/// Days from 1970-01-01. Years are counted from March, so that the leap day is the last day of a year.
fn days_to(year: u16, month: u8, day: u8) -> i64 {
    let (year, month) = (i64::from(year), i64::from(month));
    let (year, months_since_march) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 719468 days lie between 0000-03-01 and 1970-01-01; 153 days are five months.
    year * 365 + leap_days + (153 * months_since_march + 2) / 5 + i64::from(day) - 1 - 719_468
}

fn date_of(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
    let month = if months_since_march < 10 {
        months_since_march + 3
    } else {
        months_since_march - 9
    };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_seconds_are_shown_as_their_dates() {
        for (seconds, expected) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_700_000_000, "2023-11-14 22:13:20 UTC"),
            (4_107_542_399, "2100-02-28 23:59:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
            (253_402_300_799, "9999-12-31 23:59:59 UTC"),
            (253_402_300_800, "after the year 9999"),
            (u64::MAX, "after the year 9999"),
        ] {
            assert_eq!(shown(seconds), expected);
        }
    }

    #[test]
    fn dates_in_toml_are_the_seconds_that_they_say() {
        for (text, expected) in [
            ("1970-01-01", Some(0)),
            ("2023-11-14T22:13:20Z", Some(1_700_000_000)),
            ("2023-11-14T23:13:20+01:00", Some(1_700_000_000)),
            ("2023-11-14 22:13:20", Some(1_700_000_000)),
            ("1969-12-31", None),
            ("22:13:20", None),
        ] {
            assert_eq!(seconds(&text.parse().unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        for days in 0..146_097 * 2 {
            let (year, month, day) = date_of(days);
            assert_eq!(days_to(year as u16, month as u8, day as u8), days as i64);
        }
    }
}
