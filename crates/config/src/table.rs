//! The macro that turns the table of settings into structs, a list and a reader.

/// How a value is written in `kontor.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// A bare number.
    Number,
    /// `true` or `false`.
    Flag,
    /// An array of strings; in the environment one string with commas.
    List,
}

/// One line of the table: all there is to know about a setting except its value.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Name in `kontor.toml`, with its section: `server.port`.
    pub key: &'static str,
    /// Names in the environment, the preferred one first.
    pub env: &'static [&'static str],
    /// What holds when nothing is given; an empty text for an empty list.
    pub default: Option<&'static str>,
    /// A value that shows how it is written; the default where there is one.
    pub example: &'static str,
    /// What it does, in one line or a few.
    pub doc: &'static [&'static str],
    /// What a value has to be, as in "expected …".
    pub expects: &'static str,
    /// How it is written in `kontor.toml`.
    pub shape: Shape,
    /// Whether its value must never be shown.
    pub secret: bool,
}

impl Setting {
    /// The name it has in the environment.
    pub fn name(&self) -> &'static str {
        self.env[0]
    }

    /// The name it has inside its section: `port` for `server.port`.
    pub fn field(&self) -> &'static str {
        self.key.rsplit_once('.').map_or(self.key, |(_, field)| field)
    }

    /// The section it stands in, if it stands in one: `server` for `server.port`.
    pub fn section(&self) -> Option<&'static str> {
        self.key.split_once('.').map(|(section, _)| section)
    }

    /// How the example is written in `kontor.toml`.
    pub fn example_toml(&self) -> String {
        match self.shape {
            Shape::Text => format!("{:?}", self.example),
            Shape::Number | Shape::Flag => self.example.to_owned(),
            Shape::List => format!("{:?}", self.example.split(',').collect::<Vec<_>>()),
        }
    }
}

/// Makes of each line of the table a field, an entry of `SETTINGS` and a call of the reader.
///
/// A line says `field: Type = KIND, "ENVIRONMENT_NAME" | "OTHER_NAME", need;` where the need is one of
/// `default "value"`, `empty "example"` (an empty list) or `optional "example"` (an `Option`).
macro_rules! settings {
    (
        $(#[$config_meta:meta])*
        config {
            $( $(#[doc = $top_doc:literal])+
               $top:ident: $top_type:ty = $top_kind:ident, $($top_env:literal)|+, $top_need:ident $top_value:literal; )*
        }
        $(
            $(#[doc = $section_doc:literal])+
            $section:ident: $Section:ident {
                $( $(#[doc = $doc:literal])+
                   $field:ident: $type:ty = $kind:ident, $($env:literal)|+, $need:ident $value:literal; )*
            }
        )*
    ) => {
        $(#[$config_meta])*
        #[derive(Debug, Clone)]
        pub struct Config {
            $( $(#[doc = $top_doc])+ pub $top: $top_type, )*
            $( $(#[doc = $section_doc])+ pub $section: $Section, )*
        }

        $(
            $(#[doc = $section_doc])+
            #[derive(Debug, Clone)]
            pub struct $Section {
                $( $(#[doc = $doc])+ pub $field: $type, )*
            }
        )*

        /// The sections of `kontor.toml` and what each is about.
        pub const SECTIONS: &[(&str, &[&str])] = &[
            $( (stringify!($section), &[$($section_doc),+]), )*
        ];

        /// All settings, in the order of the example files.
        pub const SETTINGS: &[$crate::table::Setting] = &[
            $( settings!(@entry stringify!($top), $top_kind, [$($top_env),+], [$($top_doc),+], $top_need $top_value), )*
            $( $( settings!(@entry concat!(stringify!($section), ".", stringify!($field)),
                    $kind, [$($env),+], [$($doc),+], $need $value), )* )*
        ];

        impl Config {
            /// Reads every setting; what is wrong is kept by the reader, and its default stands in for it.
            pub(crate) fn read(reader: &mut $crate::reader::Reader<'_>) -> Self {
                Self {
                    $( $top: settings!(@read reader, stringify!($top), $top_kind, $top_need), )*
                    $( $section: $Section {
                        $( $field: settings!(@read reader,
                            concat!(stringify!($section), ".", stringify!($field)), $kind, $need), )*
                    }, )*
                }
            }
        }
    };

    (@entry $key:expr, $kind:ident, [$($env:literal),+], [$($doc:literal),+], $need:ident $value:literal) => {
        $crate::table::Setting {
            key: $key,
            env: &[$($env),+],
            default: settings!(@default $need $value),
            example: $value,
            doc: &[$($doc),+],
            expects: $crate::kind::$kind.expects,
            shape: $crate::kind::$kind.shape,
            secret: $crate::kind::$kind.secret,
        }
    };

    (@default default $value:literal) => { Some($value) };
    (@default empty $value:literal) => { Some("") };
    (@default optional $value:literal) => { None };

    (@read $reader:ident, $key:expr, $kind:ident, optional) => { $reader.optional($key, &$crate::kind::$kind) };
    (@read $reader:ident, $key:expr, $kind:ident, $need:ident) => { $reader.required($key, &$crate::kind::$kind) };
}

pub(crate) use settings;
