//! How the issuers of keys and tokens mark what they issue.
//!
//! Sources: the key formats that the issuers publish and that public secret scanners look for. Not every beginning has
//! been checked against its issuer's page; one that is wrong costs a missed key or a needless mask, nothing more.
//! Written as `beginning length`: at least so many characters of `A-Z a-z 0-9 _ - . = ~ + /` follow the beginning.
//! After `!` stand beginnings that ordinary words have too: there the rest must be one random run.

use std::sync::OnceLock;

/// What follows the beginning is longer than anything a person writes by chance; the shortest here is 10.
pub(super) static ISSUERS: &str = "\
!00 40|!1// 30|!4b1d 38|A3- 30|A3T 17|ABIA 16|ABSK 40|ACCA 16|AGE-SECRET-KEY-1 40|\
AIza 33|AKCp 60|AKIA 16|AKID 13|AQVN 30|ASIA 16|ATATT3 60|ATBB 28|ATCTT3 60|AstraCS: 20|\
!AC 32|!API- 20|BBDC- 30|CCIPAT_ 20|CCIPRJ_ 20|CFPAT- 30|CLOJARS_ 50|EAAA 50|\
EAACEdEose0cBA 10|EAAl 50|EZAK 40|EZTK 40|!EAAM 50|!EL 40|FLWPUBK- 10|FLWPUBK_TEST- 10|\
FLWSECK- 10|FLWSECK_TEST- 10|FlyV1 20|GOCSPX- 24|GR1348941 18|HRKU- 30|LTAI 16|NRAA- 20|\
NRAK- 20|NRII- 20|NRIQ- 20|NRJS- 15|NRRA- 20|PMAK- 40|SCW 17|SG. 40|SWMKEY-1- 30|\
SWMTKN-1- 40|!SK 32|VF. 20|!YC 38|_gitlab_session= 20|aio_ 20|amzn.mws. 30|api_org_ 30|\
apify_api_ 20|!api- 36|!authress_ 60|b_ 44|bedrock-api-key- 20|cfat_ 30|cfk_ 30|cfut_ 30|\
cmVmdGtu 50|!cio 30|!cmVmd 59|!co_ 36|dapi 30|dckr_oat_ 20|dckr_pat_ 20|ddapp_ 30|\
ddp_ 30|dnkey- 30|doo_v1_ 50|dop_v1_ 50|dor_v1_ 50|dp.ct. 30|dp.pt. 30|dp.sa. 30|\
dp.st. 30|dt0c01. 40|dt0s01. 40|duffel_live_ 30|duffel_test_ 30|e2b_ 20|eyJrIjoi 30|\
!ext_ 60|fcp_ 30|figd_ 30|fm1_ 40|fm2_ 40|fw_ 22|!fio-u- 40|gAAAA 80|gho_ 30|ghp_ 30|\
ghr_ 30|ghs_ 30|ghu_ 30|github_pat_ 30|glagent- 30|glc_ 30|glcbt- 20|gldt- 18|glffct- 18|\
glft- 18|glimt- 18|gloas- 30|glpat- 18|glptt- 30|glrt- 18|glsa_ 30|glsoat- 18|gsk_ 40|\
hf_ 30|hvb. 20|hvr. 20|hvs. 20|ico- 30|jfrt@ 20|!key- 30|lin_api_ 30|lin_oauth_ 30|\
lsv2_ 30|!live_ 30|mlsn. 30|!mob- 36|nfc_ 30|nfp_ 30|npm_ 30|ntn_ 30|!nvapi- 40|\
ops_eyJ 40|oy2 40|p8e- 30|pat-eu1- 30|pat-na1- 30|pcsk_ 30|pdl_live_ 20|pdl_sdbx_ 20|\
phc_ 30|phx_ 30|pk.eyJ 40|pk_live_ 10|pk_test_ 10|pnu_ 30|pplx- 30|pscale_oauth_ 30|\
pscale_pw_ 30|pscale_tkn_ 30|pul- 36|pypi- 50|!pat 60|!pubkey- 30|r8_ 30|rdme_ 40|\
rk_live_ 10|rk_prod_ 10|rk_test_ 10|rnd_ 20|rpa_ 30|rubygems_ 40|rzp_live_ 12|\
rzp_test_ 12|!re_ 24|s-s4t2af- 40|s-s4t2ud- 40|sat. 20|sb_publishable_ 20|sb_secret_ 20|\
sbp_ 30|sgp_ 30|sha256~ 30|shippo_live_ 30|shippo_test_ 30|shpat_ 28|shpca_ 28|shppa_ 28|\
shpss_ 28|sk- 30|sk-admin- 20|sk-ant- 20|sk-lf- 20|sk-or-v1- 20|sk-proj- 20|\
sk-svcacct- 20|sk.eyJ 40|sk_live_ 10|sk_prod_ 10|sk_test_ 10|sl. 60|sm_aat_ 15|\
sm_pat_ 15|sm_sat_ 15|sntryc_ 40|sntrys_ 40|sntryu_ 40|sq0atp- 20|sq0csp- 40|sq0idp- 20|\
ssh- 60|!sc_ 60|!scauth_ 60|!sdk- 36|!secret_ 40|tfp_ 30|tgp_v1_ 30|tk-us- 40|tr_dev_ 20|\
tr_prod_ 20|tskey- 20|tvly- 20|!t1. 40|!test_ 30|v1.0- 60|v1.1- 60|vck_ 40|vercel_ 20|\
waka_ 30|whsec_ 20|xai- 40|xapp- 10|xau_ 20|xkeysib- 40|xoxa- 10|xoxb- 10|xoxc- 10|\
xoxd- 10|xoxe- 10|xoxe.xox 20|xoxo- 10|xoxp- 10|xoxr- 10|xoxs- 10|xsmtpsib- 40|xwfp- 10|\
ya29. 20|zpka_ 30";

