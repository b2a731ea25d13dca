//! `hushwire mask`: one JSON object a line in, one a line out, in the same order.
//!
//! ```text
//! {"text":"my card is 4242 4242 4242 4242"}
//! {"spans":[{"start":11,"end":30,"kind":"credit-card","score":1.0,"action":"mask","scheme":"visa"}],"masked":"my card is [card ••4242]"}
//! ```
//! Offsets count Unicode code points. A line that cannot be read is answered by `{"error": …}`, and the exit code is 1
//! at the end. Nothing of a line is ever in an error.

use std::{
    borrow::Cow,
    io::{self, BufReader, BufWriter, Read, Write},
    path::PathBuf,
};

use clap::{Args, ValueEnum};
use hushwire_mask::{Action, Direction, Explanation, Finding, Kind, Masker, Policy, Vault};
use serde::{Deserialize, Serialize};

use crate::{
    failure::{Done, Failure},
    lines::{self, Reading},
    points::Points,
    policy,
};

/// A chat message has a few hundred characters; a line of this length is a whole book, or not JSON lines at all.
const LONGEST_LINE: usize = 16 << 20;

#[derive(Args)]
pub(crate) struct MaskCommand {
    /// What to do about which kind ([[rule]] tables as in a manifest); everything is masked if left out.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Where the writers are, as in gb,de: helps to recognise their identity numbers.
    #[arg(long, value_name = "COUNTRIES", value_delimiter = ',', value_parser = country)]
    countries: Vec<String>,
    /// Say for everything that a rule saw why it was masked or why not.
    #[arg(long)]
    explain: bool,
    /// Which way the texts go.
    #[arg(long, value_enum, default_value_t = Way::ToDesk)]
    direction: Way,
}

#[derive(Clone, Copy, ValueEnum)]
enum Way {
    /// From the customer to the desk.
    ToDesk,
    /// From the desk to the customer.
    ToCustomer,
}

fn country(word: &str) -> Result<String, &'static str> {
    policy::parse_country(word).ok_or("a country has two letters, like gb")
}

pub(crate) fn run(command: &MaskCommand, screen: &mut dyn Write) -> Result<Done, Failure> {
    let policy = command
        .policy
        .as_deref()
        .map_or_else(|| Ok(Policy::default()), policy::read)?;
    let direction = match command.direction {
        Way::ToDesk => Direction::ToDesk,
        Way::ToCustomer => Direction::ToCustomer,
    };
    let mut answers = Answers::new(policy.with_countries(&command.countries), direction);
    answers.explain = command.explain;
    let lines = BufReader::with_capacity(1 << 16, io::stdin().lock());
    answer_lines(&answers, lines, BufWriter::with_capacity(1 << 16, screen))
}

/// Answers each line. Whoever waits for an answer before writing the next line gets it, and whoever pipes a file through
/// is not slowed down: answers are handed on whenever no whole line is left to be read without waiting.
fn answer_lines(answers: &Answers, mut lines: BufReader<impl Read>, mut out: impl Write) -> Result<Done, Failure> {
    let mut done = Done::Well;
    let mut line = Vec::new();
    loop {
        if !lines.buffer().contains(&b'\n') {
            out.flush()?;
        }
        line.clear();
        let written = match lines::read(&mut lines, &mut line, LONGEST_LINE)? {
            Reading::Line => answers.answer(&line, &mut out)?,
            Reading::TooLong => complain("the line is longer than 16 MiB", &mut out)?,
            Reading::End => break,
        };
        if let Written::Complaint = written {
            done = Done::WithComplaints;
        }
    }
    out.flush()?;
    Ok(done)
}

/// What a line asks. Other members of the object are ignored, so that lines may carry an id.
#[derive(Deserialize)]
struct Question<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

#[derive(Serialize)]
struct Answer<'a> {
    spans: Vec<Span>,
    masked: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Vec<Reason>>,
}

/// One thing that a rule saw.
#[derive(Serialize)]
struct Reason {
    #[serde(flatten)]
    span: Span,
    rule: &'static str,
    verdict: &'static str,
    threshold: f32,
    /// The cue word that speaks for it: its first code point, and the one after its last.
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checksum: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom: Option<String>,
}

#[derive(Serialize)]
struct Span {
    start: usize,
    end: usize,
    kind: &'static str,
    score: f32,
    action: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheme: Option<&'static str>,
}

#[derive(Serialize)]
struct Complaint {
    error: &'static str,
}

enum Written {
    Answer,
    Complaint,
}

struct Answers {
    masker: Masker,
    /// The same policy with "mask" for "block". A blocked text is never sent, but its line has to be answered, and
    /// with nothing that the policy keeps from being sent.
    unblocked: Masker,
    direction: Direction,
    explain: bool,
}

