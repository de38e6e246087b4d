//! Themes: templates, assets and words, from the executable or from a folder.
//!
//! A theme is a folder with `pages/`, `partials/`, `assets/`, `messages/` and `blocks/`. The one that is built in travels in the
//! executable; a file of the same name below `STOREFRONT_THEMES` stands in for its own, and is read again when it changes.

mod assets;
mod files;
mod functions;
mod messages;
mod numbers;
mod palette;
mod policy;
mod themes;

use std::{
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use assets::Assets;
use files::Files;
use messages::Messages;
pub(crate) use numbers::money;
pub(crate) use palette::Palette;
pub use policy::CardForm;
pub use themes::Themes;

use crate::client::Trouble;

/// A theme that pages are made with. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Theme(Arc<Inner>);

struct Inner {
    files: Files,
    loaded: RwLock<Looked>,
    /// Somebody looks at the folder.
    is_looking: AtomicBool,
}

/// What was loaded, and when somebody looked whether it still is so.
struct Looked {
    at: Instant,
    stamp: u64,
    loaded: Arc<Loaded>,
}

/// A theme as it was when it was read.
pub(crate) struct Loaded {
    languages: Vec<Language>,
    pub(crate) assets: Assets,
    /// Differs when a file of the folder does.
    pub(crate) stamp: u64,
}

struct Language {
    code: Arc<str>,
    templates: Environment<'static>,
    messages: Arc<Messages>,
}

/// So often a folder is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

impl Theme {
    /// The theme of this name in `folder`, above the one that is built in.
    pub(crate) fn open(folder: Option<PathBuf>, name: &str) -> Self {
        let files = Files::new(folder.map(|folder| folder.join(name)));
        let looked = Looked { at: Instant::now(), stamp: files.stamp(), loaded: Arc::new(Loaded::read(&files)) };
        Self(Arc::new(Inner { files, loaded: RwLock::new(looked), is_looking: AtomicBool::new(false) }))
    }

    /// The theme as it is now; a change of its folder is seen half a second later. Nobody waits for the disk: one looks, beside
    /// the page that it is time for, and all others go on with what there is.
    pub(crate) fn now(&self) -> Arc<Loaded> {
        let looked = self.0.loaded.read().unwrap_or_else(PoisonError::into_inner);
        let is_time = self.0.files.may_change() && looked.at.elapsed() >= LOOK_EVERY;
        if is_time && !self.0.is_looking.swap(true, Ordering::AcqRel) {
            let theme = self.clone();
            match tokio::runtime::Handle::try_current() {
                Ok(runtime) => drop(runtime.spawn_blocking(move || theme.look())),
                Err(_) => self.0.is_looking.store(false, Ordering::Release),
            }
        }
        Arc::clone(&looked.loaded)
    }

    /// Reads the folder anew if it has changed.
    fn look(&self) {
        let known = self.0.loaded.read().unwrap_or_else(PoisonError::into_inner).stamp;
        let stamp = self.0.files.stamp();
        let read = (stamp != known).then(|| Arc::new(Loaded::read(&self.0.files)));
        let mut looked = self.0.loaded.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = read {
            (looked.loaded, looked.stamp) = (loaded, stamp);
        }
        looked.at = Instant::now();
        self.0.is_looking.store(false, Ordering::Release);
    }

    /// The theme's name of a language, if it has words in it: `de` for `de-AT`.
    pub(crate) fn language(&self, wanted: &str) -> Option<Arc<str>> {
        let wanted = wanted.split('-').next().unwrap_or_default().to_ascii_lowercase();
        self.now()
            .languages
            .iter()
            .find(|language| *language.code == *wanted)
            .map(|language| Arc::clone(&language.code))
    }

    /// The language of who wants none that there is.
    pub(crate) fn first_language(&self) -> Arc<str> {
        self.now().languages.first().map_or_else(|| "en".into(), |language| Arc::clone(&language.code))
    }
}

impl Loaded {
    fn read(files: &Files) -> Self {
        let assets = Assets::read(files);
        let languages = messages::LANGUAGES
            .iter()
            .map(|code| {
                let messages = Arc::new(Messages::read(files, code));
                Language { code: (*code).into(), templates: templates(files, code, &messages, &assets), messages }
            })
            .collect();
        Self { languages, assets, stamp: files.stamp() }
    }

    fn language(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|language| *language.code == *code).or_else(|| self.languages.first())
    }

    /// The languages that there are words in.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(|language| &*language.code)
    }

    /// A page's HTML.
    pub(crate) fn render(&self, locale: &str, template: &str, context: &Value) -> Result<String, Trouble> {
        let broken = |error: minijinja::Error| Trouble::Broken(format!("the template {template}: {error:#}"));
        let language = self.language(locale).ok_or_else(|| Trouble::Broken("the theme has no language".to_owned()))?;
        language.templates.get_template(template).and_then(|found| found.render(context)).map_err(broken)
    }

    /// Whether there are such words.
    pub(crate) fn knows(&self, locale: &str, key: &str) -> bool {
        self.language(locale).is_some_and(|language| language.messages.has(key))
    }

    /// A text of the theme, for what is said beside templates.
    pub(crate) fn say(&self, locale: &str, key: &str) -> String {
        self.language(locale).map_or_else(|| key.to_owned(), |language| language.messages.plain(key))
    }
}

fn templates(files: &Files, code: &'static str, messages: &Arc<Messages>, assets: &Assets) -> Environment<'static> {
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    // A shop's own template that asks for what is not there shows nothing; ours has to be right.
    let behaviour = if cfg!(debug_assertions) { UndefinedBehavior::Strict } else { UndefinedBehavior::Chainable };
    templates.set_undefined_behavior(behaviour);
    templates.set_trim_blocks(true);
    templates.set_lstrip_blocks(true);
    let files = files.clone();
    templates.set_loader(move |name| Ok(files.text(name)));
    functions::add(&mut templates, code, messages, assets);
    templates
}

#[cfg(test)]
mod tests {
    use super::Theme;

    #[test]
    fn every_template_can_be_read_and_every_word_is_there_in_each_language() {
        let loaded = Theme::open(None, "harbour").now();
        for language in &loaded.languages {
            for name in super::files::templates() {
                language.templates.get_template(&name).unwrap_or_else(|error| panic!("{name}: {error:#}"));
            }
        }
        let keys = |at: usize| loaded.languages[at].messages.keys();
        assert_eq!(keys(0), keys(1));
    }

    #[test]
    fn a_file_of_the_shop_stands_in_for_the_themes_own() {
        let folder = std::env::temp_dir().join(format!("kontor-theme-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("harbour/partials")).unwrap();
        std::fs::write(folder.join("harbour/partials/mark.html"), "<b>{{ t('nav.cart') }}</b>").unwrap();
        let theme = Theme::open(Some(folder.clone()), "harbour");
        let html = theme.now().render("de", "partials/mark.html", &minijinja::context! {}).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        assert_eq!(html, "<b>Warenkorb</b>");
    }
}
