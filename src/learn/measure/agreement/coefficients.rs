//! How far the labels of units agree: in percent, and beyond chance.
//!
//! A unit is what is labelled; it has any number of labels, which are categories without an order. A unit with fewer than two
//! labels says nothing.

/// Labels of units, their categories numbered from 0. Units with the same labels in the same order share a pattern: there are
/// few patterns, and each is processed once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Units {
    patterns: Vec<Vec<usize>>,
    /// The index of each unit's pattern.
    of_unit: Vec<usize>,
    categories: usize,
}

impl Units {
    pub(super) fn new<C: Ord + Copy>(units: &[Vec<C>]) -> Units {
        let mut categories: Vec<C> = units.iter().flatten().copied().collect();
        categories.sort_unstable();
        categories.dedup();
        let mut patterns: Vec<&Vec<C>> = units.iter().collect();
        patterns.sort_unstable();
        patterns.dedup();
        // Each unit's pattern is in `patterns`, each category in `categories`.
        let of_unit = units.iter().map(|unit| patterns.partition_point(|other| *other < unit)).collect();
        let number = |category: &C| categories.partition_point(|other| other < category);
        let patterns = patterns.iter().map(|labels| labels.iter().map(number).collect()).collect();
        Units { patterns, of_unit, categories: categories.len() }
    }

    /// The patterns, each with the total weight of its units.
    fn weighted(&self, weights: &[u32]) -> impl Iterator<Item = (&[usize], f64)> {
        let mut sums = vec![0u64; self.patterns.len()];
        self.of_unit.iter().zip(weights).for_each(|(&pattern, &weight)| sums[pattern] += u64::from(weight));
        self.patterns.iter().map(Vec::as_slice).zip(sums.into_iter().map(|sum| sum as f64))
    }

    /// Sums over the units, each counted as often as its weight says.
    fn sums(&self, weights: &[u32]) -> Sums {
        let mut sums = Sums { of: vec![0.0; self.categories], ..Sums::default() };
        let mut times = vec![0u32; self.categories];
        for (labels, weight) in self.weighted(weights).filter(|(labels, _)| labels.len() > 1) {
            labels.iter().for_each(|&label| times[label] += 1);
            let mut same = 0.0;
            for &label in labels {
                sums.of[label] += weight;
                // Ordered pairs of this label with equal ones.
                same += f64::from(times[label] - 1);
            }
            let others = (labels.len() - 1) as f64;
            sums.same_pairs += weight * same;
            sums.pairs += weight * others * labels.len() as f64;
            sums.same += weight * same / others;
            labels.iter().for_each(|&label| times[label] = 0);
        }
        sums
    }

    pub(super) fn percent(&self, weights: &[u32]) -> Option<f64> {
        let sums = self.sums(weights);
        (sums.pairs > 0.0).then(|| sums.same_pairs / sums.pairs)
    }

    pub(super) fn alpha(&self, weights: &[u32]) -> Option<f64> {
        let sums = self.sums(weights);
        let n: f64 = sums.of.iter().sum();
        let by_chance: f64 = sums.of.iter().map(|times| times * (times - 1.0)).sum();
        let most = n * (n - 1.0);
        (most > by_chance).then(|| ((n - 1.0) * sums.same - by_chance) / (most - by_chance))
    }
}

#[derive(Debug, Default)]
struct Sums {
    /// Labels of each category.
    of: Vec<f64>,
    /// Σ over categories of the coincidences o_cc.
    same: f64,
    /// Ordered pairs of labels of one unit that are equal.
    same_pairs: f64,
    /// Ordered pairs of labels of one unit.
    pairs: f64,
}

/// The share of pairs of labels of a unit that are equal, in \[0, 1\]; none if no unit has two labels.
///
/// ```
/// use oped::learn::measure::agreement::percent_agreement;
/// assert_eq!(percent_agreement(&[vec!['a', 'a'], vec!['a', 'b'], vec!['b']]), Some(0.5));
/// ```
pub fn percent_agreement<C: Ord + Copy>(units: &[Vec<C>]) -> Option<f64> {
    Units::new(units).percent(&vec![1; units.len()])
}

/// Krippendorff's α for nominal data: 1 if all agree, 0 if they agree no more than by chance. Annotators may differ from unit to
/// unit.
///
/// With o_cc the coincidences of category c (for each unit of m labels, the ordered pairs of two labels c, divided by m − 1), n_c
/// the number of labels c, and n that of all labels of units with at least two:
///
/// α = ((n − 1)·Σ o_cc − Σ n_c(n_c − 1)) / (n(n − 1) − Σ n_c(n_c − 1))
///
/// (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", C; 2004, "Content Analysis", 11.3.) None if no unit has
/// two labels, or if only one category was ever used: then nothing could have varied.
///
/// ```
/// use oped::learn::measure::agreement::krippendorff_alpha;
/// let units = [vec![0, 1], vec![1, 1], vec![0, 1], vec![0, 0], vec![0, 0], vec![0, 1], vec![0, 0], vec![0, 0], vec![1, 0], vec![0, 0]];
/// assert!((krippendorff_alpha(&units).unwrap() - 0.095).abs() < 5e-4);
/// ```
pub fn krippendorff_alpha<C: Ord + Copy>(units: &[Vec<C>]) -> Option<f64> {
    Units::new(units).alpha(&vec![1; units.len()])
}

