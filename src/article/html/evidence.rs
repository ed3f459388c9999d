//! What each line of a page says about whether it is part of the article.
//!
//! A line is judged by its own form, by the elements around it and by how much of the page's running text they hold, by the
//! points of the best part around it, and by where it stands. A part of the page that holds little of the running text is told by its classes and tags ("comments",
//! `<aside>`); one that holds most of it is the article, whatever its name.

use std::collections::HashSet;

use super::form::{Form, Found};
use super::points::points;
use super::roles::{ROLES, Roles};
use super::tree::{Element, Tree};

/// The most of the page's running text that a small part holds.
const SMALL: f64 = 0.35;
/// The same of a part that is small for its role.
const SMALL_FOR_ROLE: f64 = 0.7;
/// The least of it that a large container holds.
const LARGE: f64 = 0.4;

/// The tags by which small parts are told.
const TAGS: [&str; 28] = [
    "nav", "footer", "aside", "form", "header", "figure", "figcaption", "table", "ul", "ol", "dl", "blockquote",
    "article", "main", "section", "address", "menu", "dialog", "details", "h1", "h2", "h3", "p", "li", "div", "td",
    "a", "span",
];
/// The tags of large parts that tell.
const LARGE_TAGS: [&str; 5] = ["article", "main", "section", "td", "form"];
/// The tags of containers.
const CONTAINERS: [&str; 19] = [
    "div", "section", "article", "main", "td", "body", "form", "aside", "ul", "ol", "blockquote", "header", "footer",
    "nav", "figure", "table", "html", "tbody", "tr",
];
/// The roles that tell of larger parts too.
const WIDE_ROLES: [&str; 6] = ["comments", "related", "newsletter", "side", "footer", "credit"];

/// The names of what a line says, in order.
pub(super) fn names() -> Vec<String> {
    let page = [Element::default()];
    let (form, place) = (Form::default(), LinePlace { at: 0, number: 1, running: [0; 2], title: None });
    let own = own(&form, &place, &Parts::new(&page, &[], &[]), 0).map(|(name, _)| name.to_owned()).into_iter();
    let roles = |near: &'static str| ROLES.iter().map(move |(role, _)| format!("{near}: {role}"));
    let wide = WIDE_ROLES.iter().map(|role| format!("part, wide: {role}"));
    let tags = TAGS.iter().map(|tag| format!("part: <{tag}>"));
    let large = LARGE_TAGS.iter().map(|tag| format!("large part: <{tag}>"));
    own.chain(roles("element")).chain(roles("part")).chain(wide).chain(tags).chain(large).collect()
}

/// What the lines of a page say, in the order of [`names`].
pub(super) fn evidence(tree: &Tree, forms: &[Form], found: &[Found]) -> Vec<Vec<f64>> {
    let parts = Parts::new(tree.elements(), forms, found);
    let place = LinePlace::first(forms, found, &parts);
    let line = |at: usize| {
        let (form, element) = (&forms[at], found[at].element);
        let own = own(form, &LinePlace { at, ..place }, &parts, element);
        let mut values: Vec<f64> = own.into_iter().map(|(_, value)| value).collect();
        let bits = |set: u32, number: usize| (0..number).map(move |at| f64::from(set >> at & 1));
        values.extend(bits(parts.near(element), ROLES.len()));
        values.extend(bits(parts.of[element].roles, ROLES.len()));
        let wide = |role: &&str| {
            ROLES.iter().position(|(name, _)| name == role).map_or(0, |at| parts.of[element].wide_roles >> at & 1)
        };
        values.extend(WIDE_ROLES.iter().map(|role| f64::from(wide(role))));
        values.extend(bits(parts.of[element].tags, TAGS.len()));
        values.extend(bits(parts.of[element].large_tags, LARGE_TAGS.len()));
        values
    };
    (0..forms.len()).map(line).collect()
}

/// Returns true for each line that a browser hides, unless by far most of the page's running text is hidden: a script will show it.
pub(super) fn hidden(tree: &Tree, forms: &[Form], found: &[Found]) -> Vec<bool> {
    let hidden = within(tree, found, |element| element.is_hidden);
    let length = |kind: bool| -> usize {
        forms.iter().zip(&hidden).filter(|(_, hidden)| **hidden == kind).map(|(form, _)| form.running).sum()
    };
    if length(true) > 2 * length(false) { vec![false; found.len()] } else { hidden }
}

