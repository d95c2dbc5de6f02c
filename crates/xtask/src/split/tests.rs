//! A small program, divided.

use std::collections::BTreeSet;

use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
    Function, FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction,
    MemorySection, MemoryType, Module, NameMap, NameSection, RefType, TableSection, TableType,
    TypeSection, ValType,
};
use wasmparser::{Parser, Payload, Validator};

use super::{Later, marked, split};

/// Functions: 0 asks for the rest, 1 `start` is exported and calls 2, 2 `panel` calls 3 and 4, 3 `shared`, 4 `only` for the panel,
/// 5 `listener` is called through the table alone.
fn program() -> Vec<u8> {
    let mut module = Module::new();
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32], [ValType::I32]);
    module.section(&types);
    let mut imports = ImportSection::new();
    imports.import(
        "./glue.js",
        "__wbg_layerlabLoadRest_0",
        EntityType::Function(0),
    );
    module.section(&imports);
    let mut functions = FunctionSection::new();
    for shape in [0, 1, 0, 0, 1] {
        functions.function(shape);
    }
    module.section(&functions);
    let mut tables = TableSection::new();
    let table = TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 2,
        maximum: Some(2),
        shared: false,
    };
    tables.table(table);
    module.section(&tables);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    module.section(&memories);
    let mut globals = GlobalSection::new();
    globals.global(
        GlobalType {
            val_type: ValType::I32,
            mutable: true,
            shared: false,
        },
        &ConstExpr::i32_const(7),
    );
    module.section(&globals);
    let mut exports = ExportSection::new();
    exports.export("start", ExportKind::Func, 1);
    module.section(&exports);
    let mut elements = ElementSection::new();
    elements.active(
        None,
        &ConstExpr::i32_const(1),
        Elements::Functions(vec![5].into()),
    );
    module.section(&elements);
    let mut code = CodeSection::new();
    let bodies: [&[Instruction<'_>]; 5] = [
        &[
            Instruction::I32Const(1),
            Instruction::Call(2),
            Instruction::Drop,
            Instruction::Call(3),
        ],
        &[
            Instruction::Call(3),
            Instruction::Call(4),
            Instruction::LocalGet(0),
        ],
        &[Instruction::GlobalGet(0), Instruction::GlobalSet(0)],
        &[],
        &[Instruction::LocalGet(0)],
    ];
    for body in bodies {
        let mut function = Function::new([]);
        for instruction in body {
            function.instruction(instruction);
        }
        function.instruction(&Instruction::End);
        code.function(&function);
    }
    module.section(&code);
    let mut names = NameMap::new();
    for (function, name) in (1..).zip(["start", "panel", "shared", "only", "listener"]) {
        names.append(function, name);
    }
    let mut section = NameSection::new();
    section.functions(&names);
    module.section(&section);
    module.finish()
}

fn imports_of(module: &[u8]) -> Vec<String> {
    parts(module, |payload| match payload {
        Payload::ImportSection(section) => section
            .into_imports()
            .filter_map(Result::ok)
            .map(|import| import.name.to_owned())
            .collect(),
        _ => Vec::new(),
    })
}

fn exports_of(module: &[u8]) -> Vec<String> {
    parts(module, |payload| match payload {
        Payload::ExportSection(section) => section
            .into_iter()
            .filter_map(Result::ok)
            .map(|export| export.name.to_owned())
            .collect(),
        _ => Vec::new(),
    })
}

fn bodies_of(module: &[u8]) -> usize {
    parts(module, |payload| match payload {
        Payload::CodeSectionEntry(body) => vec![body.range()],
        _ => Vec::new(),
    })
    .len()
}

/// What is found in the parts of a module, in their order.
fn parts<T>(module: &[u8], found: impl Fn(Payload<'_>) -> Vec<T>) -> Vec<T> {
    let payloads = Parser::new(0).parse_all(module).filter_map(Result::ok);
    payloads.flat_map(found).collect()
}

#[test]
fn both_halves_are_valid_and_fit_together() -> Result<(), String> {
    let program = program();
    let later = Later::of(&program, &BTreeSet::from([1, 3]))?;
    let halves = split(&program, &later)?;
    assert_eq!(halves.waiting, (3, 5));
    for half in [&halves.first, &halves.rest] {
        Validator::new()
            .validate_all(half)
            .map_err(|error| error.to_string())?;
    }
    // start and shared, and stubs for the panel, which start calls, and the listener, which stands in the table.
    assert_eq!(bodies_of(&halves.first), 4);
    // The panel, what only that calls, and the listener.
    assert_eq!(bodies_of(&halves.rest), 3);
    // Memory, table, global and the function that the panel shares with the start.
    let shared = [":0", ":1", ":2", ":3"].map(str::to_owned);
    assert_eq!(imports_of(&halves.rest), shared);
    assert_eq!(
        exports_of(&halves.first),
        [&["start".to_owned()], shared.as_slice()].concat()
    );
    Ok(())
}

#[test]
fn what_is_not_in_the_list_stays() -> Result<(), String> {
    let halves = split(&program(), &Later::default())?;
    assert_eq!(halves.waiting, (0, 5));
    assert_eq!(bodies_of(&halves.first), 5);
    Ok(())
}

#[test]
fn a_program_that_cannot_ask_for_its_rest_is_not_divided() {
    let asking = b"layerlabLoadRest";
    let program = program();
    let place = program
        .windows(asking.len())
        .position(|window| window == asking);
    let mut other = program.clone();
    if let Some(letter) = place.and_then(|place| other.get_mut(place)) {
        *letter = b'x';
    }
    assert!(split(&program, &Later::default()).is_ok());
    assert!(split(&other, &Later::default()).is_err());
    assert!(split(b"no module", &Later::default()).is_err());
}

#[test]
fn a_marked_program_is_valid_and_tells_of_each_function() -> Result<(), String> {
    let marked = marked(&program())?;
    Validator::new()
        .validate_all(&marked)
        .map_err(|error| error.to_string())?;
    assert_eq!(
        exports_of(&marked),
        ["start", "ran1", "ran2", "ran3", "ran4", "ran5"]
    );
    Ok(())
}
