//! The checks that labelled numbers must pass, written here a second time: the masker's own would agree with its own mistakes.

/// Whether a value passes the check that its label claims; `None` for a scheme that is not known here.
pub(crate) fn passes(scheme: &str, value: &str) -> Option<bool> {
    let plain: String = value.chars().filter_map(plain).collect();
    let digits: Vec<u32> = plain.chars().filter_map(|c| c.to_digit(10)).collect();
    Some(match scheme {
        "luhn" | "ca-sin" | "se-org" => luhn(&digits),
        // Somebody else than its owner could still guess it: one digit is off.
        "mistyped" => digits.len() == 16 && !luhn(&digits),
        "imei" => digits.len() == 15 && luhn(&digits),
        "fr-siren" => digits.len() == 9 && luhn(&digits),
        "fr-siret" => digits.len() == 14 && luhn(&digits),
        "it-iva" => digits.len() == 11 && luhn(&digits),
        // Ten digits count; twelve have the century in front.
        "se-pnr" => luhn(&digits[digits.len() - 10..]),
        "mod-97" => iban(&plain),
        "us-ssn" => digits.len() == 9 && digits[3..5] != [0, 0] && digits[5..] != [0, 0, 0, 0],
        "de-idnr" => mod_11_10(&digits) && digits.len() == 11,
        "es-dni" => spanish_letter(&plain),
        "es-nie" => spanish_letter(&plain.replacen('X', "0", 1).replacen('Y', "1", 1).replacen('Z', "2", 1)),
        "es-cif" => digits.len() == 8 && luhn(&digits),
        "fr-nir" => digits.len() == 15 && number(&digits[..13]) % 97 == 97 - number(&digits[13..]),
        "it-cf" => codice_fiscale(&plain),
        "pt-nif" => digits.len() == 9 && last(&digits, &[9, 8, 7, 6, 5, 4, 3, 2], |sum| (11 - sum % 11) % 11 % 10),
        "br-cpf" => brazil(&digits, 11, 12),
        "br-cnpj" => brazil(&digits, 14, 9),
        "nl-bsn" => digits.len() == 9 && sum(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == digits[8],
        "be-nn" => digits.len() == 11 && 97 - number(&digits[..9]) % 97 == number(&digits[9..]),
        "pl-pesel" => last(&digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3], |sum| (10 - sum % 10) % 10),
        "pl-nip" => last(&digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7], |sum| sum % 11),
        "pl-regon" => last(&digits, &[8, 9, 2, 3, 4, 5, 6, 7], |sum| sum % 11 % 10),
        "tr-tckn" => turkish(&digits),
        "tr-vkn" => turkish_tax(&digits),
        "gb-nhs" => last(&digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2], |sum| (11 - sum % 11) % 11),
        "gb-vat" => {
            let total = u64::from(sum(&digits, &[8, 7, 6, 5, 4, 3, 2])) + number(&digits[7..]);
            digits.len() == 9 && [0, 42, 55].contains(&(total % 97))
        }
        "au-tfn" => digits.len() == 9 && sum(&digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11),
        "in-aadhaar" => digits.len() == 12 && verhoeff(&digits),
        "ch-ahv" => last(&digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3], |sum| {
            (10 - sum % 10) % 10
        }),
        "at-vnr" => sum(&digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == digits[3],
        "cl-rut" => chilean(&plain),
        "ar-cuit" => last(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], |sum| (11 - sum % 11) % 11),
        _ => return None,
    })
}

/// Letters in capitals and digits of the scripts that the corpus uses; nothing else.
fn plain(c: char) -> Option<char> {
    [0xFF10, 0x0660, 0x0966]
        .into_iter()
        .find_map(|zero| char::from_digit((c as u32).checked_sub(zero).filter(|digit| *digit < 10)?, 10))
        .or_else(|| c.is_ascii_alphanumeric().then(|| c.to_ascii_uppercase()))
}

fn number(digits: &[u32]) -> u64 {
    digits.iter().fold(0, |n, digit| n * 10 + u64::from(*digit))
}

fn sum(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The digit after the weighted ones is what the rule makes of their sum.
fn last(digits: &[u32], weights: &[u32], rule: impl Fn(u32) -> u32) -> bool {
    digits.len() == weights.len() + 1 && rule(sum(digits, weights)) == digits[weights.len()]
}

fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let weigh = |(at, digit): (usize, &u32)| if at % 2 == 1 { doubled(*digit) } else { *digit };
    digits.len() > 1 && digits.iter().rev().enumerate().map(weigh).sum::<u32>() % 10 == 0
}

