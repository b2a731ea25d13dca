//! Western and northern Europe.
//!
//! Sources, by country: BMF (AT); RD 3 April 1984 and KBO (BE); BSV and UID register (CH); BZSt and DRV (DE); CPR and CVR (DK);
//! RD 1553/2005, Orden EHA/451/2008, TGSS (ES); DVV and PRH (FI); INSEE and DGFiP (FR); NHS Data Dictionary and HMRC (GB);
//! Revenue and DEASP (IE); Registers Iceland (IS); DM 23/12/1976 (IT); CCSS (LU); Commissioner for Revenue (MT);
//! RvIG and Belastingdienst (NL); Skatteetaten and Brønnøysund (NO); AT and IRN (PT); Skatteverket and Bolagsverket (SE).

use super::check::{d, ean13, last, month_day, sum, value};
use super::{Alone::*, Scheme};
use crate::checksum::{base36, digit, luhn, mod11_10, number};
use crate::kind::Kind::*;

const DNI_LETTERS: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";

fn dni(n: &[u8]) -> bool {
    let (Some(letter), Some(digits)) = (n.last(), n.get(..n.len().saturating_sub(1))) else {
        return false;
    };
    number(digits).and_then(|value| DNI_LETTERS.get((value % 23) as usize)) == Some(letter)
}

fn nie(n: &[u8]) -> bool {
    let mut digits = [0; 9];
    for (slot, b) in digits.iter_mut().zip(n) {
        *slot = *b;
    }
    match digits.first_mut() {
        Some(first @ b'X'..=b'Z') => *first -= b'X' - b'0',
        _ => return false,
    }
    dni(&digits)
}

fn cif(n: &[u8]) -> bool {
    let (Some(kind), Some(body), Some(check)) = (n.first(), n.get(1..8), n.get(8)) else {
        return false;
    };
    let total: i32 = (0..7)
        .map(|i| {
            if i % 2 == 0 {
                d(body, i) * 2 / 10 + d(body, i) * 2 % 10
            } else {
                d(body, i)
            }
        })
        .sum();
    let value = (10 - total % 10) % 10;
    let letter = b"JABCDEFGHI".get(value as usize);
    match kind {
        b'K' | b'L' | b'M' | b'N' | b'P' | b'Q' | b'R' | b'S' | b'W' => letter == Some(check),
        b'A' | b'B' | b'E' | b'H' => digit(*check) == Some(value as u32),
        b'C' | b'D' | b'F' | b'G' | b'J' | b'U' | b'V' => letter == Some(check) || digit(*check) == Some(value as u32),
        _ => false,
    }
}

fn ccc(n: &[u8]) -> bool {
    let check = |digits: &[u8], from: usize| {
        (11 - sum(digits, [1, 2, 4, 8, 5, 10, 9, 7, 3, 6].get(from..).unwrap_or(&[])) % 11) % 11
    };
    let one = |value: i32| if value == 10 { 1 } else { value };
    let (Some(bank), Some(account)) = (n.get(..8), n.get(10..)) else {
        return false;
    };
    one(check(bank, 2)) == d(n, 8) && one(check(account, 0)) == d(n, 9)
}

fn hetu(n: &[u8]) -> bool {
    let (Some(date), Some(serial), Some(check)) = (
        n.get(..6),
        n.get(n.len().saturating_sub(4)..n.len().saturating_sub(1)),
        n.last(),
    ) else {
        return false;
    };
    let value = number(date)
        .zip(number(serial))
        .map(|(date, serial)| date * 1000 + serial);
    let letter = value.and_then(|value| b"0123456789ABCDEFHJKLMNPRSTUVWXY".get((value % 31) as usize));
    letter == Some(check) && month_day(d(n, 2) * 10 + d(n, 3), d(n, 0) * 10 + d(n, 1))
}

