//! Contenders that take turns, and the table of what came of it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Rounds of every contender.
const ROUNDS: usize = 7;

/// Several tools on the same input.
pub(crate) struct Race<'a> {
    title: &'a str,
    /// Bytes of the input; none where a run has no input and its time itself is told.
    bytes: Option<usize>,
    contenders: Vec<Contender<'a>>,
}

struct Contender<'a> {
    name: String,
    run: Box<dyn FnMut() -> Result<f64, String> + 'a>,
    best: Result<f64, String>,
}

impl<'a> Race<'a> {
    /// A race over an input of `bytes`; the first contender is the measure of the others.
    pub(crate) fn over(title: &'a str, bytes: usize) -> Self {
        Self { title, bytes: Some(bytes), contenders: Vec::new() }
    }

    /// A race of runs without an input.
    pub(crate) fn of(title: &'a str) -> Self {
        Self { title, bytes: None, contenders: Vec::new() }
    }

    /// Adds a tool; what it returns is kept from being optimised away.
    pub(crate) fn add<T>(mut self, name: &str, mut run: impl FnMut() -> T + 'a) -> Self {
        self.contenders.push(Contender {
            name: name.to_owned(),
            run: Box::new(move || {
                let start = Instant::now();
                std::hint::black_box(run());
                Ok(start.elapsed().as_secs_f64())
            }),
            best: Ok(f64::INFINITY),
        });
        self
    }

    /// Adds a tool of a script, by name. A slow one may be given a part of the input: its time is scaled up.
    pub(crate) fn add_script(mut self, script: &'a Script, tool: &'a str, input: &'a [u8]) -> Self {
        let parts = self.bytes.unwrap_or(input.len()) as f64 / input.len() as f64;
        self.contenders.push(Contender {
            name: tool.to_owned(),
            run: Box::new(move || Ok(script.time(tool, input)? * parts)),
            best: Ok(f64::INFINITY),
        });
        self
    }

    /// Runs all rounds and prints the table.
    pub(crate) fn run(mut self) {
        for _ in 0..ROUNDS {
            for contender in &mut self.contenders {
                if let Ok(best) = contender.best {
                    contender.best = (contender.run)().map(|seconds| seconds.min(best));
                }
            }
        }
        println!("\n{}", self.title);
        let ours = self.contenders.first().and_then(|c| c.best.clone().ok()).unwrap_or(f64::NAN);
        for Contender { name, best, .. } in &self.contenders {
            match (best, self.bytes) {
                (Ok(s), Some(bytes)) => {
                    println!("  {name:<36} {:>9.4} MB/s {:>8.4} x", bytes as f64 / 1e6 / s, ours / s);
                }
                (Ok(s), None) => println!("  {name:<36} {:>9.4} ms   {:>8.4} x", s * 1e3, ours / s),
                (Err(why), _) => println!("  {name:<36} skipped: {why}"),
            }
        }
    }
}

/// A programme in another language that times its tools on standard input and prints the seconds.
pub(crate) struct Script {
    /// Its path below this package.
    pub(crate) path: &'static str,
    /// The variable that names its interpreter, and the interpreter where it is not set.
    pub(crate) interpreter: (&'static str, &'static str),
}

impl Script {
    fn time(&self, tool: &str, input: &[u8]) -> Result<f64, String> {
        let (variable, default) = self.interpreter;
        let mut child = Command::new(std::env::var_os(variable).unwrap_or_else(|| default.into()))
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(self.path))
            .arg(tool)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| format!("no {default} ({e})"))?;
        let mut stdin = child.stdin.take().ok_or("no standard input")?;
        // A tool that is absent does not read.
        let _ = stdin.write_all(input);
        drop(stdin);
        let output = child.wait_with_output().map_err(|e| e.to_string())?;
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr);
            let error = message.lines().find(|l| l.contains("Error")).or(message.lines().last());
            return Err(error.unwrap_or("it failed").to_owned());
        }
        let seconds = String::from_utf8_lossy(&output.stdout);
        seconds.trim().parse().map_err(|_| format!("it printed {seconds}"))
    }
}
