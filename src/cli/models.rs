//! Loads models.

use std::path::Path;

use super::{notes::say, reading::read_input};
use crate::error::{Error, Result};
use crate::label::Probability;
use crate::model::{Model, file::FORMAT};

/// The name of the model inside the program. A file of that name is given as `./shipped`.
pub(crate) const SHIPPED: &str = "shipped";

/// The model in a file, or the shipped one.
pub(crate) fn load_model(path: Option<&Path>) -> Result<Model> {
    match path.filter(|path| path.as_os_str() != SHIPPED) {
        Some(path) => {
            let bytes = read_input(path).map_err(|error| if is_nearly_shipped(path) { hint(error) } else { error })?;
            Model::from_bytes(&bytes).map_err(|error| error.at(path.display().to_string(), None))
        }
        None => Model::shipped(),
    }
}

fn hint(error: Error) -> Error {
    error.remedy("did you mean shipped, the model inside the program?")
}

/// Whether a missing file is named like the shipped model, up to two letters.
fn is_nearly_shipped(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    !path.exists() && strsim::levenshtein(&name, SHIPPED) <= 2
}

/// Loads a model and calibrates it to a share of opinion, if one is given. Notes a model of an old format.
pub(crate) fn load_model_for(path: Option<&Path>, prior: Option<Probability>, quiet: bool) -> Result<Model> {
    let model = load_model(path)?;
    if model.card.format < FORMAT && !quiet {
        let name = path.map_or_else(|| SHIPPED.to_owned(), |path| path.display().to_string());
        say(
            "note",
            &format!(
                "{name}: this model was trained by an older version of oped, which reads text differently; train it again"
            ),
        );
    }
    Ok(match prior {
        Some(prior) => model.with_prior(prior),
        None => model,
    })
}

/// What a page calls the model.
pub(crate) fn model_name(path: Option<&Path>, prior: Option<Probability>) -> String {
    let path = path.filter(|path| path.as_os_str() != SHIPPED);
    let name = path.and_then(Path::file_name).map(|name| format!("the model {}", name.to_string_lossy()));
    let stated = prior.map(|prior| format!(", told that {} of the paragraphs are opinion", prior.0));
    name.unwrap_or_else(|| "its shipped model".to_owned()) + &stated.unwrap_or_default()
}
