//! Closed sets.

/// Makes an enum of a closed set: `choice! { /// doc Align: Select { Left "left" "Left", … } }`. The first is what it is while nothing is said.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident: $kind:ident {
        $(#[$first_doc:meta])* $first:ident $first_value:tt $first_title:tt,
        $($(#[$other_doc:meta])* $other:ident $value:tt $title:tt,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[schemars(inline)]
        pub enum $name {
            $(#[$first_doc])*
            #[default]
            #[serde(rename = $first_value)]
            $first,
            $($(#[$other_doc])* #[serde(rename = $value)] $other,)*
        }

        impl crate::props::Prop for $name {
            fn kind() -> crate::form::Kind {
                crate::form::Kind::$kind {
                    options: vec![
                        crate::form::Choice { value: $first_value, title: $first_title },
                        $(crate::form::Choice { value: $value, title: $title },)*
                    ],
                }
            }
        }
    };
}
pub(crate) use choice;
