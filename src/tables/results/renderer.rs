//! What every format does with messages.

use std::io::{self, Write};

/// Writes messages in one format.
pub trait Renderer<M> {
    /// Writes a message.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&mut self, message: &M, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what follows the last message.
    ///
    /// # Errors
    /// Those of `out`.
    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