fn nir(n: &[u8]) -> bool {
    let mut digits = [0; 13];
    for (slot, b) in digits.iter_mut().zip(n) {
        *slot = *b;
    }
    // Corsica: 2A counts as 19, 2B as 18.
    if let (Some(b'2'), Some(letter @ (b'A' | b'B'))) = (n.get(5), n.get(6)) {
        let counted = if *letter == b'A' { b"19" } else { b"18" };
        for (slot, b) in digits.iter_mut().skip(5).zip(counted) {
            *slot = *b;
        }
    }
    matches!(digits.first(), Some(b'1'..=b'4' | b'7' | b'8'))
        && number(&digits)
            .zip(n.get(13..).and_then(number))
            .is_some_and(|(value, check)| 97 - value % 97 == check)
}

fn tva_fr(n: &[u8]) -> bool {
    let Some(siren) = n.get(2..).and_then(number) else {
        return false;
    };
    let Some(prefix) = n.get(..2) else {
        return false;
    };
    if let Some(prefix) = number(prefix) {
        return prefix == (siren * 100 + 12) % 97 && (luhn(n.get(2..).unwrap_or(&[])) || siren < 1_000_000);
    }
    // Letters in the prefix (none of I, O): the alphabet without them counts 0-33.
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let at = |i: usize| {
        n.get(i)
            .and_then(|b| ALPHABET.iter().position(|one| one == b))
            .map(|at| at as u64)
    };
    let (Some(first), Some(second)) = (at(0), at(1)) else {
        return false;
    };
    let check = if d(n, 0) >= 0 && digit(n.first().copied().unwrap_or(0)).is_some() {
        first * 24 + second - 10
    } else {
        first * 34 + second - 100
    };
    check % 11 == (siren + 1 + check / 11) % 11
}

fn vat_gb(n: &[u8]) -> bool {
    let total = sum(n, &[8, 7, 6, 5, 4, 3, 2]) + d(n, 7) * 10 + d(n, 8);
    total % 97 == 0 || (total + 55) % 97 == 0
}

fn upn(n: &[u8]) -> bool {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let total: i32 = (1..13)
        .map(|i| {
            (i as i32 + 1)
                * n.get(i)
                    .and_then(|b| {
                        if b.is_ascii_digit() {
                            base36(*b)
                        } else {
                            LETTERS.iter().position(|l| l == b).map(|at| at as u32)
                        }
                    })
                    .unwrap_or(0) as i32
        })
        .sum();
    n.first() == LETTERS.get((total % 23) as usize)
}

