use super::*;

/// Recorded from Better Auth 1.7.24: `hashPassword` of a password that NFKC changes.
const BETTER_AUTH: &str = "b668e5a11128d32bb9db6d622811d6a6:f1d52fba27504f1357a9bbedad3b72b36b1687e5eca99e9170810edb41e9900546c\
    64da6e21f37457a926894a5fd44f3ce6f5c93cd595ba8c749558f41cab667";

fn hasher(cost: Cost, has_imported: bool) -> Hasher {
    let one = NonZeroUsize::MIN;
    Hasher::new(&Settings { threads: one, waiting: one, cost, has_imported }).unwrap()
}

const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

#[tokio::test]
async fn a_password_is_recognised_in_every_spelling() {
    let hasher = hasher(CHEAP, false);
    let stored = hasher.hash("caf\u{e9} ﬁne".into()).await.unwrap();
    assert_eq!(hasher.verify("cafe\u{301} fine".into(), stored.clone()).await.unwrap(), Verdict::Right);
    assert_eq!(hasher.verify("cafe fine".into(), stored.clone()).await.unwrap(), Verdict::Wrong);
    assert_ne!(hasher.hash("caf\u{e9} ﬁne".into()).await.unwrap(), stored);
}

#[tokio::test]
async fn passwords_of_better_auth_are_right_but_old() {
    for (has_imported, password, verdict) in [
        (false, "pａssword①é", Verdict::RightButOld),
        (true, "password1e\u{301}", Verdict::RightButOld),
        (true, "password1e", Verdict::Wrong),
    ] {
        let hasher = hasher(CHEAP, has_imported);
        assert_eq!(hasher.verify(password.into(), BETTER_AUTH.to_owned()).await.unwrap(), verdict);
    }
    let hasher = hasher(CHEAP, true);
    let ours = hasher.hash("password1é".into()).await.unwrap();
    assert_eq!(hasher.verify("password1é".into(), ours).await.unwrap(), Verdict::Right);
}

#[tokio::test]
async fn cheaper_hashes_are_old_and_dearer_ones_are_not() {
    let dear = Cost { passes: 2, ..CHEAP };
    let (cheap, dear) = (hasher(CHEAP, false), hasher(dear, false));
    let stored = cheap.hash("secret words".into()).await.unwrap();
    assert_eq!(dear.verify("secret words".into(), stored).await.unwrap(), Verdict::RightButOld);
    let stored = dear.hash("secret words".into()).await.unwrap();
    assert_eq!(cheap.verify("secret words".into(), stored).await.unwrap(), Verdict::Right);
}

#[tokio::test]
async fn unknown_formats_are_wrong() {
    let hasher = hasher(CHEAP, false);
    for stored in ["", "secret words", "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", "a:b"] {
        assert_eq!(hasher.verify("secret words".into(), stored.to_owned()).await.unwrap(), Verdict::Wrong);
    }
    hasher.dummy_verify("secret words".into()).await.unwrap();
}

#[tokio::test]
async fn by_default_hashes_cost_what_owasp_asks_for() {
    let settings = Settings::default();
    assert_eq!(settings.waiting.get(), settings.threads.get() * 32);
    let hasher = Hasher::new(&settings).unwrap();
    let stored = hasher.hash("secret words".into()).await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    assert_eq!(hasher.verify("secret words".into(), stored).await.unwrap(), Verdict::Right);
}