struct Issuer {
    beginning: &'static str,
    plain: bool,
    length: usize,
}

/// The list, read once. It is written in the order of first characters.
static INDEX: OnceLock<Vec<Issuer>> = OnceLock::new();

fn read(entry: &'static str) -> Option<Issuer> {
    let (beginning, length) = entry.split_once(' ')?;
    let (beginning, plain) = beginning
        .strip_prefix('!')
        .map_or((beginning, false), |beginning| (beginning, true));
    Some(Issuer {
        beginning,
        plain,
        length: length.parse().ok()?,
    })
}

/// What an issuer's beginning must not be mistaken for: the rest must look random (digits and letters mixed).
pub(super) fn issued(token: &[u8]) -> Option<&'static str> {
    let all = INDEX.get_or_init(|| ISSUERS.split('|').filter_map(read).collect());
    let first = token.first()?;
    let from = all.partition_point(|issuer| issuer.beginning.as_bytes().first() < Some(first));
    all.iter()
        .skip(from)
        .take_while(|issuer| issuer.beginning.as_bytes().first() == Some(first))
        .find_map(|issuer| {
            let rest = token.strip_prefix(issuer.beginning.as_bytes())?;
            let looks = if issuer.plain {
                one_run(rest)
            } else {
                random(rest, issuer.beginning.len())
            };
            (rest.len() >= issuer.length && looks).then_some(issuer.beginning)
        })
}

/// Whether something begins as a token does, whatever follows.
pub(crate) fn begins_like_a_secret(token: &[u8]) -> bool {
    let all = INDEX.get_or_init(|| ISSUERS.split('|').filter_map(read).collect());
    let Some(first) = token.first() else { return false };
    let from = all.partition_point(|issuer| issuer.beginning.as_bytes().first() < Some(first));
    let mut near = all
        .iter()
        .skip(from)
        .take_while(|issuer| issuer.beginning.as_bytes().first() == Some(first));
    token.starts_with(b"eyJ")
        || token.starts_with(b"ZXlK")
        || near.any(|issuer| token.starts_with(issuer.beginning.as_bytes()))
}

/// The shorter and plainer the beginning, the more the rest must look random.
fn random(rest: &[u8], beginning: usize) -> bool {
    let digits = rest.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = rest.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if beginning >= 4 {
        return digits > 0 || letters > 0 && distinct(rest) >= 6;
    }
    digits >= 2 && letters >= 4 && distinct(rest) >= 9
}

/// Letters and digits mixed all over, hardly a mark between them.
pub(super) fn one_run(rest: &[u8]) -> bool {
    let digits = rest.iter().filter(|b| b.is_ascii_digit()).count();
    let marks = rest.iter().filter(|b| !b.is_ascii_alphanumeric()).count();
    digits >= 3 && marks <= 5 && distinct(rest) >= 10 && rest.len() - digits >= 3
}

/// How many different characters a text has (letters and digits).
pub(super) fn distinct(text: &[u8]) -> u32 {
    text.iter().fold(0_u128, |seen, b| seen | 1 << (b & 127)).count_ones()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_in_the_order_of_their_first_characters() {
        let first = |entry: &str| entry.trim_start_matches('!').as_bytes()[0];
        let entries: Vec<&str> = ISSUERS.split('|').collect();
        assert!(entries.windows(2).all(|pair| first(pair[0]) <= first(pair[1])));
    }

    #[test]
    fn every_entry_is_a_beginning_and_a_length_of_ten_or_more() {
        for entry in ISSUERS.split('|') {
            let (beginning, length) = entry.split_once(' ').unwrap();
            let length: usize = length.parse().unwrap();
            assert!(
                !beginning.trim_start_matches('!').is_empty() && length >= 10 && beginning.len() + length >= 15,
                "{entry}"
            );
        }
    }
}
