//! The half that is loaded later: only code, which puts itself into the table of functions.

use std::collections::BTreeMap;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{CodeSection, EntityType, FunctionSection, ImportSection, Module};

use super::first::lengthened_tables;
use super::module::Parsed;
use super::{Cut, Renumbered, fill_table, shared_name, told, types};

pub fn rest(parsed: &Parsed<'_>, cut: &Cut) -> Result<Vec<u8>, String> {
    let mut module = Module::new();
    module.section(&types(parsed)?);
    module.section(&imports(parsed, cut)?);
    let mut functions = FunctionSection::new();
    for function in &cut.waiting {
        functions.function(parsed.type_of(*function)?);
    }
    module.section(&functions);
    // From the number of a function in the whole module to the one here: those of the first half, then its own.
    let numbers: BTreeMap<u32, u32> = cut
        .shared
        .iter()
        .chain(&cut.waiting)
        .copied()
        .zip(0..)
        .collect();
    let own = cut
        .table(parsed)
        .filter(|(_, function)| cut.waits(*function));
    fill_table(&mut module, own, &numbers)?;
    let mut code = CodeSection::new();
    for function in &cut.waiting {
        Renumbered(&numbers)
            .parse_function_body(&mut code, parsed.body(*function)?.clone())
            .map_err(told)?;
    }
    module.section(&code);
    Ok(module.finish())
}

/// All from the first half, in the order in which that exports it.
fn imports(parsed: &Parsed<'_>, cut: &Cut) -> Result<ImportSection, String> {
    let mut same = RoundtripReencoder;
    let mut shared: Vec<EntityType> = Vec::new();
    for memory in &parsed.memories {
        shared.push(same.memory_type(*memory).map_err(told)?.into());
    }
    shared.extend(
        lengthened_tables(parsed, cut)?
            .into_iter()
            .map(EntityType::from),
    );
    for global in &parsed.globals {
        shared.push(same.global_type(global.ty).map_err(told)?.into());
    }
    for function in &cut.shared {
        shared.push(EntityType::Function(parsed.type_of(*function)?));
    }
    let mut imports = ImportSection::new();
    for (position, kind) in shared.into_iter().enumerate() {
        imports.import("", &shared_name(position), kind);
    }
    Ok(imports)
}
