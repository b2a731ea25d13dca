//! Which country codes exist, and how long a number is behind each.
//!
//! Source: ITU-T E.164 and the national numbering plans published by the ITU (length of the national significant number).

/// Country code, shortest and longest national number: `cc:min-max` or `cc:length`, one line for each first digit of the code.
static PLAN: [&str; 9] = [
    "1:10",
    "20:8-10 27:9 211:9 212:9 213:8-9 216:8 218:8-9 220:7 221:9 222:8 223:8 224:8-9 225:10 226:8 227:8 228:8 229:8-10 230:7-8 231:7-9 232:8 233:9 234:8-10 235:8 236:8 237:8-9 238:7 239:7 240:9 241:7-8 242:9 243:7-9 244:9 245:7-9 246:7 247:4-6 248:7 249:9 250:8-9 251:9 252:6-9 253:8 254:7-10 255:9 256:9 257:8 258:8-9 260:9 261:9 262:9 263:8-10 264:8-9 265:7-9 266:8 267:7-8 268:8 269:7 290:4-5 291:7 297:7 298:6 299:6",
    "30:10 31:9-11 32:8-9 33:9 34:9 36:8-9 39:6-11 350:8 351:9 352:4-11 353:7-9 354:7-9 355:8-9 356:8 357:8 358:5-12 359:7-9 370:8 371:8 372:7-8 373:8 374:8 375:9-11 376:6-9 377:8-9 378:6-10 380:9 381:8-12 382:8 383:8-9 385:8-9 386:8 387:8-9 389:8",
    "40:9 41:9 43:4-13 44:9-10 45:8 46:7-10 47:8 48:9 49:6-13 420:9 421:9 423:7-9",
    "51:8-9 52:10 53:6-8 54:10-11 55:10-11 56:9 57:8-10 58:10 500:5 501:7 502:8 503:7-8 504:8 505:8 506:8-10 507:7-8 508:6-9 509:8 590:9 591:8-9 592:7 593:8-9 594:9 595:7-9 596:9 597:6-7 598:8 599:7-8",
    "60:8-10 61:9-10 62:8-12 63:8-10 64:8-10 65:8-11 66:8-10 670:7-8 672:5-6 673:7 674:7 675:7-8 676:5-7 677:5-7 678:5-7 679:7 680:7 681:6 682:5 683:4-7 685:5-10 686:5-8 687:6 688:5-7 689:6-8 690:4-7 691:7 692:7",
    "7:10",
    "81:9-10 82:8-10 84:9-10 86:8-11 800:8 808:8 850:8-10 852:8-9 853:8 855:8-10 856:8-10 870:9 878:12 880:8-10 881:9 882:7-12 883:7-12 886:8-10 888:11",
    "90:10 91:10-11 92:9-10 93:9 94:9 95:7-10 98:10 960:7 961:7-8 962:8-9 963:8-9 964:8-10 965:7-8 966:8-10 967:7-9 968:7-9 970:8-9 971:8-11 972:8-10 973:8 974:7-8 975:7-8 976:8-10 977:8-10 979:9 992:9 993:8 994:9 995:9 996:9 998:9",
];

/// Whether these digits are a country code with a national number of a length that exists there.
/// One digit more is let pass: people leave the trunk zero in ("+44 (0)20 …").
pub(super) fn international(digits: &[u8]) -> bool {
    (1..=3).any(|length| {
        let (Some(code), Some(rest)) = (digits.get(..length), digits.get(length..)) else {
            return false;
        };
        let trunk = usize::from(rest.first() == Some(&b'0'));
        lengths(code).is_some_and(|(shortest, longest)| {
            (shortest..=longest).contains(&rest.len()) || (shortest..=longest).contains(&(rest.len() - trunk))
        })
    })
}

fn lengths(code: &[u8]) -> Option<(usize, usize)> {
    let line = PLAN.get(usize::from(code.first()?.checked_sub(b'1')?))?;
    line.split(' ').find_map(|entry| {
        let lengths = entry.as_bytes().strip_prefix(code)?.strip_prefix(b":")?;
        let lengths = entry.get(entry.len() - lengths.len()..)?;
        let (shortest, longest) = lengths.split_once('-').unwrap_or((lengths, lengths));
        Some((shortest.parse().ok()?, longest.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn country_codes_are_unambiguous_and_lengths_fit_e164() {
        let codes: Vec<&str> = PLAN
            .iter()
            .flat_map(|line| line.split(' '))
            .filter_map(|entry| entry.split_once(':'))
            .map(|(code, _)| code)
            .collect();
        assert!(codes.len() > 200);
        for code in &codes {
            let (shortest, longest) = lengths(code.as_bytes()).unwrap();
            assert!(shortest <= longest && code.len() + longest <= 15, "{code}");
            assert!(
                codes.iter().filter(|other| other.starts_with(code)).count() == 1,
                "{code} is the beginning of another"
            );
        }
    }

    #[test]
    fn numbers_that_no_country_has_are_refused() {
        assert!(international(b"4915123456789"));
        assert!(international(b"4402079460958"));
        assert!(!international(b"9991234567"));
        assert!(!international(b"331234567"));
    }
}
