//! Starting other programs: quietly (their words are shown only when they fail) or loudly.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Failure;

pub(crate) struct Program {
    command: Command,
    line: String,
}

const OURS: [&str; 4] = ["CARGO_BIN_", "CARGO_CRATE_", "CARGO_MANIFEST_", "CARGO_PKG_"];

impl Program {
    pub(crate) fn new(name: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(name.as_ref());
        // Nobody answers questions here, and CI has no standard input.
        command.stdin(Stdio::null());
        // The place where a program lies is of no interest to whoever reads that it failed.
        let name = Path::new(name.as_ref());
        let line = name.file_name().unwrap_or(name.as_os_str());
        Self {
            command,
            line: line.to_string_lossy().into_owned(),
        }
    }

    /// The cargo that runs us, so that one toolchain builds everything.
    pub(crate) fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())).called_from_a_shell()
    }

    /// Without what cargo told us about our own package: some build scripts read it, and would run again each time that
    /// somebody calls cargo directly in between.
    pub(crate) fn called_from_a_shell(self) -> Self {
        std::env::vars_os()
            .filter_map(|(name, _)| name.into_string().ok())
            .filter(|name| OURS.iter().any(|ours| name.starts_with(ours)))
            .fold(self, |program, name| program.without_env(&name))
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.line.push(' ');
        self.line.push_str(&arg.as_ref().to_string_lossy());
        self.command.arg(arg);
        self
    }

    pub(crate) fn args<S: AsRef<OsStr>>(self, args: impl IntoIterator<Item = S>) -> Self {
        args.into_iter().fold(self, Self::arg)
    }

    pub(crate) fn within(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Runs to the end; its words are returned, or shown in the failure.
    pub(crate) fn quiet(mut self) -> Result<String, Failure> {
        let output = self.command.output().map_err(|cause| self.not_started(&cause))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(said);
        }
        let complaint = String::from_utf8_lossy(&output.stderr);
        Err(Failure::Program {
            line: self.line,
            said: format!("{said}{complaint}").trim_end().to_owned(),
        })
    }

    /// Runs to the end in sight of the person.
    pub(crate) fn loud(mut self) -> Result<(), Failure> {
        let status = self.command.status().map_err(|cause| self.not_started(&cause))?;
        if status.success() {
            Ok(())
        } else {
            Err(Failure::Program {
                line: self.line,
                said: String::new(),
            })
        }
    }

    /// Runs to the end in sight of the person, every line of its output shown to `hear` as well.
    /// Tells whether it ended well.
    pub(crate) fn overheard(mut self, mut hear: impl FnMut(&str)) -> Result<bool, Failure> {
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|cause| self.not_started(&cause))?;
        if let Some(stdout) = child.stdout.take() {
            let mut reader = BufReader::new(stdout);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).map_err(Failure::disk(&self.line))? > 0 {
                let text = String::from_utf8_lossy(&line);
                print!("{text}");
                hear(text.trim_end());
                line.clear();
            }
        }
        Ok(child.wait().map_err(Failure::disk(&self.line))?.success())
    }

    /// Becomes this program: signals reach it directly and its exit code is ours. Returns only
    /// when it could not be started.
    #[cfg(unix)]
    pub(crate) fn become_it(mut self) -> Failure {
        use std::os::unix::process::CommandExt;
        let cause = self.command.exec();
        self.not_started(&cause)
    }

    fn not_started(&self, cause: &std::io::Error) -> Failure {
        let name = self.command.get_program().to_string_lossy();
        Failure::missing(
            format!("{name} could not be started ({cause})."),
            format!("Install {name} so that it is found on PATH, then run the same command again."),
        )
    }
}
