//! What the documents promise exists: every command is understood by the program it names, and
//! every link leads to a file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what only tests call may stop a test")]

use std::path::{Path, PathBuf};

use cargo_metadata::MetadataCommand;
use clap::Parser;

const DOCUMENTS: [&str; 4] = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "tests/README.md"];

#[test]
fn the_readme_starts_with_exactly_two_commands() {
    let text = std::fs::read_to_string(root().join("README.md")).unwrap();
    let first = commands(&text).into_iter().take_while(|command| command.block == 0);
    let lines: Vec<_> = first.map(|command| command.line).collect();
    assert_eq!(lines, ["cargo xtask start", "cargo xtask test"]);
}

#[test]
fn every_command_of_the_build_tool_that_a_document_names_is_one() {
    let mut named = 0;
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        for command in commands(&text)
            .into_iter()
            .filter(|command| command.line.starts_with("cargo xtask"))
        {
            if let Err(refusal) = understood(&command.line) {
                panic!("{document}: {}: {refusal}", command.line);
            }
            named += 1;
        }
    }
    assert!(
        named >= 4,
        "only {named} commands were found; are code blocks still marked ```sh?"
    );
}

#[test]
fn every_link_of_a_document_to_the_tree_leads_to_a_file() {
    for document in DOCUMENTS {
        let path = root().join(document);
        let text = std::fs::read_to_string(&path).unwrap();
        for link in links(&text) {
            let target = path.parent().unwrap().join(&link);
            assert!(target.exists(), "{document} links to {link}, which is not there");
        }
    }
}

#[test]
fn a_command_that_does_not_exist_would_be_caught() {
    for wrong in [
        "cargo xtask deploy",
        "cargo xtask start --prot 1",
        "cargo xtask test --only nothing",
    ] {
        assert!(understood(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn links_and_commands_are_found_where_they_stand() {
    let text =
        "See [a](b/c.md#d), [x](https://x.example).\n```sh\ncargo xtask test # all\n```\n```text\ncargo no\n```\n";
    assert_eq!(links(text), ["b/c.md"]);
    let lines: Vec<_> = commands(text).into_iter().map(|command| command.line).collect();
    assert_eq!(lines, ["cargo xtask test"]);
}

fn root() -> PathBuf {
    MetadataCommand::new()
        .no_deps()
        .exec()
        .unwrap()
        .workspace_root
        .into_std_path_buf()
}

fn understood(line: &str) -> Result<(), String> {
    let words = line.split_whitespace().skip(1);
    xtask::Cli::try_parse_from(words)
        .map(|_| ())
        .map_err(|refusal| refusal.to_string())
}

struct Command {
    /// Counted from 0 over the document's blocks of commands.
    block: usize,
    line: String,
}

/// The lines of all code blocks marked `sh`, without their comments.
fn commands(text: &str) -> Vec<Command> {
    let blocks = text
        .split("```sh\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    blocks
        .enumerate()
        .flat_map(|(block, lines)| lines.lines().map(move |line| (block, line)))
        .filter_map(|(block, line)| {
            let line = line.split(" #").next().unwrap_or_default().trim().to_owned();
            (!line.is_empty()).then_some(Command { block, line })
        })
        .collect()
}

/// The targets of all links that name no other host, without their fragments.
fn links(text: &str) -> Vec<String> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| !target.contains("://"))
        .filter_map(|target| target.split('#').next())
        .filter(|target| !target.is_empty() && !Path::new(target).is_absolute())
        .map(str::to_owned)
        .collect()
}