fn pps(n: &[u8]) -> bool {
    let second = n.get(8).map_or(0, |b| if *b == b'W' { 0 } else { i32::from(*b) - 64 });
    let value = (sum(n, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23;
    n.get(7) == b"WABCDEFGHIJKLMNOPQRSTUV".get(value as usize)
}

fn codice_fiscale(n: &[u8]) -> bool {
    const ODD: [i32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
    ];
    let total: i32 = (0..15)
        .map(|i| {
            let b = n.get(i).copied().unwrap_or(b'A');
            let value = if b.is_ascii_digit() {
                b - b'0'
            } else {
                b.wrapping_sub(b'A')
            };
            if i % 2 == 0 {
                ODD.get(usize::from(value)).copied().unwrap_or(0)
            } else {
                i32::from(value)
            }
        })
        .sum();
    n.get(15) == Some(&(b'A' + (total % 26) as u8)) && n.get(8).is_some_and(|month| b"ABCDEHLMPRST".contains(month))
}

fn steuer_id(n: &[u8]) -> bool {
    let mut counts = [0; 10];
    for b in n.iter().take(10) {
        if let Some(count) = counts.get_mut(usize::from(b.wrapping_sub(b'0'))) {
            *count += 1;
        }
    }
    let twice = counts.iter().filter(|count| **count == 2).count();
    let thrice = counts.iter().filter(|count| **count == 3).count();
    d(n, 0) != 0 && mod11_10(n) && counts.iter().all(|count| *count <= 3) && twice + thrice == 1
}

/// German pension insurance: the letter counts as two digits, digit sums of weighted digits (VKVV § 4).
fn rvnr(n: &[u8]) -> bool {
    const WEIGHTS: [i32; 12] = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
    let mut digits = [0_i32; 12];
    let mut at = 0;
    for (i, b) in n.iter().enumerate().take(11) {
        let parts = if i == 8 {
            [i32::from(*b) - 64, -1]
        } else {
            [i32::from(*b) - 48, -1]
        };
        let parts = if i == 8 { [parts[0] / 10, parts[0] % 10] } else { parts };
        for part in parts.into_iter().filter(|part| *part >= 0) {
            if let Some(slot) = digits.get_mut(at) {
                *slot = part;
            }
            at += 1;
        }
    }
    let total: i32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight / 10 + digit * weight % 10)
        .sum();
    total % 10 == last(n)
}

/// Health insurance number on the card (§ 290 SGB V): a letter and nine digits.
fn kvnr(n: &[u8]) -> bool {
    let letter = i32::from(n.first().copied().unwrap_or(b'A')) - 64;
    let digits = [letter / 10, letter % 10];
    let total: i32 = digits
        .into_iter()
        .chain((1..9).map(|i| d(n, i)))
        .enumerate()
        .map(|(i, digit)| {
            if i % 2 == 0 {
                digit
            } else {
                digit * 2 / 10 + digit * 2 % 10
            }
        })
        .sum();
    total % 10 == last(n)
}

fn nino(n: &[u8]) -> bool {
    let (Some(a), Some(b)) = (n.first(), n.get(1)) else {
        return false;
    };
    let prefix = [*a, *b];
    !b"DFIQUV".contains(a)
        && !b"DFIQUVO".contains(b)
        && ![*b"BG", *b"GB", *b"NK", *b"KN", *b"TN", *b"NT", *b"ZZ"].contains(&prefix)
}

fn mod31_nl_btw(n: &[u8]) -> bool {
    let bsn = bsn(n.get(..9).unwrap_or(&[]));
    let whole = crate::checksum::mod97(b"NL".iter().chain(n).copied()) == Some(1);
    bsn || whole
}

fn bsn(n: &[u8]) -> bool {
    let total = sum(n, &[9, 8, 7, 6, 5, 4, 3, 2, -1]);
    n.len() == 9 && total % 11 == 0 && value(n) > 0
}

fn fodselsnummer(n: &[u8]) -> bool {
    let first = (11 - sum(n, &[3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11) % 11;
    let second = (11 - sum(n, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    first == d(n, 9) && second == d(n, 10)
}

fn personnummer(n: &[u8]) -> bool {
    let Some(ten) = n.len().checked_sub(10).and_then(|from| n.get(from..)) else {
        return false;
    };
    // A coordination number's day is 60 higher; month 20 and above is an organisation's.
    let day = (d(ten, 4) * 10 + d(ten, 5)) % 60;
    luhn(ten) && month_day(d(ten, 2) * 10 + d(ten, 3), day)
}

#[rustfmt::skip]
pub(super) static SCHEMES: &[Scheme] = &[
    Scheme { country: "AT", name: "uid", kind: TaxId, shape: "(AT)Ud8", alone: No, check: |n| { let odd: i32 = (1..8).map(|i| if i % 2 == 0 { d(n, i) * 2 / 10 + d(n, i) * 2 % 10 } else { d(n, i) }).sum(); (10 - (odd + 4) % 10) % 10 == last(n) }, labels: "uid, umsatzsteuer-identifikationsnummer, uid nummer, uid-nr, ust-idnr, österreichische uid, atu" },
    Scheme { country: "AT", name: "abgabenkontonummer", kind: TaxId, shape: "d9", alone: No, check: luhn, labels: "abgabenkontonummer, abgabenkonto, steuernummer, steuernr, tin, austrian tax number" },
    Scheme { country: "AT", name: "svnr", kind: NationalId, shape: "d10", alone: No, check: |n| { let total = sum(n, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]); total % 11 == d(n, 3) && d(n, 0) > 0 }, labels: "svnr, sv-nummer, sv nummer, vnr, vsnr, versicherungsnummer, sozialversicherungsnummer, sozialversicherung, e-card nummer" },
    Scheme { country: "AT", name: "firmenbuchnummer", kind: BusinessId, shape: "(FN)d6a|(FN)d5a|(FN)d4a", alone: No, check: |_| true, labels: "firmenbuchnummer, firmenbuch, fn" },
    Scheme { country: "BE", name: "nn", kind: NationalId, shape: "d11", alone: Look("dd.dd.dd-ddd.dd"), check: |n| { let (Some(head), Some(check)) = (n.get(..9).and_then(number), n.get(9..).and_then(number)) else { return false }; 97 - head % 97 == check || 97 - (head + 2_000_000_000) % 97 == check }, labels: "nn, niss, insz, rrn, rijksregisternummer, numéro national, numéro de registre national, registre national, nationaal nummer, numéro niss, bis, bis-nummer, bis nummer, belgian national number, ssn, nationalregisternummer, belgian bis number" },
    Scheme { country: "BE", name: "eid", kind: NationalId, shape: "d12", alone: No, check: |n| n.get(..10).and_then(number).zip(n.get(10..).and_then(number)).is_some_and(|(head, check)| { let rest = head % 97; check == if rest == 0 { 97 } else { rest } }), labels: "eid, eid number, eid nummer, identiteitskaart, carte d'identité, identiteitskaartnummer, numéro de carte d'identité, kaartnummer" },
    Scheme { country: "BE", name: "vat", kind: TaxId, shape: "(BE)d10|(BE)d9", alone: No, check: |n| { let value = value(n); let (head, check) = (value / 100, value % 100); 97 - head % 97 == check }, labels: "btw, tva, nwst, btw-nummer, ondernemingsnummer, numéro d'entreprise, kbo, bce, enterprise number, vat, vat number, numéro de tva, unternehmensnummer, belgian enterprise number" },
    Scheme { country: "CH", name: "ahv", kind: NationalId, shape: "756d10", alone: Bare, check: ean13, labels: "ahv, ahv-nummer, ahv nummer, ahvn13, avs, numéro avs, numero avs, sozialversicherungsnummer, navs, numéro de sécurité sociale, oasi, swiss social security number" },
    Scheme { country: "CH", name: "uid", kind: BusinessId, shape: "CHEd9|CHEd9MWST|CHEd9TVA|CHEd9IVA|CHEd9TPV", alone: Bare, check: |n| { let n = n.get(3..12).unwrap_or(&[]); (11 - sum(n, &[5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11 == d(n, 8) }, labels: "uid, ide, idi, unternehmens-identifikationsnummer, mwst, mwst-nummer, tva, iva, vat, tpv, mehrwertsteuernummer, numéro de tva, vat number, swiss business identifier, swiss vat number" },
    Scheme { country: "DE", name: "idnr", kind: TaxId, shape: "d11", alone: No, check: steuer_id, labels: "idnr, id-nr, steuer-id, steuer id, steuerid, steuerliche identifikationsnummer, steueridentifikationsnummer, steuer-identifikationsnummer, identifikationsnummer, steuerliche id, tax id, tin, german tax id" },
    Scheme { country: "DE", name: "stnr", kind: TaxId, shape: "d10|d11|d13", alone: No, check: |n| !value(n).is_multiple_of(10_000), labels: "steuernummer, st-nr, st.-nr, stnr, steuernr, german tax number" },
    Scheme { country: "DE", name: "vat", kind: TaxId, shape: "(DE)d9", alone: No, check: mod11_10, labels: "ust-idnr, ust-id, ust id nr, ust-id-nr, ustid, ustidnr, umsatzsteuer-id, umsatzsteuer-identifikationsnummer, umsatzsteueridentifikationsnummer, vat, vat id, vat number, german vat number, ust id" },
    Scheme { country: "DE", name: "rvnr", kind: NationalId, shape: "d8ad3", alone: Bare, check: rvnr, labels: "rentenversicherungsnummer, rvnr, sozialversicherungsnummer, sv-nummer, sv nummer, versicherungsnummer, rentennummer" },
    Scheme { country: "DE", name: "kvnr", kind: HealthId, shape: "ad9", alone: No, check: kvnr, labels: "kvnr, krankenversichertennummer, versichertennummer, krankenkassennummer, krankenversicherungsnummer, gesundheitskarte, versicherten-nr, kv-nummer" },
    Scheme { country: "DK", name: "cpr", kind: NationalId, shape: "d10", alone: No, check: |n| month_day(d(n, 2) * 10 + d(n, 3), d(n, 0) * 10 + d(n, 1)), labels: "cpr, cpr-nummer, cpr nummer, cpr-nr, cpr nr, personnummer, cpr number, danish citizen number" },
    Scheme { country: "DK", name: "cvr", kind: BusinessId, shape: "(DK)d8", alone: No, check: |n| d(n, 0) > 0 && sum(n, &[2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0, labels: "cvr, cvr-nummer, cvr nummer, cvr-nr, cvr nr, se-nummer, momsregistreringsnummer, momsnummer, vat, vat number, danish vat number" },
    Scheme { country: "ES", name: "dni", kind: NationalId, shape: "d8a", alone: No, check: dni, labels: "dni, d.n.i, documento nacional de identidad, nif, n.i.f, número de dni, número de identificación fiscal, carnet de identidad, documento de identidad, mi dni, spanish personal identity" },
    Scheme { country: "ES", name: "nie", kind: NationalId, shape: "Xd7a|Yd7a|Zd7a", alone: Bare, check: nie, labels: "nie, n.i.e, número de nie, número de identificación de extranjero, nif, número de extranjero, tarjeta de residencia" },
    Scheme { country: "ES", name: "nif", kind: TaxId, shape: "(ES)d8a|(ES)ad7x", alone: No, check: |n| dni(n) || nie(n) || cif(n) || matches!(n.first(), Some(b'K' | b'L' | b'M')) && dni(n.get(1..).unwrap_or(&[])), labels: "nif, n.i.f, nif-iva, número de identificación fiscal, vat, vat number, spanish vat number, nif iva" },
    Scheme { country: "ES", name: "cif", kind: BusinessId, shape: "ad7x", alone: No, check: cif, labels: "cif, c.i.f, código de identificación fiscal, cif de la empresa, nif" },
    Scheme { country: "ES", name: "ccc", kind: BankAccount, shape: "d20", alone: No, check: ccc, labels: "ccc, código cuenta cliente, código cuenta corriente, cuenta corriente, número de cuenta, cuenta bancaria, cuenta" },
    Scheme { country: "ES", name: "nuss", kind: HealthId, shape: "d12|d11", alone: No, check: |n| { let Some((head, check)) = n.len().checked_sub(2).and_then(|at| Some((number(n.get(..at)?)?, number(n.get(at..)?)?))) else { return false }; let (province, rest) = (head / 100_000_000, head % 100_000_000); let joined = if rest < 10_000_000 { rest + province * 10_000_000 } else { head }; n.len() == 11 || joined % 97 == check || head % 97 == check }, labels: "nuss, seguridad social, número de la seguridad social, número de seguridad social, número de afiliación, naf" },
    Scheme { country: "FI", name: "hetu", kind: NationalId, shape: "d9x|d6ad3x", alone: Look("dddddd-dddx"), check: hetu, labels: "hetu, henkilötunnus, henkilötunnukseni, henkilötunnukseni on, sotu, sosiaaliturvatunnus, personbeteckning" },
    Scheme { country: "FI", name: "ytunnus", kind: BusinessId, shape: "(FI)d8", alone: No, check: |n| sum(n, &[7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0, labels: "y-tunnus, ytunnus, y tunnus, alv, alv-numero, alv numero, alv nro, arvonlisäveronumero, vat, vat number, fo-nummer, finnish vat number, finnish business identifier" },
    Scheme { country: "FI", name: "veronumero", kind: TaxId, shape: "d12", alone: No, check: |_| true, labels: "veronumero, veronumeroni, skattenummer" },
    Scheme { country: "FR", name: "nir", kind: NationalId, shape: "d15|d6ad8", alone: Bare, check: nir, labels: "nir, numéro de sécurité sociale, numéro de sécu, sécurité sociale, numéro insee, insee, numéro d'inscription au répertoire, carte vitale, n° de sécurité sociale, numéro secu, num sécu" },
    Scheme { country: "FR", name: "nif", kind: TaxId, shape: "d13", alone: No, check: |n| d(n, 0) <= 3 && n.get(..10).and_then(number).zip(n.get(10..).and_then(number)).is_some_and(|(head, check)| head % 511 == check), labels: "nif, numéro fiscal, spi, numéro spi, numéro d'immatriculation fiscale, référence fiscale, numéro d'identification fiscale, identifiant fiscal" },
    Scheme { country: "FR", name: "siren", kind: BusinessId, shape: "d9", alone: No, check: luhn, labels: "siren, numéro siren, n° siren, rcs" },
    Scheme { country: "FR", name: "siret", kind: BusinessId, shape: "d14", alone: No, check: |n| luhn(n) || n.starts_with(b"356000000") && n.iter().map(|b| i32::from(b - b'0')).sum::<i32>() % 5 == 0, labels: "siret, numéro siret, n° siret" },
    Scheme { country: "FR", name: "tva", kind: TaxId, shape: "(FR)x2d9", alone: No, check: tva_fr, labels: "tva, n° tva, numéro de tva, tva intracommunautaire, numéro de tva intracommunautaire, vat, vat number, french vat number, taxe sur la valeur ajoutée, monacan vat number" },
    Scheme { country: "GB", name: "nhs", kind: HealthId, shape: "d10", alone: No, check: |n| (11 - sum(n, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 == last(n), labels: "nhs, nhs number, nhs no, my nhs number, national health service number, chi number" },
    Scheme { country: "GB", name: "utr", kind: TaxId, shape: "d10(K)|Kd10", alone: No, check: |n| { let n = n.strip_prefix(b"K").unwrap_or(n); let body = n.get(1..).unwrap_or(&[]); let rest = sum(body, &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11; b"21987654321".get(rest as usize) == n.first() }, labels: "utr, utr number, unique taxpayer reference, tax reference, self assessment, unique tax reference" },
    Scheme { country: "GB", name: "vat", kind: TaxId, shape: "(GB)d9|(GB)d12|(XI)d9", alone: No, check: vat_gb, labels: "vat, vat number, vat no, vat reg no, vat registration number, vat registration, uk vat number, vat reg" },
    Scheme { country: "GB", name: "nino", kind: NationalId, shape: "a2d6a|a2d6", alone: Look("aa dd dd dd a"), check: nino, labels: "nino, ni number, ni no, national insurance number, national insurance, national insurance no, ni num" },
    Scheme { country: "GB", name: "upn", kind: NationalId, shape: "ad12|ad11a", alone: No, check: upn, labels: "upn, unique pupil number, pupil number" },
    Scheme { country: "IE", name: "pps", kind: NationalId, shape: "d7a|d7a2", alone: No, check: pps, labels: "pps, pps no, pps number, ppsn, pps nr, personal public service number, irish personal number, ppsn number" },
    Scheme { country: "IE", name: "vat", kind: TaxId, shape: "(IE)d7a|(IE)d7a2|(IE)dad5a", alone: No, check: |n| if n.get(1).is_some_and(u8::is_ascii_alphabetic) { let old = [b'0', n.get(2).copied().unwrap_or(0), n.get(3).copied().unwrap_or(0), n.get(4).copied().unwrap_or(0), n.get(5).copied().unwrap_or(0), n.get(6).copied().unwrap_or(0), n.first().copied().unwrap_or(0), n.get(7).copied().unwrap_or(0)]; pps(&old) } else { pps(n) }, labels: "vat, vat number, vat no, tax reference number, tax reference, irish vat number" },
    Scheme { country: "IS", name: "kennitala", kind: NationalId, shape: "d10", alone: No, check: |n| sum(n, &[3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0 && month_day(d(n, 2) * 10 + d(n, 3), (d(n, 0) * 10 + d(n, 1)) % 40), labels: "kennitala, kt, kennitölu, kennitalan, icelandic identity code" },
    Scheme { country: "IS", name: "vsk", kind: TaxId, shape: "(IS)d5|(IS)d6", alone: No, check: |_| true, labels: "vsk, vsk-númer, vsk númer, virðisaukaskattsnúmer, vsk number, icelandic vat number" },
    Scheme { country: "IT", name: "codice-fiscale", kind: TaxId, shape: "a6x2ax2ax3a", alone: Bare, check: codice_fiscale, labels: "codice fiscale, cod fisc, cod. fiscale, c.f., cf, codice fisc, italian tax code, codicefiscale" },
    Scheme { country: "IT", name: "partita-iva", kind: TaxId, shape: "(IT)d11", alone: No, check: |n| luhn(n) && value(n) / 10_000 > 0, labels: "partita iva, p.iva, p. iva, piva, p iva, iva, partita i.v.a, codice fiscale, vat, vat number, numero iva, italian vat number" },
    Scheme { country: "LU", name: "tva", kind: TaxId, shape: "(LU)d8", alone: No, check: |n| { let value = value(n); value / 100 % 89 == value % 100 }, labels: "tva, numéro de tva, n° tva, vat, vat number, mwst-nummer, luxembourgian vat number" },
    Scheme { country: "LU", name: "matricule", kind: NationalId, shape: "d13", alone: No, check: |n| { let mut twelve = [0; 12]; for (slot, b) in twelve.iter_mut().zip(n) { *slot = *b; } luhn(&twelve) }, labels: "matricule, numéro de matricule, matricule nationale, luxembourg national identification number" },
    Scheme { country: "MT", name: "vat", kind: TaxId, shape: "(MT)d8", alone: No, check: |n| sum(n, &[3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0, labels: "vat, vat number, vat no, maltese vat number" },
    Scheme { country: "NL", name: "bsn", kind: NationalId, shape: "d9|d8", alone: No, check: |n| if n.len() == 8 { sum(n, &[8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0 } else { bsn(n) }, labels: "bsn, bsn-nummer, bsn nummer, burgerservicenummer, burger service nummer, sofinummer, sofi-nummer, sofi nummer, bsn number" },
    Scheme { country: "NL", name: "onderwijsnummer", kind: NationalId, shape: "d9", alone: No, check: |n| n.starts_with(b"10") && sum(n, &[9, 8, 7, 6, 5, 4, 3, 2, -1]).rem_euclid(11) == 5, labels: "onderwijsnummer" },
    Scheme { country: "NL", name: "btw", kind: TaxId, shape: "(NL)d9Bd2", alone: Bare, check: mod31_nl_btw, labels: "btw, btw-nummer, btw nummer, btw-id, btw nr, btw-identificatienummer, omzetbelastingnummer, vat, vat number, dutch vat number" },
    Scheme { country: "NL", name: "document", kind: Passport, shape: "a2x6d", alone: No, check: |n| !n.contains(&b'O'), labels: "paspoortnummer, identiteitskaartnummer, documentnummer, paspoort, identiteitskaart, nummer paspoort, dutch passport number" },
    Scheme { country: "NO", name: "fodselsnummer", kind: NationalId, shape: "d11", alone: No, check: fodselsnummer, labels: "fødselsnummer, fødselsnummeret, personnummer, fnr, d-nummer, norwegian birth number, fodselsnummer" },
    Scheme { country: "NO", name: "orgnr", kind: BusinessId, shape: "(NO)d9(MVA)", alone: No, check: |n| (11 - sum(n, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == d(n, 8), labels: "orgnr, org nr, organisasjonsnummer, org.nr, mva, mva-nummer, merverdiavgift, vat, vat number, norwegian vat number, norwegian organisation number" },
    Scheme { country: "NO", name: "kontonr", kind: BankAccount, shape: "d11", alone: No, check: |n| (11 - sum(n, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == last(n), labels: "kontonr, konto nr, kontonummer, kontonummeret, bankkonto, konto" },
    Scheme { country: "PT", name: "nif", kind: TaxId, shape: "(PT)d9", alone: No, check: |n| d(n, 0) > 0 && (11 - sum(n, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == last(n), labels: "nif, número de identificação fiscal, número fiscal, contribuinte, número de contribuinte, nipc, nº contribuinte, vat, vat number, portuguese vat number, numero de contribuinte" },
    Scheme { country: "PT", name: "cc", kind: NationalId, shape: "d9x2d", alone: No, check: |n| { let total: u32 = n.iter().enumerate().map(|(i, b)| { let v = base36(*b).unwrap_or(0); if i % 2 == 0 { if v * 2 > 9 { v * 2 - 9 } else { v * 2 } } else { v } }).sum(); total.is_multiple_of(10) }, labels: "cc, cartão de cidadão, cartão do cidadão, número de cartão de cidadão, número do cartão de cidadão, portuguese identity number, cartao de cidadao" },
    Scheme { country: "SE", name: "personnummer", kind: NationalId, shape: "d10|d12", alone: Look("dddddd-dddd"), check: personnummer, labels: "personnummer, personnr, pnr, samordningsnummer, mitt personnummer, person nummer" },
    Scheme { country: "SE", name: "orgnr", kind: BusinessId, shape: "d10", alone: No, check: luhn, labels: "orgnr, org nr, organisationsnummer, org.nr, swedish company number" },
    Scheme { country: "SE", name: "vat", kind: TaxId, shape: "(SE)d12", alone: No, check: |n| n.ends_with(b"01") && luhn(n.get(..10).unwrap_or(&[])), labels: "moms, momsnummer, momsregistreringsnummer, vat, vat number, vat-nummer, momsreg nr, swedish vat number, mervärdesskatt" },
    Scheme { country: "FO", name: "vn", kind: TaxId, shape: "(FO)d6", alone: No, check: |_| true, labels: "v-tal, v-number, vinnutal, vtal, v-nummer" },
    Scheme { country: "LI", name: "peid", kind: TaxId, shape: "d4|d5|d6|d7|d8|d9|d10|d11|d12", alone: No, check: |n| value(n) > 0, labels: "peid, peid-nummer, personenidentifikationsnummer, liechtenstein tax code" },
    Scheme { country: "AD", name: "nrt", kind: TaxId, shape: "ad6a", alone: No, check: |n| n.first().is_some_and(|b| b"ACDEFGLOPU".contains(b)), labels: "nrt, número de registre tributari, andorra tax number, nrt number" },
    Scheme { country: "SM", name: "coe", kind: BusinessId, shape: "(SM)d2|(SM)d3|(SM)d4|(SM)d5", alone: No, check: |n| value(n) > 0, labels: "coe, codice operatore economico" },
];
