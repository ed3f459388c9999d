//! What pages and mails say about themselves, in lower case.

/// What stands before the author's name, in every case it is printed in.
pub(crate) const BY: [&str; 3] = ["By ", "BY ", "by "];
/// The same before the name in a page's metadata, in lower case.
pub(crate) const BEFORE_NAME: [&str; 3] = ["written by ", "by ", "by:"];
/// What stands before the day on which a text was published.
pub(crate) const PUBLISHED: [&str; 7] =
    ["first published on ", "first published ", "published on ", "published", "posted on ", "posted at ", "date:"];
/// Ends of a line that says how long a text takes.
pub(crate) const READING_TIMES: [&str; 2] = ["min read", "minute read"];
/// Starts of a line that says who wrote or published, and when.
pub(crate) const BYLINE_STARTS: [&str; 9] = [
    "published", "updated", "last updated", "posted on", "posted by", "posted at", "written by", "reported by",
    "first published",
];
/// Starts of a line that credits others.
pub(crate) const CREDIT_STARTS: [&str; 3] = ["reporting by ", "editing by ", "additional reporting by "];
/// What stands between an author's name and what they are.
pub(crate) const ABOUT_AUTHOR: [&str; 7] = [
    " is a columnist", " is a contributing ", " is a staff writer", " is a freelance writer",
    " is a regular contributor", " is an opinion writer", " is the author of ",
];
/// Starts of the line under a picture.
pub(crate) const CAPTION_STARTS: [&str; 15] = [
    "photo:", "photograph:", "picture:", "image:", "video:", "photo by", "photograph by", "picture by", "image by",
    "photo credit", "image credit", "image source", "picture credit", "figure:", "caption:",
];
/// Marks of a picture inside a short line.
pub(crate) const CAPTION_MARKS: [&str; 3] = ["(photo", "(picture", "(image"];
/// What names the maker of a picture, in the parenthesis that ends the line under it: "(Anna Roth/Reuters)", "(AP Photo, File)".
pub(crate) const PICTURE_CREDITS: [&str; 14] = [
    "ap photo", " via ap", "/ap", "/associated press", "/reuters", "/afp", "/epa", "getty images", "shutterstock",
    "file photo", "photo:", "photo by", "photo courtesy", "courtesy photo",
];
/// Lines that are furniture as a whole.
pub(crate) const FURNITURE: [&str; 26] = [
    "advertisement", "comment", "comments", "share", "tweet", "email", "print", "subscribe", "sign in", "log in",
    "sign up", "read more", "continue reading", "leave a comment", "leave a reply", "related", "related articles",
    "related stories", "most read", "more from this section", "skip to content", "skip to main content", "back to top",
    "share this", "story continues below", "view comments",
];
/// Lines that say that another mail follows, without the marks around them.
#[cfg(feature = "files")]
pub(crate) const PASSED_ON: [&str; 4] =
    ["original message", "forwarded message", "begin forwarded message", "original appointment"];
/// How the line starts and goes on that some programs add to each item of a feed.
#[cfg(feature = "files")]
pub(crate) const FEED_FOOTER: [&str; 2] = ["The post ", " appeared first on "];
/// That the text is owned.
pub(crate) const RIGHTS: &str = "all rights reserved";
/// What stands before the owner of a text, and the year.
pub(crate) const OWNER: &str = "copyright ";
/// Starts of the small print, up to a paragraph long.
pub(crate) const SMALL_PRINT_STARTS: [&str; 16] = [
    "this article was originally published",
    "we use cookies",
    "this site uses cookies",
    "this website uses cookies",
    "to unsubscribe",
    "unsubscribe",
    "you are receiving this",
    "view this email in",
    "if you no longer wish to receive",
    "if you do not wish to receive",
    "by clicking",
    "by signing up",
    "by subscribing",
    "opinions expressed here are",
    "opinions expressed in this",
    "the views expressed",
];
/// Starts of short lines that are furniture.
pub(crate) const FURNITURE_STARTS: [&str; 30] = [
    "share this ",
    "share on ",
    "follow us ",
    "click here ",
    "read more:",
    "read next:",
    "see also:",
    "related:",
    "sign up for ",
    "sign up to ",
    "subscribe to our ",
    "posted in ",
    "filed under",
    "tags:",
    "tagged ",
    "leave a comment",
    "forwarded message",
    "subscribe today",
    "subscribe now",
    "subscribe for",
    "sign up here",
    "sign up now",
    "sign up to",
    "support independent journalism",
    "support local journalism",
    "our standards:",
    "donate today",
    "download our app",
    "get our newsletter",
    "have a tip",
];
/// Starts of the words that are counted: "14 comments", "3 replies".
pub(crate) const COUNTED: [&str; 5] = ["comment", "share", "repl", "like", "view"];
/// Words beside an address to write to.
pub(crate) const CONTACT: [&str; 3] = ["email", "write to", "contact"];
/// The headers of a mail.
pub(crate) const MAIL_HEADERS: [&str; 11] =
    ["from", "to", "cc", "bcc", "subject", "date", "sent", "reply-to", "list-id", "message-id", "mime-version"];
