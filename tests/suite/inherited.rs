//! Training on read and inherited labels together: simulated noise of known rates, and small problems solved another way.

use oped::label::Label;
use oped::learn::evaluate::{EvaluateParams, NamedModel, evaluate};
use oped::learn::fit::matrix::CsrMatrix;
use oped::learn::fit::solver::{SolverParams, WeightedLabels, fit_sparse};
use oped::learn::train::{TrainParams, train};
use oped::model::row::SparseRow;
use oped::tables::rows::{LabelKind, Row, Table};

/// A small generator of numbers (Knuth's linear congruence, upper bits), so that the test is the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }

    fn happens(&mut self, share: f64) -> bool {
        (self.below(1_000_000) as f64) < share * 1e6
    }
}

fn other_if(label: Label, is_other: bool) -> Label {
    if is_other { label.other() } else { label }
}

/// How often the inherited label differs from the true one, by true label: in news, in opinion.
const RATES: [f64; 2] = [0.35, 0.1];
const SOURCES: usize = 12;

/// Paragraphs of words that lean one way, each a little: nine in ten words say nothing.
fn simulated(numbers: &mut Numbers, rows: usize, kind: LabelKind) -> Table {
    let mut table = Table {
        name: format!("{}.csv", kind.as_str()),
        rows: Vec::new(),
        hash: 0,
        notes: Vec::new(),
        remarks: Default::default(),
    };
    for line in 0..rows {
        let truth = Label::ALL[numbers.below(2)];
        let word = |numbers: &mut Numbers| {
            let side = match numbers.happens(0.1) {
                true => other_if(truth, numbers.happens(0.2)).as_str(),
                false => "either",
            };
            format!("{side}{}", ["ab", "cd", "ef", "gh", "kl", "mn", "op", "qu"][numbers.below(8)])
        };
        let words: Vec<String> = (0..25).map(|_| word(numbers)).collect();
        let inherited = other_if(truth, numbers.happens(RATES[usize::from(truth.is_opinion())]));
        table.rows.push(Row {
            text: format!("{} row {kind} {line}.", words.join(" ")),
            label: Some(if kind == LabelKind::Read { truth } else { inherited }),
            kind,
            inherited: (kind == LabelKind::Read).then_some(inherited),
            id: None,
            source: Some(format!("source {}", numbers.below(SOURCES))),
            article: None,
            paragraph: None,
            line: line + 2,
        });
    }
    table
}

fn as_read(table: &Table) -> Table {
    let rows = table.rows.iter().map(|row| Row { kind: LabelKind::Read, inherited: None, ..row.clone() }).collect();
    Table { rows, ..table.clone() }
}

fn auc(tables: &[Table], test: &Table) -> f64 {
    let (model, _) = train(tables, &TrainParams::default()).unwrap();
    let named = NamedModel { name: "simulated", model: &model.into() };
    let params = EvaluateParams { resamples: 100, ..EvaluateParams::default() };
    let found = evaluate(std::slice::from_ref(test), named, None, &params).unwrap();
    found.all.alone.get(oped::learn::measure::figure::Figure::Auc).value.unwrap()
}

/// The rates are recovered within the interval of a count (three standard errors), and noisy rows are worth something, but not what
/// their labels say.
#[test]
fn noise_of_known_rates_is_recovered_and_used() {
    let mut numbers = Numbers(7);
    let read = simulated(&mut numbers, 600, LabelKind::Read);
    let inherited = simulated(&mut numbers, 4000, LabelKind::Inherited);
    let test = as_read(&simulated(&mut numbers, 3000, LabelKind::Read));
    let (_, report) = train(&[read.clone(), inherited.clone()], &TrainParams::default()).unwrap();
    assert_eq!(report.rows, 600);
    let entry = report.inherited.unwrap();
    let (in_news, in_opinion) = (entry.in_news, entry.in_opinion);
    for (wrong, all, rate) in
        [(in_opinion.0, in_opinion.0 + in_news.0, RATES[0]), (in_news.1, in_news.1 + in_opinion.1, RATES[1])]
    {
        let error = (rate * (1.0 - rate) / all as f64).sqrt();
        assert!((wrong as f64 / all as f64 - rate).abs() < 3.0 * error, "{wrong} of {all}, {rate}");
    }
    let alone = auc(std::slice::from_ref(&read), &test);
    let both = auc(&[read.clone(), inherited.clone()], &test);
    let taken_as_read = auc(&[read, as_read(&inherited)], &test);
    assert!(both > alone && both > taken_as_read + 0.01, "{alone} {both} {taken_as_read}");
}

/// A doubtful row is two rows, one for each label.
#[test]
fn a_doubt_is_a_part_of_a_row_with_the_other_label() {
    let mut numbers = Numbers(3);
    let rows: Vec<SparseRow> = (0..60)
        .map(|_| SparseRow {
            columns: vec![0, 1, 2],
            values: (0..3).map(|_| numbers.below(9) as f32 / 4.0 - 1.0).collect(),
        })
        .collect();
    let labels: Vec<Label> = rows.iter().map(|row| Label::ALL[usize::from(row.values[0] > 0.1)]).collect();
    let doubts: Vec<f64> = (0..rows.len()).map(|_| numbers.below(60) as f64 / 100.0).collect();
    let weights: Vec<f64> = (0..rows.len()).map(|_| 0.5 + numbers.below(8) as f64 / 4.0).collect();
    let matrix = |rows: &[&SparseRow]| {
        let mut matrix = CsrMatrix::new(3);
        rows.iter().for_each(|row| matrix.push(row));
        matrix
    };
    let once: Vec<&SparseRow> = rows.iter().collect();
    let params = SolverParams { alpha: 0.7, tolerance: 1e-9, max_iterations: 500 };
    let doubted = WeightedLabels {
        labels: labels.clone(),
        weights: weights.clone(),
        doubts: Some(doubts.clone()),
        offsets: None,
    };
    let found = fit_sparse(matrix(&once), doubted, params).unwrap();
    let parts = WeightedLabels {
        labels: labels.iter().copied().chain(labels.iter().map(|label| label.other())).collect(),
        weights: (0..rows.len())
            .map(|row| weights[row] * (1.0 - doubts[row]))
            .chain((0..rows.len()).map(|row| weights[row] * doubts[row]))
            .collect(),
        doubts: None,
        offsets: None,
    };
    let expected = fit_sparse(matrix(&[once.clone(), once].concat()), parts, params).unwrap();
    assert!((found.objective - expected.objective).abs() < 1e-9 * expected.objective);
    assert!((found.intercept - expected.intercept).abs() < 1e-6);
    for (a, b) in found.coefficients.iter().zip(&expected.coefficients) {
        assert!((a - b).abs() < 1e-6, "{a} {b}");
    }
}

