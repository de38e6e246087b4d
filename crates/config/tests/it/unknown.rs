//! Names that no setting has.

use crate::{errors, read};

#[test]
fn unknown_names_are_reported_with_what_was_meant() {
    let env = [
        ("KONTOR_PROT", "1"),
        ("KONTOR_SERVER_PORT", "1"),
        ("KONTOR_DATABASE_URL", "postgres://hunter2"),
        ("KONTOR_CONFG", "x"),
        ("KONTOR_FLUX_CAPACITOR", "1"),
    ];
    let file = "\
port = 1

[sever]
bind = \"::1\"

[server]
prot = 80

[database]
max_conections = 3
flux = \"hunter2\"
";
    let shown = errors(&env, Some(file));
    assert!(!shown.contains("hunter2"), "values of unknown names may be secrets");
    insta::assert_snapshot!(shown, @r#"
    the settings have 10 errors
    - database.flux in line 11 of kontor.toml is no setting; remove it, or see kontor.example.toml for all keys
    - database.max_conections in line 10 of kontor.toml is no setting; did you mean database.max_connections?
    - port in line 1 of kontor.toml is no setting; did you mean server.port?
    - server.prot in line 7 of kontor.toml is no setting; did you mean server.port?
    - sever in line 3 of kontor.toml is no setting; did you mean server?
    - KONTOR_CONFG in the environment is no setting; did you mean KONTOR_CONFIG?
    - KONTOR_DATABASE_URL in the environment is no setting; did you mean DATABASE_URL?
    - KONTOR_FLUX_CAPACITOR in the environment is no setting; remove it, or see .env.example for all names
    - KONTOR_PROT in the environment is no setting; did you mean KONTOR_PORT?
    - KONTOR_SERVER_PORT in the environment is no setting; did you mean KONTOR_PORT?
    "#);
}

#[test]
fn other_variables_are_nobodys_business() {
    let env = [("PATH", "/bin"), ("DATABASE_POOL", "1"), ("KONTOR_CONFIG", "x"), ("KONTOR_TEST_DATABASE", "1")];
    assert!(read(&env, None).is_ok());
}