/// Returns true for each line that screen readers leave out.
pub(super) fn unheard(tree: &Tree, found: &[Found]) -> Vec<bool> {
    within(tree, found, |element| element.is_unheard)
}

/// Returns true for each line in an element of this kind, or in one inside it.
fn within(tree: &Tree, found: &[Found], is_of_kind: impl Fn(&Element) -> bool) -> Vec<bool> {
    let mut is_within: Vec<bool> = Vec::with_capacity(tree.elements().len());
    for element in tree.elements() {
        // What is around an element comes before it.
        is_within.push(is_of_kind(element) || is_within.get(element.parent).copied().unwrap_or(false));
    }
    found.iter().map(|found| is_within[found.element]).collect()
}

/// What surrounds an element.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    /// Of the small parts around it.
    roles: Roles,
    wide_roles: Roles,
    tags: u32,
    /// Of the large ones.
    large_tags: u32,
    /// The innermost container, which may be itself.
    container: usize,
    /// The innermost `<article>`; 0 if there is none.
    article: usize,
    is_body: bool,
    in_paragraph: bool,
}

/// The parts of a page.
struct Parts<'t> {
    elements: &'t [Element],
    of: Vec<Around>,
    /// The bytes of the running text, of all text and of linked text in each element.
    running: Vec<usize>,
    bytes: Vec<usize>,
    linked: Vec<usize>,
    /// Those of the best part around each element.
    points: Vec<f64>,
    /// Whether an `<article>` follows another of its kind.
    is_further: Vec<bool>,
}