/// Who has inherited labels only, trains on them as before.
#[test]
fn without_read_labels_inherited_ones_are_all_there_is() {
    let table = simulated(&mut Numbers(5), 300, LabelKind::Inherited);
    let [kept, read] =
        [table.clone(), as_read(&table)].map(|table| train(&[table], &TrainParams::default()).unwrap().0);
    assert_eq!(kept, read);
}

/// A paragraph that was read is not trained on a second time, and shows how often inherited labels are wrong.
#[test]
fn a_paragraph_in_both_tables_counts_once_and_has_both_labels() {
    let mut read = simulated(&mut Numbers(11), 200, LabelKind::Read);
    let inherited = Table {
        name: "section.csv".to_owned(),
        rows: read
            .rows
            .iter()
            .map(|row| Row { label: row.inherited, kind: LabelKind::Inherited, inherited: None, ..row.clone() })
            .chain(simulated(&mut Numbers(13), 50, LabelKind::Inherited).rows)
            .collect(),
        hash: 1,
        notes: Vec::new(),
        remarks: Default::default(),
    };
    let wrong = read.rows.iter().filter(|row| row.inherited != row.label).count();
    read.rows.iter_mut().for_each(|row| row.inherited = None);
    let (model, report) = train(&[read, inherited], &TrainParams::default()).unwrap();
    let entry = report.inherited.unwrap();
    assert_eq!(report.rows, 200);
    assert_eq!(entry.corpus.iter().map(|table| table.news + table.opinion).sum::<usize>(), 50);
    assert_eq!(entry.in_news.1 + entry.in_opinion.0, wrong);
    assert_eq!(entry.in_news.0 + entry.in_opinion.1, 200 - wrong);
    let bytes = model.to_bytes().unwrap();
    assert_eq!(oped::Model::from_bytes(&bytes).unwrap(), model);
}

/// Paragraphs of an article: of an op-ed, each second one reports. Words tell what a paragraph does, others the section it is found in.
fn of_section(section: Label, article: usize, numbers: &mut Numbers) -> Vec<(String, Label)> {
    let paragraph = |at: usize| {
        let label =
            if section.is_opinion() && !(article + at).is_multiple_of(2) { Label::Opinion } else { Label::News };
        let mut word = |stem: &str| format!("{stem}{}", ["ab", "cd", "ef", "gh", "kl", "mn"][numbers.below(6)]);
        let words: Vec<String> =
            (0..6).flat_map(|_| [word(label.as_str()), word(&format!("{section}section"))]).collect();
        (format!("{} in article {article}, paragraph {at}.", words.join(" ")), label)
    };
    (0..5).map(paragraph).collect()
}

/// The article turns with the first paragraph of its second section that argues; and labels are those of the paragraphs.
#[test]
fn parts_are_heard_by_their_sections_and_paragraphs_by_their_words() {
    let mut numbers = Numbers(11);
    let mut table = |name: &str, kind: LabelKind, articles: std::ops::Range<usize>| {
        let mut table = Table {
            name: format!("{name}.csv"),
            rows: Vec::new(),
            hash: 0,
            notes: Vec::new(),
            remarks: Default::default(),
        };
        for article in articles {
            let section = Label::ALL[article / 2 % 2];
            for (text, label) in of_section(section, article, &mut numbers) {
                table.rows.push(Row {
                    text,
                    label: Some(if kind == LabelKind::Read { label } else { section }),
                    kind,
                    inherited: (kind == LabelKind::Read).then_some(section),
                    id: None,
                    source: Some(format!("source {}", article % SOURCES)),
                    article: Some(format!("{name} {article}")),
                    paragraph: None,
                    line: table.rows.len() + 2,
                });
            }
        }
        table
    };
    let tables = [table("read", LabelKind::Read, 0..320), table("weak", LabelKind::Inherited, 400..720)];
    let (model, _) = train(&tables, &TrainParams::default()).unwrap();
    assert!(model.section.is_some());
    let scorer = oped::Scorer::new(model);
    for article in [0, 1] {
        let parts = Label::ALL.map(|section| of_section(section, 1000 + article, &mut numbers)).concat();
        let (texts, labels): (Vec<String>, Vec<Label>) = parts.into_iter().unzip();
        let score = scorer.texts(&texts);
        let found: Vec<Label> = score.paragraphs.iter().map(|paragraph| paragraph.decision.unwrap().label).collect();
        assert_eq!(found, labels);
        let first = labels.iter().position(|label| label.is_opinion()).unwrap();
        let turns: Vec<usize> = score.shifts.iter().map(|shift| shift.paragraph).collect();
        assert_eq!(turns, [first], "article {article}");
    }
}
