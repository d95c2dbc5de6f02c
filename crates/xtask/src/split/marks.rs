//! A program that remembers which of its functions have run.

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, GlobalSection, GlobalType, Instruction,
    Module, RawSection, SectionId, ValType,
};
use wasmparser::{Parser, Payload};

use super::module::Parsed;
use super::{index, told};

/// The same program, in which each function sets a variable when it runs, exported as `ran` and its number
/// (`tests/e2e/bench/first-load.ts` reads them). For making the list of what can wait, not for visitors.
///
/// # Errors
/// A sentence if the module is not as Rust and wasm-bindgen make them.
pub fn marked(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let parsed = Parsed::read(bytes)?;
    let mut same = RoundtripReencoder;
    let first_mark = index(parsed.globals.len())?;
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.map_err(told)? {
            Payload::GlobalSection(section) => {
                let mut globals = GlobalSection::new();
                same.parse_global_section(&mut globals, section)
                    .map_err(told)?;
                let mark = GlobalType {
                    val_type: ValType::I32,
                    mutable: true,
                    shared: false,
                };
                for _ in parsed.defined() {
                    globals.global(mark, &ConstExpr::i32_const(0));
                }
                module.section(&globals);
            }
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                same.parse_export_section(&mut exports, section)
                    .map_err(told)?;
                for (function, mark) in parsed.defined().zip(first_mark..) {
                    exports.export(&format!("ran{function}"), ExportKind::Global, mark);
                }
                module.section(&exports);
            }
            Payload::CodeSectionStart { .. } => {
                let mut code = CodeSection::new();
                for (body, mark) in parsed.bodies.iter().zip(first_mark..) {
                    let mut function = same.new_function_with_parsed_locals(body).map_err(told)?;
                    function
                        .instruction(&Instruction::I32Const(1))
                        .instruction(&Instruction::GlobalSet(mark));
                    for operator in body.get_operators_reader().map_err(told)? {
                        function
                            .instruction(&same.instruction(operator.map_err(told)?).map_err(told)?);
                    }
                    code.function(&function);
                }
                module.section(&code);
            }
            other => {
                if let Some((id, range)) = other.as_section()
                    && id != u8::from(SectionId::Custom)
                    && let (Ok(start), Ok(end)) =
                        (usize::try_from(range.start), usize::try_from(range.end))
                {
                    let data = bytes
                        .get(start..end)
                        .ok_or_else(|| told("a section is cut"))?;
                    module.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok(module.finish())
}
