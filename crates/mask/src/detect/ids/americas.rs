//! The Americas.
//!
//! Sources, by country: AFIP and BCRA (AR); Receita Federal (BR); CRA, ESDC and BC Ministry of Health (CA); SII and Registro Civil (CL); DIAN (CO);
//! TSE and Hacienda (CR); CU identity card law; JCE and DGII (DO); Registro Civil and SRI (EC); SAT (GT, MX); RENAPO (MX); SUNAT and RENIEC (PE);
//! SET (PY); MH (SV); SSA, IRS and ABA (US); DGI (UY); SENIAT (VE).

use super::check::{d, last, month_day, sum, value};
use super::{Alone::*, Scheme};
use crate::checksum::{base36, luhn, number};
use crate::kind::Kind::*;

fn cpf(n: &[u8]) -> bool {
    let one = (11 - sum(n, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10;
    let two = (11 - sum(n, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10;
    one == d(n, 9) && two == d(n, 10) && n.iter().any(|b| Some(b) != n.first())
}

fn cnpj(n: &[u8]) -> bool {
    // Since 2026 the first twelve may be letters too, each counted as its ASCII code less 48.
    let at = |i: usize| n.get(i).map_or(0, |b| i32::from(*b) - 48);
    let total = |weights: &[i32]| {
        weights
            .iter()
            .enumerate()
            .map(|(i, weight)| at(i) * weight)
            .sum::<i32>()
            % 11
    };
    let digit = |rest: i32| if rest < 2 { 0 } else { 11 - rest };
    let one = digit(total(&[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]));
    let two = digit(total(&[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]));
    one == at(12) && two == at(13) && n.iter().any(|b| *b != b'0')
}

fn rut_cl(n: &[u8]) -> bool {
    let Some((check, body)) = n.split_last() else {
        return false;
    };
    let total: i32 = body
        .iter()
        .rev()
        .enumerate()
        .map(|(i, b)| i32::from(b.wrapping_sub(b'0')) * (2 + i as i32 % 6))
        .sum();
    b"0123456789K".get(((11 - total % 11) % 11) as usize) == Some(check)
}

fn nit_co(n: &[u8]) -> bool {
    let Some((check, body)) = n.split_last() else {
        return false;
    };
    let weights = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];
    let total: i32 = body
        .iter()
        .rev()
        .zip(weights)
        .map(|(b, weight)| i32::from(b.wrapping_sub(b'0')) * weight)
        .sum();
    b"01987654321".get((total % 11) as usize) == Some(check)
}

fn cbu(n: &[u8]) -> bool {
    let one = (10 - sum(n, &[7, 1, 3, 9, 7, 1, 3]) % 10) % 10;
    let two = n
        .get(8..)
        .map_or(0, |rest| sum(rest, &[3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3]));
    one == d(n, 7) && (10 - two % 10) % 10 == last(n)
}

fn cedula_ec(n: &[u8]) -> bool {
    let total: i32 = (0..9)
        .map(|i| {
            if i % 2 == 0 {
                d(n, i) * 2 / 10 + d(n, i) * 2 % 10
            } else {
                d(n, i)
            }
        })
        .sum();
    let province = d(n, 0) * 10 + d(n, 1);
    (10 - total % 10) % 10 == d(n, 9) && (province <= 24 && province > 0 || matches!(province, 30 | 50)) && d(n, 2) <= 6
}

fn ruc_ec(n: &[u8]) -> bool {
    match d(n, 2) {
        0..=5 => cedula_ec(n) && !n.ends_with(b"000"),
        6 => sum(n, &[3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0 || cedula_ec(n),
        9 => sum(n, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0,
        _ => false,
    }
}

fn curp(n: &[u8]) -> bool {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ";
    let total: i32 = n
        .iter()
        .take(17)
        .enumerate()
        .map(|(i, b)| (18 - i as i32) * ALPHABET.iter().position(|one| one == b).map_or(0, |at| at as i32))
        .sum();
    (10 - total % 10) % 10 == last(n)
        && month_day(d(n, 6) * 10 + d(n, 7), d(n, 8) * 10 + d(n, 9))
        && n.get(10).is_some_and(|b| b"HMX".contains(b))
}

fn rfc(n: &[u8]) -> bool {
    let letters = n.iter().position(u8::is_ascii_digit).unwrap_or(4);
    month_day(
        d(n, letters + 2) * 10 + d(n, letters + 3),
        d(n, letters + 4) * 10 + d(n, letters + 5),
    )
}

fn nit_sv(n: &[u8]) -> bool {
    let old = n.get(10..13).and_then(number).is_some_and(|serial| serial <= 100);
    let check = if old {
        sum(n, &[14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11 % 10
    } else {
        (11 - sum(n, &[2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10
    };
    check == last(n)
}

fn rif(n: &[u8]) -> bool {
    let kind = match n.first() {
        Some(b'V') => 4,
        Some(b'E') => 8,
        Some(b'J' | b'C') => 12,
        Some(b'P') => 16,
        Some(b'G') => 20,
        _ => return false,
    };
    let body = n.get(1..).unwrap_or(&[]);
    let total = kind + sum(body, &[3, 2, 7, 6, 5, 4, 3, 2]);
    b"00987654321".get((total % 11) as usize) == body.last()
}

fn ssn(n: &[u8]) -> bool {
    let (area, group, serial) = (
        value(n.get(..3).unwrap_or(&[])),
        value(n.get(3..5).unwrap_or(&[])),
        value(n.get(5..).unwrap_or(&[])),
    );
    area > 0 && area != 666 && area < 900 && group > 0 && serial > 0
}

fn itin(n: &[u8]) -> bool {
    let group = d(n, 3) * 10 + d(n, 4);
    d(n, 0) == 9 && matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

fn mod11_from_right(n: &[u8], weights: &[i32]) -> i32 {
    n.iter()
        .rev()
        .skip(1)
        .zip(weights)
        .map(|(b, weight)| i32::from(b.wrapping_sub(b'0')) * weight)
        .sum::<i32>()
        % 11
}

#[rustfmt::skip]
pub(super) static SCHEMES: &[Scheme] = &[
    Scheme { country: "US", name: "ssn", kind: NationalId, shape: "d9", alone: Look("ddd-dd-dddd"), check: ssn, labels: "tin, ssn, ssn number, social security number, social security no, social security, social security #, us social security number, my social, ss number, social, seguro social, us ssn, number social security, u.s. social security number" },
    Scheme { country: "US", name: "itin", kind: TaxId, shape: "d9", alone: Look("ddd-dd-dddd"), check: itin, labels: "tin, itin, itin number, individual taxpayer identification number, us tin" },
    Scheme { country: "US", name: "atin", kind: TaxId, shape: "d9", alone: No, check: |n| d(n, 0) == 9 && d(n, 3) * 10 + d(n, 4) == 93, labels: "atin, adoption taxpayer identification number" },
    Scheme { country: "US", name: "ein", kind: BusinessId, shape: "d9", alone: No, check: |n| !matches!(value(n.get(..2).unwrap_or(&[])), 0 | 7..=9 | 17..=19 | 28 | 29 | 49 | 69 | 70 | 78 | 79 | 89 | 96 | 97), labels: "tin, tin number, taxpayer identification number, ein, ein number, employer identification number, fein, federal tax id, employer id number, us ein, tax id ein" },
    Scheme { country: "US", name: "ptin", kind: TaxId, shape: "Pd8", alone: No, check: |_| true, labels: "ptin, preparer tax identification number, ptin number" },
    Scheme { country: "US", name: "rtn", kind: RoutingNumber, shape: "d9", alone: No, check: |n| sum(n, &[3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0 && value(n) > 0, labels: "rtn, routing number, aba, aba number, aba routing number, routing no, routing transit number, bank routing number, routing, routing transport number, aba routing" },
    Scheme { country: "US", name: "npi", kind: HealthId, shape: "d10", alone: No, check: |n| { let mut whole = *b"808400000000000"; for (slot, b) in whole.iter_mut().skip(5).zip(n) { *slot = *b; } luhn(&whole) }, labels: "npi, npi number, national provider identifier" },
    Scheme { country: "US", name: "mbi", kind: HealthId, shape: "daxdaxda2d2|dad2adada2d2|daxdaxdd", alone: Bare, check: |n| n.len() == 11 && d(n, 0) > 0, labels: "mbi, medicare number, medicare id, medicare, medicare beneficiary identifier, medicare beneficiary id" },
    Scheme { country: "CA", name: "sin", kind: NationalId, shape: "d9", alone: No, check: |n| luhn(n) && !matches!(d(n, 0), 0 | 8), labels: "sin, sin number, social insurance number, numéro d'assurance sociale, nas, social insurance, sin no" },
    Scheme { country: "CA", name: "bn", kind: BusinessId, shape: "d9|d9a2d4", alone: No, check: |n| luhn(n.get(..9).unwrap_or(&[])), labels: "bn, business number, cra business number, gst number, gst/hst number, numéro d'entreprise, canadian business number, hst number" },
    Scheme { country: "CA", name: "bc-phn", kind: HealthId, shape: "9d9", alone: No, check: |n| { let rest = sum(n.get(1..).unwrap_or(&[]), &[2, 4, 8, 5, 10, 9, 7, 3]) % 11; 11 - rest == last(n) }, labels: "phn, bc phn, personal health number, care card, health card number, msp number" },
    Scheme { country: "AR", name: "cuit", kind: TaxId, shape: "d11", alone: Look("dd-dddddddd-d"), check: |n| { let rest = 11 - sum(n, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11; let check = match rest { 11 => 0, 10 => 9, rest => rest }; check == last(n) && matches!(d(n, 0) * 10 + d(n, 1), 20 | 23 | 24 | 25 | 26 | 27 | 30 | 33 | 34 | 50 | 51 | 55) }, labels: "cuit, cuil, número de cuit, cuit/cuil, argentinian tax number, nro de cuit" },
    Scheme { country: "AR", name: "dni", kind: NationalId, shape: "d8|d7", alone: No, check: |n| value(n) > 100_000, labels: "dni, d.n.i, documento nacional de identidad, número de dni, documento, mi dni, argentinian national identity" },
    Scheme { country: "AR", name: "cbu", kind: BankAccount, shape: "d22", alone: Bare, check: cbu, labels: "cbu, clave bancaria uniforme, mi cbu, número de cbu, cvu" },
    Scheme { country: "BR", name: "cpf", kind: TaxId, shape: "d11", alone: Look("ddd.ddd.ddd-dd"), check: cpf, labels: "cpf, meu cpf, número do cpf, cpf/mf, cadastro de pessoas físicas, brazilian national identifier, cpf nº" },
    Scheme { country: "BR", name: "cnpj", kind: BusinessId, shape: "d14|x12d2", alone: Look("dd.ddd.ddd/dddd-dd"), check: cnpj, labels: "cnpj, número do cnpj, cnpj da empresa, cadastro nacional da pessoa jurídica, brazilian company identifier" },
    Scheme { country: "BR", name: "cns", kind: HealthId, shape: "d15", alone: No, check: |n| sum(n, &[15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0 && matches!(d(n, 0), 1 | 2 | 7 | 8 | 9), labels: "cns, cartão sus, cartão nacional de saúde, cartão do sus, sus" },
    Scheme { country: "BR", name: "pis", kind: NationalId, shape: "d11", alone: No, check: |n| { let check = 11 - sum(n, &[3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11; if check >= 10 { 0 } else { check } }.eq(&last(n)), labels: "pis, pasep, nis, nit, pis/pasep, número do pis" },
    Scheme { country: "CL", name: "rut", kind: NationalId, shape: "d8x|d7x", alone: Look("dd.ddd.ddd-x"), check: rut_cl, labels: "rut, run, mi rut, número de rut, rol único tributario, r.u.t" },
    Scheme { country: "CO", name: "nit", kind: TaxId, shape: "d9|d10", alone: No, check: nit_co, labels: "nit, número de nit, número de identificación tributaria, colombian identity code, n.i.t, nit de la empresa" },
    Scheme { country: "CR", name: "cpf", kind: NationalId, shape: "d9|d10", alone: No, check: |n| n.len() == 9 || d(n, 0) == 0, labels: "cédula, cédula de identidad, cpf, cédula de persona física, cédula física, número de cédula" },
    Scheme { country: "CR", name: "cpj", kind: BusinessId, shape: "d10", alone: No, check: |n| { let class = value(n.get(1..4).unwrap_or(&[])); match d(n, 0) { 2 => matches!(class, 100 | 200 | 300 | 400), 3 => matches!(class, 2..=14 | 101..=110), 4 => class == 0, 5 => class == 1, _ => false } }, labels: "cpj, cédula jurídica, cédula de persona jurídica" },
    Scheme { country: "CR", name: "cr", kind: NationalId, shape: "d11|d12", alone: No, check: |n| d(n, 0) == 1, labels: "cédula de residencia, cr, dimex" },
    Scheme { country: "CU", name: "ni", kind: NationalId, shape: "d11", alone: No, check: |n| month_day(d(n, 2) * 10 + d(n, 3), d(n, 4) * 10 + d(n, 5)), labels: "ni, número de identidad, carné de identidad, carnet de identidad" },
    Scheme { country: "DO", name: "cedula", kind: NationalId, shape: "d11", alone: No, check: luhn, labels: "cédula, cédula de identidad, número de cédula, mi cédula, cedula de identidad y electoral" },
    Scheme { country: "DO", name: "rnc", kind: TaxId, shape: "d9", alone: No, check: |n| (10 - sum(n, &[7, 9, 8, 6, 5, 4, 3, 2]) % 11).rem_euclid(9) + 1 == last(n), labels: "rnc, registro nacional del contribuyente, número de rnc" },
    Scheme { country: "EC", name: "ci", kind: NationalId, shape: "d10", alone: No, check: cedula_ec, labels: "ci, cédula, cédula de identidad, cédula de ciudadanía, número de cédula, mi cédula" },
    Scheme { country: "EC", name: "ruc", kind: TaxId, shape: "d13", alone: No, check: ruc_ec, labels: "ruc, registro único de contribuyentes, número de ruc" },
    Scheme { country: "GT", name: "nit", kind: TaxId, shape: "d5x|d6x|d7x|d8x", alone: No, check: |n| { let Some((check, body)) = n.split_last() else { return false }; let total: i32 = body.iter().rev().enumerate().map(|(i, b)| (i as i32 + 2) * i32::from(b.wrapping_sub(b'0'))).sum(); b"0123456789K".get((11 - total % 11) as usize % 11) == Some(check) }, labels: "nit, número de identificación tributaria, guatemala tax number, número de nit" },
    Scheme { country: "MX", name: "curp", kind: NationalId, shape: "a4d6a6x2", alone: Bare, check: curp, labels: "curp, clave única de registro de población, mi curp" },
    Scheme { country: "MX", name: "rfc", kind: TaxId, shape: "a3d6x3|a4d6x3|a4d6", alone: No, check: rfc, labels: "rfc, registro federal de contribuyentes, mi rfc, mexican tax number, r.f.c" },
    Scheme { country: "MX", name: "clabe", kind: BankAccount, shape: "d18", alone: No, check: |n| { let total: i32 = (0..17).map(|i| d(n, i) * [3, 7, 1].get(i % 3).copied().unwrap_or(0) % 10).sum(); (10 - total % 10) % 10 == last(n) }, labels: "clabe, clabe interbancaria, clave interbancaria, cuenta clabe" },
    Scheme { country: "MX", name: "nss", kind: HealthId, shape: "d11", alone: No, check: luhn, labels: "nss, número de seguridad social, imss, seguro social" },
    Scheme { country: "PE", name: "cui", kind: NationalId, shape: "d8x", alone: No, check: |n| { let rest = sum(n, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11; let at = rest as usize; [b"65432110987".get(at), b"KJIHGFEDCBA".get(at)].contains(&n.last()) }, labels: "cui, dni, cédula única de identidad, documento nacional de identidad, peruvian identity number" },
    Scheme { country: "PE", name: "ruc", kind: TaxId, shape: "d11", alone: No, check: |n| (11 - sum(n, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 10 == last(n) && matches!(d(n, 0) * 10 + d(n, 1), 10 | 15 | 16 | 17 | 20), labels: "ruc, registro único de contribuyentes, número de ruc" },
    Scheme { country: "PY", name: "ruc", kind: TaxId, shape: "d6|d7|d8|d9", alone: No, check: |n| { let rest = mod11_from_right(n, &[2, 3, 4, 5, 6, 7, 8, 9, 10]); (11 - rest) % 11 % 10 == last(n) }, labels: "ruc, registro único de contribuyentes, paraguay tax number" },
    Scheme { country: "SV", name: "nit", kind: TaxId, shape: "d14", alone: Look("dddd-dddddd-ddd-d"), check: |n| nit_sv(n) && matches!(d(n, 0), 0 | 1 | 9), labels: "nit, número de identificación tributaria" },
    Scheme { country: "UY", name: "rut", kind: TaxId, shape: "d12", alone: No, check: |n| { let check = (11 - sum(n, &[4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11; check == last(n) && matches!(d(n, 0) * 10 + d(n, 1), 1..=22) }, labels: "rut, registro único tributario, uruguay tax number, número de rut" },
    Scheme { country: "UY", name: "ci", kind: NationalId, shape: "d8|d7", alone: No, check: |n| { let mut eight = *b"00000000"; for (slot, b) in eight.iter_mut().skip(8 - n.len().min(8)).zip(n) { *slot = *b; } (10 - sum(&eight, &[2, 9, 8, 7, 6, 3, 4]) % 10) % 10 == last(n) }, labels: "ci, cédula, cédula de identidad, número de cédula" },
    Scheme { country: "VE", name: "rif", kind: TaxId, shape: "ad9", alone: No, check: rif, labels: "rif, registro de identificación fiscal, número de rif, venezuelan vat number, venezuelan tax number" },
    Scheme { country: "US", name: "dea", kind: HealthId, shape: "a2d7|ad8", alone: No, check: |n| { let n = n.get(2..).unwrap_or(&[]); n.len() == 7 && sum(n, &[1, 2, 1, 2, 1, 2]) % 10 == last(n) && base36(n.first().copied().unwrap_or(0)).is_some() }, labels: "dea, dea number, dea no, dea registration" },
];
