//! Mines the files that are named and prints `report.html`:
//! `cargo run --example report -- page.txt … > report.html`.

use gongwen::{Config, Miner};
use gongwen_report::{ErrorRecord, Summary};
use std::error::Error;
use std::fs;
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let miner = Miner::new(Config::default())?;
    let mut comparer = miner.comparer()?;
    let mut summary = Summary::new();
    let mut docs = Vec::new();
    for file in std::env::args().skip(1) {
        let read = fs::read(&file)
            .map_err(|e| e.to_string())
            .and_then(|bytes| miner.read(&file, &bytes).map_err(|e| e.to_string()));
        match read {
            Ok(doc) => {
                summary.add_page(&doc, &miner.extract(&doc));
                comparer.add(miner.fold(&doc))?;
                docs.push(file);
            }
            Err(message) => summary.add_error(&ErrorRecord { file, place: None, message }),
        }
    }
    summary.add_reuse(&comparer.finish()?, &docs);
    io::stderr().write_all(summary.render_text(100).as_bytes())?;
    summary.write_html(&mut io::stdout().lock())?;
    Ok(())
}
