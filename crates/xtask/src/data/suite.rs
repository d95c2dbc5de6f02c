//! The package index of one Debian release, and what of it becomes the table of packages.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::common::COMMON;
use super::source::{Source, number, strings, text};

/// Columns of the index.
pub const DEPENDS: usize = 2;
pub const RECOMMENDS: usize = 3;
const PROVIDES: usize = 4;

/// Packages of which one is enough, the first choice first.
pub type Clause = Vec<String>;

/// What packages a package asks for, by its name.
pub type Clauses = BTreeMap<String, Vec<Clause>>;

/// A release.
pub struct Suite {
    name: &'static str,
    /// From a package's name to its row: installed size in KiB, bytes of the archive, then the columns above.
    index: BTreeMap<String, Vec<Value>>,
    /// From the name of a measured package to bytes of its files, of those that slim images keep, and of what Python compiles.
    measured: BTreeMap<String, Vec<u64>>,
    /// What every image of the release holds.
    pub base: BTreeSet<String>,
    provided_by_base: BTreeSet<String>,
    /// What Ubuntu's image holds.
    pub ubuntu: BTreeSet<String>,
    providers: BTreeMap<String, Vec<String>>,
    /// The packages of the table.
    pub wanted: BTreeSet<String>,
    /// Their dependencies, reduced to those that change what is installed.
    depends: Clauses,
    recommends: Clauses,
}

/// The set of packages under a key of `installed-packages.json`.
pub fn listed(lists: &Value, key: &str) -> BTreeSet<String> {
    strings(&lists[key]).map(str::to_owned).collect()
}

fn cell(row: &[Value], column: usize) -> &str {
    row.get(column).map_or("", text)
}

fn items(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(',').filter(|item| !item.is_empty())
}

impl Suite {
    /// Reads what belongs to a release.
    pub fn read(source: &Source, name: &'static str) -> Result<Self, String> {
        let index = source.json(&format!("debian-{name}.json.gz"))?;
        let index = index["packages"].as_object().into_iter().flatten();
        let index: BTreeMap<String, Vec<Value>> = index
            .map(|(package, row)| (package.clone(), row.as_array().cloned().unwrap_or_default()))
            .collect();
        let measured = source.json(&format!("slim-sizes-{name}.json"))?;
        let measured = measured["packages"].as_object().into_iter().flatten();
        let sizes = |row: &Value| row.as_array().into_iter().flatten().map(number).collect();
        let measured = measured
            .map(|(package, row)| (package.clone(), sizes(row)))
            .collect();
        let lists = source.json("installed-packages.json")?;
        let base = listed(&lists, &format!("debian:{name}-slim"));
        let ubuntu = listed(&lists, "ubuntu:24.04");
        if index.is_empty() || base.is_empty() || ubuntu.is_empty() {
            return Err(format!(
                "the packages of {name} or of its images are not there"
            ));
        }
        let provided = |package: &String| {
            let row = index.get(package).map(Vec::as_slice).unwrap_or_default();
            items(cell(row, PROVIDES))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let provided_by_base = base.iter().flat_map(provided).collect();
        let mut providers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for package in index.keys() {
            for virtual_name in provided(package) {
                providers
                    .entry(virtual_name)
                    .or_default()
                    .push(package.clone());
            }
        }
        Ok(Self {
            name,
            index,
            measured,
            base,
            provided_by_base,
            ubuntu,
            providers,
            wanted: BTreeSet::new(),
            depends: Clauses::new(),
            recommends: Clauses::new(),
        })
    }

    /// The package of this name, or the first that provides it.
    pub fn find(&self, name: &str) -> Option<&str> {
        match self.index.get_key_value(name) {
            Some((found, _)) => Some(found),
            None => self.providers.get(name)?.first().map(String::as_str),
        }
    }

    /// What a package asks for in a column, as far as there is such a package and not every image has it, under real names.
    fn clauses(&self, package: &str, column: usize) -> Vec<Clause> {
        let row = self
            .index
            .get(package)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut clauses = Vec::new();
        for clause in items(cell(row, column)) {
            if clause
                .split('|')
                .any(|name| self.provided_by_base.contains(name))
            {
                continue;
            }
            let mut found: Clause = Vec::new();
            for name in clause.split('|').filter_map(|name| self.find(name)) {
                if !found.iter().any(|known| known == name) {
                    found.push(name.to_owned());
                }
            }
            if !found.is_empty() {
                clauses.push(found);
            }
        }
        clauses
    }

    /// All that apt installs for these names where `installed` is there.
    pub fn closure<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
        recommends: bool,
        installed: &BTreeSet<String>,
    ) -> BTreeSet<String> {
        let clauses = |name: &str| {
            let mut clauses = self.clauses(name, DEPENDS);
            if recommends {
                clauses.extend(self.clauses(name, RECOMMENDS));
            }
            clauses
        };
        self.closure_by(names, installed, clauses)
    }

