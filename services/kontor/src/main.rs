//! `kontor`, the command.

use std::process::ExitCode;

use clap::Parser;
use kontor::cli::Cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kontor::cli::run(Cli::parse())
}
