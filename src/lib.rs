//! temp
pub mod article;
pub mod error;
pub mod features;
pub mod label;
pub mod voice;
pub use article::Article;
pub use label::Label;