/// Cohen's κ of two annotators, by the two labels of each unit: (p_o − p_e) / (1 − p_e), where p_o is the share of units on
/// which they agree, and p_e the share on which they would agree if each assigned its labels at random (Cohen 1960, "A
/// Coefficient of Agreement for Nominal Scales"). None without units, or if both only ever use the same category.
///
/// ```
/// use oped::learn::measure::agreement::cohen_kappa;
/// let mut pairs = vec![("yes", "yes"); 20];
/// pairs.extend([vec![("yes", "no"); 5], vec![("no", "yes"); 10], vec![("no", "no"); 15]].concat());
/// assert!((cohen_kappa(&pairs).unwrap() - 0.4).abs() < 1e-12);
/// ```
pub fn cohen_kappa<C: Ord + Copy>(pairs: &[(C, C)]) -> Option<f64> {
    let units: Vec<Vec<C>> = pairs.iter().map(|&(first, second)| vec![first, second]).collect();
    Units::new(&units).kappa(&vec![1; pairs.len()])
}

impl Units {
    /// Each unit has the labels of the same two annotators, in their order.
    pub(super) fn kappa(&self, weights: &[u32]) -> Option<f64> {
        let (mut first, mut second) = (vec![0.0; self.categories], vec![0.0; self.categories]);
        let (mut same, mut n) = (0.0, 0.0);
        for (labels, weight) in self.weighted(weights) {
            let [a, b] = labels[..] else { continue };
            first[a] += weight;
            second[b] += weight;
            same += if a == b { weight } else { 0.0 };
            n += weight;
        }
        let by_chance: f64 = first.iter().zip(&second).map(|(a, b)| a * b / n).sum();
        (n > by_chance).then(|| (same - by_chance) / (n - by_chance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(ours: Option<f64>, published: f64) {
        assert!((ours.unwrap() - published).abs() < 5e-4, "{ours:?} {published}");
    }

    /// Krippendorff 2011, C: nominal data, any number of observers, missing data.
    #[test]
    fn alpha_is_that_of_krippendorffs_example() {
        let observers = ["123321412   ", "1233224125 3", " 3332342251 ", "12332441251 "];
        let unit = |at: usize| observers.iter().filter_map(|row| row.chars().nth(at)).filter(|c| *c != ' ').collect();
        let units: Vec<Vec<char>> = (0..12).map(unit).collect();
        near(krippendorff_alpha(&units), 0.743);
    }

    /// Fleiss, Levin and Paik 2003, "Statistical Methods for Rates and Proportions", table 18.1: 100 subjects, three
    /// categories, p_o = .89, p_e = .66.
    #[test]
    fn kappa_is_that_of_fleiss_example() {
        let table = [[75, 1, 4], [5, 4, 1], [0, 0, 10]];
        let cell = |a: usize, b: usize| std::iter::repeat_n((a, b), table[a][b]);
        let pairs: Vec<(usize, usize)> = (0..9).flat_map(|at| cell(at / 3, at % 3)).collect();
        near(cohen_kappa(&pairs), 0.676);
    }

    #[test]
    fn where_nothing_varies_there_is_no_coefficient() {
        assert_eq!(krippendorff_alpha(&[vec![1, 1], vec![1, 1]]), None);
        assert_eq!(krippendorff_alpha::<u8>(&[vec![1], vec![]]), None);
        assert_eq!((cohen_kappa(&[(1, 1), (1, 1)]), cohen_kappa::<u8>(&[])), (None, None));
        assert_eq!(percent_agreement(&[vec![1, 1], vec![1, 1]]), Some(1.0));
    }

    /// A unit of weight two is two units: the intervals rest on it.
    #[test]
    fn weights_are_copies() {
        let units = [vec![0, 1, 1], vec![1, 1], vec![0, 0], vec![2, 0], vec![1]];
        let weights = [2, 0, 3, 1, 5];
        let copies: Vec<Vec<i32>> =
            units.iter().zip(weights).flat_map(|(unit, times)| vec![unit.clone(); times as usize]).collect();
        let (ours, once) = (Units::new(&units), vec![1; copies.len()]);
        let theirs = Units::new(&copies);
        let near = |a: Option<f64>, b: Option<f64>| assert!((a.unwrap() - b.unwrap()).abs() < 1e-12, "{a:?} {b:?}");
        near(ours.alpha(&weights), theirs.alpha(&once));
        near(ours.percent(&weights), theirs.percent(&once));
        near(ours.kappa(&weights), theirs.kappa(&once));
    }
}