impl Answers {
    fn new(policy: Policy, direction: Direction) -> Self {
        let unblocked =
            Kind::ALL
                .into_iter()
                .fold(policy.clone(), |unblocked, kind| match policy.action(kind, direction) {
                    Action::Block => unblocked.with_rule(kind, Some(direction), Action::Mask),
                    Action::Allow | Action::Warn | Action::Mask => unblocked,
                });
        Self {
            masker: Masker::new(policy),
            unblocked: Masker::new(unblocked),
            direction,
            explain: false,
        }
    }

    fn answer(&self, line: &[u8], out: &mut impl Write) -> Result<Written, Failure> {
        // serde takes an array of one string for the object as well.
        if !line.trim_ascii_start().starts_with(b"{") {
            return complain(NOT_A_QUESTION, out);
        }
        let question: Question<'_> = match serde_json::from_slice(line) {
            Ok(question) => question,
            Err(error) => return complain(complaint(&error), out),
        };
        let text = &*question.text;
        let masked = self.masker.mask(text, self.direction, &mut Vault::default());
        let (masked, findings) = match masked {
            Ok(masked) => (masked.text, masked.findings),
            Err(blocked) => match self.unblocked.mask(text, self.direction, &mut Vault::default()) {
                Ok(masked) => (masked.text, blocked.findings),
                Err(_) => (String::new(), blocked.findings),
            },
        };
        write_line(
            &Answer {
                spans: spans(text, &findings),
                masked: &masked,
                explained: self
                    .explain
                    .then(|| reasons(text, self.masker.explain(text, self.direction))),
            },
            out,
        )?;
        Ok(Written::Answer)
    }
}

const NOT_A_QUESTION: &str = "the line is not a JSON object with a string called \"text\"";

/// serde_json's own words quote the line, which is somebody's message.
fn complaint(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Data => NOT_A_QUESTION,
        _ => "the line is not JSON",
    }
}

fn complain(error: &'static str, out: &mut impl Write) -> Result<Written, Failure> {
    write_line(&Complaint { error }, out)?;
    Ok(Written::Complaint)
}

fn write_line(line: &impl Serialize, out: &mut impl Write) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, line).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// Explanations with offsets in code points. They overlap, and cues stand anywhere: each is counted from the beginning.
fn reasons(text: &str, explained: Vec<Explanation>) -> Vec<Reason> {
    let point = |byte: usize| Points::of(text).before(byte);
    let reason = |one: Explanation| Reason {
        span: Span {
            start: point(one.finding.start),
            end: point(one.finding.end),
            kind: one.finding.kind.as_str(),
            score: one.finding.score,
            action: one.finding.action.as_str(),
            country: one.finding.country,
            scheme: one.finding.scheme,
        },
        rule: one.rule,
        verdict: one.verdict.as_str(),
        threshold: one.threshold,
        cue: one.cue.map(|(start, end)| [point(start), point(end)]),
        checksum: one.checksum,
        custom: one.custom,
    };
    explained.into_iter().map(reason).collect()
}

/// Findings with offsets in code points. They come sorted, so the text is counted through once.
fn spans(text: &str, findings: &[Finding]) -> Vec<Span> {
    let mut counted = Points::of(text);
    let mut spans = Vec::with_capacity(findings.len());
    for finding in findings {
        let Finding {
            start,
            end,
            kind,
            score,
            action,
            country,
            scheme,
        } = *finding;
        spans.push(Span {
            start: counted.before(start),
            end: counted.before(end),
            kind: kind.as_str(),
            score,
            action: action.as_str(),
            country,
            scheme,
        });
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says when it was written to and when it was flushed.
    #[derive(Default)]
    struct Terminal {
        written: usize,
        seen: usize,
    }

    impl Write for Terminal {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.written += bytes.iter().filter(|byte| **byte == b'\n').count();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            self.seen = self.written;
            Ok(())
        }
    }

    /// Gives the next line only if the answers to all lines before it have been seen.
    struct Person<'a> {
        terminal: &'a std::cell::RefCell<Terminal>,
        asked: usize,
    }

    impl Read for Person<'_> {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            assert_eq!(
                self.terminal.borrow().seen,
                self.asked,
                "waits for an answer that was never flushed"
            );
            if self.asked == 3 {
                return Ok(0);
            }
            self.asked += 1;
            let line = b"{\"text\":\"hello\"}\n";
            bytes[..line.len()].copy_from_slice(line);
            Ok(line.len())
        }
    }

    struct Shared<'a>(&'a std::cell::RefCell<Terminal>);

    impl Write for Shared<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            self.0.borrow_mut().flush()
        }
    }

    #[test]
    fn whoever_waits_for_an_answer_gets_it_before_writing_the_next_line() {
        let terminal = std::cell::RefCell::default();
        let answers = Answers::new(Policy::default(), Direction::ToDesk);
        let person = BufReader::new(Person {
            terminal: &terminal,
            asked: 0,
        });
        assert!(matches!(
            answer_lines(&answers, person, BufWriter::new(Shared(&terminal))),
            Ok(Done::Well)
        ));
        assert_eq!(terminal.borrow().seen, 3);
    }
}
