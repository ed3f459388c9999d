//! Elements whose text is left out, and what ends them.

use super::elements::{is_block, is_skipped, leaves_drawing};

/// An element whose text is left out.
#[derive(Debug)]
pub(super) struct Skipped {
    name: String,
    /// How many of its name are open in it, if it is a drawing.
    inside: usize,
    /// The element of a drawing in which HTML stands, such as a label with several lines.
    html: Option<String>,
}

/// What an end tag ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// What is left out goes on.
    Nothing,
    /// The element itself.
    Own,
    /// An element around it.
    Outer,
}

impl Skipped {
    pub(super) fn of(tag: &str) -> Option<Skipped> {
        is_skipped(tag).then(|| Skipped { name: tag.to_owned(), inside: 0, html: None })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_drawing(&self) -> bool {
        matches!(self.name.as_str(), "svg" | "math")
    }

    /// Reads a start tag in it, and returns true if the tag ends it.
    ///
    /// Scripts hold no tags. Some other elements are never closed: the next block ends them.
    pub(super) fn is_ended_by(&mut self, tag: &str, closes_itself: bool) -> bool {
        if !self.is_drawing() {
            return is_block(tag) && !matches!(self.name.as_str(), "template" | "noscript");
        }
        self.inside += usize::from(tag == self.name && !closes_itself);
        if self.html.is_some() {
            return false;
        }
        self.html = (holds_html(tag) && !closes_itself).then(|| tag.to_owned());
        is_block(tag) || leaves_drawing(tag)
    }

    /// Reads an end tag in it.
    pub(super) fn end(&mut self, tag: &str) -> End {
        if self.html.as_deref() == Some(tag) {
            self.html = None;
        }
        if tag != self.name {
            let is_around = self.is_drawing() && self.html.is_none() && is_block(tag);
            return if is_around { End::Outer } else { End::Nothing };
        }
        if self.inside == 0 {
            return End::Own;
        }
        self.inside -= 1;
        End::Nothing
    }
}

/// The elements of drawings and formulas in which HTML may stand.
fn holds_html(tag: &str) -> bool {
    matches!(tag, "foreignobject" | "desc" | "annotation-xml" | "mtext")
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Format};

    fn seen(page: &str) -> Vec<String> {
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        article.blocks.iter().map(|block| block.text.as_str().to_owned()).collect()
    }

    #[test]
    fn a_block_ends_a_drawing_that_was_not_closed() {
        let text = "The council met on Monday and voted for the plan, a clerk said.";
        for drawing in ["<svg><path d='M0'>", "<svg><g><text>A", "<math><mi>x</mi>", "<svg><svg></svg>"] {
            assert_eq!(seen(&format!("<h1>The plan</h1>{drawing}<p>{text}</p><p>It rained on that day.</p>")).len(), 3);
            assert_eq!(
                seen(&format!("<div><i>{drawing}</div>{text}")),
                [text],
                "{drawing}: the end of the block around"
            );
            assert_eq!(seen(&format!("<p>{drawing}<span>{text}</span></p>")), [text], "{drawing}: HTML in a line");
        }
    }

    #[test]
    fn a_drawing_is_left_out_with_the_labels_in_it() {
        let text = "The council met on Monday and voted for the plan, a clerk said.";
        for drawing in [
            "<svg><svg><text>A</text></svg><text>The chart</text></svg>",
            "<svg><foreignObject><div><p>The label of the chart</p></div></foreignObject><text>B</text></svg>",
            "<svg><foreignObject><p>A</p><svg></svg></foreignObject><text>The chart</text></svg>",
            "<math><mtext><p>where it holds</p></mtext></math>",
            "<template><p>The text of the card</p></template>",
            "<noscript><p>Please allow scripts on this page.</p></noscript>",
        ] {
            assert_eq!(seen(&format!("{drawing}<p>{text}</p>")), [text], "{drawing}");
        }
    }
}
