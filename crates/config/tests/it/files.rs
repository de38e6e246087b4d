//! Files that cannot be read, or not be understood.

use std::ffi::OsString;

use config::Config;

use crate::{Folder, errors};

#[test]
fn all_syntax_errors_of_a_file_are_reported_without_its_text() {
    let file = "[database]\nurl = \"hunter2\nmax_connections = 4\n[server]\nport = = 2\nport = 3\n[server]\n";
    let shown = errors(&[("KONTOR_JOBS_POLL", "soon"), ("KONTOR_ENV", "production")], Some(file));
    assert!(!shown.contains("hunter2"));
    insta::assert_snapshot!(shown, @r#"
    the settings have 6 errors
    - line 5 of kontor.toml cannot be read: extra `=`, expected nothing
    - line 5 of kontor.toml cannot be read: unexpected key or value, expected newline, `#`
    - line 2 of kontor.toml cannot be read: invalid basic string, expected `"`
    - line 6 of kontor.toml cannot be read: duplicate key
    - line 7 of kontor.toml cannot be read: duplicate key
    - KONTOR_JOBS_POLL (jobs.poll_interval) in the environment is "soon": expected a duration above zero like 500ms, 10s, 5min or 2h; set for example KONTOR_JOBS_POLL=5s
    "#);
}

#[test]
fn a_section_must_be_a_section() {
    let shown = errors(&[], Some("server = 8080\n"));
    insta::assert_snapshot!(shown, @r#"
    the settings have 1 error
    - line 1 of kontor.toml cannot be read: server is a section; write [server] and its settings below
    "#);
}

#[test]
fn a_bad_line_of_dotenv_is_named_by_its_number() {
    let folder = Folder::new();
    folder.write(".env", "KONTOR_PORT=x\n\nREDIS URL=hunter2\nKONTOR_CACHE=maybe\n");
    let shown = folder.load(&[]).expect_err("three lines are wrong").to_string();
    assert!(!shown.contains("hunter2"));
    insta::assert_snapshot!(shown, @r#"
    the settings have 3 errors
    - line 3 of .env cannot be read: it is not NAME=value; put a value with blanks, # or $ in single quotes
    - KONTOR_PORT (server.port) in .env is "x": expected a port from 0 to 65535; set for example KONTOR_PORT=8080
    - KONTOR_CACHE (cache.enabled) in .env is "maybe": expected true or false; set for example KONTOR_CACHE=true
    "#);
}

#[test]
fn a_file_that_was_asked_for_must_be_there() {
    let folder = Folder::new();
    assert!(folder.load(&[]).is_ok(), "without being asked for, no file is needed");

    let shown = folder.load(&[("KONTOR_CONFIG", "absent.toml")]).expect_err("it is absent").to_string();
    assert!(shown.contains("absent.toml cannot be read") && shown.contains("KONTOR_CONFIG"), "{shown}");
}

#[cfg(unix)]
#[test]
fn a_variable_must_be_text() {
    use std::os::unix::ffi::OsStringExt;

    let folder = Folder::new();
    let bad = || OsString::from_vec(vec![b'h', 0xff]);
    let foreign = [(OsString::from("LS_COLORS"), bad())];
    assert!(Config::load_in(folder.path(), foreign).is_ok());

    let ours = [(OsString::from("REDIS_URL"), bad())];
    let shown = Config::load_in(folder.path(), ours).expect_err("it is not text").to_string();
    assert!(shown.contains("REDIS_URL in the environment cannot be read: it is not UTF-8"), "{shown}");
}
