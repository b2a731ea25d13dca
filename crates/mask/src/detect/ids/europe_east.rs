//! Central, eastern and south-eastern Europe, with Turkey and the Caucasus.
//!
//! Sources, by country: Vergi Məcəlləsi (AZ); GRAO and NRA (BG); MNS (BY); Ministry of Finance (CY); ČSSZ and MFČR (CZ);
//! Rahvastikuregister and EMTA (EE); AADE and IDIKA (GR); OIB law NN 60/08 (HR); NAV and Act XX of 1996 (HU); Registrų centras (LT);
//! VID and PMLP (LV); ASP (MD); tax administrations (ME, MK, RS); Ministerstwo Finansów, MSWiA and GUS (PL); Law 105/1996 and ANAF (RO);
//! FNS orders (RU); FURS and MNZ (SI); SK finance directorate (SK); NVİ and GİB (TR); DPS (UA); AL tax law; former JMBG law (YU).

use super::check::{d, last, month_day, sum, value};
use super::{Alone::*, Scheme};
use crate::checksum::{luhn, mod11_10, number};
use crate::kind::Kind::*;

fn egn(n: &[u8]) -> bool {
    let month = d(n, 2) * 10 + d(n, 3);
    let month = if month > 40 {
        month - 40
    } else if month > 20 {
        month - 20
    } else {
        month
    };
    sum(n, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == last(n) && month_day(month, d(n, 4) * 10 + d(n, 5))
}

fn pnf(n: &[u8]) -> bool {
    sum(n, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == last(n)
}

fn vat_bg(n: &[u8]) -> bool {
    if n.len() == 9 {
        let first = sum(n, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11;
        let check = if first == 10 {
            sum(n, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10
        } else {
            first
        };
        return check == last(n);
    }
    let other = (11 - sum(n, &[4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    egn(n) || pnf(n) || other == last(n)
}

fn rc(n: &[u8]) -> bool {
    let month = d(n, 2) * 10 + d(n, 3);
    let month = if month > 70 {
        month - 70
    } else if month > 50 {
        month - 50
    } else if month > 20 {
        month - 20
    } else {
        month
    };
    let check = n.len() == 9
        || n.get(..9)
            .and_then(number)
            .is_some_and(|head| (head % 11 % 10) as i32 == last(n));
    check && month_day(month, d(n, 4) * 10 + d(n, 5))
}

fn dic(n: &[u8]) -> bool {
    match n.len() {
        8 => {
            let check = (11 - sum(n, &[8, 7, 6, 5, 4, 3, 2]) % 11) % 11;
            d(n, 0) != 9 && if check == 0 { 1 } else { check % 10 } == last(n)
        }
        9 if d(n, 0) == 6 => {
            let check = sum(n.get(1..).unwrap_or(&[]), &[8, 7, 6, 5, 4, 3, 2]) % 11;
            // The difference to the next multiple, counted down from 8 (MFČR).
            (8 - (10 - check) % 11).rem_euclid(10) == last(n)
        }
        9 | 10 => rc(n),
        _ => false,
    }
}

/// Estonia and Lithuania share the check digit of the Soviet successor registers.
fn isikukood(n: &[u8]) -> bool {
    let first = sum(n, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let check = if first == 10 {
        sum(n, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10
    } else {
        first
    };
    check == last(n) && (d(n, 0) == 9 || month_day(d(n, 3) * 10 + d(n, 4), d(n, 5) * 10 + d(n, 6)))
}

/// Prefix of up to six digits, account of up to ten, bank of four; both of the first divisible by eleven when weighted.
fn account_cz(n: &[u8]) -> bool {
    let divisible = |part: &[u8]| {
        let mut ten = *b"0000000000";
        for (slot, b) in ten.iter_mut().skip(10 - part.len().min(10)).zip(part) {
            *slot = *b;
        }
        sum(&ten, &[6, 3, 7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0
    };
    let Some(rest) = n.len().checked_sub(4).and_then(|end| n.get(..end)) else {
        return false;
    };
    let splits = rest.len().saturating_sub(10)..=rest.len().saturating_sub(2).min(6);
    splits.into_iter().any(|at| {
        rest.split_at_checked(at)
            .is_some_and(|(prefix, account)| divisible(prefix) && divisible(account))
    })
}

fn pvm(n: &[u8]) -> bool {
    let body = n.len() - 1;
    let total = |from: i32| (0..body).map(|i| (1 + (i as i32 + from) % 9) * d(n, i)).sum::<i32>() % 11;
    let check = if total(0) == 10 { total(2) % 10 } else { total(0) };
    d(n, body - 1) == 1 && check == last(n)
}

fn pvn(n: &[u8]) -> bool {
    if d(n, 0) > 3 {
        return sum(n, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3;
    }
    let check = 1 + sum(n, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9]);
    n.starts_with(b"32") || (check % 11 % 10 == last(n) && month_day(d(n, 2) * 10 + d(n, 3), d(n, 0) * 10 + d(n, 1)))
}

fn jmbg(n: &[u8]) -> bool {
    let check = (11 - sum(n, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    check == last(n) && month_day(d(n, 2) * 10 + d(n, 3), d(n, 0) * 10 + d(n, 1))
}

fn pesel(n: &[u8]) -> bool {
    let month = (d(n, 2) * 10 + d(n, 3)) % 20;
    (10 - sum(n, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10 == last(n) && month_day(month, d(n, 4) * 10 + d(n, 5))
}

fn regon(n: &[u8]) -> bool {
    let nine = sum(n, &[8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == d(n, 8);
    nine && (n.len() == 9 || sum(n, &[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11 % 10 == last(n))
}

fn dowod(n: &[u8]) -> bool {
    let values: i32 = n
        .iter()
        .zip([7, 3, 1, 9, 7, 3, 1, 7, 3])
        .map(|(b, weight)| crate::checksum::base36(*b).unwrap_or(0) as i32 * weight)
        .sum();
    values % 10 == 0
}

fn cui(n: &[u8]) -> bool {
    let mut digits = [b'0'; 10];
    let from = 10 - n.len().min(10);
    for (slot, b) in digits.iter_mut().skip(from).zip(n) {
        *slot = *b;
    }
    d(n, 0) > 0 && 10 * sum(&digits, &[7, 5, 3, 2, 1, 7, 5, 3, 2]) % 11 % 10 == last(&digits)
}

fn cnp(n: &[u8]) -> bool {
    let check = sum(n, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    let check = if check == 10 { 1 } else { check };
    check == last(n) && d(n, 0) > 0 && month_day(d(n, 3) * 10 + d(n, 4), d(n, 5) * 10 + d(n, 6))
}

fn inn(n: &[u8]) -> bool {
    if n.len() == 10 {
        return sum(n, &[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == last(n);
    }
    sum(n, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == d(n, 10)
        && sum(n, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == d(n, 11)
}

fn ogrn(n: &[u8]) -> bool {
    let Some(head) = n.len().checked_sub(1).and_then(|at| n.get(..at)).and_then(number) else {
        return false;
    };
    let check = if n.len() == 13 { head % 11 % 10 } else { head % 13 % 10 };
    check as i32 == last(n) && d(n, 0) > 0
}

fn snils(n: &[u8]) -> bool {
    let check = sum(n, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
    check == d(n, 9) * 10 + d(n, 10)
}

fn tckimlik(n: &[u8]) -> bool {
    let odd: i32 = [0, 2, 4, 6, 8].iter().map(|i| d(n, *i)).sum();
    let even: i32 = [1, 3, 5, 7].iter().map(|i| d(n, *i)).sum();
    let tenth = (odd * 7 - even).rem_euclid(10);
    d(n, 0) > 0 && tenth == d(n, 9) && (odd + even + tenth) % 10 == d(n, 10)
}

fn vkn(n: &[u8]) -> bool {
    let total: i32 = (0..9)
        .map(|i| {
            let shifted = (d(n, i) + 9 - i as i32) % 10;
            if shifted == 0 {
                return 0;
            }
            let powered = shifted * 2_i32.pow(9 - i as u32) % 9;
            if powered == 0 { 9 } else { powered }
        })
        .sum();
    (10 - total % 10) % 10 == last(n)
}

fn edrpou(n: &[u8]) -> bool {
    let middle = (30_000_000..60_000_000).contains(&value(n));
    let (first, second): ([i32; 7], [i32; 7]) = if middle {
        ([7, 1, 2, 3, 4, 5, 6], [9, 3, 4, 5, 6, 7, 8])
    } else {
        ([1, 2, 3, 4, 5, 6, 7], [3, 4, 5, 6, 7, 8, 9])
    };
    let one = sum(n, &first) % 11;
    let check = if one < 10 { one } else { sum(n, &second) % 11 % 10 };
    check == last(n)
}

fn vat_cy(n: &[u8]) -> bool {
    const TURN: [i32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let total: i32 = (0..8)
        .map(|i| {
            if i % 2 == 0 {
                TURN.get(d(n, i) as usize).copied().unwrap_or(0)
            } else {
                d(n, i)
            }
        })
        .sum();
    n.get(8) == Some(&(b'A' + (total % 26) as u8)) && !n.starts_with(b"12")
}

#[rustfmt::skip]
pub(super) static SCHEMES: &[Scheme] = &[
    Scheme { country: "AL", name: "nipt", kind: TaxId, shape: "(AL)ad8a", alone: No, check: |n| n.first().is_some_and(|b| (b'A'..=b'M').contains(b)), labels: "nipt, nuis, nipt number, numri i identifikimit, albanian tax number, nipti" },
    Scheme { country: "AZ", name: "voen", kind: TaxId, shape: "d10", alone: No, check: |n| matches!(n.last(), Some(b'1' | b'2')) && sum(n, &[4, 1, 8, 6, 2, 7, 5, 3]) % 11 == d(n, 8), labels: "vöen, voen, azerbaijan tax number, vergi ödəyicisinin" },
    Scheme { country: "BG", name: "egn", kind: NationalId, shape: "d10", alone: No, check: egn, labels: "egn, егн, единен граждански номер, bulgarian personal identity, egn number" },
    Scheme { country: "BG", name: "pnf", kind: NationalId, shape: "d10", alone: No, check: pnf, labels: "pnf, лнч, личен номер на чужденец, lnch" },
    Scheme { country: "BG", name: "vat", kind: TaxId, shape: "(BG)d9|(BG)d10", alone: No, check: vat_bg, labels: "ддс, ддс номер, идентификационен номер по ддс, еик, булстат, vat, vat number, bulgarian vat number, eik, bulstat" },
    Scheme { country: "BY", name: "unp", kind: TaxId, shape: "d9|a2d7", alone: No, check: |n| { let value = |i: usize| n.get(i).map_or(0, |b| if b.is_ascii_digit() { i32::from(b - b'0') } else if i == 0 { i32::from(*b) - 55 } else { b"ABCEHKMOPT".iter().position(|one| one == b).map_or(0, |at| at as i32) }); let total: i32 = [29, 23, 19, 17, 13, 7, 5, 3].iter().enumerate().map(|(i, weight)| value(i) * weight).sum(); total % 11 == last(n) }, labels: "унп, unp, учетный номер плательщика, belarus vat number, unp number" },
    Scheme { country: "CY", name: "vat", kind: TaxId, shape: "(CY)d8a", alone: No, check: vat_cy, labels: "φπα, φ.π.α, αριθμός εγγραφής φπα, αριθμός φπα, vat, vat number, cypriot vat number, tic" },
    Scheme { country: "CZ", name: "rc", kind: NationalId, shape: "d10|d9", alone: No, check: rc, labels: "rodné číslo, rč, rodne cislo, rodného čísla, rodné č, czech birth number, moje rodné číslo, r.č" },
    Scheme { country: "CZ", name: "dic", kind: TaxId, shape: "(CZ)d8|(CZ)d9|(CZ)d10", alone: No, check: dic, labels: "dič, dic, daňové identifikační číslo, vat, vat number, ičo, ič, czech vat number" },
    Scheme { country: "CZ", name: "account", kind: BankAccount, shape: "d6|d7|d8|d9|d10|d11|d12|d13|d14|d15|d16|d17|d18|d19|d20", alone: No, check: account_cz, labels: "číslo účtu, účet, bankovní účet" },
    Scheme { country: "EE", name: "isikukood", kind: NationalId, shape: "d11", alone: No, check: isikukood, labels: "isikukood, isikukoodi, ik, minu isikukood, estonian personal id" },
    Scheme { country: "EE", name: "kmkr", kind: TaxId, shape: "(EE)d9", alone: No, check: |n| sum(n, &[3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0, labels: "kmkr, kmkr number, käibemaksukohuslase, vat, vat number, estonian vat number, käibemaksunumber" },
    Scheme { country: "EE", name: "registrikood", kind: BusinessId, shape: "d8", alone: No, check: |n| { let one = sum(n, &[1, 2, 3, 4, 5, 6, 7]) % 11; let check = if one == 10 { sum(n, &[3, 4, 5, 6, 7, 8, 9]) % 11 % 10 } else { one }; check == last(n) }, labels: "registrikood, registrikoodi, reg kood" },
    Scheme { country: "GR", name: "amka", kind: NationalId, shape: "d11", alone: No, check: |n| luhn(n) && month_day(d(n, 2) * 10 + d(n, 3), d(n, 0) * 10 + d(n, 1)), labels: "αμκα, amka, αριθμός μητρώου κοινωνικής ασφάλισης, αμκα μου" },
    Scheme { country: "GR", name: "afm", kind: TaxId, shape: "(EL)d9|(GR)d9", alone: No, check: |n| { let total = n.iter().take(8).fold(0, |total, b| total * 2 + i32::from(b - b'0')); total * 2 % 11 % 10 == last(n) }, labels: "αφμ, afm, α.φ.μ, φπα, fpa, αριθμός φορολογικού μητρώου, vat, vat number, greek vat number, αφμ μου" },
    Scheme { country: "HR", name: "oib", kind: NationalId, shape: "(HR)d11", alone: No, check: mod11_10, labels: "oib, osobni identifikacijski broj, moj oib, croatian identification number, oib broj" },
    Scheme { country: "HU", name: "anum", kind: TaxId, shape: "(HU)d8|d11", alone: No, check: |n| sum(n, &[9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0, labels: "adószám, adószáma, közösségi adószám, anum, adoszam, vat, vat number, hungarian vat number" },
    Scheme { country: "HU", name: "adoazonosito", kind: TaxId, shape: "8d9", alone: No, check: |n| sum(n, &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 == last(n), labels: "adóazonosító, adóazonosító jel, adóazonosító jelem, adojel" },
    Scheme { country: "HU", name: "taj", kind: HealthId, shape: "d9", alone: No, check: |n| sum(n, &[3, 7, 3, 7, 3, 7, 3, 7]) % 10 == last(n), labels: "taj, taj szám, taj-szám, taj számom, tajszám" },
    Scheme { country: "LT", name: "asmens-kodas", kind: NationalId, shape: "d11", alone: No, check: isikukood, labels: "asmens kodas, asmens kodo, asmens kodą, ak, lithuanian personal number, mano asmens kodas" },
    Scheme { country: "LT", name: "pvm", kind: TaxId, shape: "(LT)d9|(LT)d12", alone: No, check: pvm, labels: "pvm, pvm kodas, pvm mokėtojo kodas, vat, vat number, lithuanian vat number" },
    Scheme { country: "LV", name: "pvn", kind: TaxId, shape: "(LV)d11", alone: No, check: pvn, labels: "pvn, pvn numurs, personas kods, personas kodu, pk, vat, vat number, latvian vat number, mans personas kods" },
    Scheme { country: "MD", name: "idno", kind: BusinessId, shape: "d13", alone: No, check: |n| sum(n, &[7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10 == last(n), labels: "idno, idnp, cod fiscal" },
    Scheme { country: "ME", name: "pib", kind: TaxId, shape: "d8", alone: No, check: |n| (11 - sum(n, &[8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == last(n), labels: "pib, poreski identifikacioni broj, montenegro tax number" },
    Scheme { country: "MK", name: "edb", kind: TaxId, shape: "(MK)d13", alone: No, check: |n| (11 - sum(n, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == last(n), labels: "едб, edb, едниствен даночен број, даночен број" },
    Scheme { country: "PL", name: "nip", kind: TaxId, shape: "(PL)d10", alone: No, check: |n| sum(n, &[6, 5, 7, 2, 3, 4, 5, 6, 7, -1]).rem_euclid(11) == 0, labels: "nip, numer nip, nr nip, nip firmy, numer identyfikacji podatkowej, vat, vat number, polish vat number, vat ue, mój nip" },
    Scheme { country: "PL", name: "pesel", kind: NationalId, shape: "d11", alone: No, check: pesel, labels: "pesel, numer pesel, nr pesel, peselu, mój pesel" },
    Scheme { country: "PL", name: "regon", kind: BusinessId, shape: "d9|d14", alone: No, check: regon, labels: "regon, numer regon, nr regon" },
    Scheme { country: "PL", name: "dowod", kind: NationalId, shape: "a3d6", alone: No, check: dowod, labels: "dowód osobisty, dowodu osobistego, numer dowodu, nr dowodu, seria i numer dowodu, numer dowodu osobistego, dowodu" },
    Scheme { country: "RO", name: "cui", kind: BusinessId, shape: "(RO)d2|(RO)d3|(RO)d4|(RO)d5|(RO)d6|(RO)d7|(RO)d8|(RO)d9|(RO)d10", alone: No, check: cui, labels: "cui, cif, cod unic de înregistrare, cod fiscal, cod de înregistrare, cf, cod tva, vat, vat number, romanian vat number, codul unic de înregistrare, romanian company identifier" },
    Scheme { country: "RO", name: "cnp", kind: NationalId, shape: "d13", alone: No, check: cnp, labels: "cnp, cod numeric personal, codul numeric personal, cnp-ul, cnp-ul meu, cf, cod fiscal" },
    Scheme { country: "RO", name: "onrc", kind: BusinessId, shape: "Jd7|Jd8|Jd9|Jd10|Jd11|Jd12|Jd13|Fd9|Fd10|Fd11|Fd12|Fd13|Cd9|Cd10|Cd11", alone: No, check: |n| { let year = |from: usize| n.get(from..from + 4).is_some_and(|year| matches!(value(year), 1990..=2035)); if n.len() == 14 { year(1) } else { year(n.len() - 4) } }, labels: "onrc, registrul comerțului, nr reg com, număr registrul comerțului" },
    Scheme { country: "RS", name: "pib", kind: TaxId, shape: "(RS)d9", alone: No, check: mod11_10, labels: "pib, пиб, poreski identifikacioni broj" },
    Scheme { country: "RS", name: "jmbg", kind: NationalId, shape: "d13", alone: No, check: jmbg, labels: "jmbg, јмбг, matični broj, jedinstveni matični broj, emšo, emso, matični broj građana, embg, ембг, maticni broj" },
    Scheme { country: "RU", name: "inn", kind: TaxId, shape: "d10|d12", alone: No, check: inn, labels: "инн, inn, идентификационный номер налогоплательщика, russian tax identifier, мой инн" },
    Scheme { country: "RU", name: "ogrn", kind: BusinessId, shape: "d13|d15", alone: No, check: ogrn, labels: "огрн, ogrn, огрнип, ogrnip, psrn" },
    Scheme { country: "RU", name: "snils", kind: NationalId, shape: "d11", alone: No, check: snils, labels: "снилс, snils, номер снилс, мой снилс" },
    Scheme { country: "SI", name: "ddv", kind: TaxId, shape: "(SI)d8", alone: No, check: |n| { let check = 11 - sum(n, &[8, 7, 6, 5, 4, 3, 2]) % 11; d(n, 0) > 0 && if check == 10 { 0 } else { check } == last(n) }, labels: "ddv, id za ddv, davčna številka, davčna, davcna stevilka, vat, vat number, slovenian vat number" },
    Scheme { country: "SI", name: "emso", kind: NationalId, shape: "d13", alone: No, check: jmbg, labels: "emšo, emso, enotna matična številka, enotna matična številka občana, unique master citizen number" },
    Scheme { country: "SI", name: "maticna", kind: BusinessId, shape: "d7|d10|d7x3", alone: No, check: |n| { let check = (11 - sum(n, &[7, 6, 5, 4, 3, 2]) % 11) % 11; check % 10 == d(n, 6) }, labels: "matična številka, maticna stevilka, matična številka poslovnega registra, corporate registration number" },
    Scheme { country: "SK", name: "rc", kind: NationalId, shape: "d10|d9", alone: No, check: rc, labels: "rodné číslo, rč, rodne cislo, slovak birth number" },
    Scheme { country: "SK", name: "dph", kind: TaxId, shape: "(SK)d10", alone: No, check: |n| value(n).is_multiple_of(11) && d(n, 0) > 0 && matches!(d(n, 2), 2 | 3 | 4 | 7 | 8 | 9), labels: "ič dph, ic dph, ičdph, dič, dph, vat, vat number, slovak vat number" },
    Scheme { country: "TR", name: "tckimlik", kind: NationalId, shape: "d11", alone: No, check: tckimlik, labels: "tc kimlik, t.c. kimlik no, tc kimlik no, tc kimlik numarası, tc kimlik numaram, kimlik no, kimlik numarası, kimlik numaram, tc no, tckn, t.c. kimlik, tc, kimlik numaram, vatandaşlık numarası, tc numaram" },
    Scheme { country: "TR", name: "vkn", kind: TaxId, shape: "d10", alone: No, check: vkn, labels: "vkn, vergi kimlik numarası, vergi kimlik no, vergi no, vergi numarası, vergi numaram" },
    Scheme { country: "UA", name: "edrpou", kind: BusinessId, shape: "d8", alone: No, check: edrpou, labels: "єдрпоу, edrpou, код єдрпоу, едрпоу" },
    Scheme { country: "UA", name: "rntrc", kind: TaxId, shape: "d10", alone: No, check: |n| sum(n, &[-1, 5, 7, 9, 4, 6, 10, 5, 7]).rem_euclid(11) % 10 == last(n), labels: "рнокпп, rntrc, іпн, ипн, податковий номер, rnokpp" },
];
