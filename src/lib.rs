//! temp
pub mod article;
pub mod error;
pub mod label;
pub use article::Article;
pub use label::Label;
