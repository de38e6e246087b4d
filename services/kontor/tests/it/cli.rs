//! The executable from outside.

use std::process::{Command, Output};

fn kontor(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kontor"));
    command.args(arguments).current_dir(folder.path()).env_remove("DATABASE_URL");
    for (name, value) in environment {
        command.env(name, value);
    }
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn help_teaches() {
    let help = text(&kontor(&["--help"], &[]).stdout);
    for word in ["dev", "serve", "worker", "migrate", "seed", "import", "keys", "openapi", "doctor", ".env.example"] {
        assert!(help.contains(word), "{word} is not in:\n{help}");
    }
    insta::assert_snapshot!("help", help.replace(env!("CARGO_PKG_VERSION"), "[version]"));
    for command in ["dev", "serve", "migrate", "seed", "import", "keys", "doctor"] {
        let done = kontor(&[command, "--help"], &[]);
        assert!(done.status.success() && done.stdout.len() > 100, "{command}");
    }
}

#[test]
fn taking_over_says_what_it_needs() {
    let help = text(&kontor(&["import", "better-auth", "--help"], &[]).stdout);
    for word in ["BETTER_AUTH_SECRET", "AUTH_PREVIOUS_SECRETS", "--dry-run", "--schema", "passkeys"] {
        assert!(help.contains(word), "{word} is not in:\n{help}");
    }
    let done = kontor(&["import", "better-auth"], &[]);
    assert!(text(&done.stderr).contains("--from postgres://"), "{}", text(&done.stderr));
    let url = "postgres://ann:hunter2@127.0.0.1:1/auth";
    let done = kontor(&["import", "better-auth"], &[("BETTER_AUTH_DATABASE_URL", url)]);
    let told = text(&done.stderr);
    assert!(told.contains("cannot connect to the database of Better Auth") && !told.contains("hunter2"), "{told}");
    let done = kontor(&["keys", "status"], &[("ENCRYPTION_KEYS", "1:hunter2")]);
    let told = text(&done.stderr);
    assert!(told.contains("ENCRYPTION_KEYS") && !told.contains("hunter2"), "{told}");
}

#[test]
fn openapi_prints_the_document() {
    let done = kontor(&["openapi"], &[]);
    let document: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert!(document["paths"]["/store/products"]["get"].is_object());
}

#[test]
fn a_busy_port_is_one_clear_line() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    for command in ["serve", "dev"] {
        let done = kontor(&[command, "--port", &port.to_string()], &[]);
        let next = port.saturating_add(1);
        assert_eq!(done.status.code(), Some(1));
        assert_eq!(
            text(&done.stderr),
            format!(
                "kontor: port {port} is in use by another program: stop it, or choose another port with --port {next}\n"
            )
        );
    }
}

#[test]
fn wrong_settings_are_told_all_at_once() {
    let done = kontor(&["serve"], &[("KONTOR_PORT", "many"), ("DATABASE_MAX_CONNECTIONS", "-1")]);
    let message = text(&done.stderr);
    assert!(message.contains("KONTOR_PORT") && message.contains("DATABASE_MAX_CONNECTIONS"), "{message}");
    assert_eq!(done.status.code(), Some(1));
}

#[test]
fn an_unknown_service_is_named() {
    let done = kontor(&["serve", "catalogue"], &[]);
    assert!(text(&done.stderr).contains("catalog"), "{}", text(&done.stderr));
    assert_eq!(done.status.code(), Some(2));
}
