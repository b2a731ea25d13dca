//! Asia, Africa and Oceania.
//!
//! Sources, by country: ATO and ASIC, Services Australia (AU); GB 11643, GB 32100 (CN); DGI (DZ); ETA (EG); GRA (GH); DGI (GN); HKID format (HK);
//! DJP and Dukcapil (ID); population registry and corporations authority (IL); UIDAI, ITD, GSTN, ECI (IN); NTA and MIC (JP); KRA (KE);
//! MOIS and NTS (KR); OMPIC and DGI (MA); MNIS (MU); JPN (MY); AT (MZ); IRD and Payments NZ (NZ); PSA (PH); NADRA (PK); ANSD (SN); ACRA, ICA (SG);
//! DOPA and RD (TH); DGI (TN); MOF and MOI (TW); GDT (VN); SARS and DHA (ZA); Emirates ICP (AE); NIDC (SA); NIMC (NG); Kuwait PACI (KW).

use super::check::{d, ean13, last, month_day, sum, value, verhoeff};
use super::{Alone::*, Scheme};
use crate::checksum::{base36, luhn, number};
use crate::kind::Kind::*;

fn abn(n: &[u8]) -> bool {
    (sum(n, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0
}

fn ric(n: &[u8]) -> bool {
    let rest = sum(n, &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11;
    b"10X98765432".get(rest as usize) == n.last()
        && month_day(d(n, 10) * 10 + d(n, 11), d(n, 12) * 10 + d(n, 13))
        && matches!(d(n, 6), 1 | 2)
}

fn uscc(n: &[u8]) -> bool {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let at = |b: &u8| ALPHABET.iter().position(|one| one == b).map_or(-100, |at| at as i32);
    let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let total: i32 = n.iter().zip(weights).map(|(b, weight)| at(b) * weight).sum();
    n.last()
        .is_some_and(|check| at(check) == (31 - total.rem_euclid(31)) % 31)
        && total >= 0
}

fn gstin(n: &[u8]) -> bool {
    // Luhn over base 36, from the right.
    let total: u32 = n
        .iter()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let v = base36(*b).unwrap_or(0) * if i % 2 == 0 { 1 } else { 2 };
            v / 36 + v % 36
        })
        .sum();
    total.is_multiple_of(36) && matches!(d(n, 0) * 10 + d(n, 1), 1..=38 | 97 | 99)
}

fn nzbn_account(n: &[u8]) -> bool {
    // Bank, branch, base, suffix: the usual weights (Payments NZ algorithms A and B).
    let base: i32 = n.get(6..13).map_or(0, value) as i32;
    let weights: &[i32] = if base < 990_000 {
        &[0, 0, 6, 3, 7, 9, 0, 10, 5, 8, 4, 2, 1]
    } else {
        &[0, 0, 0, 0, 0, 0, 0, 10, 5, 8, 4, 2, 1]
    };
    // The base is printed with seven or eight digits; seven are padded.
    sum(n, weights) % 11 == 0 && value(n.get(..2).unwrap_or(&[])) > 0
}

fn ird(n: &[u8]) -> bool {
    let mut nine = *b"000000000";
    for (slot, b) in nine.iter_mut().skip(9 - n.len().min(9)).zip(n) {
        *slot = *b;
    }
    let first = (11 - sum(&nine, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    let check = if first == 10 {
        (11 - sum(&nine, &[7, 4, 3, 2, 5, 2, 7, 6]) % 11) % 11
    } else {
        first
    };
    check == last(&nine) && (10_000_000..150_000_000).contains(&value(&nine))
}

fn tw_ubn(n: &[u8]) -> bool {
    let total: i32 = [1, 2, 1, 2, 1, 2, 4, 1]
        .iter()
        .enumerate()
        .map(|(i, weight)| {
            let p = d(n, i) * weight;
            p / 10 + p % 10
        })
        .sum();
    total % 5 == 0 || (d(n, 6) == 7 && (total + 1) % 5 == 0)
}

fn tw_id(n: &[u8]) -> bool {
    const ORDER: &[u8] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";
    let Some(place) = n.first().and_then(|b| ORDER.iter().position(|one| one == b)) else {
        return false;
    };
    let place = place as i32 + 10;
    let body = n.get(1..).unwrap_or(&[]);
    (place / 10 + place % 10 * 9 + sum(body, &[8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 == 0
        && matches!(d(body, 0), 1 | 2 | 8 | 9)
}

fn uen(n: &[u8]) -> bool {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
    match n.len() {
        9 => {
            let rest = sum(n, &[10, 4, 9, 3, 8, 2, 7, 1]) % 11;
            b"XMKECAWLJDB".get(rest as usize) == n.last()
        }
        10 if n.first().is_some_and(u8::is_ascii_digit) => {
            let rest = sum(n, &[10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11;
            b"ZKCMDNERGWH".get(rest as usize) == n.last()
        }
        _ => {
            let at = |b: &u8| LETTERS.iter().position(|one| one == b).map_or(0, |at| at as i32);
            let total: i32 = n
                .iter()
                .zip([4, 3, 5, 3, 10, 2, 2, 5, 7])
                .map(|(b, weight)| at(b) * weight)
                .sum();
            n.last().map(at) == Some((total - 5).rem_euclid(11)) && n.first().is_some_and(|b| b"RST".contains(b))
        }
    }
}

fn nric_sg(n: &[u8]) -> bool {
    let Some(first) = n.first() else { return false };
    let total = sum(n.get(1..).unwrap_or(&[]), &[2, 7, 6, 5, 4, 3, 2])
        + match first {
            b'T' | b'G' => 4,
            b'M' => 3,
            _ => 0,
        };
    let letters: &[u8] = match first {
        b'S' | b'T' => b"JZIHGFEDCBA",
        b'F' | b'G' => b"XWUTRQPNMLK",
        b'M' => b"KLJNPQRTUWX",
        _ => return false,
    };
    let rest = if first == &b'M' { 10 - total % 11 } else { total % 11 };
    letters.get(rest as usize) == n.last()
}

fn hkid(n: &[u8]) -> bool {
    let letters = n.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let first = if letters == 2 {
        n.first().and_then(|b| base36(*b)).unwrap_or(0)
    } else {
        36
    };
    let total = first * 9
        + n.get(letters - 1).and_then(|b| base36(*b)).unwrap_or(0) * 8
        + n.iter()
            .skip(letters)
            .zip([7, 6, 5, 4, 3, 2])
            .map(|(b, weight)| base36(*b).unwrap_or(0) * weight)
            .sum::<u32>();
    let check = n
        .last()
        .map_or(0, |b| if *b == b'A' { 10 } else { base36(*b).unwrap_or(0) });
    (total + check).is_multiple_of(11)
}

fn tn_mf(n: &[u8]) -> bool {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTVWXYZ";
    n.get(7).is_some_and(|b| LETTERS.contains(b))
        && (n.len() == 8
            || n.get(8).is_some_and(|b| b"ABPDN".contains(b)) && n.get(9).is_some_and(|b| b"MPCNE".contains(b)))
}

fn rrn(n: &[u8]) -> bool {
    let check = (11 - sum(n, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10;
    check == last(n) && month_day(d(n, 2) * 10 + d(n, 3), d(n, 4) * 10 + d(n, 5))
}

fn mu_nid(n: &[u8]) -> bool {
    let total: i32 = n
        .iter()
        .take(13)
        .enumerate()
        .map(|(i, b)| (14 - i as i32) * base36(*b).unwrap_or(0) as i32)
        .sum();
    let check = (17 - total % 17) % 17;
    n.last()
        .and_then(|b| base36(*b))
        .is_some_and(|value| value as i32 == check)
}

fn gh_tin(n: &[u8]) -> bool {
    let rest = (1..10).map(|i| d(n, i) * i as i32).sum::<i32>() % 11;
    match n.last() {
        Some(b'X') => rest == 10,
        _ => rest == last(n),
    }
}

#[rustfmt::skip]
pub(super) static SCHEMES: &[Scheme] = &[
    Scheme { country: "AU", name: "abn", kind: BusinessId, shape: "d11", alone: No, check: abn, labels: "abn, abn number, australian business number, abn no" },
    Scheme { country: "AU", name: "acn", kind: BusinessId, shape: "d9", alone: No, check: |n| (10 - sum(n, &[8, 7, 6, 5, 4, 3, 2, 1]) % 10) % 10 == last(n), labels: "acn, australian company number, acn no, acn number" },
    Scheme { country: "AU", name: "tfn", kind: TaxId, shape: "d9|d8", alone: No, check: |n| if n.len() == 9 { sum(n, &[1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0 } else { sum(n, &[10, 7, 8, 4, 6, 3, 5, 1]) % 11 == 0 }, labels: "tfn, tax file number, my tfn, tfn number" },
    Scheme { country: "AU", name: "medicare", kind: HealthId, shape: "d10|d11", alone: No, check: |n| matches!(d(n, 0), 2..=6) && sum(n, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == d(n, 8), labels: "medicare, medicare number, medicare card, medicare card number, medicare no" },
    Scheme { country: "CN", name: "ric", kind: NationalId, shape: "d17x", alone: Bare, check: ric, labels: "ric, ric no, resident identity card, id card, shenfenzheng, chinese id" },
    Scheme { country: "CN", name: "uscc", kind: BusinessId, shape: "d8x10|x18", alone: No, check: uscc, labels: "uscc, unified social credit code, china tax number, credit code, unified social credit identifier" },
    Scheme { country: "DZ", name: "nif", kind: TaxId, shape: "d15|d20", alone: No, check: |n| value(n.get(..15).unwrap_or(&[])) > 0, labels: "nif, n.i.f, numéro d'identification fiscale, algeria tax number" },
    Scheme { country: "EG", name: "tn", kind: TaxId, shape: "d9", alone: No, check: |n| value(n) > 0, labels: "الرقم الضريبي, tax registration number, egypt tax number, trn" },
    Scheme { country: "GH", name: "tin", kind: TaxId, shape: "P00d7x|C00d7x|G00d7x|Q00d7x|V00d7x", alone: No, check: gh_tin, labels: "tin, tin number, taxpayer identification number, ghana tax number, tax identification number" },
    Scheme { country: "GN", name: "nifp", kind: TaxId, shape: "d9", alone: No, check: luhn, labels: "nifp, nif, numéro d'identification fiscale permanent, guinea tax number" },
    Scheme { country: "HK", name: "hkid", kind: NationalId, shape: "ad6x|a2d6x", alone: No, check: hkid, labels: "hkid, hkid number, hong kong id, hong kong identity card, id card" },
    Scheme { country: "ID", name: "nik", kind: NationalId, shape: "d16", alone: No, check: |n| month_day(d(n, 8) * 10 + d(n, 9), (d(n, 6) * 10 + d(n, 7)) % 40) && d(n, 0) > 0, labels: "nik, nomor induk kependudukan, ktp, nomor ktp, e-ktp, indonesian identity number, no ktp" },
    Scheme { country: "ID", name: "npwp", kind: TaxId, shape: "d15|d16", alone: Look("dd.ddd.ddd.d-ddd.ddd"), check: |n| luhn(n.get(..9).unwrap_or(&[])) || n.len() == 16, labels: "npwp, nomor pokok wajib pajak, nomor npwp, indonesian vat number, no npwp" },
    Scheme { country: "IL", name: "idnr", kind: NationalId, shape: "d9|d8", alone: No, check: luhn, labels: "teudat zehut, mispar zehut, מספר זהות, תעודת זהות, israeli identity number, israeli id, ת.ז, identity number" },
    Scheme { country: "IL", name: "hp", kind: BusinessId, shape: "5d8", alone: No, check: luhn, labels: "hp, ח.פ, מספר חברה, israeli company number, company number" },
    Scheme { country: "IN", name: "aadhaar", kind: NationalId, shape: "d12", alone: Look("dddd dddd dddd"), check: |n| verhoeff(n) && d(n, 0) >= 2, labels: "aadhaar, aadhar, aadhaar number, aadhaar card, aadhar number, aadhar card, uid, uidai, aadhaar no, adhar, आधार" },
    Scheme { country: "IN", name: "vid", kind: NationalId, shape: "d16", alone: No, check: |n| verhoeff(n) && d(n, 0) >= 2, labels: "vid, aadhaar vid, virtual id, virtual identity number" },
    Scheme { country: "IN", name: "pan", kind: TaxId, shape: "a5d4a", alone: No, check: |n| n.get(3).is_some_and(|b| b"ABCFGHLJPTK".contains(b)) && n.get(5..9) != Some(b"0000"), labels: "pan, pan number, pan card, pan no, permanent account number, pan card number, my pan" },
    Scheme { country: "IN", name: "gstin", kind: TaxId, shape: "d2a5d4axxx", alone: Bare, check: gstin, labels: "gstin, gst number, gst no, gstin number, gst, goods and services tax identification number, indian vat number" },
    Scheme { country: "IN", name: "epic", kind: NationalId, shape: "a3d7", alone: No, check: |n| luhn(n.get(3..).unwrap_or(&[])), labels: "epic, epic number, voter id, voter card, voter id card, voter id number, electoral photo identity card, indian voter id" },
    Scheme { country: "JP", name: "corporate-number", kind: BusinessId, shape: "d13", alone: No, check: |n| { let total: i32 = n.iter().skip(1).rev().enumerate().map(|(i, b)| i32::from(b - b'0') * (1 + i as i32 % 2)).sum(); 9 - total % 9 == d(n, 0) }, labels: "法人番号, corporate number, cn, hojin bango, hōjin bangō, japanese corporate number" },
    Scheme { country: "JP", name: "my-number", kind: NationalId, shape: "d12", alone: No, check: |n| { let rest = sum(n, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11; let check = if rest <= 1 { 0 } else { 11 - rest }; check == last(n) }, labels: "my number card, individual number, in, 個人番号, マイナンバー, kojin bango, kojin bangō, japanese individual number, mynumber" },
    Scheme { country: "KE", name: "pin", kind: TaxId, shape: "Ad9a|Pd9a", alone: No, check: |_| true, labels: "kra pin, pin, kra, kenya tax number, kra pin number, personal identification number" },
    Scheme { country: "KR", name: "rrn", kind: NationalId, shape: "d13", alone: Look("dddddd-ddddddd"), check: rrn, labels: "rrn, resident registration number, jumin, 주민등록번호" },
    Scheme { country: "KR", name: "brn", kind: BusinessId, shape: "d10", alone: No, check: |n| value(n.get(..3).unwrap_or(&[])) > 100 && value(n.get(3..5).unwrap_or(&[])) > 0, labels: "brn, business registration number, 사업자 등록 번호, 사업자등록번호, business registration" },
    Scheme { country: "MA", name: "ice", kind: BusinessId, shape: "d15", alone: No, check: |n| crate::checksum::mod97(n.iter().copied()) == Some(0), labels: "ice, identifiant commun de l'entreprise, numéro ice, morocco tax number" },
    Scheme { country: "MU", name: "nid", kind: NationalId, shape: "ad12x", alone: No, check: mu_nid, labels: "nid, nic, id number, national identity card, mauritian national identifier, nic number, id card" },
    Scheme { country: "MY", name: "nric", kind: NationalId, shape: "d12", alone: No, check: |n| month_day(d(n, 2) * 10 + d(n, 3), d(n, 4) * 10 + d(n, 5)) && !matches!(d(n, 6) * 10 + d(n, 7), 0 | 17..=20 | 69 | 70 | 73 | 80 | 81 | 94..=97), labels: "nric, nric no, mykad, ic, ic number, no kad pengenalan, kad pengenalan, no ic" },
    Scheme { country: "MZ", name: "nuit", kind: TaxId, shape: "d9", alone: No, check: |n| b"01234567891".get((sum(n, &[8, 9, 4, 5, 6, 7, 8, 9]) % 11) as usize) == n.last(), labels: "nuit, número único de identificação tributária, mozambique tax number" },
    Scheme { country: "NZ", name: "ird", kind: TaxId, shape: "d9|d8", alone: No, check: ird, labels: "ird, ird number, ird no, inland revenue number" },
    Scheme { country: "NZ", name: "account", kind: BankAccount, shape: "d15|d16", alone: Look("dd-dddd-ddddddd-dd"), check: |n| nzbn_account(n) || n.len() == 16, labels: "account number, bank account, nz bank account, account no" },
    Scheme { country: "PK", name: "cnic", kind: NationalId, shape: "d13", alone: Look("ddddd-ddddddd-d"), check: |n| matches!(d(n, 0), 1..=7) && last(n) > 0, labels: "cnic, cnic number, nic, cnic no, shanakhti card" },
    Scheme { country: "SG", name: "uen", kind: BusinessId, shape: "d8a|d9a|ad2a2d4a", alone: No, check: uen, labels: "uen, unique entity number, gst reg no, uen number, uen no" },
    Scheme { country: "SG", name: "nric", kind: NationalId, shape: "ad7a", alone: No, check: nric_sg, labels: "nric, nric no, nric number, fin, fin number, singapore nric, ic, ic number" },
    Scheme { country: "SN", name: "ninea", kind: BusinessId, shape: "d7dad|d7|d9|d7x3|d9x3", alone: No, check: |n| { let digits = n.get(..if n.len() == 9 || n.len() == 12 { 9 } else { 7 }).unwrap_or(&[]); let weights: &[i32] = if digits.len() == 9 { &[1, 2, 1, 2, 1, 2, 1, 2, 1] } else { &[1, 2, 1, 2, 1, 2, 1] }; sum(digits, weights) % 10 == 0 }, labels: "ninea, numéro ninea, senegal tax number" },
    Scheme { country: "TH", name: "pin", kind: NationalId, shape: "d13", alone: No, check: |n| d(n, 0) > 0 && (11 - sum(n, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == last(n), labels: "pin, thai id, thai id card, บัตรประชาชน, citizen id, national id, personal identification number" },
    Scheme { country: "TH", name: "tin", kind: TaxId, shape: "d13", alone: No, check: |n| (11 - sum(n, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == last(n), labels: "tin, moa, tax id, tax number" },
    Scheme { country: "TN", name: "mf", kind: TaxId, shape: "d7a|d7a3d3", alone: No, check: tn_mf, labels: "mf, matricule fiscal, matricule fiscale, tunisia tax number" },
    Scheme { country: "TW", name: "ubn", kind: BusinessId, shape: "d8", alone: No, check: tw_ubn, labels: "ubn, unified business number, 統一編號, taiwanese tax number, tax id" },
    Scheme { country: "TW", name: "id", kind: NationalId, shape: "ad9", alone: No, check: tw_id, labels: "taiwan id, 身分證, 身分證字號, national id, id number" },
    Scheme { country: "VN", name: "mst", kind: TaxId, shape: "d10|d13", alone: No, check: |n| 10 - sum(n, &[31, 29, 23, 19, 17, 13, 7, 5, 3]) % 11 == d(n, 9), labels: "mst, mã số thuế, ma so thue, vietnam tax number" },
    Scheme { country: "ZA", name: "idnr", kind: NationalId, shape: "d13", alone: No, check: |n| luhn(n) && month_day(d(n, 2) * 10 + d(n, 3), d(n, 4) * 10 + d(n, 5)) && matches!(d(n, 10), 0..=2), labels: "id number, id, south african id, sa id, identity number, rsa id, id no, south african identity document number, id nommer, identity document" },
    Scheme { country: "ZA", name: "tin", kind: TaxId, shape: "d10", alone: No, check: |n| luhn(n) && matches!(d(n, 0), 0..=3 | 9), labels: "tin, tax reference number, tax number, income tax number, sars number" },
    Scheme { country: "AE", name: "emirates-id", kind: NationalId, shape: "784d12", alone: Bare, check: luhn, labels: "emirates id, emirates id number, eid" },
    Scheme { country: "SA", name: "iqama", kind: NationalId, shape: "1d9|2d9", alone: No, check: luhn, labels: "iqama, iqama number, saudi id, national id" },
    Scheme { country: "KW", name: "civil-id", kind: NationalId, shape: "2d11|3d11|1d11", alone: No, check: |n| 11 - sum(n, &[2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11 == last(n), labels: "civil id, civil id number, kuwait civil id" },
    Scheme { country: "NG", name: "nin", kind: NationalId, shape: "d11", alone: No, check: |n| value(n) > 0, labels: "nin, nin number, bvn, bvn number, bank verification number, national identification number" },
    Scheme { country: "PH", name: "umid", kind: NationalId, shape: "d12", alone: No, check: |n| number(n).is_some_and(|value| value > 0), labels: "crn, umid, philhealth, philhealth number, sss number, pag-ibig" },
    Scheme { country: "LK", name: "nic", kind: NationalId, shape: "d9V|d9X", alone: No, check: |n| { let day = value(n.get(2..5).unwrap_or(&[])) % 500; (1..=366).contains(&day) }, labels: "nic, nic number, national identity card" },
    Scheme { country: "JP", name: "gln", kind: BusinessId, shape: "d13", alone: No, check: ean13, labels: "gln, global location number" },
];
