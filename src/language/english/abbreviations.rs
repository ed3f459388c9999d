//! Abbreviations, without their last point, and words that have lost letters. Lists that are searched by halves are in the order of
//! their bytes.

/// Titles and ranks before a name, each word of "Atty. Gen." by itself. Their point ends no sentence.
pub(crate) const TITLES: [&str; 61] = [
    "Adm", "Ald", "Amb", "Asst", "Atty", "Brig", "Capt", "Cdr", "Cllr", "Cmdr", "Cmdt", "Col", "Comdr", "Comr", "Cong",
    "Coun", "Cpl", "Cpt", "Dep", "Det", "Dir", "Dist", "Dr", "Drs", "Ens", "Fr", "Gen", "Gens", "Gov", "Govs", "Hon",
    "Insp", "Lt", "Maj", "Messrs", "Mgr", "Mlle", "Mme", "Mr", "Mrs", "Ms", "Msgr", "Mx", "Ofc", "Pfc", "Pres", "Prof",
    "Profs", "Pvt", "Rep", "Reps", "Rev", "Revs", "Sec", "Sen", "Sens", "Sgt", "Spc", "Spec", "Supt", "Treas",
];
/// Further abbreviations that a word or a number follows.
pub(crate) const NEVER_END: [&str; 10] = ["Nos", "Vol", "Vols", "approx", "ca", "cf", "e.g", "i.e", "viz", "vs"];
/// Months, which may end a sentence but seldom end a line of broken text.
pub(crate) const MONTHS: [&str; 7] = ["Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"];
/// Forms of companies, states, streets, degrees and days: they may end a sentence.
pub(crate) const MAY_END: [&str; 70] = [
    "Ala", "Ariz", "Ark", "Assn", "Ave", "Bhd", "Blvd", "Bros", "Calif", "Cie", "Co", "Colo", "Conn", "Corp", "Corps",
    "Cos", "Dept", "Esq", "Est", "Fla", "Fri", "Ft", "Ga", "Hwy", "Ill", "Inc", "Ind", "Jr", "Kan", "Ky", "La", "Ltd",
    "Mass", "Md", "Mich", "Minn", "Mo", "Mon", "Mont", "Mt", "Neb", "Nev", "Okla", "Ore", "Pa", "Penn", "Ph.D", "Pk",
    "Pkwy", "Plc", "Pte", "Pty", "Rd", "Sdn", "Sr", "St", "Ste", "Tenn", "Tex", "Thurs", "Tues", "Univ", "Va", "Vt",
    "Wash", "Wed", "Wis", "Wyo", "al", "etc",
];

/// Words that have lost their first letters, without the apostrophe: `’em`, `’til`.
pub(crate) const ELISIONS: [&str; 15] =
    ["em", "til", "tis", "twas", "cause", "bout", "n", "round", "ere", "s", "t", "re", "ll", "ve", "d"];
