//! `kontor`, the command.

use std::process::ExitCode;

use clap::Parser;
use kontor::cli::Cli;

fn main() -> ExitCode {
    kontor::cli::run(Cli::parse())
}
