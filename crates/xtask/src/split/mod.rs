//! Divides the compiled program in two: what runs until the page can be used, and the rest, which is loaded after it.
//!
//! Both halves share memory, tables and global variables, so for the program they are one. Where the first half calls a function
//! of the rest it does so through the table of functions. Until the rest is there, its places in that table hold stubs, which
//! ask the page for it (`web/static/boot.js`), wait, and call again: whatever is not in the first half still works, only later.
//!
//! Which functions can wait is a list, [`Later`], made by running the page (`cargo xtask first-load`). What is in no list, such as
//! a function written since, stays in the first half: a list that is out of date makes the page heavier, not slower.

mod first;
mod later;
mod marks;
mod module;
mod rest;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt::Display;

pub use later::Later;
pub use marks::marked;
use module::Parsed;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ConstExpr, ElementSection, Elements, Module, TypeSection};

/// A part of the name under which the program imports what asks the page for the rest: `web/src/browser/rest.rs`.
const ASKING: &str = "layerlabLoadRest";

/// The two halves, as they are published.
pub struct Halves {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    /// How many functions can wait, of all.
    pub waiting: (usize, usize),
}

/// Divides the module. Both halves are without the names of functions.
///
/// # Errors
/// A sentence if the module is not as Rust and wasm-bindgen make them, or does not ask for the rest anywhere.
pub fn split(module: &[u8], later: &Later) -> Result<Halves, String> {
    let parsed = Parsed::read(module)?;
    let cut = Cut::new(&parsed, later)?;
    Ok(Halves {
        first: first::first(&parsed, &cut)?,
        rest: rest::rest(&parsed, &cut)?,
        waiting: (cut.waiting.len(), parsed.bodies.len()),
    })
}

/// Where the program is divided. Functions are numbered as in the whole module.
struct Cut {
    /// What asks the page for the rest.
    asking: u32,
    /// The functions of the rest, in order.
    waiting: Vec<u32>,
    /// What the rest calls in the first half, in order.
    shared: Vec<u32>,
    /// The place in the table of each function that is called through it, of either half.
    slots: BTreeMap<u32, u32>,
    /// The places that the table did not have before, with their functions.
    added: Vec<(u32, u32)>,
}

impl Cut {
    fn new(parsed: &Parsed<'_>, later: &Later) -> Result<Self, String> {
        let asking = parsed.imported(ASKING).ok_or_else(|| {
            format!("the program imports no {ASKING}, so nothing could load its other half")
        })?;
        let waiting: Vec<u32> = parsed
            .defined()
            .filter(|function| !parsed.exported.contains(function))
            .filter(|function| {
                parsed
                    .names
                    .get(function)
                    .is_some_and(|name| later.has(name))
            })
            .collect();
        let mut cut = Self {
            asking,
            waiting,
            shared: Vec::new(),
            slots: BTreeMap::new(),
            added: Vec::new(),
        };
        for (slot, function) in &parsed.slots {
            cut.slots.entry(*function).or_insert(*slot);
        }
        for function in parsed.defined() {
            let waits = cut.waits(function);
            for called in parsed.called_by(function)? {
                match (waits, cut.waits(called)) {
                    (false, true) if !cut.slots.contains_key(&called) => {
                        let slot = parsed.table_length() + index(cut.added.len())?;
                        cut.slots.insert(called, slot);
                        cut.added.push((slot, called));
                    }
                    (true, false) => cut.shared.push(called),
                    _ => (),
                }
            }
        }
        cut.shared.sort_unstable();
        cut.shared.dedup();
        Ok(cut)
    }

    fn waits(&self, function: u32) -> bool {
        self.waiting.binary_search(&function).is_ok()
    }

    /// The places in the table with their functions, in order.
    fn table(&self, parsed: &Parsed<'_>) -> impl Iterator<Item = (u32, u32)> {
        let there = parsed
            .slots
            .iter()
            .map(|(slot, function)| (*slot, *function));
        there.chain(self.added.iter().copied())
    }

    /// How long the table of functions becomes.
    fn table_length(&self, parsed: &Parsed<'_>) -> u64 {
        u64::from(parsed.table_length()) + self.added.len() as u64
    }
}

/// Numbers the functions anew while code is copied.
struct Renumbered<'numbers>(&'numbers BTreeMap<u32, u32>);

impl Reencode for Renumbered<'_> {
    type Error = String;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<String>> {
        self.0
            .get(&function)
            .copied()
            .ok_or_else(|| Error::UserError(format!("function {function} is in the other half")))
    }
}

/// All types of the whole module: their numbers stay.
fn types(parsed: &Parsed<'_>) -> Result<TypeSection, String> {
    let mut section = TypeSection::new();
    for shape in &parsed.types {
        let shape = wasm_encoder::reencode::RoundtripReencoder
            .func_type(shape.clone())
            .map_err(told)?;
        section.ty().func_type(&shape);
    }
    Ok(section)
}

/// Puts functions into the table of functions. `slots` are in order, `numbers` those of the functions in this half.
fn fill_table(
    module: &mut Module,
    slots: impl Iterator<Item = (u32, u32)>,
    numbers: &BTreeMap<u32, u32>,
) -> Result<(), String> {
    let numbered = slots.map(|(slot, function)| {
        let number = numbers.get(&function).copied();
        Ok((
            slot,
            number.ok_or_else(|| told("the table holds a function that is in neither half"))?,
        ))
    });
    let slots: Vec<(u32, u32)> = numbered.collect::<Result<_, String>>()?;
    let mut section = ElementSection::new();
    for run in slots.chunk_by(|(slot, _), (next, _)| slot + 1 == *next) {
        let functions: Vec<u32> = run.iter().map(|(_, function)| *function).collect();
        let start = run.first().map_or(0, |(slot, _)| slot.cast_signed());
        section.active(
            None,
            &ConstExpr::i32_const(start),
            Elements::Functions(functions.into()),
        );
    }
    module.section(&section);
    Ok(())
}

/// The name under which the first half hands its `position`th function to the rest: as short as can be, there are thousands.
fn shared_name(position: usize) -> String {
    format!(":{position:x}")
}

fn index(length: usize) -> Result<u32, String> {
    u32::try_from(length).map_err(told)
}

fn told(error: impl Display) -> String {
    format!("the compiled program cannot be divided: {error}")
}
