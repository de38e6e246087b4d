//! `kontor openapi`

use std::{io::Write, process::ExitCode};

use crate::platform::{self, SERVICES};

pub(crate) fn openapi() -> anyhow::Result<ExitCode> {
    let document = platform::document(SERVICES).to_pretty_json()?;
    writeln!(std::io::stdout(), "{document}")?;
    Ok(ExitCode::SUCCESS)
}
