//! The half that runs first. It has all data, and hands to the rest whatever that shares with it.

use std::collections::BTreeMap;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, ImportSection, Instruction, MemorySection, Module,
    TableSection,
};
use wasmparser::Operator;

use super::module::Parsed;
use super::{Cut, Renumbered, fill_table, index, shared_name, told, types};

pub fn first(parsed: &Parsed<'_>, cut: &Cut) -> Result<Vec<u8>, String> {
    let mut same = RoundtripReencoder;
    let kept: Vec<u32> = parsed
        .defined()
        .filter(|function| !cut.waits(*function))
        .collect();
    // What somebody may call before the rest is there.
    let stubs: Vec<u32> = cut
        .slots
        .keys()
        .copied()
        .filter(|function| cut.waits(*function))
        .collect();
    let numbers = numbers(parsed, &kept, &stubs);

    let mut module = Module::new();
    module.section(&types(parsed)?);
    let mut imports = ImportSection::new();
    for import in &parsed.imports {
        imports.import(
            import.module,
            import.name,
            same.entity_type(import.ty).map_err(told)?,
        );
    }
    module.section(&imports);
    let mut functions = FunctionSection::new();
    for function in kept.iter().chain(&stubs) {
        functions.function(parsed.type_of(*function)?);
    }
    module.section(&functions);
    let mut tables = TableSection::new();
    for table in lengthened_tables(parsed, cut)? {
        tables.table(table);
    }
    module.section(&tables);
    let mut memories = MemorySection::new();
    for memory in &parsed.memories {
        memories.memory(same.memory_type(*memory).map_err(told)?);
    }
    module.section(&memories);
    let mut globals = GlobalSection::new();
    for global in &parsed.globals {
        same.parse_global(&mut globals, global.clone())
            .map_err(told)?;
    }
    module.section(&globals);
    module.section(&exports(parsed, cut, &numbers)?);
    fill_table(&mut module, cut.table(parsed), &numbers)?;
    if let Some(count) = parsed.data_count {
        module.section(&DataCountSection { count });
    }
    let mut code = CodeSection::new();
    for function in kept {
        code.function(&copied(parsed, cut, &numbers, function)?);
    }
    for function in stubs {
        code.function(&stub(parsed, cut, function)?);
    }
    module.section(&code);
    let mut data = DataSection::new();
    for segment in &parsed.data {
        same.parse_data(&mut data, segment.clone()).map_err(told)?;
    }
    module.section(&data);
    Ok(module.finish())
}

/// From the number of a function in the whole module to the one here: imports, own functions, stubs.
fn numbers(parsed: &Parsed<'_>, kept: &[u32], stubs: &[u32]) -> BTreeMap<u32, u32> {
    (0..parsed.imported_count())
        .chain(kept.iter().copied())
        .chain(stubs.iter().copied())
        .zip(0..)
        .collect()
}

/// The tables, that of functions with the places that were added.
pub fn lengthened_tables(
    parsed: &Parsed<'_>,
    cut: &Cut,
) -> Result<Vec<wasm_encoder::TableType>, String> {
    let mut tables = Vec::new();
    for (position, table) in parsed.tables.iter().enumerate() {
        let mut table = RoundtripReencoder.table_type(*table).map_err(told)?;
        if position == 0 {
            table.minimum = cut.table_length(parsed);
            table.maximum = table.maximum.map(|most| most.max(table.minimum));
        }
        tables.push(table);
    }
    Ok(tables)
}

/// What the module had, and behind it what the rest needs, in the order in which that imports it.
fn exports(
    parsed: &Parsed<'_>,
    cut: &Cut,
    numbers: &BTreeMap<u32, u32>,
) -> Result<ExportSection, String> {
    let mut exports = ExportSection::new();
    let number = |function: &u32| {
        numbers
            .get(function)
            .copied()
            .ok_or_else(|| told("what is exported is in the other half"))
    };
    for export in &parsed.exports {
        let kind = RoundtripReencoder.export_kind(export.kind).map_err(told)?;
        let index = if kind == ExportKind::Func {
            number(&export.index)?
        } else {
            export.index
        };
        exports.export(export.name, kind, index);
    }
    let mut position = 0;
    let mut share = |kind, index| {
        exports.export(&shared_name(position), kind, index);
        position += 1;
    };
    share(ExportKind::Memory, 0);
    for table in 0..index(parsed.tables.len())? {
        share(ExportKind::Table, table);
    }
    for global in 0..index(parsed.globals.len())? {
        share(ExportKind::Global, global);
    }
    for function in &cut.shared {
        share(ExportKind::Func, number(function)?);
    }
    Ok(exports)
}

/// The code of a function, with calls to the rest through the table.
fn copied(
    parsed: &Parsed<'_>,
    cut: &Cut,
    numbers: &BTreeMap<u32, u32>,
    function: u32,
) -> Result<Function, String> {
    let body = parsed.body(function)?;
    let mut renumbered = Renumbered(numbers);
    let mut copy = renumbered
        .new_function_with_parsed_locals(body)
        .map_err(told)?;
    for operator in body.get_operators_reader().map_err(told)? {
        match operator.map_err(told)? {
            Operator::Call { function_index } if cut.waits(function_index) => {
                call_by_table(parsed, cut, function_index, &mut copy)?
            }
            operator => _ = copy.instruction(&renumbered.instruction(operator).map_err(told)?),
        }
    }
    Ok(copy)
}

/// Asks for the rest, which then has put the function itself into the place of this stub, and calls that.
fn stub(parsed: &Parsed<'_>, cut: &Cut, function: u32) -> Result<Function, String> {
    let mut stub = Function::new([]);
    stub.instruction(&Instruction::Call(cut.asking));
    for parameter in 0..parsed.parameters(function)? {
        stub.instruction(&Instruction::LocalGet(parameter));
    }
    call_by_table(parsed, cut, function, &mut stub)?;
    stub.instruction(&Instruction::End);
    Ok(stub)
}

fn call_by_table(
    parsed: &Parsed<'_>,
    cut: &Cut,
    function: u32,
    code: &mut Function,
) -> Result<(), String> {
    let slot = cut
        .slots
        .get(&function)
        .ok_or_else(|| told("a function has no place in the table"))?;
    code.instruction(&Instruction::I32Const(slot.cast_signed()));
    code.instruction(&Instruction::CallIndirect {
        type_index: parsed.type_of(function)?,
        table_index: 0,
    });
    Ok(())
}
