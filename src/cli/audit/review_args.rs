//! Arguments of a review in the browser.

#[cfg(feature = "serve")]
pub(super) use with_server::ReviewArgs;
#[cfg(not(feature = "serve"))]
pub(super) use without::ReviewArgs;

#[cfg(feature = "serve")]
mod with_server {
    use clap::Args;

    use crate::cli::server::PlaceArgs;
    use crate::error::{Error, ErrorKind, Result};
    use crate::serve::{Limits, ServeParams};

    /// What a review is not given with.
    const OTHERS: [&str; 6] = ["evidence", "apply", "undo", "fail_over", "top", "format"];

    /// How labels are corrected in the browser.
    #[derive(Debug, Args)]
    #[command(next_help_heading = "Review in the browser")]
    pub(in crate::cli::audit) struct ReviewArgs {
        /// Correct the label issues, or label the queue, in the browser. Every verdict goes into the sheet, by default the table's
        /// name with .review.csv for its ending; a sheet that is there is gone on with
        #[arg(long, conflicts_with_all = OTHERS)]
        pub(in crate::cli::audit) serve: bool,
        /// Annotators label independently, each into a sheet of their own, and see neither the given labels nor what the model makes
        /// of the rows
        #[arg(long, requires = "serve")]
        pub(in crate::cli::audit) blind: bool,
        /// The only annotator; by default the page asks for a name
        #[arg(long, value_name = "NAME", requires = "serve")]
        pub(in crate::cli::audit) annotator: Option<String>,
        #[command(flatten)]
        place: PlaceArgs,
    }

    impl ReviewArgs {
        /// Refuses an address for what is not served.
        pub(in crate::cli::audit) fn refuse_alone(&self) -> Result<()> {
            if self.serve || self.place.is_default() {
                return Ok(());
            }
            let what = "an address, its names and its token are for a review in the browser";
            Err(Error::new(ErrorKind::Usage, what).remedy("give --serve, too, or leave them out"))
        }

        /// Where to serve.
        pub(in crate::cli::audit) fn params(&self, threads: u16, quiet: bool) -> Result<ServeParams> {
            if !quiet {
                self.place.note_remote();
            }
            self.place.params(threads, Limits::default())
        }
    }
}

#[cfg(not(feature = "serve"))]
mod without {
    use clap::Args;

    /// Without a server, nothing is corrected in the browser.
    #[derive(Debug, Args)]
    pub(in crate::cli::audit) struct ReviewArgs {
        #[arg(skip)]
        pub(in crate::cli::audit) serve: bool,
    }
}
