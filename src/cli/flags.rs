//! The library's parameters as flags.

use crate::error::{Error, Parameter};

/// An error in the words of the program.
pub(super) fn told(error: &Error) -> String {
    error.in_words(&words)
}

/// The flag of a parameter, with its value where there is one.
pub(super) fn words(parameter: Parameter, value: Option<&str>) -> String {
    let flag = match parameter {
        Parameter::InputFormat => "--input".to_owned(),
        Parameter::Model => "-m".to_owned(),
        Parameter::Output => "-o".to_owned(),
        parameter => format!("--{}", parameter.name().replace('_', "-")),
    };
    match value {
        Some(value) => format!("{flag} {value}"),
        None => flag,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Message;

    /// A remedy must not name a flag that no verb has.
    #[cfg(feature = "serve")]
    #[test]
    fn every_parameter_is_a_flag_of_some_verb() {
        let command = <crate::cli::Cli as clap::CommandFactory>::command();
        let flags: Vec<String> = command
            .get_subcommands()
            .flat_map(|verb| verb.get_arguments())
            .flat_map(|arg| {
                let long = arg.get_long().map(|long| format!("--{long}"));
                long.into_iter().chain(arg.get_short().map(|short| format!("-{short}")))
            })
            .collect();
        for parameter in Parameter::ALL {
            let flag = words(*parameter, None);
            assert!(flags.contains(&flag), "{flag}");
        }
    }

    #[test]
    fn values_follow_their_flags() {
        let error = Error::new(crate::error::ErrorKind::Usage, "there are too few folds")
            .remedy(Message::from("give ").set(Parameter::Folds, "5"));
        assert_eq!(told(&error), "there are too few folds; give --folds 5");
    }
}