    /// The same with the reduced dependencies.
    fn reduced_closure(&self, name: &str, recommends: bool) -> BTreeSet<String> {
        let clauses = |name: &str| {
            let mut clauses = self.depends.get(name).cloned().unwrap_or_default();
            if recommends {
                clauses.extend(self.recommends.get(name).cloned().unwrap_or_default());
            }
            clauses
        };
        self.closure_by([name], &self.base, clauses)
    }

    fn closure_by<'a>(
        &self,
        names: impl IntoIterator<Item = &'a str>,
        installed: &BTreeSet<String>,
        clauses: impl Fn(&str) -> Vec<Clause>,
    ) -> BTreeSet<String> {
        let mut chosen = BTreeSet::new();
        let found = names.into_iter().filter_map(|name| self.find(name));
        let mut queue: VecDeque<String> = found.map(str::to_owned).collect();
        while let Some(name) = queue.pop_front() {
            if installed.contains(&name) || !chosen.insert(name.clone()) {
                continue;
            }
            for clause in clauses(&name) {
                if !clause
                    .iter()
                    .any(|name| chosen.contains(name) || installed.contains(name))
                {
                    queue.extend(clause.into_iter().next());
                }
            }
        }
        chosen
    }

    /// Chooses the packages of the table and reduces their dependencies to those that change what is installed.
    pub fn select(&mut self) {
        let nothing = BTreeSet::new();
        let mut wanted = self.closure(self.measured.keys().map(String::as_str), false, &nothing);
        // Each name alone: beside others, another alternative may be there already.
        for name in COMMON.split_whitespace() {
            wanted.extend(self.closure([name], true, &nothing));
        }
        let named: BTreeSet<&str> = COMMON
            .split_whitespace()
            .filter_map(|name| self.find(name))
            .collect();
        // What every image of the release holds is never installed, unless it is missing on Ubuntu or asked for.
        let kept = wanted.iter().filter(|name| {
            !(self.base.contains(*name) && self.ubuntu.contains(*name))
                || named.contains(name.as_str())
        });
        let mut kept: BTreeSet<String> = kept.cloned().collect();
        kept.insert("debconf".to_owned());
        let depends = wanted.iter().map(|name| {
            let clauses = self.clauses(name, DEPENDS).into_iter();
            let clauses = clauses.map(|clause| among(clause, &wanted));
            let clauses = clauses.filter(|clause| {
                !clause.is_empty() && !clause.contains(name) && !self.is_in_base(clause)
            });
            (name.clone(), clauses.collect())
        });
        self.depends = depends.collect();
        self.wanted = kept;
        for name in &wanted {
            self.reduce(name);
        }
        let recommends = wanted.iter().map(|name| {
            let reached = self.certain([name.as_str()], None);
            let clauses = self.clauses(name, RECOMMENDS).into_iter().filter(|clause| {
                let first = clause.first();
                first.is_some_and(|first| wanted.contains(first) && !reached.contains(first))
                    && !self.is_in_base(clause)
            });
            (
                name.clone(),
                clauses.map(|clause| among(clause, &wanted)).collect(),
            )
        });
        self.recommends = recommends.collect();
        self.say_what_differs();
    }

    fn is_in_base(&self, clause: &[String]) -> bool {
        clause.iter().any(|name| self.base.contains(name))
    }

    /// Leaves out dependencies of a package that are met in any case by what another one of them needs.
    fn reduce(&mut self, name: &str) {
        let mut place = 0;
        while let Some(clause) = self
            .depends
            .get(name)
            .and_then(|clauses| clauses.get(place))
        {
            let others = self.depends.get(name).into_iter().flatten().enumerate();
            let others = others.filter(|(other, clause)| *other != place && clause.len() == 1);
            let others = others
                .filter_map(|(_, clause)| clause.first())
                .map(String::as_str);
            let reached = self.certain(others, Some(name));
            if clause.iter().any(|name| reached.contains(name)) {
                if let Some(clauses) = self.depends.get_mut(name) {
                    clauses.remove(place);
                }
            } else {
                place += 1;
            }
        }
    }

    /// All that these need by dependencies that leave no choice, not followed through `without`.
    fn certain<'a>(
        &'a self,
        names: impl IntoIterator<Item = &'a str>,
        without: Option<&str>,
    ) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&str> = names.into_iter().collect();
        while let Some(name) = open.pop() {
            if without == Some(name) || !reached.insert(name.to_owned()) {
                continue;
            }
            let clauses = self.depends.get(name).into_iter().flatten();
            let certain = clauses.filter(|clause| clause.len() == 1);
            open.extend(
                certain
                    .filter_map(|clause| clause.first())
                    .map(String::as_str),
            );
        }
        reached
    }

    /// The reduction should not change what is installed. Where it does, that is printed.
    fn say_what_differs(&self) {
        for name in COMMON.split_whitespace() {
            for recommends in [false, true] {
                let whole = self.closure([name], recommends, &self.base);
                let reduced = self.reduced_closure(name, recommends);
                if whole != reduced {
                    let kind = if recommends {
                        " with what it recommends"
                    } else {
                        ""
                    };
                    let without: Vec<_> = whole.difference(&reduced).take(9).collect();
                    let with: Vec<_> = reduced.difference(&whole).take(9).collect();
                    println!(
                        "xtask: {} {name}{kind}: the table leaves out {without:?} and adds {with:?}",
                        self.name
                    );
                }
            }
        }
    }

    /// The line of a package: sizes in kB, of which more digits than these mean nothing, since the next release has others.
    pub fn line(&self, name: &str) -> Vec<String> {
        let row = self.index.get(name).map(Vec::as_slice).unwrap_or_default();
        let size = |column: usize| row.get(column).map_or(0, number);
        let mut cells = vec![name.to_owned(), kilobytes(size(1), 2)];
        match self.measured.get(name) {
            Some(sizes) => cells.extend(sizes.iter().map(|bytes| kilobytes(*bytes, 3))),
            None => cells.push(kilobytes(size(0) * 1024, 3)),
        }
        cells.resize(5, String::new());
        let joined = |clauses: &Clauses| {
            let clauses = clauses.get(name).into_iter().flatten();
            clauses.map(|clause| clause.join("|")).collect::<Vec<_>>()
        };
        let mut depends = joined(&self.depends);
        // Every image holds debconf, but that a package uses it decides about the size of debconf's database.
        if cell(row, DEPENDS)
            .split([',', '|'])
            .any(|other| other == "debconf")
        {
            depends.push("debconf".to_owned());
        }
        cells.push(depends.join(","));
        cells.push(joined(&self.recommends).join(","));
        cells
    }

    /// Virtual names that people ask for, or that are packages of the other release, with the first package for each.
    pub fn virtual_names(&self, other: &Self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for name in &self.wanted {
            let row = self.index.get(name).map(Vec::as_slice).unwrap_or_default();
            for provided in items(cell(row, PROVIDES)) {
                let asked_for = COMMON.split_whitespace().any(|common| common == provided)
                    || other.wanted.contains(provided);
                if asked_for && !self.index.contains_key(provided) {
                    found
                        .entry(provided.to_owned())
                        .or_insert_with(|| name.clone());
                }
            }
        }
        found
    }
}