impl<'t> Parts<'t> {
    fn new(elements: &'t [Element], forms: &[Form], found: &[Found]) -> Parts<'t> {
        let sums = |value: &dyn Fn(&Form) -> usize| {
            let mut sums = vec![0; elements.len()];
            forms.iter().zip(found).for_each(|(form, found)| sums[found.element] += value(form));
            // What is around an element comes before it.
            (1..elements.len()).rev().for_each(|at| sums[elements[at].parent] += sums[at]);
            sums
        };
        let (bytes, linked) = (sums(&|form| form.bytes), sums(&|form| form.linked_bytes));
        let share = |at: usize| (linked[at] as f64 / bytes[at].max(1) as f64).min(1.0);
        let mut parts = Parts {
            elements,
            of: Vec::with_capacity(elements.len()),
            running: sums(&|form| form.running),
            points: points(elements, forms, found, share),
            bytes,
            linked,
            is_further: further_articles(elements),
        };
        for at in 0..elements.len() {
            let around = parts.around(at);
            parts.of.push(around);
        }
        parts
    }

    /// The share of the page's running text in an element.
    fn share(&self, element: usize) -> f64 {
        self.running[element] as f64 / self.running[0].max(1) as f64
    }

    fn around(&self, at: usize) -> Around {
        let Some(outer) = self.of.get(self.elements[at].parent).copied().filter(|_| at > 0) else {
            return Around::default();
        };
        let (element, share) = (&self.elements[at], self.share(at));
        let bit = |tags: &[&str]| tags.iter().position(|tag| *tag == element.tag).map_or(0, |at| 1 << at);
        let is = |holds: bool, set: u32| if holds { set } else { 0 };
        Around {
            roles: outer.roles | is(share < SMALL, element.roles),
            wide_roles: outer.wide_roles | is(share < SMALL_FOR_ROLE, element.roles),
            tags: outer.tags | is(share < SMALL, bit(&TAGS)),
            large_tags: outer.large_tags | is(share >= SMALL, bit(&LARGE_TAGS)),
            container: if CONTAINERS.contains(&element.tag.as_str()) { at } else { outer.container },
            article: if element.tag == "article" { at } else { outer.article },
            is_body: outer.is_body || element.is_body,
            in_paragraph: element.tag == "p" || outer.in_paragraph && !CONTAINERS.contains(&element.tag.as_str()),
        }
    }

    /// The roles of an element and of the one around it.
    fn near(&self, element: usize) -> Roles {
        self.elements[element].roles | self.elements[self.elements[element].parent].roles
    }

    /// The containers around an element, the innermost three; the page itself where there are fewer.
    fn containers(&self, element: usize) -> [usize; 3] {
        let first = self.of[element].container;
        let outer = |container: usize| match self.of[self.elements[container].parent].container {
            0 => container,
            outer => outer,
        };
        let second = outer(first);
        [first, second, outer(second)]
    }
}

/// Which articles follow one with the same class in the same element: the posts below the first.
fn further_articles(elements: &[Element]) -> Vec<bool> {
    let mut seen = HashSet::new();
    elements.iter().map(|of| of.tag == "article" && !seen.insert((of.parent, of.class.as_str()))).collect()
}

/// Where a line stands.
#[derive(Debug, Clone, Copy)]
struct LinePlace {
    at: usize,
    /// The number of lines.
    number: usize,
    /// The first and the last line of running text.
    running: [usize; 2],
    /// The first line of the page's title.
    title: Option<usize>,
}

impl LinePlace {
    /// That of the first line.
    fn first(forms: &[Form], found: &[Found], parts: &Parts<'_>) -> LinePlace {
        let is_running = |form: &Form| form.running > 0;
        let is_title = |found: &Found| {
            let outer = |element: &usize| Some(parts.elements[*element].parent);
            std::iter::successors(Some(found.element), outer).take(3).any(|element| parts.elements[element].tag == "h1")
        };
        LinePlace {
            at: 0,
            number: forms.len(),
            running: [forms.iter().position(is_running), forms.iter().rposition(is_running)].map(|at| at.unwrap_or(0)),
            title: forms.iter().zip(found).position(|(form, found)| form.heading && is_title(found)),
        }
    }
}

/// What a line says by itself and by its place.
fn own(form: &Form, place: &LinePlace, parts: &Parts<'_>, element: usize) -> [(&'static str, f64); 40] {
    let is = |holds: bool| f64::from(u8::from(holds));
    let containers = parts.containers(element);
    let share = |at: usize| parts.share(containers[at]);
    let of_text = |of: &[usize], at: usize| of[containers[at]] as f64 / parts.bytes[containers[at]].max(1) as f64;
    let around = &parts.of[element];
    let LinePlace { at, number, running: [first, last], title } = *place;
    let between = (at as f64 - first as f64) / last.saturating_sub(first).max(1) as f64;
    let is_linked = form.linked > 0.9;
    [
        ("ln words", (form.words as f64).ln_1p()),
        ("words, up to 60", form.words.min(60) as f64 / 60.0),
        ("ends a sentence", is(form.ends)),
        ("short, ends a sentence", is(form.ends && form.words < 8)),
        ("running text", is(form.running > 0)),
        ("commas, up to 3", form.commas.min(3) as f64 / 3.0),
        ("digits", form.digits),
        ("upper case", form.upper),
        ("capitalised words", form.capitalised),
        ("all upper case", is(form.all_upper)),
        ("heading", is(form.heading)),
        ("heading, ends a sentence", is(form.heading && form.ends)),
        ("list", is(form.bullet)),
        ("quotation", is(form.quote)),
        ("linked", form.linked),
        ("a link", is(is_linked)),
        ("a link, no sentence", is(is_linked && !form.ends)),
        ("a link in a paragraph", is(is_linked && around.in_paragraph)),
        ("share of the container", share(0)),
        ("share of the one around it", share(1)),
        ("share of the third", share(2)),
        ("the container is large", is(share(0) > LARGE)),
        ("the one around it is large", is(share(1) > LARGE)),
        ("the third is large", is(share(2) > LARGE)),
        ("running text of the container", of_text(&parts.running, 0)),
        ("running text of the one around it", of_text(&parts.running, 1)),
        ("running text of the third", of_text(&parts.running, 2)),
        ("links of the container", of_text(&parts.linked, 0)),
        ("links of the one around it", of_text(&parts.linked, 1)),
        ("links of the third", of_text(&parts.linked, 2)),
        ("says that it is the body", is(around.is_body)),
        ("in an article", is(around.article > 0)),
        ("in a further article", is(parts.is_further[around.article])),
        ("before the running text", is(at < first)),
        ("after the running text", is(at > last)),
        ("place", at as f64 / number.max(1) as f64),
        ("place in the running text", between.clamp(-1.0, 1.0)),
        ("after the title", is(title.is_some_and(|title| at > title))),
        ("the title", is(title == Some(at))),
        ("points of the best part", parts.points[element]),
    ]
}
