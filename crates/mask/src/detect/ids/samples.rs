//! Numbers that must be caught and numbers that must not. All are made up: built to pass their own check.

use super::super::Samples;
use crate::kind::Kind;

pub(in super::super) static SAMPLES: &[Samples] = &[
    Samples {
        kind: Kind::NationalId,
        must: &[
            "my ssn is «374-15-9928»",
            "«374-15-9928»",
            "social security number: «374159928»",
            "mein Geburtsort ... meine SV-Nummer ist «65180539W001»",
            "mi DNI es «12345678Z»",
            "NIE «X1234567L»",
            "mijn BSN is «111222333»",
            "mój PESEL to «44051401359»",
            "mitt personnummer är «811228-9874»",
            "TC kimlik numaram «10000000146»",
            "mon numéro de sécurité sociale est le «2 55 08 14 168 025 38»",
            "«756.9217.0769.85»",
            "moj OIB je «94577403194»",
            "my national insurance number is «AB 12 34 56 C»",
        ],
        must_not: &[
            "order 374-15-9928",
            "000-12-3456",
            "mi DNI es 12345678A",
            "BSN 111222334",
            "PESEL 44051401358",
            "44051401359",
            "item 111222333",
        ],
    },
    Samples {
        kind: Kind::TaxId,
        must: &[
            "meu CPF é «390.533.447-05»",
            "«390.533.447-05»",
            "il mio codice fiscale è «RCCMNL83S18D969H»",
            "Steuer-ID: «36 574 261 809»",
            "USt-IdNr. «DE136695976»",
            "partita IVA «00743110157»",
            "NIP «856-734-62-15»",
            "my PAN is «ACUPA7085R»",
            "NIF «501 964 843»",
        ],
        must_not: &[
            "CPF 390.533.447-04",
            "NIP 856-734-62-16",
            "Steuer-ID: 36 574 261 890",
            "codice fiscale RCCMNL83S18D969K",
        ],
    },
    Samples {
        kind: Kind::BusinessId,
        must: &[
            "CNPJ «16.727.230/0001-97»",
            "EIN «91-1144442»",
            "SIRET «73282932000074»",
            "KRS ... NIP ... REGON «192598184»",
        ],
        must_not: &["SIRET 73282932000075", "CNPJ 16.727.230/0001-98"],
    },
    Samples {
        kind: Kind::HealthId,
        must: &[
            "my NHS number is «943 476 5919»",
            "medicare card «2123456701»",
            "NPI «1234567893»",
        ],
        must_not: &["NHS number 943 476 5918"],
    },
];