fn among(clause: Clause, wanted: &BTreeSet<String>) -> Clause {
    clause
        .into_iter()
        .filter(|name| wanted.contains(name))
        .collect()
}

/// Bytes as kB with so many digits, halves to the even neighbour.
fn kilobytes(bytes: u64, digits: usize) -> String {
    let kilobytes = to_even(bytes, 1000);
    let surplus = kilobytes.to_string().len().saturating_sub(digits);
    let unit = 10_u64.pow(u32::try_from(surplus).unwrap_or(0));
    (to_even(kilobytes, unit) * unit).to_string()
}

fn to_even(number: u64, unit: u64) -> u64 {
    let (whole, rest) = (number / unit, number % unit);
    let up = rest * 2 > unit || rest * 2 == unit && whole % 2 == 1;
    whole + u64::from(up)
}

#[cfg(test)]
mod tests {
    use super::kilobytes;

    #[test]
    fn sizes_have_no_more_digits_than_they_deserve() {
        let written = |bytes| (kilobytes(bytes, 2), kilobytes(bytes, 3));
        let pair = |two: &str, three: &str| (two.to_owned(), three.to_owned());
        assert_eq!(written(499), pair("0", "0"));
        assert_eq!(written(1_500), pair("2", "2"));
        assert_eq!(written(2_500), pair("2", "2"));
        assert_eq!(written(99_600), pair("100", "100"));
        assert_eq!(written(125_000), pair("120", "125"));
        assert_eq!(written(166_723_584), pair("170000", "167000"));
    }
}