fn iban(plain: &str) -> bool {
    let (head, tail) = plain.split_at(4);
    let rest = |n: u32, c: char| match c.to_digit(36) {
        Some(value) if value > 9 => (n * 100 + value) % 97,
        value => (n * 10 + value.unwrap_or(0)) % 97,
    };
    plain.len() >= 15 && tail.chars().chain(head.chars()).fold(0u32, rest) == 1
}

fn mod_11_10(digits: &[u32]) -> bool {
    let (check, digits) = digits.split_last().unwrap();
    let product = digits.iter().fold(10, |product, digit| {
        let sum = (product + digit) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == *check
}

fn spanish_letter(plain: &str) -> bool {
    let (digits, letter) = plain.split_at(plain.len() - 1);
    let Ok(number) = digits.parse::<usize>() else {
        return false;
    };
    "TRWAGMYFPDXBNJZSQVHLCKE".get(number % 23..number % 23 + 1) == Some(letter)
}

fn codice_fiscale(plain: &str) -> bool {
    const ODD: [u32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
    ];
    let value = |c: char| c.to_digit(10).unwrap_or_else(|| c as u32 - 'A' as u32);
    let total: u32 = plain
        .chars()
        .take(15)
        .enumerate()
        .map(|(at, c)| if at % 2 == 0 { ODD[value(c) as usize] } else { value(c) })
        .sum();
    plain.len() == 16 && plain.chars().last().map(value) == Some(total % 26)
}

fn brazil(digits: &[u32], length: usize, largest: u32) -> bool {
    let check = |count: usize| {
        let weigh = |(at, digit): (usize, &u32)| digit * (at as u32 % (largest - 1) + 2);
        let rest = digits[..count].iter().rev().enumerate().map(weigh).sum::<u32>() % 11;
        if rest < 2 { 0 } else { 11 - rest }
    };
    digits.len() == length && check(length - 2) == digits[length - 2] && check(length - 1) == digits[length - 1]
}

fn turkish(digits: &[u32]) -> bool {
    let odd: u32 = digits.iter().take(9).step_by(2).sum();
    let even: u32 = digits.iter().take(8).skip(1).step_by(2).sum();
    digits.len() == 11 && (odd * 7 + 40 - even) % 10 == digits[9] && digits[..10].iter().sum::<u32>() % 10 == digits[10]
}

fn turkish_tax(digits: &[u32]) -> bool {
    let part = |(at, digit): (usize, &u32)| {
        let first = (digit + 9 - at as u32) % 10;
        if first == 0 {
            return 0;
        }
        let product = first * 2u32.pow(9 - at as u32) % 9;
        if product == 0 { 9 } else { product }
    };
    digits.len() == 10 && (10 - digits[..9].iter().enumerate().map(part).sum::<u32>() % 10) % 10 == digits[9]
}

fn chilean(plain: &str) -> bool {
    let (digits, check) = plain.split_at(plain.len() - 1);
    let digits = digits.chars().rev().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits.enumerate().map(|(at, digit)| digit * (at as u32 % 6 + 2)).sum();
    match 11 - sum % 11 {
        11 => check == "0",
        10 => check == "K",
        rest => check == rest.to_string(),
    }
}

/// Verhoeff's check: multiplication in the dihedral group of ten, digits permuted by place.
fn verhoeff(digits: &[u32]) -> bool {
    const TURN: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let times = |a: usize, b: usize| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let turned = |at: usize, digit: u32| (0..at % 8).fold(digit as usize, |digit, _| TURN[digit]);
    digits
        .iter()
        .rev()
        .enumerate()
        .fold(0, |c, (at, digit)| times(c, turned(at, *digit)))
        == 0
}

#[test]
fn every_check_refuses_a_number_with_a_wrong_last_digit() {
    for (scheme, good, bad) in [
        ("luhn", "4242 4242 4242 4242", "4242 4242 4242 4243"),
        ("mod-97", "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
        ("de-idnr", "86 095 742 719", "86 095 742 718"),
        ("es-dni", "12345678Z", "12345678A"),
        ("fr-nir", "2 55 08 14 168 025 38", "2 55 08 14 168 025 39"),
        ("it-cf", "RCCMNL83S18D969H", "RCCMNL83S18D969J"),
        ("br-cpf", "390.533.447-05", "390.533.447-06"),
        ("br-cnpj", "16.727.230/0001-97", "16.727.230/0001-98"),
        ("pl-pesel", "44051401359", "44051401358"),
        ("tr-tckn", "10000000146", "10000000147"),
        ("gb-nhs", "943 476 5919", "943 476 5918"),
        ("in-aadhaar", "2659 7650 3314", "2659 7650 3315"),
        ("cl-rut", "41.720.938-7", "41.720.938-8"),
    ] {
        assert_eq!(passes(scheme, good), Some(true), "{scheme}");
        assert_eq!(passes(scheme, bad), Some(false), "{scheme}");
    }
}
