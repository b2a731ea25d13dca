//! When a signed thing holds.

/// How far two clocks may disagree: five minutes each way. Browsers' clocks are set by people.
pub const CLOCK_SKEW_SECONDS: u64 = 5 * 60;

pub(crate) enum Outside {
    TooEarly,
    TooLate,
}

pub(crate) fn within(not_before: u64, not_after: u64, now: u64) -> Result<(), Outside> {
    if now.saturating_add(CLOCK_SKEW_SECONDS) < not_before {
        Err(Outside::TooEarly)
    } else if now > not_after.saturating_add(CLOCK_SKEW_SECONDS) {
        Err(Outside::TooLate)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_may_be_wrong_by_five_minutes_and_no_second_more() {
        assert!(within(1000, 2000, 700).is_ok());
        assert!(matches!(within(1000, 2000, 699), Err(Outside::TooEarly)));
        assert!(within(1000, 2000, 2300).is_ok());
        assert!(matches!(within(1000, 2000, 2301), Err(Outside::TooLate)));
        assert!(within(0, u64::MAX, u64::MAX).is_ok());
        assert!(within(u64::MAX, u64::MAX, u64::MAX).is_ok());
    }
}
