//! A folder that goes away, and the built command in it.
#![allow(dead_code, unreachable_pub, missing_docs, clippy::unwrap_used, clippy::panic)]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

/// A second in the tests' present.
pub const NOW: u64 = 1_900_000_000;
pub const DAY: u64 = 86_400;

pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let unique = format!(
            "hushwire-cli-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(unique);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Runs `hushwire` in this folder at [`NOW`]; the arguments are separated by blanks.
    pub fn hushwire(&self, arguments: &str) -> Ran {
        self.hushwire_at(NOW, arguments)
    }

    pub fn hushwire_at(&self, now: u64, arguments: &str) -> Ran {
        self.run(&format!("--now {now} {arguments}"), None)
    }

    pub fn hushwire_with_input(&self, arguments: &str, input: &str) -> Ran {
        self.run(arguments, Some(input.as_bytes()))
    }

    pub fn run(&self, arguments: &str, input: Option<&[u8]>) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hushwire"))
            .args(arguments.split_whitespace())
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.unwrap_or_default().to_vec();
        // From another thread, or the two pipes could wait for each other.
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        // A command that refuses its arguments does not read its input.
        let _ = writer.join().unwrap();
        Ran {
            arguments: arguments.to_owned(),
            output,
        }
    }

    /// A desk in `desk/` with the template's manifest signed.
    pub fn with_desk(self) -> Self {
        self.hushwire("desk new --out desk").succeeds();
        self.hushwire("manifest new --out manifest.toml").succeeds();
        self.hushwire("manifest sign --desk desk").succeeds();
        self
    }

    #[cfg(unix)]
    pub fn mode(&self, name: &str) -> u32 {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(self.path(name)).unwrap().permissions().mode() & 0o777
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub struct Ran {
    arguments: String,
    output: Output,
}

impl Ran {
    pub fn code(&self) -> i32 {
        self.output.status.code().unwrap()
    }

    pub fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    #[track_caller]
    pub fn succeeds(self) -> Self {
        assert_eq!(
            self.code(),
            0,
            "hushwire {}\n{}{}",
            self.arguments,
            self.stdout(),
            self.stderr()
        );
        assert_eq!(self.stderr(), "", "hushwire {}", self.arguments);
        self
    }

    /// Fails with exit code 1 and one sentence with all of these words in it.
    #[track_caller]
    pub fn fails_saying(self, words: &[&str]) -> Self {
        let said = self.stderr();
        assert_eq!(self.code(), 1, "hushwire {}\n{}{said}", self.arguments, self.stdout());
        assert_eq!(said.lines().count(), 1, "hushwire {}\n{said}", self.arguments);
        for word in words {
            assert!(
                said.contains(word),
                "hushwire {}: {word:?} is not in\n{said}",
                self.arguments
            );
        }
        self
    }

    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        let said = self.stdout();
        for word in words {
            assert!(
                said.contains(word),
                "hushwire {}: {word:?} is not in\n{said}",
                self.arguments
            );
        }
        self
    }
}

pub fn template() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/template.toml")).unwrap()
}
