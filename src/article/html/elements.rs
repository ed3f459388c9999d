//! HTML elements by what they do to the text in them.

/// Returns true if the text in the element is not shown, or not part of the page's prose.
pub(super) fn is_skipped(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "select"
            | "button"
            | "textarea"
            | "title"
            | "iframe"
            | "object"
            | "math"
            | "audio"
            | "video"
            | "canvas"
    )
}

/// Returns true if the element sets its text apart from the text around it.
pub(super) fn is_emphasis(tag: &str) -> bool {
    matches!(tag, "b" | "strong" | "i" | "em" | "u" | "dt" | "summary")
}

/// Returns true if the element stays open until it is closed; the others close each other, or are empty.
pub(super) fn nests(tag: &str) -> bool {
    !matches!(
        tag,
        "p" | "li"
            | "dt"
            | "dd"
            | "td"
            | "th"
            | "tr"
            | "tbody"
            | "thead"
            | "tfoot"
            | "br"
            | "hr"
            | "img"
            | "input"
            | "meta"
            | "link"
            | "source"
            | "wbr"
            | "area"
            | "base"
            | "col"
            | "embed"
            | "track"
            | "param"
            | "option"
            | "html"
            | "head"
            | "body"
    )
}

/// Returns true if the element holds nothing and has no end tag.
pub(super) fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "keygen"
            | "frame"
    )
}

/// Returns true if the element starts a line of its own.
pub(super) fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "nav"
            | "footer"
            | "aside"
            | "form"
            | "menu"
            | "dialog"
            | "address"
            | "article"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Returns true for what is no block and ends a drawing or a formula all the same (HTML 13.2.6.5).
pub(super) fn leaves_drawing(tag: &str) -> bool {
    matches!(
        tag,
        "b" | "big"
            | "br"
            | "code"
            | "em"
            | "embed"
            | "i"
            | "img"
            | "listing"
            | "meta"
            | "nobr"
            | "ruby"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "strike"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "var"
    )
}
